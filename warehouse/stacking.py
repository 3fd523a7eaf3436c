"""Putting solid blocks into a box one after the other, each at the first corner where it lies well.

Source: Crainic, Perboli & Tadei, Extreme point-based heuristics for three-dimensional bin packing, INFORMS Journal on
Computing 20(3), 2008. That four fifths of a base must be carried is the house's own rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations, product
from math import prod
from typing import Final

from warehouse.joining import Block, Joins, Part, Sides, moved, turned

CARRIED_PER_CENT: Final = 80
SHUFFLES: Final = 200
SEED: Final = 1
LOOKS_OF_A_PAIR: Final = 4
MOST_STEPS: Final = 150
MOST_TRIED: Final = 3

Turns = list[tuple[Sides, Sides]]
Order = list[tuple[Block, Turns]]


class Chance:
    """Numbers that look drawn, the same everywhere. Source: Marsaglia, Xorshift RNGs, J. Stat. Software 8(14), 2003."""

    def __init__(self, seed: int) -> None:
        self._state = seed * 0x9E3779B97F4A7C15 % (1 << 64) or 1

    def below(self, limit: int) -> int:
        """A number from 0 up to, but not, `limit`."""
        state = self._state
        state ^= state << 13 & 0xFFFFFFFFFFFFFFFF
        state ^= state >> 7
        state ^= state << 17 & 0xFFFFFFFFFFFFFFFF
        self._state = state
        return (state >> 11) % limit


@dataclass(slots=True)
class Budget:
    """How many looks one may take, and how many were taken."""

    looks: int
    used: int = 0


def stack(blocks: Sequence[Block], box: Sides, budget: Budget) -> list[Part] | None:
    """The place of every piece in a box with inner sides `box` in mm; None when none was found within the budget."""
    joins = Joins(blocks, box)
    for order in _large_first(joins, box):
        placed = _placed(order, box, budget)
        if placed is not None:
            return placed
    if len(blocks) <= MOST_TRIED:
        return _tried([(block, _turns(block, box)) for block in blocks], [], {(0, 0, 0)}, box, budget)
    for order in _shuffled(joins, box, budget):
        placed = _placed(order, box, budget)
        if placed is not None or budget.used >= budget.looks:
            return placed
    return None


def least_extents(block: Block, box: Sides) -> Sides | None:
    """The least a block can take of each side of a box, over the turns in which it goes in; None when it does not."""
    turns = _turns(block, box)
    if not turns:
        return None
    return min(turn[0] for turn, _ in turns), min(turn[1] for turn, _ in turns), min(turn[2] for turn, _ in turns)


def _turns(block: Block, box: Sides) -> Turns:
    """The turns in which a block goes into a box: its sides, and which of its own sides lies along x, y and z."""
    ways = ((0, 1, 2), (1, 0, 2)) if block.is_upright else tuple(permutations((0, 1, 2)))
    found: dict[Sides, Sides] = {}
    for x, y, z in ways:
        sides = block.sides_mm[x], block.sides_mm[y], block.sides_mm[z]
        if sides not in found and sides[0] <= box[0] and sides[1] <= box[1] and sides[2] <= box[2]:
            found[sides] = (x, y, z)
    return sorted(found.items(), key=lambda turn: (turn[0][2], turn[0][1]))


_KEYS: Final[tuple[Callable[[Block], tuple[int, ...]], ...]] = (
    lambda block: (block.is_fragile, -prod(block.sides_mm), -max(block.sides_mm)),
    lambda block: (block.is_fragile, -prod(sorted(block.sides_mm)[1:]), -max(block.sides_mm)),
    lambda block: (block.is_fragile, -max(block.sides_mm), -prod(block.sides_mm)),
    lambda block: (block.is_fragile, -min(block.sides_mm), -prod(block.sides_mm)),
)


def _large_first(joins: Joins, box: Sides) -> Iterator[Order]:
    """Orders with the turns of each block: all in one block where that fills the box, then large ones first."""
    whole = None if joins.slack else joins.whole(MOST_STEPS)
    if whole is not None:
        yield [(whole, _turns(whole, box))]
    singly = list(joins.blocks.values())
    groups = {len(group): group for group in (joins.joined(has_air=True), singly, joins.joined(has_air=False))}
    for key in _KEYS:
        for group in groups.values():
            yield [(block, _turns(block, box)) for block in sorted(group, key=key)]


def _shuffled(joins: Joins, box: Sides, budget: Budget) -> Iterator[Order]:
    """More orders: two of three with blocks put together by chance, the large ones still more or less first."""
    chance = Chance(SEED)
    turns: dict[tuple[Sides, bool], Turns] = {}
    for number in range(SHUFFLES):
        asked = joins.pairs_asked
        singly = list(joins.blocks.values())
        group = joins.joined(has_air=number % 2 == 0, draw=chance.below) if number % 3 else singly
        budget.used += LOOKS_OF_A_PAIR * (joins.pairs_asked - asked + len(group))
        heavy = sorted(group, key=lambda block: (block.is_fragile, -prod(block.sides_mm) * (10 + chance.below(15))))
        yield [(block, _rolled(_known(turns, block, box), chance)) for block in heavy]


def _known(turns: dict[tuple[Sides, bool], Turns], block: Block, box: Sides) -> Turns:
    key = block.sides_mm, block.is_upright
    if key not in turns:
        turns[key] = _turns(block, box)
    return turns[key]


def _rolled(turns: Turns, chance: Chance) -> Turns:
    first = chance.below(len(turns))
    return turns[first:] + turns[:first]


Cuboid = tuple[int, int, int, int, int, int, bool]
"""Near corner, far corner, and whether it is fragile."""


def _placed(order: Order, box: Sides, budget: Budget) -> list[Part] | None:
    """Each block at the first corner, lowest first, where one of its turns lies well; None when one finds no place."""
    corners: set[Sides] = {(0, 0, 0)}
    solid: list[Cuboid] = []
    parts: list[Part] = []
    for block, turns in order:
        spot = _spot(block, turns, sorted(corners), solid, box, budget)
        if spot is None:
            return None
        corner, sides, way = spot
        z, y, x = corner
        solid.append((x, y, z, x + sides[0], y + sides[1], z + sides[2], block.is_fragile))
        parts += [moved(part, (x, y, z)) for part in turned(block, way).parts]
        corners.discard(corner)
        corners |= _corners(solid)
    return _settled(parts)


def _tried(left: Order, solid: list[Cuboid], corners: set[Sides], box: Sides, budget: Budget) -> list[Part] | None:
    """Every order, corner and turn of a few single pieces, as far as the budget goes."""
    if not left:
        return []
    for number, (block, turns) in enumerate(left):
        rest = left[:number] + left[number + 1 :]
        for (z, y, x), (sides, way) in product(sorted(corners), turns):
            budget.used += 1
            cuboid = (x, y, z, x + sides[0], y + sides[1], z + sides[2], block.is_fragile)
            if budget.used > budget.looks or not _is_inside(cuboid, box) or not _lies_well(cuboid, solid):
                continue
            lying = [*solid, cuboid]
            parts = _tried(rest, lying, corners | _corners(lying), box, budget)
            if parts is not None:
                return [*(moved(part, (x, y, z)) for part in turned(block, way).parts), *parts]
    return None


def _is_inside(cuboid: Cuboid, box: Sides) -> bool:
    return cuboid[3] <= box[0] and cuboid[4] <= box[1] and cuboid[5] <= box[2]


def _settled(parts: list[Part]) -> list[Part] | None:
    """The pieces after they fell as far as they can, lowest first; None when one of them is not carried then."""
    solid: list[Cuboid] = []
    settled: list[Part] = []
    for part in sorted(parts, key=lambda part: part.at_mm[2]):
        (x, y, _), (length, width, height) = part.at_mm, part.sides_mm
        below = [top for a, b, _, c, d, top, _ in solid if x < c and a < x + length and y < d and b < y + width]
        z = max(below, default=0)
        cuboid = (x, y, z, x + length, y + width, z + height, part.is_fragile)
        if not _lies_well(cuboid, solid):
            return None
        solid.append(cuboid)
        settled.append(part._replace(at_mm=(x, y, z)))
    return settled


def _spot(
    block: Block,
    turns: Turns,
    corners: Sequence[Sides],
    solid: list[Cuboid],
    box: Sides,
    budget: Budget,
) -> tuple[Sides, Sides, Sides] | None:
    for corner in corners:
        z, y, x = corner
        for sides, way in turns:
            cuboid = (x, y, z, x + sides[0], y + sides[1], z + sides[2], block.is_fragile)
            if not _is_inside(cuboid, box):
                continue
            budget.used += 1 + len(solid) // 4
            if budget.used > budget.looks:
                return None
            if _lies_well(cuboid, solid):
                return corner, sides, way
    return None


def _lies_well(new: Cuboid, solid: list[Cuboid]) -> bool:
    """Whether it overlaps nothing, nothing fragile is under it, it is on nothing's way, and its base is carried."""
    x1, y1, z1, x2, y2, z2, is_fragile = new
    carried = 0
    for a1, b1, c1, a2, b2, c2, fragile in solid:
        wide = min(x2, a2) - max(x1, a1)
        deep = min(y2, b2) - max(y1, b1)
        if wide <= 0 or deep <= 0:
            continue
        if z1 < c2 and c1 < z2:
            return False
        if (fragile and z1 == c2) or (is_fragile and c1 == z2):
            return False
        if c2 == z1:
            carried += wide * deep
    return z1 == 0 or 100 * carried >= CARRIED_PER_CENT * (x2 - x1) * (y2 - y1)


def _corners(solid: list[Cuboid]) -> set[Sides]:
    """The corners that the newest block makes, as (z, y, x): behind, beside and above it, slid to the nearest faces."""
    x1, y1, z1, x2, y2, z2, _ = solid[-1]
    return {
        (z1, _slid(solid, 1, (x2, y1, z1)), x2),
        (_slid(solid, 2, (x2, y1, z1)), y1, x2),
        (z1, y2, _slid(solid, 0, (x1, y2, z1))),
        (_slid(solid, 2, (x1, y2, z1)), y2, x1),
        (z2, y1, _slid(solid, 0, (x1, y1, z2))),
        (z2, _slid(solid, 1, (x1, y1, z2)), x1),
        (z1, y1, x2),
        (z1, y2, x1),
        (z2, y1, x1),
    }


def _slid(solid: list[Cuboid], axis: int, point: Sides) -> int:
    """How far a point slides along an axis towards 0 until it meets a block."""
    others = [side for side in (0, 1, 2) if side != axis]
    return max(
        (
            cuboid[axis + 3]
            for cuboid in solid
            if cuboid[axis + 3] <= point[axis]
            and all(cuboid[side] <= point[side] < cuboid[side + 3] for side in others)
        ),
        default=0,
    )
