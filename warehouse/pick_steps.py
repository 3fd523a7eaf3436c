"""What a scan means at each step of a walk: the right one goes on, every other one is answered and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _

from backend.facility.models import Seat
from backend.kit.errors import Invalid, Refused
from warehouse import handing_back, labels_seen, picking, runs
from warehouse.cards.step import Outcome, Tone, Versus, wrong
from warehouse.models import Allocation, Cart, Location, Tote
from warehouse.scanning import Scanned
from warehouse.walk import Walk, place_of, product_of, tote_of

Handler = Callable[[Walk, Scanned, Seat], Outcome]
KEYED_ABOVE: Final = 10
RIGHT: Final = Outcome(Tone.OK)


def on_cart(walk: Walk, scanned: Scanned, by: Seat) -> Outcome:
    """A cart is taken for this walk."""
    if scanned.code is None or scanned.code.kind != "C":
        return labels_seen.out_of_turn(scanned, _("Scan the cart."))
    cart = Cart.objects.filter(facility=walk.run.facility_id, code=scanned.code.text).first()
    if cart is None:
        return labels_seen.unread(scanned)
    try:
        picking.take_cart.inside(walk, cart=cart, by=by)
    except Refused as no:
        return wrong(no.code, no.message)
    go_on(walk)
    return RIGHT


def on_totes(walk: Walk, scanned: Scanned, by: Seat) -> Outcome:
    """A tote is put on the next place of the cart."""
    slot = walk.empty_slot
    if scanned.code is None or scanned.code.kind != "T" or slot is None:
        return labels_seen.out_of_turn(scanned, _("Scan a tote."))
    if walk.slot_with(scanned.code.text):
        return wrong("already_done", _("This tote is on your cart."), _("Take another tote."))
    tote = Tote.objects.filter(facility=walk.run.facility_id, code=scanned.code.text).first()
    if tote is None:
        return labels_seen.unread(scanned)
    try:
        picking.place_tote.inside(walk, slot=slot, tote=tote, by=by)
    except Refused as no:
        return wrong(no.code, no.message)
    go_on(walk)
    return RIGHT


def on_bin(walk: Walk, scanned: Scanned, by: Seat) -> Outcome:
    """The worker stands at a shelf."""
    row = _row(walk)
    shelf = place_of(row)
    if scanned.code is None or scanned.code.kind != "L":
        if scanned.code is None and labels_seen.goods(scanned, facility=walk.run.facility_id):
            return wrong("wrong_step", _("First the shelf label."), _("Then the item."))
        return labels_seen.out_of_turn(scanned, _("Scan the shelf label."))
    if scanned.code.text == shelf.code:
        walk.run.step = "item"
        return RIGHT
    return _wrong_shelf(walk, scanned, shelf)


def on_item(walk: Walk, scanned: Scanned, by: Seat) -> Outcome:
    """A unit, or a pack of them, is in the worker's hand."""
    row = _row(walk)
    wanted = product_of(row)
    if scanned.code is not None:
        if scanned.code.text == place_of(row).code:
            return wrong("already_done", _("This shelf is right."), _("Now scan the item."))
        return labels_seen.out_of_turn(scanned, _("Scan the item."))
    seen = labels_seen.goods(scanned, facility=walk.run.facility_id, among=(wanted.pk,))
    if seen is None:
        return labels_seen.unread(scanned)
    if seen.product_id != wanted.pk:
        return wrong(
            "wrong_item",
            _("Wrong item"),
            _("Put it back. Look at the picture."),
            versus=Versus(
                scanned=seen.product.title,
                scanned_more=seen.product.detail,
                scanned_picture=seen.product.picture,
                wanted=wanted.title,
                wanted_more=wanted.detail,
                wanted_picture=wanted.picture,
            ),
        )
    return count(walk, walk.run.counted + seen.units)


def on_tote(walk: Walk, scanned: Scanned, by: Seat) -> Outcome:
    """What was counted goes into the tote of its order."""
    row = _row(walk)
    tote = tote_of(walk.slot_for(row.line.order_id))
    if scanned.code is None:
        seen = labels_seen.goods(scanned, facility=walk.run.facility_id, among=(product_of(row).pk,))
        if seen is not None and seen.product_id == product_of(row).pk:
            return wrong("too_many", _("Too many. You have enough."), _("Put it back. Scan the tote."))
        return labels_seen.unread(scanned)
    if scanned.code.kind != "T":
        return labels_seen.out_of_turn(scanned, _("Scan the tote."))
    if scanned.code.text != tote.code:
        return _wrong_tote(walk, scanned, tote)
    picking.put_in_tote.inside(walk, row=row, by=by)
    go_on(walk)
    return Outcome(Tone.OK, code="in_tote", moved=True)


def on_put_back(walk: Walk, scanned: Scanned, by: Seat) -> Outcome:
    """The goods of a stopped order stand at their shelf again."""
    row = _row(walk)
    assert row.taken_from is not None
    if scanned.code is None or scanned.code.kind != "L":
        return labels_seen.out_of_turn(scanned, _("Scan the shelf label."))
    if scanned.code.text != row.taken_from.code:
        return _wrong_shelf(walk, scanned, row.taken_from)
    handing_back.put_back.inside(walk, row=row, by=by)
    walk.look_again()
    go_on(walk)
    return Outcome(Tone.OK, code="put_back", moved=True)


def on_drop(walk: Walk, scanned: Scanned, by: Seat) -> Outcome:
    """The cart is brought to the packing benches."""
    if scanned.code is None or scanned.code.kind != "L":
        return labels_seen.out_of_turn(scanned, _("Scan the bench label."))
    place = Location.objects.filter(facility=walk.run.facility_id, code=scanned.code.text).first()
    if place is None:
        return labels_seen.unread(scanned)
    if place.kind != Location.Kind.PACKING:
        return wrong("wrong_place", _("This is no packing bench."), _("Scan the bench label."))
    picking.finish.inside(walk, at=place, by=by)
    walk.run.step = "done"
    walk.run.last_location = place
    return Outcome(Tone.DONE, code="done", moved=True)


STEPS: Final[dict[str, Handler]] = {
    "cart": on_cart,
    "totes": on_totes,
    "bin": on_bin,
    "item": on_item,
    "tote": on_tote,
    "put_back": on_put_back,
    "drop": on_drop,
}


def count_typed(walk: Walk, value: str, reason: str, by: Seat) -> Outcome:
    """So many are in the hand, typed after the first was scanned."""
    row = _row(walk)
    if walk.run.step != "item" or not walk.run.counted or row.quantity <= KEYED_ABOVE or not value.isdecimal():
        return wrong("scan_first", _("Scan one first."))
    if not 0 < int(value[:6]) <= row.quantity:
        return wrong("too_many", _("You need %(n)d. Count again.") % {"n": row.quantity})
    return count(walk, int(value[:6]))


def report_short(walk: Walk, value: str, reason: str, by: Seat) -> Outcome:
    """Fewer lie here: go on with those there are, or to the next stop."""
    if walk.run.step not in ("bin", "item") or not value.isdecimal():
        return wrong("count_unlikely", _("Count again. How many are there?"))
    row, found = _row(walk), int(value[:6])
    try:
        picking.report_short.inside(walk, row=row, found=found, reason=reason, by=by)
    except Invalid as no:
        return wrong(no.code, no.message)
    if not found:
        go_on(walk)
        return Outcome(Tone.OK, _("Thank you"), moved=True, code="short")
    if walk.run.counted == found:
        walk.run.step = "tote"
    return Outcome(Tone.OK, _("Take %(n)d") % {"n": found}, moved=True, code="short")


def skip(walk: Walk, value: str, reason: str, by: Seat) -> Outcome:
    """Later; the third time nobody can reach it."""
    if walk.run.step not in ("bin", "item") or walk.run.counted:
        return wrong("not_now", _("Not now. Look at the screen."))
    picking.skip.inside(walk, row=_row(walk), by=by)
    walk.look_again()
    go_on(walk)
    return Outcome(Tone.OK, _("Later"), code="skipped")


def give_back(walk: Walk, value: str, reason: str, by: Seat) -> Outcome:
    """Another worker may go on."""
    handing_back.give_back.inside(walk.batch, by=by, reason="given_back")
    runs.close(walk.run)
    walk.run.step = "done"
    return Outcome(Tone.DONE, _("Given back. Thank you."), code="given_back")


ACTIONS: Final[dict[str, Callable[[Walk, str, str, Seat], Outcome]]] = {
    "count": count_typed,
    "short": report_short,
    "skip": skip,
    "give_back": give_back,
}


def count(walk: Walk, counted: int) -> Outcome:
    """So many are in the worker's hand: go on when it is enough, never take too many."""
    row = _row(walk)
    if counted > row.quantity:
        return wrong("too_many", _("Too many. Take only %(n)d.") % {"n": row.quantity}, _("Put the others back."))
    walk.run.counted = counted
    if counted == row.quantity:
        walk.run.step = "tote"
    return Outcome(Tone.OK, code="counted")


def go_on(walk: Walk) -> None:
    """The next step of the walk: totes, then goods of stopped orders, then shelves, then the packing benches.

    The label of a shelf is not asked for again when the stop before was at the same shelf.
    """
    run = walk.run
    run.counted, run.allocation, run.step = 0, None, "drop"
    if walk.empty_slot is not None:
        run.step = "totes"
    elif (stopped := walk.to_put_back) is not None:
        run.allocation, run.step = stopped, "put_back"
    elif (row := walk.next_row) is not None:
        run.allocation = row
        run.step = "item" if place_of(row).pk == run.last_location_id else "bin"


def make_fit(walk: Walk) -> None:
    """Stand at a stop that still waits: an order may have been stopped since the last scan."""
    waits = {"bin": "hard", "item": "hard", "tote": "hard", "put_back": "picked"}.get(walk.run.step)
    if waits and (walk.row is None or walk.row.state != waits):
        go_on(walk)


def interrupt(walk: Walk, by: Seat) -> Outcome | None:
    """Nothing that happens elsewhere stops a walk; stopped orders only lose their stops."""
    return None


def _row(walk: Walk) -> Allocation:
    row = walk.row
    assert row is not None
    return row


def _wrong_shelf(walk: Walk, scanned: Scanned, wanted: Location) -> Outcome:
    assert scanned.code is not None
    seen = Location.objects.filter(facility=walk.run.facility_id, code=scanned.code.text).first()
    if seen is None:
        return labels_seen.unread(scanned)
    go_to = _("Go to %(place)s.") % {"place": wanted.name}
    versus = Versus(scanned=seen.name, scanned_place=seen.name, wanted=wanted.name, wanted_place=wanted.name)
    if walk.has_been_at(seen):
        return wrong("already_done", _("You were here. It is done."), go_to, versus=versus)
    return wrong("wrong_shelf", _("This is %(place)s.") % {"place": seen.name}, go_to, versus=versus)


def _wrong_tote(walk: Walk, scanned: Scanned, wanted: Tote) -> Outcome:
    assert scanned.code is not None
    slot = walk.slot_with(scanned.code.text)
    look_for = _("Scan tote %(tote)s.") % {"tote": wanted.name}
    if slot is None:
        known = Tote.objects.filter(facility=walk.run.facility_id, code=scanned.code.text).first()
        if known is None:
            return labels_seen.unread(scanned)
        name = known.name
    else:
        name = tote_of(slot).name
    versus = Versus(scanned=name, scanned_place=name, wanted=wanted.name, wanted_place=wanted.name)
    rows = [] if slot is None else list(walk.rows_of(slot.order_id))
    if rows and all(row.state != Allocation.State.HARD for row in rows):
        return wrong("already_done", _("This tote is done."), look_for, versus=versus)
    return wrong("wrong_tote", _("This tote is for another order."), look_for, versus=versus)
