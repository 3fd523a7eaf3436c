"""The fallback for every other layout: distances on the directed graph of aisle pieces, then the best order found.

For one-way aisles, more than four cross-aisles and drops elsewhere. Up to nine stops the order is proven, beyond it is
searched (`tours`). Distances: Dijkstra, Numerische Mathematik 1, 1959; O(stops * places * log places).
"""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import pairwise
from typing import Final, NamedTuple, NoReturn

from warehouse.routing import tours
from warehouse.routing.errors import Unroutable
from warehouse.routing.layout import Depot, Junction, Layout, Place, Route, Stop, Traffic, route_along

Arcs = dict[Place, list[tuple[Place, int]]]
MOST_PROVEN: Final = 9


class Reach(NamedTuple):
    """How far it is from one place to each that can be reached, and by which place one comes there."""

    mm: dict[Place, int]
    by: dict[Place, Place]


def searched(layout: Layout, stops: set[Stop]) -> Route | None:
    """A short walk from a depot past all stops, at least one, to a drop, or to the same depot without drops.

    None when there is no such walk, or none was found.
    """
    order = sorted(stops)
    reach = _reach(layout, order)
    depots = list(layout.depots)
    pairs = [(depots, list(layout.drops))] if layout.drops else [([depot], [depot]) for depot in depots]
    routes = [_tour(layout, reach, order, starts, ends) for starts, ends in pairs]
    return min((route for route in routes if route), key=lambda route: route.length_mm, default=None)


def refuse_unreachable(layout: Layout, stops: set[Stop]) -> NoReturn:
    """Raise Unroutable naming a stop that cannot be walked to, or from which nobody comes to the end of a walk."""
    reach = _reach(layout, sorted(stops))
    for stop in sorted(stops):
        if not any(stop in reach[depot.at].mm for depot in layout.depots):
            raise Unroutable("no way leads there from a depot; open one or take the stop off.", element=str(stop))
        if not any(depot.at in reach[stop].mm for depot in layout.drops or layout.depots):
            raise Unroutable("no way leads back from there; open one or take the stop off.", element=str(stop))
    raise Unroutable("no one walk passes it and all the others; split the stops.", element=str(max(stops)))


def _tour(
    layout: Layout, reach: dict[Place, Reach], stops: list[Stop], starts: list[Depot], ends: list[Depot]
) -> Route | None:
    """The walk from the best start past the stops to the best end."""
    way_out = [min(_with_gaps([reach[depot.at].mm.get(stop) for depot in starts], starts)) for stop in stops]
    way_home = [min(_with_gaps([reach[stop].mm.get(depot.at) for depot in ends], ends)) for stop in stops]
    out, home = [mm for mm, _ in way_out], [mm for mm, _ in way_home]
    between = [[reach[one].mm.get(other, tours.FAR) for other in stops] for one in stops]
    is_proven = len(stops) <= MOST_PROVEN
    order = (tours.proven if is_proven else tours.searched)(out, between, home)
    if order is None:
        return None
    start, end = starts[way_out[order[0]][1]], ends[way_home[order[-1]][1]]
    walk: list[Place] = [start.at]
    for one, other in pairwise((start.at, *(stops[number] for number in order), end.at)):
        walk += _path(reach[one], one, other)
    return route_along(layout, walk, stops, method="graph", is_exact=is_proven, ends=(start, end))


def _with_gaps(ways: list[int | None], depots: list[Depot]) -> list[tuple[int, int]]:
    """Each way with its depot's gap, and the number of the depot."""
    return [(tours.plus(mm, depots[number].gap_mm), number) for number, mm in enumerate(ways)]


def _path(reach: Reach, one: Place, other: Place) -> list[Place]:
    """The places behind one on the shortest way to another."""
    places = []
    while other != one:
        places.append(other)
        other = reach.by[other]
    return places[::-1]


def _reach(layout: Layout, stops: list[Stop]) -> dict[Place, Reach]:
    arcs = _arcs(layout, stops)
    ends = [depot.at for depot in (*layout.depots, *layout.drops)]
    return {place: _from(place, arcs) for place in dict.fromkeys([*stops, *ends])}


def _from(start: Place, arcs: Arcs) -> Reach:
    mm: dict[Place, int] = {start: 0}
    by: dict[Place, Place] = {}
    queue: list[tuple[int, int, Place]] = [(0, 0, start)]
    pushed = 0
    while queue:
        far, _, place = heappop(queue)
        if far > mm[place]:
            continue
        for other, step in arcs.get(place, ()):
            if other not in mm or far + step < mm[other]:
                mm[other], by[other] = far + step, place
                pushed += 1
                heappush(queue, (far + step, pushed, other))
    return Reach(mm, by)


def _arcs(layout: Layout, stops: list[Stop]) -> Arcs:
    """Every way from a junction, stop or depot to the next, in each direction in which one may walk it."""
    arcs: Arcs = {}
    inside: dict[tuple[int, int], set[Stop]] = {}
    for place in (*stops, *(depot.at for depot in (*layout.depots, *layout.drops))):
        if isinstance(place, Stop):
            inside.setdefault((place.block, place.aisle), set()).add(place)
    for cross, steps in enumerate(layout.steps_mm):
        for aisle, step in enumerate(steps):
            if step is not None:
                _join(arcs, Junction(cross, aisle), Junction(cross, aisle + 1), step, Traffic.BOTH)
    for block, row in enumerate(layout.blocks):
        for aisle, piece in enumerate(row):
            places: list[Place] = [
                Junction(block, aisle),
                *sorted(inside.get((block, aisle), ())),
                Junction(block + 1, aisle),
            ]
            for one, other in pairwise(places):
                if not _is_barred(one, other, piece.barrier_mm):
                    _join(arcs, one, other, layout.apart_mm(one, other), piece.traffic)
    return arcs


def _is_barred(one: Place, other: Place, barrier_mm: int | None) -> bool:
    """Whether a barrier stands between two neighbours in a piece, the lower one first."""
    if barrier_mm is None:
        return False
    is_below = isinstance(one, Junction) or one.at_mm <= barrier_mm
    is_above = isinstance(other, Junction) or other.at_mm > barrier_mm
    return is_below and is_above


def _join(arcs: Arcs, one: Place, other: Place, step: int, traffic: Traffic) -> None:
    if traffic in (Traffic.BOTH, Traffic.UP):
        arcs.setdefault(one, []).append((other, step))
    if traffic in (Traffic.BOTH, Traffic.DOWN):
        arcs.setdefault(other, []).append((one, step))
