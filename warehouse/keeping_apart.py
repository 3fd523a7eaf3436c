"""People who must not meet are never sent into the same zones of the floor, or into neighbouring ones, at one time.

A batch holds the zones of its whole walk from its claim until its cart is left or given back; a freeze changes nothing.
Where the zones of a walk are not known, it is taken to go everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import F, QuerySet

from backend.facility.models import Seat
from backend.ledger.happenings import SYSTEM
from backend.ledger.work import work
from backend.people import separating
from backend.people.models import KeepSeparate, Person
from warehouse import allocation, floor_plans, handing_back
from warehouse.models import Allocation, Batch, Location

EVERYWHERE: Final = (1 << 62) - 1


@work
def keep_apart(one: Person, other: Person, *, scope: str, by: Person) -> None:
    """Two workers must not meet from now on; if their walks could bring them together, the later one is given back."""
    separating.keep_apart.inside(one, other, scope=scope, by=by)
    held = Batch.objects.filter(worker__in=[one, other], state=Batch.State.CLAIMED).order_by("claimed_at", "pk")
    batches = list(held)
    if len(batches) == 2 and _zones(batches[0]) & near(batches[1].facility_id, _zones(batches[1])):
        handing_back.give_back.inside(batches[1], by=SYSTEM, reason="stuck")


def claimable(batches: QuerySet[Batch], *, by: Seat, locked: bool = False) -> QuerySet[Batch]:
    """Those of the waiting batches whose walk meets nobody from whom this worker is kept apart.

    Two queries more for somebody in a pair, one for anybody else. With `locked` both people of each pair are locked
    first, as a claim needs it.
    """
    others = [pair.other(by.person_id) for pair in KeepSeparate.objects.of(by.person_id)]
    if not others:
        return batches
    if locked:
        separating.lock_people([by.person_id, *others])
    taken = taken_by(others, facility=by.facility_id)
    if not taken:
        return batches
    return batches.annotate(met=F("zones").bitand(taken)).filter(met=0)


def taken_by(people: list[int], *, facility: int) -> int:
    """The zones in which these people walk now, with all neighbouring ones; one bit each."""
    held = Batch.objects.filter(worker__in=people, state=Batch.State.CLAIMED)
    zones = reduce(or_, (_zones(batch) for batch in held.only("zones")), 0)
    return near(facility, zones)


def near(facility: int, zones: int) -> int:
    """These zones and all their neighbours on the drawing in force; everywhere if nobody has measured."""
    if not zones:
        return 0
    drawing = floor_plans.in_force(facility)
    if drawing is None or zones == EVERYWHERE:
        return EVERYWHERE
    numbers = {number for number in range(zones.bit_length()) if zones >> number & 1}
    return sum(1 << number for number in drawing.zones.near(numbers))


def may_send(batch: Batch, *, by: Seat) -> Callable[[Location], bool]:
    """Whether a walk may go on to a bin that was not on it: where it goes already, or if the worker is in no pair."""
    if not KeepSeparate.objects.of(by.person_id).exists():
        return allocation.anywhere
    drawing = floor_plans.in_force(batch.facility_id)
    if drawing is None or batch.zones is None:
        return lambda place: batch.zones is None
    zones, of_aisle = batch.zones, drawing.zones.of_aisle
    return lambda place: place.aisle is not None and bool(zones >> of_aisle[place.aisle] & 1)


def widen(batch: Batch) -> None:
    """A bin was added to a walk: its zones become part of it, or unknown if the bin was never measured."""
    if batch.zones is None:
        return
    drawing = floor_plans.in_force(batch.facility_id)
    places = Location.objects.filter(balance__allocation__batch=batch, balance__allocation__state=Allocation.State.HARD)
    aisles = list(places.values_list("aisle", flat=True))
    if drawing is None or None in aisles:
        batch.zones = None
    else:
        batch.zones |= reduce(or_, (1 << drawing.zones.of_aisle[aisle] for aisle in aisles if aisle is not None), 0)
    Batch.objects.filter(pk=batch.pk).update(zones=batch.zones)


def _zones(batch: Batch) -> int:
    return EVERYWHERE if batch.zones is None else batch.zones
