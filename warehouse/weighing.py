"""Boxes and weights at a packing bench: which box fits, what it should weigh, and when the scale may differ.

Pure: grams and millimetres, no rows. The tolerance (2 %, at least 15 g) is the house's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

LEAST_GRAMS: Final = 15
PER_CENT: Final = 2
FILL: Final = 0.9


@dataclass(frozen=True)
class Goods:
    """So many pieces of one kind; the weight may be unknown."""

    units: int
    weight_grams: int | None
    sides_mm: tuple[int, int, int]


@dataclass(frozen=True)
class Box:
    """One kind of carton, empty."""

    id: int
    name: str
    sides_mm: tuple[int, int, int]
    tare_grams: int
    limit_grams: int


def expected_grams(goods: Iterable[Goods], *, tare_grams: int) -> int | None:
    """What the full box weighs by the books; None when the weight of any piece is unknown."""
    total = tare_grams
    for each in goods:
        if each.weight_grams is None:
            return None
        total += each.units * each.weight_grams
    return total


def tolerance(expected: int) -> int:
    """By how many grams the scale may differ."""
    return max(expected * PER_CENT // 100, LEAST_GRAMS)


def passes(measured: int, expected: int) -> bool:
    """Whether the scale agrees with the books."""
    return abs(measured - expected) <= tolerance(expected)


def fitting(goods: Sequence[Goods], boxes: Iterable[Box]) -> list[Box]:
    """The boxes that take all of it, smallest first; of too many goods for any box, the largest box alone.

    A box is filled to nine tenths, its longest side takes the longest piece, and its load stays under its limit.
    """
    volume = sum(each.units * _volume(each.sides_mm) for each in goods)
    load = sum(each.units * (each.weight_grams or 0) for each in goods)
    longest = max((max(each.sides_mm) for each in goods), default=0)
    by_size = sorted(boxes, key=lambda box: (_volume(box.sides_mm), box.id))
    fits = [
        box
        for box in by_size
        if volume <= FILL * _volume(box.sides_mm)
        and longest <= max(box.sides_mm)
        and load + box.tare_grams <= box.limit_grams
    ]
    return fits or by_size[-1:]


def _volume(sides_mm: tuple[int, int, int]) -> int:
    length, width, height = sides_mm
    return length * width * height
