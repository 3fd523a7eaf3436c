"""The floor plan of a facility as a map: for the worker on the way to a shelf, for a batch, for the whole floor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from warehouse import floor_plans, maps, routing
from warehouse.cards.step import Leg
from warehouse.drawings import Drawing
from warehouse.maps import FloorMap
from warehouse.models import Allocation, Batch, Run
from warehouse.routing import Depot, Place, Route, Stop, Unroutable

State = Allocation.State
BEHIND = frozenset({State.PICKED, State.PACKED, State.SHIPPED, State.SHORT})


@dataclass(frozen=True)
class WalkMap:
    """The walk of a batch on the map: how long it is, how far it got, and the shelves that the map leaves out.

    `at` is the shelf where the worker stands, `last` the one before and `to` the next while between two.
    """

    map: FloorMap
    metres: int
    places: int
    places_done: int
    at: str = ""
    last: str = ""
    to: str = ""
    left_out: tuple[str, ...] = ()


def of_leg(leg: Leg | None, *, facility: int) -> FloorMap | None:
    """The way from where a worker is to the next shelf; None where it cannot be drawn. One query at most."""
    drawing = floor_plans.in_force(facility) if leg else None
    if leg is None or drawing is None or not _is_inside(drawing, (leg.there, leg.here, *leg.later)):
        return None
    here: Place | None = leg.here
    if leg.is_first:
        here = drawing.layout.depots[0].at
    try:
        one_way = replace(drawing.layout, depots=(Depot(here or leg.there),), drops=(Depot(leg.there),))
        route = routing.route(one_way, [leg.there])
    except Unroutable:
        return None
    return maps.draw(
        drawing.layout,
        drawing.names,
        route=route,
        next_stop=0,
        numbers={leg.there: (leg.number, leg.number)},
        here=here,
        later=leg.later,
        frame=maps.KIOSK,
    )


def of_batch(batch: Batch) -> WalkMap | None:
    """The walk of a batch; None on a floor that nobody measured. Three queries at most."""
    drawing = floor_plans.in_force(batch.facility_id)
    if drawing is None:
        return None
    found, left_out = _by_stop(batch, drawing)
    if not found:
        return None
    route = routing.route(drawing.layout, found)
    run = Run.objects.filter(batch=batch, closed_at=None).select_related("last_location").first()
    now = next((n for n, stop in enumerate(route.stops) if run and run.allocation_id in found[stop].rows), None)
    done = {n for n, stop in enumerate(route.stops) if found[stop].is_done}
    last = run.last_location if run and run.step == "bin" else None
    here = floor_plans.stop_of(last) if last else None
    is_there = run is not None and run.step in ("item", "tote")
    name = "" if run is None or now is None else found[route.stops[now]].rows[run.allocation_id or 0][1]
    return WalkMap(
        map=maps.draw(
            drawing.layout,
            drawing.names,
            route=route,
            next_stop=now,
            done=done,
            here=here
            if here and now is not None and here != route.stops[now] and _is_inside(drawing, [here])
            else None,
            labels={stop: visit.name for stop, visit in found.items()},
            numbers={stop: visit.numbers for stop, visit in found.items()},
            ends=_words(drawing),
        ),
        metres=round(route.length_mm / 1000),
        places=len(route.stops),
        places_done=len(done),
        at=name if is_there else "",
        last=last.name if last else "",
        to="" if is_there else name,
        left_out=left_out,
    )


def of_route(drawing: Drawing, route: Route) -> FloorMap:
    """A walk that nobody walks yet."""
    return maps.draw(drawing.layout, drawing.names, route=route, ends=_words(drawing))


def of_floor(drawing: Drawing) -> FloorMap:
    """The whole floor with its zones, and no walk."""
    zones = [drawing.zone_names[zone] for zone in drawing.zones.of_aisle]
    named = [_("Zone %(name)s") % {"name": zone} for zone in zones]
    return maps.draw(drawing.layout, drawing.names, zones=named, ends=_words(drawing))


@dataclass
class _Visit:
    """What is done at one stop of a walk: the number and the shelf of each row."""

    rows: dict[int, tuple[int, str]] = field(default_factory=dict)
    is_done: bool = True

    @property
    def name(self) -> str:
        return ", ".join(dict.fromkeys(shelf for _number, shelf in self.rows.values()))

    @property
    def numbers(self) -> tuple[int, int]:
        """Its first and last number, if they follow each other."""
        numbers = [number for number, _shelf in self.rows.values()]
        first, last = min(numbers), max(numbers)
        return (first, last) if last - first < len(self.rows) else (first, first)


def _by_stop(batch: Batch, drawing: Drawing) -> tuple[dict[Stop, _Visit], tuple[str, ...]]:
    """What a batch does at each stop that one can walk to, and the names of the shelves that are no such stop."""
    rows = Allocation.objects.filter(batch=batch).exclude(state=State.FREED)
    found: dict[Stop, _Visit] = defaultdict(_Visit)
    left_out: list[str] = []
    for number, row in enumerate(
        rows.select_related("balance__location", "taken_from").order_by("stop", "pk"), start=1
    ):
        place = row.taken_from or (row.balance.location if row.balance else None)
        if place is None:
            continue
        stop = floor_plans.stop_of(place)
        if stop is None or not _is_inside(drawing, [stop]) or not drawing.reaches(stop):
            left_out.append(place.name)
            continue
        visit = found[stop]
        visit.rows[row.pk] = number, place.name
        visit.is_done = visit.is_done and row.state in BEHIND
    return found, tuple(dict.fromkeys(left_out))


def _is_inside(drawing: Drawing, stops: Iterable[Stop | None]) -> bool:
    """Whether all of them stand on the drawing."""
    try:
        for stop in stops:
            if stop is not None:
                drawing.layout.check_inside(stop)
    except Unroutable:
        return False
    return True


def _words(drawing: Drawing) -> tuple[str, str]:
    """What the ends of walks are called; without drops a walk ends where it began."""
    if drawing.layout.drops:
        return _("start"), _("packing")
    return _("start and end"), ""
