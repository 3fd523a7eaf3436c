"""How long batches are and whether they fit, worked out apart from the planner: it imports nothing of what it judges.

Cells are (aisle, cell), both from 0 at the bottom of the depot's aisle 0. Source: Ratliff & Rosenthal 1983, by the
table of their states; first come first served with S-shape is what peers do that know nothing better.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

Cell = tuple[int, int]
Order = tuple[Sequence[Cell], int]
# The state after an aisle: N nothing, U both ends odd, T and B one end even, C both in one part, D both in two parts.
_AFTER: Final = {
    "pass": {"N": "U", "U": "C", "T": "U", "B": "U", "C": "U", "D": "U"},
    "top": {"N": "T", "U": "U", "T": "T", "B": "D", "C": "C", "D": "D"},
    "bottom": {"N": "B", "U": "U", "T": "D", "B": "B", "C": "C", "D": "D"},
    "gap": {"N": "D", "U": "U", "T": "D", "B": "D", "C": "C", "D": "D"},
    "skip": {"N": "N", "U": "U", "T": "T", "B": "B", "C": "C", "D": "D"},
}
_ACROSS: Final = (
    *(("N", "N", 0), ("U", "U", 2), ("T", "T", 2), ("C", "T", 2), ("B", "B", 2), ("C", "B", 2)),
    *(("C", "C", 4), ("D", "D", 4), ("T", "D", 4), ("B", "D", 4)),
)


@dataclass(frozen=True)
class Area:
    """One block with its depot at the bottom of aisle 0; lengths in one unit."""

    cells: int
    gap: int
    cell_pitch: int
    aisle_pitch: int

    @property
    def length(self) -> int:
        """Of an aisle, from cross-aisle to cross-aisle."""
        return 2 * self.gap + (self.cells - 1) * self.cell_pitch


def shortest(area: Area, cells: Iterable[Cell]) -> int:
    """The length of the shortest walk past these cells and back."""
    heights = _heights(area, cells)
    values = {"N": 0}
    for aisle in range(max(heights) + 1 if heights else 0):
        if aisle:
            values = _least(
                (new, values[old] + edges * area.aisle_pitch) for old, new, edges in _ACROSS if old in values
            )
        ways = _ways(area.length, heights.get(aisle, []), has_depot=aisle == 0)
        values = _least((_AFTER[way][state], value + cost) for state, value in values.items() for way, cost in ways)
    return min(values[state] for state in "CTB" if state in values) if heights else 0


def s_shape(area: Area, cells: Iterable[Cell]) -> int:
    """The length of the walk through every aisle with cells, the last one only in and out if their number is odd."""
    heights = _heights(area, cells)
    if not heights:
        return 0
    last = max(heights)
    aisles = len(heights)
    into = 2 * max(heights[last]) if aisles % 2 else area.length
    return 2 * area.aisle_pitch * last + (aisles - 1) * area.length + into


def first_come(orders: Sequence[Order], capacity: int) -> list[list[int]]:
    """Orders as they came, a new cart as soon as the next one does not fit."""
    batches: list[list[int]] = []
    load = 0
    for number, (_, items) in enumerate(orders):
        if not batches or load + items > capacity:
            batches.append([])
            load = 0
        batches[-1].append(number)
        load += items
    return batches


def faults(orders: Sequence[Order], capacity: int, batches: Sequence[Sequence[int]]) -> list[str]:
    """Orders that are not carried exactly once, and carts with too much; empty for a good plan."""
    carried = Counter(number for batch in batches for number in batch)
    found = [
        f"order {number} is carried {carried[number]} times" for number in range(len(orders)) if carried[number] != 1
    ]
    found += [f"order {number} was never asked for" for number in carried if not 0 <= number < len(orders)]
    loads = [sum(orders[number][1] for number in batch if 0 <= number < len(orders)) for batch in batches]
    return found + [f"a cart of {load} items, {capacity} fit" for load in loads if load > capacity]


def _heights(area: Area, cells: Iterable[Cell]) -> dict[int, list[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for aisle, cell in cells:
        found[aisle].add(area.gap + cell * area.cell_pitch)
    return {aisle: sorted(heights) for aisle, heights in found.items()}


def _ways(length: int, heights: list[int], *, has_depot: bool) -> list[tuple[str, int]]:
    ways = [("pass", length)]
    if not heights:
        return [*ways, ("bottom", 0) if has_depot else ("skip", 0)]
    ways.append(("bottom", 2 * heights[-1]))
    if not has_depot:
        ways.append(("top", 2 * (length - heights[0])))
    known = [0, *heights] if has_depot else heights
    if len(known) > 1:
        ways.append(("gap", 2 * (length - max(after - before for before, after in pairwise(known)))))
    return ways


def _least(found: Iterable[tuple[str, int]]) -> dict[str, int]:
    least: dict[str, int] = {}
    for state, value in found:
        if state not in least or value < least[state]:
            least[state] = value
    return least
