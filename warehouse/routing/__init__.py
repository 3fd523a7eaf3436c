"""How to walk to all stops of a batch and back: the shortest walk, or one of the walks that people know by name.

Pure: frozen dataclasses of whole numbers in and out, no Django, no clock, no chance; equal questions get equal answers.

    layout = routing.Grid(aisles=10, block_cells=(30, 30), ...).layout
    route = routing.route(layout, [routing.Stop(aisle=3, block=0, at_mm=4500), ...])
    route.length_mm, route.stops, route.legs_mm, route.walk
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from warehouse.routing import exact, graph
from warehouse.routing.errors import Unroutable
from warehouse.routing.grid import Grid
from warehouse.routing.layout import Depot, Junction, Layout, Piece, Place, Route, Stop, Traffic
from warehouse.routing.named import NAMED, named

METHODS: Final = ("exact", *NAMED, "graph")


def route(layout: Layout, stops: Iterable[Stop], method: str = "exact") -> Route:
    """A walk from a depot past all stops and back, or to a drop; a stop named twice is visited once.

    "exact" is the shortest of all; in layouts that it does not take (see `exact.takes`) the general graph search
    answers instead and says so in `Route.method`. Nothing to visit is a walk of length 0.
    Raises Unroutable for an unknown method, a stop outside the layout, in a closed aisle or out of reach, and for a
    named method that says nothing about this layout.
    """
    wanted = set(stops)
    if method not in METHODS:
        raise Unroutable(f"is unknown; ask for one of {', '.join(METHODS)}.", element=f"method {method!r}")
    for stop in wanted:
        layout.check_stop(stop)
    if not wanted:
        depot = layout.depots[0]
        return Route(method, True, 0, (), (0,), (depot.at,), depot, depot)
    if method in NAMED:
        return named(layout, wanted, method)
    is_exact = method == "exact" and exact.takes(layout)
    found = exact.shortest(layout, wanted) if is_exact else graph.searched(layout, wanted)
    return found or graph.refuse_unreachable(layout, wanted)


def shortest_mm(layout: Layout, stops: Iterable[Stop]) -> int:
    """The length of `route(layout, stops)` alone, in less time; what batching asks for thousands of times.

    Raises Unroutable as `route` does.
    """
    wanted = set(stops)
    for stop in wanted:
        layout.check_stop(stop)
    if not wanted or not exact.takes(layout):
        return route(layout, wanted).length_mm
    length = exact.shortest_mm(layout, wanted)
    return graph.refuse_unreachable(layout, wanted) if length is None else length


__all__ = [
    "METHODS",
    "NAMED",
    "Depot",
    "Grid",
    "Junction",
    "Layout",
    "Piece",
    "Place",
    "Route",
    "Stop",
    "Traffic",
    "Unroutable",
    "route",
    "shortest_mm",
]
