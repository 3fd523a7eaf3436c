"""The shortest walk of all, proven, where the layout allows it: up to four cross-aisles, two-way aisles."""

from __future__ import annotations

from typing import Final

from warehouse.routing import many_blocks, one_block
from warehouse.routing.layout import Depot, Junction, Layout, Place, Route, Stop, route_along
from warehouse.routing.many_blocks import Choice
from warehouse.routing.one_block import Costs
from warehouse.routing.pieces import GAP, LOWER, UPPER, Heights, heights_of, largest_gap
from warehouse.routing.walk import circuit, edges_walked, nearer_way_round

MOST_CROSSES: Final = 4


def takes(layout: Layout) -> bool:
    """Whether the exact method takes this layout: two-way aisles, at most four cross-aisles, no drops elsewhere."""
    return layout.is_two_way and layout.crosses <= MOST_CROSSES and not layout.drops


def shortest(layout: Layout, stops: set[Stop]) -> Route | None:
    """The shortest closed walk from one of the depots past all stops; None when they do not hang together.

    `takes(layout)` must hold. Ties go to the depot named first. Complexity: see `one_block` and `many_blocks`, times
    the number of depots.
    """
    routes = [_from(layout, stops, depot) for depot in layout.depots]
    return min((route for route in routes if route), key=lambda route: route.length_mm, default=None)


def shortest_mm(layout: Layout, stops: set[Stop]) -> int | None:
    """The length of that walk alone, which is quicker; None when they do not hang together."""
    lengths = [_length_from(layout, stops, depot) for depot in layout.depots]
    return min((length for length in lengths if length is not None), default=None)


def _from(layout: Layout, stops: set[Stop], depot: Depot) -> Route | None:
    heights = _heights(layout, stops, depot)
    choice = _choice(layout, heights, depot)
    inside = _inside_one_piece(layout, stops, depot)
    if inside and (choice is None or layout.walk_mm(inside) < choice.length_mm):
        walk = inside
    elif choice is None:
        return None
    else:
        walk = circuit(edges_walked(layout, heights, choice), depot.at)
    walk = nearer_way_round(layout, walk, stops)
    return route_along(layout, walk, stops, method="exact", is_exact=True, ends=(depot, depot))


def _length_from(layout: Layout, stops: set[Stop], depot: Depot) -> int | None:
    heights = _heights(layout, stops, depot)
    if _is_one_block(layout, depot):
        _, costs, steps = _one_block_costs(layout, heights[0], depot)
        return one_block.shortest_mm(costs, steps) + 2 * depot.gap_mm
    choice = _choice(layout, heights, depot)
    inside = _inside_one_piece(layout, stops, depot)
    lengths = [choice.length_mm] if choice else []
    lengths += [layout.walk_mm(inside)] if inside else []
    return min(lengths) + 2 * depot.gap_mm if lengths else None


def _heights(layout: Layout, stops: set[Stop], depot: Depot) -> list[list[Heights]]:
    return heights_of(layout, stops | {depot.at} if isinstance(depot.at, Stop) else stops)


def _choice(layout: Layout, heights: list[list[Heights]], depot: Depot) -> Choice | None:
    if _is_one_block(layout, depot):
        return _one_block_choice(layout, heights[0], depot)
    return many_blocks.shortest(layout, heights, depot.at if isinstance(depot.at, Junction) else None)


def _is_one_block(layout: Layout, depot: Depot) -> bool:
    return layout.crosses == 2 and layout.is_rectangular and isinstance(depot.at, Junction)


def _one_block_costs(layout: Layout, row: list[Heights], depot: Depot) -> tuple[int, list[Costs], list[int]]:
    """The first aisle, and the costs and steps from it to the last, seen with the depot at the bottom."""
    length = layout.blocks[0][0].length_mm
    is_below = depot.at == Junction(0, depot.at.aisle)
    aisles = [aisle for aisle, heights in enumerate(row) if heights or aisle == depot.at.aisle]
    first, last = aisles[0], aisles[-1]
    costs = [
        one_block.costs_of(
            length,
            row[aisle] if is_below else tuple(length - height for height in reversed(row[aisle])),
            has_depot=aisle == depot.at.aisle,
        )
        for aisle in range(first, last + 1)
    ]
    return first, costs, [step or 0 for step in layout.steps_mm[0][first:last]]


def _one_block_choice(layout: Layout, row: list[Heights], depot: Depot) -> Choice:
    first, costs, steps = _one_block_costs(layout, row, depot)
    total, ways, edges = one_block.shortest(costs, steps)
    is_below = depot.at == Junction(0, depot.at.aisle)
    if ways[depot.at.aisle - first] == GAP and _is_gap_at_depot(layout, row[depot.at.aisle], is_below=is_below):
        ways[depot.at.aisle - first] = UPPER
    if not is_below:
        ways = [{UPPER: LOWER, LOWER: UPPER}.get(way, way) for way in ways]
        edges = [(upper, lower) for lower, upper in edges]
    return Choice(
        total,
        {(0, first + number): way for number, way in enumerate(ways)},
        {(cross, first + number): pair[cross] for number, pair in enumerate(edges) for cross in (0, 1)},
    )


def _is_gap_at_depot(layout: Layout, heights: Heights, *, is_below: bool) -> bool:
    """Whether the largest gap of the depot's aisle is the one beside the depot: all is visited from the far end."""
    beside = heights[0] if is_below else layout.blocks[0][0].length_mm - heights[-1]
    return beside >= largest_gap(heights)[0]


def _inside_one_piece(layout: Layout, stops: set[Stop], depot: Depot) -> list[Place]:
    """There and back within one piece of an aisle, from a depot that stands in it; empty when that is not possible."""
    if not isinstance(depot.at, Stop):
        return []
    places = sorted(stops | {depot.at})
    if len({(place.aisle, place.block) for place in places}) > 1:
        return []
    piece = layout.blocks[depot.at.block][depot.at.aisle]
    barrier = piece.barrier_mm
    if barrier is not None and places[0].at_mm <= barrier < places[-1].at_mm:
        return []
    middle = places.index(depot.at)
    return [*places[middle:], *reversed(places[:-1]), *places[1 : middle + 1]]
