"""The floor as it was measured: the drawing in force, and where on it each bin stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from backend.facility.models import Facility
from backend.kit import clock, locks
from backend.kit.errors import Invalid
from backend.ledger import recording
from backend.ledger.happenings import SYSTEM, Actor
from backend.ledger.work import work
from backend.people.models import Person
from warehouse import drawings
from warehouse.counters import PerRow
from warehouse.drawings import Drawing, Undrawable
from warehouse.events.floor_plans import BinsPlaced, FloorPlanDrawn
from warehouse.models import Batch, FloorPlan, Location
from warehouse.routing import Stop, Unroutable
from warehouse.shelves import IN_BINS

KEPT = 16
IN_ONE_STATEMENT = 200


@work
def draw(facility: int, drawing: Mapping[str, Any], *, by: Actor = SYSTEM) -> FloorPlan:
    """Put a drawing in force; one in which a bin would stand outside is refused by that bin's name."""
    try:
        drawn = drawings.read(drawing)
        locks.take(Facility.objects.filter(pk=facility))
        _check_all(drawn, placed(facility))
    except Undrawable as refusal:
        raise _refused(refusal) from refusal
    plan = FloorPlan.objects.create(
        facility_id=facility,
        drawing=drawings.written(drawn),
        made_by=by if isinstance(by, Person) else None,
        made_at=clock.now(),
    )
    # The zones of a walk are numbers of the drawing it was planned on: from now on they are not known.
    Batch.objects.filter(facility=facility, state__in=[Batch.State.OPEN, Batch.State.CLAIMED]).update(zones=None)
    recording.record(FloorPlanDrawn(aisles=drawn.layout.aisles, blocks=len(drawn.layout.blocks)), on=plan, by=by)
    return plan


@work
def place_bins(facility: int, stops: Mapping[str, Stop], *, by: Actor = SYSTEM) -> int:
    """Note where bins stand, by their names; all of them or, if one cannot be, none. How many there are."""
    locks.take(Facility.objects.filter(pk=facility))
    drawn = needed(facility)
    plan = FloorPlan.objects.filter(facility=facility).latest("pk")
    bins = {each.name: each for each in Location.objects.filter(facility=facility, kind__in=IN_BINS)}
    try:
        for name, stop in stops.items():
            if name not in bins:
                raise Undrawable("there is no such bin; correct the name.", element=f"bin {name}")
            _check(drawn, name, stop)
    except Undrawable as refusal:
        raise _refused(refusal) from refusal
    placed = [(bins[name].pk, stop) for name, stop in stops.items()]
    for start in range(0, len(placed), IN_ONE_STATEMENT):
        _place(placed[start : start + IN_ONE_STATEMENT])
    recording.record(BinsPlaced(bins=len(placed)), on=plan, by=by)
    return len(placed)


def in_force(facility: int) -> Drawing | None:
    """The newest drawing of a facility, or None where nobody has measured. One query; drawings never change."""
    newest = FloorPlan.objects.filter(facility=facility).order_by("-pk").values_list("pk", "made_at").first()
    return _drawn(*newest) if newest else None


def needed(facility: int) -> Drawing:
    """The drawing in force; Invalid where there is none."""
    drawing = in_force(facility)
    if drawing is None:
        raise Invalid(_("There is no floor plan yet. Upload the drawing first."), code="no_floor_plan")
    return drawing


def placed(facility: int) -> list[tuple[str, Stop]]:
    """The name of each bin that was measured, and where it stands. One query."""
    rows = Location.objects.filter(facility=facility, aisle__isnull=False).order_by("pick_seq", "pk")
    return [(bin_.name, stop) for bin_ in rows if (stop := stop_of(bin_))]


def refuse_outside(drawn: Drawing, bins: Iterable[tuple[str, Stop]]) -> None:
    """Refuse a drawing on which one of these bins stands outside, as `draw` does."""
    try:
        _check_all(drawn, bins)
    except Undrawable as refusal:
        raise _refused(refusal) from refusal


def stop_of(bin_: Location) -> Stop | None:
    """Where a bin stands on the drawing; None while nobody has measured it."""
    if bin_.aisle is None or bin_.block is None or bin_.at_mm is None:
        return None
    return Stop(bin_.aisle, bin_.block, bin_.at_mm)


@lru_cache(maxsize=KEPT)
def _drawn(plan: int, made_at: datetime) -> Drawing:
    # The moment is part of the key: a row id comes back after a rollback, with another drawing.
    return drawings.read(FloorPlan.objects.values_list("drawing", flat=True).get(pk=plan, made_at=made_at))


def _check_all(drawn: Drawing, bins: Iterable[tuple[str, Stop]]) -> None:
    for name, stop in bins:
        _check(drawn, name, stop)


def _check(drawn: Drawing, name: str, stop: Stop) -> None:
    """A bin may stand in a closed aisle, but never outside."""
    try:
        drawn.layout.check_inside(stop)
    except Unroutable as refusal:
        raise Undrawable(f"{refusal.words} Correct its place first.", element=f"bin {name}") from refusal


def _place(placed: Sequence[tuple[int, Stop]]) -> None:
    columns = {
        column: PerRow({pk: getattr(stop, column) for pk, stop in placed}) for column in ("aisle", "block", "at_mm")
    }
    Location.objects.filter(pk__in=[pk for pk, _stop in placed]).update(**columns)


def _refused(refusal: Undrawable) -> Invalid:
    words = f"{refusal.element[:1].upper()}{refusal.element[1:]}: {refusal.words}"
    return Invalid(words, code="drawing_refused")
