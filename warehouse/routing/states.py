"""The equivalence classes of half-built walks over k cross-aisles, generated instead of listed by hand.

Seen from the right, a half-built walk is only: for each junction of the column whether an even or odd number of its
edges ends there or none at all, and which junctions already hang together. A state is that, as one (degree, part) for
each junction; degree 0 untouched, 1 odd, 2 even; parts numbered by first appearance from 1.
Source: Ratliff & Rosenthal 1983 (k = 2), Roodbergen & de Koster 2001, Routing order pickers in a warehouse with a
middle aisle, EJOR 133(1) (k = 3), who list seven and twenty-five by hand with the finished walk as one more; generated
they are 6, 24, 112 and 568 for k = 2 to 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Final

from warehouse.routing.pieces import GAP, LOWER, PASS, SKIP, TWICE, UPPER

State = tuple[tuple[int, int], ...]
DEAD: Final = -1
START: Final = 0

# What each way adds to the degree of the lower and of the upper end, and whether it ties them together.
_ADDS: Final = {PASS: (1, 1, True), UPPER: (0, 2, False), LOWER: (2, 0, False), GAP: (2, 2, False), TWICE: (2, 2, True)}


@dataclass(frozen=True)
class Classes:
    """All classes for k cross-aisles by number, 0 being the empty walk, and what follows from each.

    `down[block][state][way]` is the state after a way through a block of the column, `touched[cross][state]` after a
    depot stands at a junction, `across[state]` lists (state, pattern) for the ways to the next column; `patterns` gives
    the number of edges on each cross-aisle. `across_alike` leaves out what costs more where all cross-aisles are equal.
    `is_whole[state]` says that no end is odd and everything hangs together.
    """

    patterns: tuple[tuple[int, ...], ...]
    down: tuple[tuple[tuple[int, ...], ...], ...]
    touched: tuple[tuple[int, ...], ...]
    across: tuple[tuple[tuple[int, int], ...], ...]
    across_alike: tuple[tuple[tuple[int, int], ...], ...]
    is_whole: tuple[bool, ...]


@cache
def classes(crosses: int) -> Classes:
    """The classes for that many cross-aisles, built once in a process, in O(states * 3**k)."""
    patterns = tuple(product((0, 1, 2), repeat=crosses))
    states: list[State] = [((0, 0),) * crosses]
    numbers = {states[0]: START}

    def number(state: State | None) -> int:
        if state is None:
            return DEAD
        if state not in numbers:
            numbers[state] = len(states)
            states.append(state)
        return numbers[state]

    down: list[list[tuple[int, ...]]] = [[] for _ in range(crosses - 1)]
    touched: list[list[int]] = [[] for _ in range(crosses)]
    across: list[tuple[tuple[int, int], ...]] = []
    for state in states:  # grows while it is read
        for block in range(crosses - 1):
            down[block].append(tuple(number(_after(state, block, way)) for way in range(6)))
        for cross in range(crosses):
            touched[cross].append(number(_after_touch(state, cross)))
        found = ((number(_after_pattern(state, edges)), place) for place, edges in enumerate(patterns))
        across.append(tuple((target, place) for target, place in found if target != DEAD))
    return Classes(
        patterns=patterns,
        down=tuple(map(tuple, down)),
        touched=tuple(map(tuple, touched)),
        across=tuple(across),
        across_alike=tuple(_cheapest(ways, patterns) for ways in across),
        is_whole=tuple(_is_whole(state) for state in states),
    )


def _after(state: State, block: int, way: int) -> State:
    if way == SKIP:
        return state
    lower, upper, ties = _ADDS[way]
    ends = [*state]
    ends[block] = _plus(ends[block], lower, fresh=100)
    ends[block + 1] = _plus(ends[block + 1], upper, fresh=101)
    if ties:
        gone, kept = ends[block + 1][1], ends[block][1]
        ends = [(degree, kept if part == gone and degree else part) for degree, part in ends]
    return _renumbered(ends)


def _after_touch(state: State, cross: int) -> State:
    if state[cross][0]:
        return state
    ends = [*state]
    ends[cross] = (2, 100)
    return _renumbered(ends)


def _after_pattern(state: State, edges: tuple[int, ...]) -> State | None:
    """What stands in the next column; None when an odd end is not led on or a part is cut off."""
    for (degree, _), count in zip(state, edges, strict=True):
        if (degree == 1) != (count == 1):
            return None
    led_on = {part for (degree, part), count in zip(state, edges, strict=True) if degree and count}
    if any(degree and part not in led_on for degree, part in state):
        return None
    ends = [
        (0, 0) if not count else (count, part if degree else 100 + cross)
        for cross, ((degree, part), count) in enumerate(zip(state, edges, strict=True))
    ]
    return _renumbered(ends)


def _plus(end: tuple[int, int], edges: int, *, fresh: int) -> tuple[int, int]:
    degree, part = end
    if not edges:
        return end
    if not degree:
        return (2 if edges == 2 else 1), fresh
    return (degree if edges == 2 else 3 - degree), part


def _renumbered(ends: list[tuple[int, int]]) -> State:
    names: dict[int, int] = {}
    return tuple((degree, names.setdefault(part, len(names) + 1)) if degree else (0, 0) for degree, part in ends)


def _cheapest(ways: tuple[tuple[int, int], ...], patterns: tuple[tuple[int, ...], ...]) -> tuple[tuple[int, int], ...]:
    best: dict[int, int] = {}
    for target, place in ways:
        if target not in best or sum(patterns[place]) < sum(patterns[best[target]]):
            best[target] = place
    return tuple(best.items())


def _is_whole(state: State) -> bool:
    parts = {part for degree, part in state if degree}
    return len(parts) == 1 and all(degree != 1 for degree, _ in state)
