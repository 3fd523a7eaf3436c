"""The shortest walk over several blocks, column by column, in any layout of two-way aisles: lengths may all differ.

Source: Ratliff & Rosenthal 1983 carried on to k cross-aisles as Roodbergen & de Koster 2001 did for three, with the
classes of `states`. Walking a piece twice is never left out. One block does not need it, but with four cross-aisles it
can be the only way to tie two parts together, also where places lie in several aisles (a test has such an area).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from warehouse.routing.layout import Junction, Layout
from warehouse.routing.pieces import TWICE, Heights, prices_of
from warehouse.routing.states import DEAD, START, Classes, classes

Values = dict[int, int]
Back = dict[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Choice:
    """What the shortest walk does: `ways[(block, aisle)]` in each piece, `edges[(cross, aisle)]` to the next aisle."""

    length_mm: int
    ways: dict[tuple[int, int], int]
    edges: dict[tuple[int, int], int]


def shortest(layout: Layout, heights: Sequence[Sequence[Heights]], depot: Junction | None) -> Choice | None:
    """The shortest closed walk past all heights and the depot's junction; None when they do not hang together.

    The depot's gap is not in it; a depot within an aisle is one of the heights. O(aisles * states * 2**k) for k
    cross-aisles: 6, 24, 112, 568 states for k = 2 to 5.
    """
    known = classes(layout.crosses)
    wanted = _wanted(heights, depot)
    first, last = (wanted[0], wanted[-1]) if layout.is_rectangular else (0, layout.aisles - 1)
    moves = known.across_alike if layout.is_rectangular else known.across
    values: Values = {START: 0}
    backs: list[Back] = []
    ends: list[tuple[int, int, int]] = []
    for aisle in range(first, last + 1):
        if depot is not None and depot.aisle == aisle:
            values, back = touched(values, known.touched[depot.cross])
            backs.append(back)
        for block, row in enumerate(layout.blocks):
            prices = prices_of(row[aisle], heights[block][aisle])
            if row[aisle].is_open:
                prices = (*prices, (TWICE, 2 * row[aisle].length_mm))
            values, back = down(values, known.down[block], prices)
            backs.append(back)
        if aisle >= wanted[-1]:
            ends += [(value, aisle, state) for state, value in values.items() if known.is_whole[state]]
        if aisle < last:
            values, back = across(values, moves, _pattern_prices(layout, known, aisle))
            backs.append(back)
    if not ends:
        return None
    length, last_walked, state = min(ends)
    for _ in range(last - last_walked):
        del backs[-1 - len(layout.blocks) :]
    ways, edges = _traced(layout, backs, state, (first, last_walked), depot, known)
    return Choice(length, ways, edges)


def _wanted(heights: Sequence[Sequence[Heights]], depot: Junction | None) -> list[int]:
    """The aisles to which one must go, ascending; a shortest walk in a rectangular layout stays between them."""
    aisles = {aisle for row in heights for aisle, piece in enumerate(row) if piece}
    return sorted(aisles | ({depot.aisle} if depot is not None else set()))


def touched(values: Values, after: tuple[int, ...]) -> tuple[Values, Back]:
    """The least of each state once the depot stands at its junction of the column. O(states)."""
    found: Values = {}
    back: Back = {}
    for state, value in values.items():
        target = after[state]
        if target not in found or value < found[target]:
            found[target], back[target] = value, (state, DEAD)
    return found, back


def down(values: Values, after: tuple[tuple[int, ...], ...], prices: Sequence[tuple[int, int]]) -> tuple[Values, Back]:
    """The least of each state behind one piece of the column, for its ways and prices. O(states * ways)."""
    found: Values = {}
    back: Back = {}
    for state, value in values.items():
        targets = after[state]
        for way, price in prices:
            target, cost = targets[way], value + price
            if target not in found or cost < found[target]:
                found[target], back[target] = cost, (state, way)
    return found, back


def across(
    values: Values, moves: tuple[tuple[tuple[int, int], ...], ...], prices: Sequence[int | None]
) -> tuple[Values, Back]:
    """The least of each state in the next column, for the price of each pattern. O(states * 2**crosses)."""
    found: Values = {}
    back: Back = {}
    for state, value in values.items():
        for target, pattern in moves[state]:
            price = prices[pattern]
            if price is not None and (target not in found or value + price < found[target]):
                found[target], back[target] = value + price, (state, pattern)
    return found, back


def _pattern_prices(layout: Layout, known: Classes, aisle: int) -> list[int | None]:
    """What each pattern of edges to the next aisle costs; None where a cross-aisle has no way there."""
    steps = [row[aisle] for row in layout.steps_mm]
    if None not in steps and layout.is_rectangular:
        return [sum(edges) * (steps[0] or 0) for edges in known.patterns]
    return [
        None
        if any(step is None and count for step, count in zip(steps, edges, strict=True))
        else sum((step or 0) * count for step, count in zip(steps, edges, strict=True))
        for edges in known.patterns
    ]


def _traced(
    layout: Layout, backs: list[Back], state: int, aisles: tuple[int, int], depot: Junction | None, known: Classes
) -> tuple[dict[tuple[int, int], int], dict[tuple[int, int], int]]:
    """The choices that led to the last state, read backwards."""
    ways: dict[tuple[int, int], int] = {}
    edges: dict[tuple[int, int], int] = {}
    first, last = aisles
    for aisle in range(last, first - 1, -1):
        if aisle < last:
            state, pattern = backs.pop()[state]
            edges |= {(cross, aisle): count for cross, count in enumerate(known.patterns[pattern])}
        for block in reversed(range(len(layout.blocks))):
            state, ways[block, aisle] = backs.pop()[state]
        if depot is not None and depot.aisle == aisle:
            state, _ = backs.pop()[state]
    return ways, edges
