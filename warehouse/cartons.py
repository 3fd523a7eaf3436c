"""Which carton the goods really go into: a packing with the place of every piece, or the reason why there is none.

Pure: whole millimetres and grams. The carton's inner corner is (0, 0, 0); x runs along its length, y along its width,
z up. Equal questions get equal packings: the shuffles are seeded and the work is bounded in looks, not in seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod
from typing import Final

from warehouse import stacking
from warehouse.joining import Block, Sides
from warehouse.stacking import Budget
from warehouse.weighing import Box, Goods

MOST_PIECES: Final = 60
MOST_LOOKS: Final = 2_000
"""How often a dozen pieces may be held against a place, in all: what bounds the time. More pieces, more looks."""
DOZEN: Final = 12


@dataclass(frozen=True, slots=True)
class Item:
    """One piece to be packed; `is_upright` has its third side up, nothing stands on what `is_fragile`."""

    id: int
    sides_mm: Sides
    weight_grams: int = 0
    is_upright: bool = False
    is_fragile: bool = False


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a piece lies: its corner nearest to the carton's, and its sides along x, y and z as it is turned."""

    item: Item
    at_mm: Sides
    sides_mm: Sides


@dataclass(frozen=True, slots=True)
class Packing:
    """A carton and the place of every piece in it, in the order in which they can be put in."""

    box: Box
    placements: tuple[Placement, ...]


class Unpackable(ValueError):
    """No carton takes the goods: `words` says why, `item` which piece is to blame, where it is one."""

    def __init__(self, words: str, *, item: Item | None = None) -> None:
        super().__init__(f"item {item.id}: {words}" if item else words)
        self.words = words
        self.item = item


def smallest_carton(items: Sequence[Item], boxes: Iterable[Box]) -> Packing:
    """The smallest carton by volume in which a packing was found, and the packing.

    Every base is carried to four fifths by the floor or by what lies below, and the load with the carton stays under
    the limit. A packing that is given is right; that a smaller carton was passed over is no proof that it cannot be
    done. Raises Unpackable for no goods, more than 60 pieces, sides or weights that are no size, and where no carton
    takes them. O(looks), of which there are at most `MOST_LOOKS` for up to twelve pieces, 25 times as many for 60.
    """
    _check(items)
    by_size = sorted(boxes, key=lambda box: (prod(box.sides_mm), box.id))
    open_to = [box for box in by_size if _refusal(items, box) is None]
    if not open_to:
        raise _nowhere(items, by_size)
    left = MOST_LOOKS * max(DOZEN, len(items)) ** 2 // DOZEN**2
    for number, box in enumerate(open_to):
        budget = Budget(left // 2 if number + 1 < len(open_to) else left)
        placed = stacking.stack([_block(item, number) for number, item in enumerate(items)], box.sides_mm, budget)
        left -= budget.used
        if placed is not None:
            parts = sorted(placed, key=lambda part: (part.at_mm[2], part.at_mm[1], part.at_mm[0]))
            return Packing(box, tuple(Placement(items[part.item], part.at_mm, part.sides_mm) for part in parts))
    raise Unpackable("no packing was found in any carton; use two, or a larger one.")


def best_of(goods: Sequence[Goods], boxes: Sequence[Box]) -> int:
    """The place of the smallest box into which a dozen pieces or fewer were seen to go; else of the smallest, 0.

    `boxes` are ascending. For a packer who waits: at most `MOST_LOOKS`.
    """
    pieces = [each for each in goods for _ in range(min(each.units, DOZEN + 1))]
    if not 0 < len(pieces) <= DOZEN:
        return 0
    items = [Item(n, each.sides_mm, each.weight_grams or 0) for n, each in enumerate(pieces)]
    try:
        found = smallest_carton(items, boxes).box
    except Unpackable:
        return 0
    return boxes.index(found)


def _refusal(items: Sequence[Item], box: Box) -> str | None:
    """Why a carton cannot take the goods, whatever one tries; None where one may try."""
    if sum(item.weight_grams for item in items) + box.tare_grams > box.limit_grams:
        return "weight"
    if sum(prod(item.sides_mm) for item in items) > prod(box.sides_mm):
        return "volume"
    leasts = [stacking.least_extents(_block(item), box.sides_mm) for item in items]
    if any(least is None for least in leasts):
        return "size"
    for one, other in combinations([least for least in leasts if least], 2):
        if all(mine + yours > side for mine, yours, side in zip(one, other, box.sides_mm, strict=True)):
            return "size"
    return None


def _nowhere(items: Sequence[Item], boxes: Sequence[Box]) -> Unpackable:
    """The refusal that helps most: the piece that fits nowhere, else the weight, else the volume."""
    if not boxes:
        return Unpackable("there are no cartons; enter those you have.")
    for item in items:
        if not any(stacking.least_extents(_block(item), box.sides_mm) for box in boxes):
            sides = " x ".join(map(str, item.sides_mm))
            return Unpackable(f"{sides} mm goes into no carton; send it in its own box.", item=item)
    load = sum(item.weight_grams for item in items)
    if all(load + box.tare_grams > box.limit_grams for box in boxes):
        return Unpackable(f"{load} g is more than any carton may weigh; use two.")
    return Unpackable("the goods are too large for every carton that carries them; use two.")


def _block(item: Item, number: int = 0) -> Block:
    return Block.of(number, item.sides_mm, is_upright=item.is_upright, is_fragile=item.is_fragile)


def _check(items: Sequence[Item]) -> None:
    if not items:
        raise Unpackable("there is nothing to pack.")
    if len(items) > MOST_PIECES:
        raise Unpackable(f"{len(items)} pieces are more than {MOST_PIECES}; pack them in parts.")
    for item in items:
        if not all(type(side) is int and side > 0 for side in item.sides_mm):
            raise Unpackable("needs three sides in whole millimetres above 0; measure it.", item=item)
        if type(item.weight_grams) is not int or item.weight_grams < 0:
            raise Unpackable("needs a weight in whole grams from 0 up; weigh it.", item=item)
