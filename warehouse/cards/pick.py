"""A walk drawn as the card of its step: where to go, what to take, how many, and into which tote."""

from __future__ import annotations

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from warehouse.cards.step import Action, Chip, Leg, Numbers, Outcome, Place, StepCard, Thing, Tone, chips, told
from warehouse.floor_plans import stop_of
from warehouse.models import Allocation, Location
from warehouse.walk import Walk, place_of, product_of, tote_of

MARKS: Final = 20
KEYED_ABOVE: Final = 10
BUTTONS: Final = 12


def draw(walk: Walk, outcome: Outcome | None = None) -> StepCard:
    """The card of the step at which the walk stands, with what the last scan came to."""
    step = walk.run.step
    if step in ("cart", "totes"):
        return told(_setting_out(walk), outcome)
    if step == "drop":
        return told(_bringing(walk), outcome)
    if step == "done":
        return _finished(walk, outcome)
    row = walk.row
    assert row is not None
    if step == "put_back":
        return told(_putting_back(walk, row), outcome)
    return told(_at_stop(walk, row), outcome)


def _setting_out(walk: Walk) -> StepCard:
    slot, cart = walk.empty_slot, walk.batch.cart
    is_cart = walk.run.step == "cart"
    place = slot.position if slot and not is_cart else 0
    if not is_cart:
        words, title = _("Put a tote there. Scan it."), _("Put a tote on place")
    elif cart is None:
        words, title = _("Take a cart. Scan it."), _("Take a cart with %(n)d places") % {"n": len(walk.slots)}
    else:
        words, title = _("Go to cart %(n)s. Scan it.") % {"n": cart.number}, _("Go to cart")
    return StepCard(
        flow="pick",
        step=walk.run.step,
        revision=walk.run.revision,
        words=words,
        heading=_("New walk") if is_cart else _("Totes"),
        title=title,
        place=str(place) if place else str(cart.number) if cart else "",
        part=0 if is_cart else sum(1 for each in walk.slots if each.tote_id),
        of=0 if is_cart else len(walk.slots),
        chips=_whole_way(0 if is_cart else 1),
        places=_places(walk, now=place),
        facts=(("map-pin", _stops(walk)), ("package", _units(walk)), ("route", _aisles(walk))) if is_cart else (),
        actions=(_give_back(), _help()) if is_cart else (_help(),),
    )


def _at_stop(walk: Walk, row: Allocation) -> StepCard:
    step, product, slot = walk.run.step, product_of(row), walk.slot_for(row.line.order_id)
    place, left = place_of(row).name, row.quantity - walk.run.counted
    tote = tote_of(slot).name
    if step == "bin":
        words, more = _("Scan the shelf label"), ""
    elif step == "item":
        words, more = _("Scan the item"), _("Scan each one") if left == row.quantity else _("%(n)d more") % {"n": left}
    else:
        words, more = _("Put %(n)d in tote %(tote)s. Scan it.") % {"n": row.quantity, "tote": tote}, ""
    at = ("bin", "item", "tote").index(step)
    return StepCard(
        flow="pick",
        step=step,
        revision=walk.run.revision,
        words=words,
        more=more,
        heading=_("Stop"),
        part=walk.stops_done + 1,
        of=walk.stop_count,
        marks=_marks(walk),
        tote=tote,
        place=place,
        way=_way(walk.run.last_location, place) if step == "bin" else "",
        leg=_leg(walk, row) if step == "bin" else None,
        thing=Thing(product.title, product.detail, product.picture),
        wanted=row.quantity,
        done=walk.run.counted,
        chips=chips(at, (_("Shelf"), "map-pin"), (_("Item"), "package"), (_("Tote"), "shopping-basket")),
        places=_places(walk, now=slot.position) if step == "tote" else (),
        actions=_actions(walk, row),
        numbers=_questions(walk, row),
    )


def _putting_back(walk: Walk, row: Allocation) -> StepCard:
    product, tote = product_of(row), tote_of(walk.slot_for(row.line.order_id)).name
    assert row.taken_from is not None
    return StepCard(
        flow="pick",
        step="put_back",
        revision=walk.run.revision,
        words=_("Take %(n)d out. Scan the shelf label.") % {"n": row.quantity},
        more=_("This order was stopped."),
        heading=_("Put back"),
        tote=tote,
        place=row.taken_from.name,
        thing=Thing(product.title, product.detail, product.picture),
        wanted=row.quantity,
        chips=chips(1, (_("Tote"), "shopping-basket"), (_("Shelf"), "map-pin")),
        actions=(_help(),),
    )


def _bringing(walk: Walk) -> StepCard:
    return StepCard(
        flow="pick",
        step="drop",
        revision=walk.run.revision,
        words=_("Go to the packing benches."),
        more=_("Scan the bench label."),
        heading=_("All stops done"),
        title=_("Bring the cart to the benches"),
        part=walk.stops_done,
        of=walk.stop_count,
        marks=_marks(walk),
        chips=_whole_way(3),
        places=_places(walk),
        facts=(("package", _units(walk, walk.units_picked)),),
        actions=(_help(),),
    )


def _finished(walk: Walk, outcome: Outcome | None) -> StepCard:
    place = walk.run.last_location
    is_brought = outcome is None or outcome.code == "done"
    return StepCard(
        flow="pick",
        step="done",
        revision=walk.run.revision,
        tone=Tone.DONE,
        code=outcome.code if outcome else "done",
        words=_("Done. Thank you.") if is_brought or outcome is None else outcome.words,
        more=_("Touch for the next task."),
        icon="badge-check",
        heading=_("Walk finished") if is_brought else _("Walk given back"),
        title=_("The cart stands at") if is_brought else _("Another worker goes on"),
        place=place.name if place and is_brought else "",
        part=walk.stops_done,
        of=walk.stop_count,
        marks=_marks(walk),
        facts=(
            ("map-pin", _stops(walk)),
            ("package", _units(walk, walk.units_picked)),
            ("shopping-basket", _("%(n)d totes") % {"n": len(walk.slots)}),
        ),
        actions=(
            Action(_("Next task"), "arrow-right", tone="main", href=reverse("station")),
            Action(_("My day"), "chart-column", href=reverse("station-day")),
        ),
        can_type=False,
    )


def _actions(walk: Walk, row: Allocation) -> tuple[Action, ...]:
    not_enough = Action(_("Not enough here"), "triangle-alert", opens="short", tone="warn")
    if walk.run.step == "bin":
        return (not_enough, Action(_("Come back later"), "redo-2", name="skip"))
    if walk.run.step == "tote":
        return (_help(),)
    if row.quantity > KEYED_ABOVE and walk.run.counted:
        return (Action(_("Type how many"), "calculator", opens="count"), not_enough)
    return (not_enough, _help())


def _questions(walk: Walk, row: Allocation) -> tuple[Numbers, ...]:
    """How many are there (and why not more), and for many units: how many are in the hand."""
    product = product_of(row)
    if walk.run.step == "tote":
        return ()
    is_many = row.quantity - walk.run.counted > BUTTONS
    short = Numbers(
        id="short",
        question=_("How many are there?"),
        more=_("You need %(n)d.") % {"n": row.quantity},
        action="short",
        go=_("Take {n}, go on"),
        choices=() if is_many else tuple(range(walk.run.counted, row.quantity)),
        digits=len(str(row.quantity)) if is_many else 0,
        reasons=(
            (Allocation.Reason.EMPTY, _("Shelf is empty")),
            (Allocation.Reason.DAMAGED, _("Damaged")),
            (Allocation.Reason.WRONG_ITEM, _("Other things here")),
            (Allocation.Reason.NOT_REACHABLE, _("Cannot reach it")),
        ),
        note=_("Someone checks the shelf. This does not count against you."),
        name=product.title,
        picture=product.picture,
    )
    if walk.run.step == "item" and row.quantity > KEYED_ABOVE and walk.run.counted:
        count = Numbers(
            id="count",
            question=_("How many do you hold?"),
            more=_("You need %(n)d.") % {"n": row.quantity},
            action="count",
            go=_("I hold {n}"),
            digits=len(str(row.quantity)),
            name=product.title,
            picture=product.picture,
            back=_("Scan on"),
        )
        return (short, count)
    return (short,)


def _help() -> Action:
    return Action(_("Ask for help"), "hand", name="help")


def _give_back() -> Action:
    return Action(_("Give it back"), "undo-2", name="give_back")


def _whole_way(now: int) -> tuple[Chip, ...]:
    """The way of a whole walk, for the steps before its first stop and after its last."""
    cart, totes = (_("Cart"), "shopping-cart"), (_("Totes"), "shopping-basket")
    return chips(now, cart, totes, (_("Walk"), "footprints"), (_("Bench"), "map-pin"))


def _places(walk: Walk, *, now: int = 0) -> tuple[Place, ...]:
    found = []
    for slot in walk.slots:
        name = slot.tote.name if slot.tote else ""
        if slot.position == now:
            found.append(Place(slot.position, name or _("here"), "arrow-down", "info"))
        elif name:
            found.append(Place(slot.position, name, "check", "ok"))
        else:
            found.append(Place(slot.position, _("empty")))
    return tuple(found)


def _marks(walk: Walk) -> tuple[str, ...]:
    """One mark a stop, as long as the eye can count them."""
    if walk.stop_count > MARKS:
        return ()
    done = walk.stops_done
    return tuple("done" if n < done else "now" if n == done else "" for n in range(walk.stop_count))


def _way(last: Location | None, place: str) -> str:
    """How the next shelf lies from the last one, as far as their names say it."""
    before, after = last.name.split() if last else [], place.split()
    if len(before) != 3 or len(after) != 3 or before[0] != after[0]:
        return ""
    if not (before[1].isdigit() and after[1].isdigit()):
        return ""
    bays = int(after[1]) - int(before[1])
    if bays == 0:
        return _("Same bay")
    on, back = ngettext("%(n)d bay on", "%(n)d bays on", bays), ngettext("%(n)d bay back", "%(n)d bays back", -bays)
    return (on if bays > 0 else back) % {"n": abs(bays)}


def _leg(walk: Walk, row: Allocation) -> Leg | None:
    """The way to a shelf, where the floor was measured; without where one stands if that is the same place."""
    there, last = stop_of(place_of(row)), walk.run.last_location
    if there is None:
        return None
    here = stop_of(last) if last else None
    later = (stop_of(place_of(each)) for each in walk.rows if each.state == Allocation.State.HARD)
    return Leg(
        there=there,
        number=walk.stops_done + 1,
        here=None if here == there else here,
        is_first=last is None,
        later=tuple(sorted({stop for stop in later if stop and stop != there})),
    )


def _stops(walk: Walk) -> str:
    return _("%(n)d stops") % {"n": walk.stop_count}


def _units(walk: Walk, units: int | None = None) -> str:
    return _("%(n)d items") % {"n": walk.batch.units if units is None else units}


def _aisles(walk: Walk) -> str:
    """The aisles of a walk, first to last."""
    names = sorted({place_of(row).name.split()[0] for row in walk.rows if row.state == Allocation.State.HARD})
    if not names:
        return ""
    if len(names) == 1:
        return _("Aisle %(name)s") % {"name": names[0]}
    return _("Aisles %(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
