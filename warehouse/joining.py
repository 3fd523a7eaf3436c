"""Putting pieces together to larger cuboids before they are packed: those that share a face, or nearly so.

Source: Eley, Solving container loading problems by block arrangement, EJOR 141(2), 2002; the near misses are ours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import prod
from typing import NamedTuple

Sides = tuple[int, int, int]
Draw = Callable[[int], int]


class Part(NamedTuple):
    """A piece at its place; `item` is the number by which the caller knows it."""

    item: int
    at_mm: Sides
    sides_mm: Sides
    is_fragile: bool


@dataclass(frozen=True)
class Block:
    """One piece, or several within a cuboid, as `parts` from the block's own corner; `solid` is their volume."""

    sides_mm: Sides
    parts: tuple[Part, ...]
    solid: int
    is_upright: bool = False
    is_fragile: bool = False

    @cached_property
    def faces(self) -> tuple[Sides, Sides, Sides]:
        """For each side: it, and the two sides of the face across it, the shorter one first."""
        x, y, z = self.sides_mm
        return (x, min(y, z), max(y, z)), (y, min(x, z), max(x, z)), (z, min(x, y), max(x, y))

    @cached_property
    def shapes(self) -> frozenset[tuple[int, int]]:
        """The faces alone."""
        return frozenset((short, long) for _, short, long in self.faces)

    @classmethod
    def of(cls, item: int, sides_mm: Sides, *, is_upright: bool, is_fragile: bool) -> Block:
        """A block of one piece."""
        part = Part(item, (0, 0, 0), sides_mm, is_fragile)
        return cls(sides_mm, (part,), prod(sides_mm), is_upright, is_fragile)


class _Pair(NamedTuple):
    """Two blocks that go well together: how much air per mille, the face between them, the axis of each across it."""

    air: int
    face: int
    axes: tuple[int, int]


Left = dict[int, Block]
Pairs = dict[tuple[int, int, int], _Pair]
"""By the numbers of both blocks and of the way in which they go together."""


class Joins:
    """Which pairs of some blocks go together, asked once and used for many tries. `pairs_asked` counts the work."""

    def __init__(self, blocks: Sequence[Block], box: Sides) -> None:
        self.room = sorted(box)
        self.slack = prod(box) - sum(block.solid for block in blocks)
        self.blocks = dict(enumerate(blocks))
        self.pairs_asked = 0
        self.pairs: Pairs = {
            (one, two, way): pair
            for one, two in combinations(self.blocks, 2)
            for way, pair in enumerate(self._ways(blocks[one], blocks[two], has_air=True))
        }

    def joined(self, *, has_air: bool, draw: Draw | None = None) -> list[Block]:
        """The blocks after two and two were put together, least air first, as long as the result goes into the box.

        `has_air` allows near misses. `draw(n)` gives a number from 0 up to n - 1 and makes the choice of pairs vary;
        without it they are the same each time. Upright and fragile blocks stay alone. O(n**2).
        """
        left = dict(self.blocks)
        pairs = {names: pair for names, pair in self.pairs.items() if has_air or not pair.air}
        while pairs and (draw is None or draw(9 if has_air else 30)):
            names = min(pairs, key=lambda names: (_rank(pairs[names], draw), names))
            left, pairs = self._after(left, pairs, names, has_air=has_air)
        return list(left.values())

    def whole(self, most_steps: int) -> Block | None:
        """All pieces in one block without air, by going back from every choice that led nowhere; None if not found."""
        seen: set[frozenset[frozenset[int]]] = set()
        tries: list[tuple[Left, Pairs]] = [(dict(self.blocks), {n: p for n, p in self.pairs.items() if not p.air})]
        while tries and len(seen) < most_steps:
            left, pairs = tries.pop()
            if len(left) == 1:
                return next(iter(left.values()))
            known = frozenset(frozenset(part.item for part in block.parts) for block in left.values())
            if known not in seen:
                seen.add(known)
                choices = sorted(pairs, key=lambda names: (pairs[names].face, names))
                tries += [self._after(left, pairs, names, has_air=False) for names in choices]
        return None

    def _after(self, left: Left, pairs: Pairs, names: tuple[int, int, int], *, has_air: bool) -> tuple[Left, Pairs]:
        """The blocks and pairs after two blocks were put together."""
        both = _beside(left[names[0]], left[names[1]], pairs[names].axes)
        others = {name: block for name, block in left.items() if name not in names[:2]}
        kept = {key: pair for key, pair in pairs.items() if key[0] in others and key[1] in others}
        new = 1 + max(left)
        for name, block in others.items():
            for way, pair in enumerate(self._ways(block, both, has_air=has_air)):
                kept[name, new, way] = pair
        return {**others, new: both}, kept

    def _ways(self, one: Block, other: Block, *, has_air: bool) -> list[_Pair]:
        """The ways to join two blocks that the box has room for: all without air, else the one with the least."""
        if one.is_upright or other.is_upright or one.is_fragile or other.is_fragile:
            return []
        slack = self.slack if has_air else 0
        if not slack and one.shapes.isdisjoint(other.shapes):
            return []
        self.pairs_asked += 1
        solid = one.solid + other.solid
        ways: dict[tuple[int, int], _Pair] = {}
        for mine, (across, a, b) in enumerate(one.faces):
            for yours, (more, c, d) in enumerate(other.faces):
                short, long, deep = a if a > c else c, b if b > d else d, across + more
                volume = short * long * deep
                if volume <= solid + slack and _goes_in(short, long, deep, self.room):
                    ways[short, long] = _Pair(1000 * (volume - solid) // volume, short * long, (mine, yours))
        exact = [pair for pair in ways.values() if not pair.air]
        return exact or ([min(ways.values())] if ways else [])


def turned(block: Block, order: Sides) -> Block:
    """The block with its own sides `order` along x, y and z."""
    x, y, z = order
    parts = tuple(
        Part(item, (at[x], at[y], at[z]), (sides[x], sides[y], sides[z]), is_fragile)
        for item, at, sides, is_fragile in block.parts
    )
    sides = block.sides_mm
    return Block((sides[x], sides[y], sides[z]), parts, block.solid, block.is_upright, block.is_fragile)


def moved(part: Part, by: Sides) -> Part:
    """The part further along x, y and z."""
    x, y, z = part.at_mm
    return part._replace(at_mm=(x + by[0], y + by[1], z + by[2]))


def _rank(pair: _Pair, draw: Draw | None) -> tuple[int, int]:
    return (pair.air if draw is None else (pair.air + 5) * (10 + draw(15)), -pair.face)


def _goes_in(short: int, long: int, deep: int, room: list[int]) -> bool:
    """Whether a cuboid with sides short <= long and deep goes into a room whose sides ascend."""
    if deep <= short:
        return deep <= room[0] and short <= room[1] and long <= room[2]
    if deep <= long:
        return short <= room[0] and deep <= room[1] and long <= room[2]
    return short <= room[0] and long <= room[1] and deep <= room[2]


def _beside(one: Block, other: Block, axes: tuple[int, int]) -> Block:
    """Two blocks one behind the other along x, each turned so that the axis named lies along it."""
    mine, yours = _lengthwise(one, axes[0]), _lengthwise(other, axes[1])
    length = mine.sides_mm[0]
    sides = (
        length + yours.sides_mm[0],
        max(mine.sides_mm[1], yours.sides_mm[1]),
        max(mine.sides_mm[2], yours.sides_mm[2]),
    )
    shifted = (moved(part, (length, 0, 0)) for part in yours.parts)
    return Block(sides, (*mine.parts, *shifted), mine.solid + yours.solid)


def _lengthwise(block: Block, axis: int) -> Block:
    one, other = (side for side in (0, 1, 2) if side != axis)
    if block.sides_mm[one] > block.sides_mm[other]:
        one, other = other, one
    return turned(block, (axis, one, other))
