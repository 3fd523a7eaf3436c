"""Where the orders' stops lie, as bits: an order is one whole number, a batch the OR of its orders.

Each aisle is one field of whole bytes, each block of it a part of that field, each place where goods lie a bit. What a
route asks of a part is only its lowest and highest stop and the largest gap between two that follow each other.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable
from itertools import pairwise
from math import gcd
from typing import Final

from warehouse.routing import Layout, Stop
from warehouse.routing.columns import Columns, Prices

MOST_REMEMBERED: Final = 300_000
_MOST_BITS: Final = 512

Piece = tuple[int, int, int]
"""Lowest and highest stop of a part in mm, and the largest gap; (-1, -1, 0) is none."""
NONE: Final[Piece] = (-1, -1, 0)


class Contents:
    """The prices of every content of an aisle that was met, by number: what costs the same is looked at once."""

    def __init__(self, steps: Columns) -> None:
        self._steps: Final = steps
        self._numbers: Final[dict[Prices, int]] = {}
        self.prices: Final[list[Prices]] = []

    def number(self, pieces: tuple[Piece, ...], *, has_depot: bool) -> int:
        """The number of the prices of an aisle, a new one if they were never met."""
        prices = self._steps.prices(pieces, has_depot=has_depot)
        found = self._numbers.get(prices)
        if found is None:
            found = self._numbers[prices] = len(self.prices)
            self.prices.append(prices)
        return found


class Column(dict[bytes, int]):
    """The bytes of an aisle to the number of its prices; remembers what was asked."""

    def __init__(self, contents: Contents, parts: int, heights: Callable[[int], Piece], *, has_depot: bool) -> None:
        super().__init__()
        self._contents = contents
        self._parts = parts
        self._heights = heights
        self._has_depot = has_depot

    def __missing__(self, field: bytes) -> int:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        width, read = len(field) // self._parts, int.from_bytes
        heights = self._heights
        if self._parts == 1:
            pieces: tuple[Piece, ...] = (heights(read(field, "little")),)
        else:
            pieces = tuple(heights(read(field[at : at + width], "little")) for at in range(0, len(field), width))
        number = self[field] = self._contents.number(pieces, has_depot=self._has_depot)
        return number


class Masks:
    """The stops of a wave as bits. O(stops log stops)."""

    def __init__(self, layout: Layout, stops: Iterable[Stop]) -> None:
        self._stops: Final = sorted(set(stops))
        self._blocks: Final = len(layout.blocks)
        heights = sorted({stop.at_mm for stop in self._stops}) or [0]
        pitch = gcd(*(height - heights[0] for height in heights)) or 1
        self._is_even: Final = (heights[-1] - heights[0]) // pitch < _MOST_BITS
        if self._is_even:
            heights = list(range(heights[0], heights[-1] + 1, pitch))
        self._pitch: Final = pitch
        self._heights: Final = heights
        self._part_bytes: Final = -(-len(heights) // 8)
        self.aisle_bytes: Final = self._part_bytes * self._blocks
        places = {height: place for place, height in enumerate(heights)}
        self._bit: Final = {
            stop: 1 << (8 * (self.aisle_bytes * stop.aisle + self._part_bytes * stop.block) + places[stop.at_mm])
            for stop in self._stops
        }
        self._unpack: Final = [struct.Struct(f"{self.aisle_bytes}s" * n).unpack for n in range(layout.aisles + 1)]

    def of(self, stops: Iterable[Stop]) -> int:
        """The stops of one order or batch as bits."""
        mask = 0
        for stop in stops:
            mask |= self._bit[stop]
        return mask

    def stops_in(self, mask: int) -> set[Stop]:
        """The stops whose bits are set."""
        return {stop for stop, bit in self._bit.items() if mask & bit}

    def fields(self, mask: int, least: int) -> tuple[bytes, ...]:
        """The bytes of each aisle up to the last with a stop, but of `least` aisles at least."""
        count = max(least, -(-mask.bit_length() // (8 * self.aisle_bytes)))
        return self._unpack[count](mask.to_bytes(count * self.aisle_bytes, "little"))

    def columns(self, contents: Contents, aisles: int, depot_aisle: int) -> list[Column]:
        """One column for each aisle; all but the depot's are the same one."""
        look = self._even_piece if self._is_even else self._uneven_piece
        plain = Column(contents, self._blocks, look, has_depot=False)
        home = Column(contents, self._blocks, look, has_depot=True)
        return [home if aisle == depot_aisle else plain for aisle in range(aisles)]

    def _even_piece(self, part: int) -> Piece:
        if not part:
            return NONE
        low, high = (part & -part).bit_length() - 1, part.bit_length() - 1
        empty = max(bin(part >> low).split("1")[1:-1], default="")
        gap = (len(empty) + 1) * self._pitch if high > low else 0
        return self._heights[low], self._heights[high], gap

    def _uneven_piece(self, part: int) -> Piece:
        heights = [height for place, height in enumerate(self._heights) if part >> place & 1]
        if not heights:
            return NONE
        return heights[0], heights[-1], max((after - before for before, after in pairwise(heights)), default=0)
