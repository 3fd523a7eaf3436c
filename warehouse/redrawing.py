"""Changing the floor plan: a new drawing, or another traffic through one aisle; bins keep where they stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from backend.facility.models import Facility
from backend.kit import locks
from backend.kit.errors import Refused
from backend.ledger.work import work
from backend.people.models import Person
from warehouse import drawings, floor_plans
from warehouse.drawings import Drawing
from warehouse.models import Allocation, Batch, Location
from warehouse.routing import Stop, Traffic
from warehouse.shelves import IN_BINS


@dataclass(frozen=True)
class Difference:
    """What a new drawing would change; `renamed` are aisles with bins whose place in the row gets another name."""

    aisles: int
    aisles_before: int
    bins: int
    renamed: tuple[tuple[str, str], ...]


@work
def upload(facility: int, drawing: dict[str, Any], *, by: Person) -> int:
    """Put an uploaded drawing in force: its number."""
    plan: int = floor_plans.draw.inside(facility, drawing, by=by).pk
    return plan


@work
def set_traffic(facility: int, name: str, traffic: Traffic, *, by: Person) -> int:
    """Let people walk through a whole aisle in this way only, from now on: the number of the drawing that says so.

    Refused when the aisle is so already or is not there any more.
    """
    locks.take(Facility.objects.filter(pk=facility))
    drawing = floor_plans.in_force(facility)
    aisle = drawing.aisle_called(name) if drawing else None
    if drawing is None or aisle is None:
        raise Refused(_("The floor plan was changed. Look again."), code="no_such_aisle")
    if {row[aisle].traffic for row in drawing.layout.blocks} == {traffic}:
        raise Refused(_("This aisle is so already."), code="wrong_state")
    blocks = tuple(
        tuple(replace(piece, traffic=traffic) if n == aisle else piece for n, piece in enumerate(row))
        for row in drawing.layout.blocks
    )
    changed = replace(drawing, layout=replace(drawing.layout, blocks=blocks))
    plan: int = floor_plans.draw.inside(facility, drawings.written(changed), by=by).pk
    return plan


def difference(facility: int, drawing: Drawing) -> Difference:
    """What it would change if this drawing were put in force. Raises Invalid when a bin would stand outside."""
    before = floor_plans.in_force(facility)
    names = before.names if before else ()
    placed = floor_plans.placed(facility)
    floor_plans.refuse_outside(drawing, placed)
    used = sorted({stop.aisle for _name, stop in placed})
    return Difference(
        aisles=len(drawing.names),
        aisles_before=len(names),
        bins=len(placed),
        renamed=tuple((names[n], drawing.names[n]) for n in used if n < len(names) and names[n] != drawing.names[n]),
    )


def open_stops(facility: int, aisle: int) -> int:
    """How many things are still to be taken out of an aisle on walks that are planned or under way."""
    return Allocation.objects.filter(
        facility=facility,
        state=Allocation.State.HARD,
        batch__state__in=[Batch.State.OPEN, Batch.State.CLAIMED],
        balance__location__aisle=aisle,
    ).count()


def bins(facility: int) -> list[tuple[str, Stop | None]]:
    """Every shelf in the order of a walk, with where it stands if that is known."""
    rows = Location.objects.filter(facility=facility, kind__in=IN_BINS).order_by("pick_seq", "pk")
    return [(row.name, floor_plans.stop_of(row)) for row in rows]
