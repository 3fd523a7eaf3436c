"""What a scan means at each step of packing: tote, items, box, weight, witness, seal, tag."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _

from backend.facility import helping
from backend.facility.models import HelpCall, Seat
from backend.kit.errors import Refused
from warehouse import labels_seen, packing, printouts
from warehouse.bench import Bench, checked_of, lock_tote, product_of, wanted_of
from warehouse.cards.step import Outcome, Tone, Versus, wrong
from warehouse.models import Carton, Order, ProductCode
from warehouse.packing import WEIGHINGS
from warehouse.scanning import Scanned

GRAMS: Final = re.compile(r"W?(\d{1,6})(?:\.0+)?\s*G?", re.IGNORECASE)
SEAL: Final = re.compile(r"\d{4,12}")
RIGHT: Final = Outcome(Tone.OK)


def on_tote(bench: Bench, scanned: Scanned, by: Seat) -> Outcome:
    """A tote comes from the carts to this bench."""
    if scanned.code is None or scanned.code.kind != "T":
        return labels_seen.out_of_turn(scanned, _("Scan a tote."))
    tote = lock_tote(scanned.code.text, facility=bench.run.facility_id)
    if tote is None:
        return labels_seen.unread(scanned)
    if tote.order is not None and tote.order.state == Order.State.CANCELLED:
        return wrong("order_stopped", _("This order was stopped."), _("Bring the tote to the check lane."))
    try:
        packing.open_parcel.inside(bench, tote=tote, by=by)
    except Refused as no:
        return wrong(no.code, no.message)
    go_on(bench)
    return RIGHT


def on_item(bench: Bench, scanned: Scanned, by: Seat) -> Outcome:
    """An item goes from the tote into the box."""
    if scanned.code is not None:
        return labels_seen.out_of_turn(scanned, _("Scan an item."))
    mine = {line.line.product_id for line in bench.lines}
    seen = labels_seen.goods(scanned, facility=bench.run.facility_id, among=mine)
    if seen is None:
        return labels_seen.unread(scanned)
    if seen.product_id not in mine:
        return _wrong_item(bench, seen)
    try:
        packing.check.inside(bench, product=seen.product_id, units=seen.units, by=by)
    except Refused as no:
        return wrong(no.code, no.message, _("It does not belong in this box."))
    go_on(bench)
    return Outcome(Tone.OK, _("Right"), _("%(n)d of %(all)d") % {"n": bench.checked, "all": bench.units})


def on_carton(bench: Bench, scanned: Scanned, by: Seat) -> Outcome:
    """A box is chosen by touch; there is nothing to scan."""
    return wrong("wrong_step", _("First choose the box."), _("Touch its name."))


def on_weight(bench: Bench, scanned: Scanned, by: Seat) -> Outcome:
    """The scale sends its reading, or somebody types it."""
    text = scanned.texts[0] if scanned.texts and scanned.code is None else ""
    found = GRAMS.fullmatch(text)
    if found is None:
        return labels_seen.out_of_turn(scanned, _("Weigh the box."))
    return weigh(bench, found.group(1), "", by)


def on_witness(bench: Bench, scanned: Scanned, by: Seat) -> Outcome:
    """Somebody else looks into the box and shows a badge."""
    if scanned.code is None or scanned.code.kind != "N":
        return labels_seen.out_of_turn(scanned, _("Scan the other person's badge."))
    try:
        packing.witness.inside(bench, badge=scanned.code.text, by=by)
    except Refused as no:
        return wrong(no.code, no.message)
    go_on(bench, is_weighed=True)
    return RIGHT


def on_seal(bench: Bench, scanned: Scanned, by: Seat) -> Outcome:
    """The numbered seal is on the box."""
    text = scanned.texts[0] if scanned.texts and scanned.code is None else ""
    if not SEAL.fullmatch(text):
        return labels_seen.out_of_turn(scanned, _("Scan the seal."))
    return seal(bench, text, "", by)


def on_tag(bench: Bench, scanned: Scanned, by: Seat) -> Outcome:
    """The tag that came out of the printer is on the box: scanning it seals the parcel."""
    if scanned.code is None or scanned.code.kind != "P":
        return labels_seen.out_of_turn(scanned, _("Scan the new tag."))
    if scanned.code.text != bench.parcel.tag:
        return wrong("wrong_tag", _("This tag is for another box."), _("Scan the new tag."))
    packing.close.inside(bench, misscans=bench.run.misscans, by=by)
    bench.run.misscans = 0
    _let_go(bench)
    return Outcome(Tone.DONE, _("Parcel done"), _("Put it on the dispatch trolley."), code="sealed", moved=True)


def on_waiting(bench: Bench, scanned: Scanned, by: Seat) -> Outcome:
    """The weight was wrong twice: staff come, nothing else is asked."""
    return Outcome(Tone.HELP, _("Staff come. Wait here."), _("The weight is not right."), code="weight_waits")


STEPS: Final[dict[str, Callable[[Bench, Scanned, Seat], Outcome]]] = {
    "tote": on_tote,
    "item": on_item,
    "carton": on_carton,
    "weight": on_weight,
    "weigh_help": on_waiting,
    "witness": on_witness,
    "seal": on_seal,
    "tag": on_tag,
}


def choose_carton(bench: Bench, value: str, reason: str, by: Seat) -> Outcome:
    """This box, one of those that fit."""
    fits = {box.id for box in bench.boxes}
    if bench.run.step != "carton" or not value.isdecimal() or int(value[:9]) not in fits:
        return wrong("not_now", _("Not now. Look at the screen."))
    packing.take_carton.inside(bench, carton=Carton.objects.get(pk=int(value[:9])), by=by)
    go_on(bench)
    return RIGHT


def count_typed(bench: Bench, value: str, reason: str, by: Seat) -> Outcome:
    """So many of one product are in the box, typed after the first was scanned; only where there are many."""
    many = bench.begun_many if bench.run.step == "item" else []
    if not many or not value.isdecimal():
        return wrong("scan_first", _("Scan one first."))
    wanted, checked = wanted_of(many), checked_of(many)
    if not checked < int(value[:6]) <= wanted:
        return wrong("count_unlikely", _("You need %(n)d. Count again.") % {"n": wanted})
    packing.check.inside(bench, product=many[0].line.product_id, units=int(value[:6]) - checked, by=by)
    go_on(bench)
    return Outcome(Tone.OK, _("Right"), _("%(n)d of %(all)d") % {"n": bench.checked, "all": bench.units})


def weigh(bench: Bench, value: str, reason: str, by: Seat) -> Outcome:
    """So many grams."""
    if bench.run.step != "weight" or not value.isdecimal():
        return wrong("not_now", _("Not now. Look at the screen."))
    try:
        is_right = packing.weigh.inside(bench, grams=int(value[:6]), by=by)
    except Refused as no:
        return wrong(no.code, no.message)
    if is_right:
        go_on(bench, is_weighed=True)
        return Outcome(Tone.OK, _("Right"), _("%(n)d grams") % {"n": int(value)})
    if bench.parcel.weighings < WEIGHINGS:
        go_on(bench)
        return Outcome(Tone.HELP, _("The weight is not right."), _("Scan every item again."), code="weight_wrong")
    bench.run.step = "weigh_help"
    return Outcome(Tone.HELP, _("Staff come. Wait here."), _("The weight is not right."), code="weight_wrong_twice")


def seal(bench: Bench, value: str, reason: str, by: Seat) -> Outcome:
    """The number on the seal."""
    if bench.run.step != "seal":
        return wrong("not_now", _("Not now. Look at the screen."))
    try:
        packing.seal.inside(bench, number=value, by=by)
    except Refused as no:
        return wrong(no.code, no.message)
    bench.run.step = "tag"
    return RIGHT


def report_problem(bench: Bench, value: str, reason: str, by: Seat) -> Outcome:
    """Something is missing or broken: the tote goes to the check lane and staff come."""
    if bench.run.parcel_id is None or bench.run.step not in ("item", "carton", "weight"):
        return wrong("not_now", _("Not now. Look at the screen."))
    packing.set_aside.inside(bench, by=by, reason="incomplete")
    _let_go(bench)
    return Outcome(
        Tone.HELP, _("Put the tote on the check lane."), _("Staff come. Take the next tote."), code="set_aside"
    )


def report_no_tag(bench: Bench, value: str, reason: str, by: Seat) -> Outcome:
    """The printer gave nothing: staff look at it, and the parcel waits for its tag."""
    if bench.run.step != "tag":
        return wrong("not_now", _("Not now. Look at the screen."))
    helping.call.inside(by.station, reason=HelpCall.Reason.PRINTER, by=by)
    return Outcome(Tone.HELP, _("Staff come to the printer."), _("Wait here."), code="no_tag")


ACTIONS: Final[dict[str, Callable[[Bench, str, str, Seat], Outcome]]] = {
    "carton": choose_carton,
    "count": count_typed,
    "weight": weigh,
    "seal": seal,
    "problem": report_problem,
    "no_tag": report_no_tag,
}


def go_on(bench: Bench, *, is_weighed: bool = False) -> None:
    """The next step of packing; a box that was chosen stays chosen when the items are scanned again.

    A box that somebody else sealed waits for the tag that was printed: another one would be refused.
    """
    if bench.parcel.seal:
        bench.run.step = "tag" if printouts.has_tag(bench.parcel) else "seal"
    elif not bench.is_complete:
        bench.run.step = "item"
    elif bench.parcel.carton_id is None:
        bench.run.step = "carton"
    elif not is_weighed:
        bench.run.step = "weight"
    elif bench.run.facility.needs_witness and bench.parcel.witnessed_by_id is None:
        bench.run.step = "witness"
    else:
        bench.run.step = "seal"


def make_fit(bench: Bench) -> None:
    """A bench stands where it stands; what happens elsewhere interrupts it."""


def interrupt(bench: Bench, by: Seat) -> Outcome | None:
    """An order that was stopped meanwhile is not packed: its tote goes to the check lane."""
    if not bench.is_stopped:
        return None
    packing.set_aside.inside(bench, by=by, reason="order_stopped")
    _let_go(bench)
    more = _("Put the tote on the check lane.")
    return Outcome(Tone.HELP, _("This order was stopped."), more, code="order_stopped")


def _let_go(bench: Bench) -> None:
    bench.run.parcel = None
    bench.run.step = "tote"


def _wrong_item(bench: Bench, seen: ProductCode) -> Outcome:
    wanted = next((product_of(line) for line in bench.lines if line.checked < line.wanted), None)
    versus = None
    if wanted is not None:
        versus = Versus(
            scanned=seen.product.title,
            scanned_more=seen.product.detail,
            scanned_picture=seen.product.picture,
            wanted=wanted.title,
            wanted_more=wanted.detail,
            wanted_picture=wanted.picture,
        )
    return wrong("wrong_item", _("Wrong item"), _("It does not belong in this box."), versus=versus)
