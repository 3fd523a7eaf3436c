"""The shortest walk in one block of equal aisles, aisle by aisle: six states, a handful of sums for each.

Source: Ratliff & Rosenthal, Order-picking in a rectangular warehouse, Operations Research 31(3), 1983. Walking an aisle
twice is left out, with it the seventh state: one block never needs it, see Dunn et al., arXiv 2501.14123.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from warehouse.routing.pieces import GAP, LOWER, PASS, SKIP, UPPER, Heights, largest_gap

FAR: Final = 1 << 60

Costs = tuple[int, int, int, int, int]
Values = tuple[int, int, int, int, int, int]

# States after an aisle: nothing yet; both ends odd; upper even; lower even; both even in one part; in two parts.
NOTHING, BOTH_ODD, UP, DOWN, ONE_PART, TWO_PARTS = range(6)
_AFTER: Final[dict[int, tuple[int, ...]]] = {
    PASS: (BOTH_ODD, ONE_PART, BOTH_ODD, BOTH_ODD, BOTH_ODD, BOTH_ODD),
    UPPER: (UP, BOTH_ODD, UP, TWO_PARTS, ONE_PART, TWO_PARTS),
    LOWER: (DOWN, BOTH_ODD, TWO_PARTS, DOWN, ONE_PART, TWO_PARTS),
    GAP: (TWO_PARTS, BOTH_ODD, TWO_PARTS, TWO_PARTS, ONE_PART, TWO_PARTS),
    SKIP: (NOTHING, BOTH_ODD, UP, DOWN, ONE_PART, TWO_PARTS),
}
# To the next aisle: (state before, state behind, edges on the lower cross-aisle, on the upper one).
_ACROSS: Final = (
    (NOTHING, NOTHING, 0, 0),
    (BOTH_ODD, BOTH_ODD, 1, 1),
    (UP, UP, 0, 2),
    (ONE_PART, UP, 0, 2),
    (DOWN, DOWN, 2, 0),
    (ONE_PART, DOWN, 2, 0),
    (ONE_PART, ONE_PART, 2, 2),
    (TWO_PARTS, TWO_PARTS, 2, 2),
    (UP, TWO_PARTS, 2, 2),
    (DOWN, TWO_PARTS, 2, 2),
)
_LAST: Final = (ONE_PART, UP, DOWN)
"""Whoever ends there has a closed walk."""


def costs_of(length_mm: int, heights: Heights, *, has_depot: bool) -> Costs:
    """What each way through an aisle costs in mm, `FAR` where it is not possible; the depot stands at height 0."""
    if not heights:
        return (length_mm, FAR, 0, FAR, FAR) if has_depot else (length_mm, FAR, FAR, FAR, 0)
    low, high = heights[0], heights[-1]
    if has_depot:
        gap = max(low, largest_gap(heights)[0])
        return length_mm, FAR, 2 * high, 2 * (length_mm - gap), FAR
    gap = largest_gap(heights)[0] if len(heights) > 1 else 0
    return length_mm, 2 * (length_mm - low), 2 * high, 2 * (length_mm - gap) if gap else FAR, FAR


def shortest_mm(costs: Sequence[Costs], steps_mm: Sequence[int]) -> int:
    """The length of the shortest closed walk over these aisles, the first and last of which must be visited. O(aisles).

    `steps_mm[i]` is the way from aisle i to the next one.
    """
    return min(_values(costs, steps_mm)[-1][state] for state in _LAST)


def shortest(costs: Sequence[Costs], steps_mm: Sequence[int]) -> tuple[int, list[int], list[tuple[int, int]]]:
    """The same with the way through each aisle, and the edges (lower, upper) between each two. O(aisles)."""
    values = _values(costs, steps_mm)
    state = min(_LAST, key=values[-1].__getitem__)
    ways: list[int] = []
    edges: list[tuple[int, int]] = []
    for number in range(len(costs) - 1, -1, -1):
        before = _led_here(values[number - 1], 2 * steps_mm[number - 1]) if number else _FIRST
        way, state = _way_to(state, values[number][state], before, costs[number])
        ways.append(way)
        if number:
            state, lower, upper = _across_to(state, before[state], values[number - 1], steps_mm[number - 1])
            edges.append((lower, upper))
    return min(values[-1][end] for end in _LAST), ways[::-1], edges[::-1]


_FIRST: Final[Values] = (0, FAR, FAR, FAR, FAR, FAR)


def _values(costs: Sequence[Costs], steps_mm: Sequence[int]) -> list[Values]:
    """The least cost of each state after each aisle; written out state by state because batching asks for it often."""
    nothing, odd, up, down, one, two = _FIRST
    values = []
    for number, (through, upper, lower, gap, skip) in enumerate(costs):
        if number:
            twice = 2 * steps_mm[number - 1]
            two = min(two, up, down) + 2 * twice
            up, down = min(up, one) + twice, min(down, one) + twice
            odd, one = odd + twice, one + 2 * twice
        stay = min(upper, lower, gap, skip)
        odd, one, up, down, two, nothing = (
            min(min(nothing, up, down, one, two) + through, odd + stay),
            min(odd + through, one + stay),
            min(nothing + upper, up + min(upper, skip)),
            min(nothing + lower, down + min(lower, skip)),
            min(nothing + gap, up + min(lower, gap), down + min(upper, gap), two + stay),
            nothing + skip,
        )
        values.append((nothing, odd, up, down, one, two))
    return values


def _led_here(values: Values, twice: int) -> Values:
    nothing, odd, up, down, one, two = values
    return (
        nothing,
        odd + twice,
        min(up, one) + twice,
        min(down, one) + twice,
        one + 2 * twice,
        min(two, up, down) + 2 * twice,
    )


def _way_to(state: int, value: int, before: Values, costs: Costs) -> tuple[int, int]:
    """The first way that leads to a state at its value, and from which state."""
    return next(
        (way, old)
        for way, after in _AFTER.items()
        for old, new in enumerate(after)
        if new == state and before[old] + costs[way] == value
    )


def _across_to(state: int, value: int, before: Values, step: int) -> tuple[int, int, int]:
    return next(
        (old, lower, upper)
        for old, new, lower, upper in _ACROSS
        if new == state and before[old] + (lower + upper) * step == value
    )
