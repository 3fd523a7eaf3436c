"""How the stops of one piece of an aisle can be visited: six ways, what each costs and which edges it walks.

Source: Ratliff & Rosenthal, Order-picking in a rectangular warehouse, Operations Research 31(3), 1983, figure 4.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from warehouse.routing.layout import Junction, Layout, Piece, Place, Stop

PASS: Final = 0  # walk through once
UPPER: Final = 1  # in and out at the upper end
LOWER: Final = 2  # in and out at the lower end
GAP: Final = 3  # from both ends, leaving out the largest gap
SKIP: Final = 4  # do not enter
TWICE: Final = 5  # walk through twice

Heights = tuple[int, ...]
Prices = tuple[tuple[int, int], ...]


def heights_of(layout: Layout, stops: set[Stop]) -> list[list[Heights]]:
    """`heights[block][aisle]`: the stops' heights in each piece in mm, ascending. O(n log n)."""
    heights: list[list[list[int]]] = [[[] for _ in row] for row in layout.blocks]
    for stop in stops:
        heights[stop.block][stop.aisle].append(stop.at_mm)
    return [[tuple(sorted(piece)) for piece in row] for row in heights]


def prices_of(piece: Piece, heights: Heights) -> Prices:
    """The ways that are possible in a piece as (way, mm); TWICE is left to the caller. O(stops)."""
    length, barrier = piece.length_mm, piece.barrier_mm
    if not piece.is_open and barrier is None:
        return () if heights else ((SKIP, 0),)
    if barrier is not None:
        return _prices_behind(length, barrier, heights)
    if not heights:
        return ((PASS, length), (SKIP, 0))
    low, high = heights[0], heights[-1]
    prices = ((PASS, length), (UPPER, 2 * (length - low)), (LOWER, 2 * high))
    if len(heights) == 1:
        return prices
    return (*prices, (GAP, 2 * (length - largest_gap(heights)[0])))


def largest_gap(heights: Heights) -> tuple[int, int]:
    """The largest way in mm between two stops that follow each other, and how many stops lie below it."""
    best, below = -1, 0
    for number in range(1, len(heights)):
        gap = heights[number] - heights[number - 1]
        if gap > best:
            best, below = gap, number
    return best, below


def edges_of(layout: Layout, block: int, aisle: int, way: int, heights: Heights) -> Iterator[tuple[Place, Place]]:
    """The edges that a way walks in a piece, one entry for each time it walks them, in no direction."""
    lower, upper = Junction(block, aisle), Junction(block + 1, aisle)
    stops: list[Place] = [Stop(aisle, block, height) for height in heights]
    match way:
        case 0 | 5:
            yield from _chain([lower, *stops, upper], times=1 if way == PASS else 2)
        case 1:
            yield from _chain([*stops, upper], times=2)
        case 2:
            yield from _chain([lower, *stops], times=2)
        case 3:
            below = _below(layout.blocks[block][aisle], heights)
            yield from _chain([lower, *stops[:below]], times=2)
            yield from _chain([*stops[below:], upper], times=2)


def _prices_behind(length: int, barrier: int, heights: Heights) -> Prices:
    below = [height for height in heights if height <= barrier]
    above = [height for height in heights if height > barrier]
    if below and above:
        return ((GAP, 2 * below[-1] + 2 * (length - above[0])),)
    if below:
        return ((LOWER, 2 * below[-1]),)
    return ((UPPER, 2 * (length - above[0])),) if above else ((SKIP, 0),)


def _below(piece: Piece, heights: Heights) -> int:
    if piece.barrier_mm is None:
        return largest_gap(heights)[1]
    return sum(1 for height in heights if height <= piece.barrier_mm)


def _chain(places: list[Place], *, times: int) -> Iterator[tuple[Place, Place]]:
    for one, other in pairwise(places):
        for _ in range(times):
            yield one, other
