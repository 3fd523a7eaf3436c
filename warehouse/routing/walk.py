"""From the edges of a shortest walk to the walk itself: who walks every edge once comes back to where he began."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from warehouse.routing.layout import Junction, Layout, Place, Stop
from warehouse.routing.many_blocks import Choice
from warehouse.routing.pieces import Heights, edges_of

Edge = tuple[Place, Place]


def edges_walked(layout: Layout, heights: list[list[Heights]], choice: Choice) -> list[Edge]:
    """Every edge of a choice, as often as it is walked, aisle by aisle from the left."""
    edges: list[Edge] = []
    for (block, aisle), way in sorted(choice.ways.items()):
        edges += edges_of(layout, block, aisle, way, heights[block][aisle])
    for (cross, aisle), count in sorted(choice.edges.items()):
        edges += [(Junction(cross, aisle), Junction(cross, aisle + 1))] * count
    return edges


def circuit(edges: Iterable[Edge], start: Place) -> list[Place]:
    """A closed walk from `start` over each edge once. O(edges). Source: Hierholzer, Math. Ann. 6, 1873.

    The edges must hang together, contain `start` and end in even numbers at every place.
    """
    ends: dict[Place, list[tuple[Place, int]]] = {start: []}
    for number, (one, other) in enumerate(edges):
        ends.setdefault(one, []).append((other, number))
        ends.setdefault(other, []).append((one, number))
    walked: set[int] = set()
    path, walk = [start], []
    while path:
        left = ends[path[-1]]
        while left and left[-1][1] in walked:
            left.pop()
        if left:
            place, number = left.pop()
            walked.add(number)
            path.append(place)
        else:
            walk.append(path.pop())
    return walk


def nearer_way_round(layout: Layout, walk: list[Place], stops: set[Stop]) -> list[Place]:
    """The closed walk or its mirror, whichever comes to its first stop sooner."""
    back = walk[::-1]
    return back if _first_mm(layout, back, stops) < _first_mm(layout, walk, stops) else walk


def _first_mm(layout: Layout, walk: list[Place], stops: set[Stop]) -> int:
    total = 0
    if walk[0] in stops:
        return 0
    for one, other in pairwise(walk):
        total += layout.apart_mm(one, other)
        if other in stops:
            break
    return total
