"""A wave as the planner works on it: orders by number, in parts that may share carts, in the order of the aisles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from warehouse.batching.columns import MOST_REMEMBERED
from warehouse.batching.lengths import Lengths
from warehouse.batching.orders import Loads, PickOrder
from warehouse.routing import Layout

Batch = tuple[int, ...]
"""Numbers of orders that walk together, ascending."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A walk seen from afar: the parts of aisles with stops as bits, and how far it reaches left and right in mm."""

    pieces: int
    left_mm: int
    right_mm: int

    def with_(self, other: Shape) -> Shape:
        """The shape of both together."""
        left, right = max(self.left_mm, other.left_mm), max(self.right_mm, other.right_mm)
        return Shape(self.pieces | other.pieces, left, right)


Indexed = Sequence[Shape] | Mapping[int, Shape]


def shape_of(layout: Layout, order: PickOrder) -> Shape:
    """The shape of the walk for one order."""
    home, blocks = layout.depots[0].at.aisle, len(layout.blocks)
    pieces = 0
    for stop in order.stops:
        pieces |= 1 << (stop.aisle * blocks + stop.block)
    aisles = [stop.aisle for stop in order.stops]
    left, right = sorted((min(aisles), home)), sorted((home, max(aisles)))
    return Shape(pieces, *(sum(step or 0 for step in layout.steps_mm[0][a:b]) for a, b in (left, right)))


@dataclass(frozen=True)
class Wave:
    """What all steps of planning look at: for order n its stops as bits, its load and its shape.

    `piece_mm` is about as long as a part of an aisle.
    """

    masks: Sequence[int]
    loads: Sequence[int]
    shapes: Sequence[Shape]
    piece_mm: int
    room: Loads
    lengths: Lengths
    _pairs_mm: dict[int, int] = field(default_factory=dict)

    def pair_mm(self, one: int, other: int) -> int:
        """How long the walk for two orders is; remembered, for all steps of planning ask. Raises TimeUp."""
        name = one << 32 | other if one < other else other << 32 | one
        found = self._pairs_mm.get(name)
        if found is None:
            if len(self._pairs_mm) >= MOST_REMEMBERED:
                self._pairs_mm.clear()
            found = self._pairs_mm[name] = self.lengths.of(self.masks[one] | self.masks[other])
        return found

    def mask_of(self, batch: Sequence[int]) -> int:
        """The stops of a batch as bits."""
        mask = 0
        for number in batch:
            mask |= self.masks[number]
        return mask

    def length_mm(self, batch: Sequence[int]) -> int:
        """How long the walk of a batch is. Raises TimeUp."""
        return self.lengths.of(self.mask_of(batch))

    def has_room(self, left: int, load: int) -> bool:
        """Whether a cart with so much room left takes a load."""
        return (left - load) & self.room.guards == self.room.guards


def parts_of(layout: Layout, orders: Sequence[PickOrder]) -> list[list[int]]:
    """Numbers of the orders that may share carts, the most urgent first, each part from near the depot to far away.

    Sorted by the farthest aisle from the depot, then by the mean aisle, left and right of the depot apart: orders that
    follow each other walk through much the same aisles.
    """
    home = layout.depots[0].at.aisle
    found: dict[tuple[int, tuple[str, ...]], list[tuple[tuple[int, int, int, int], int]]] = defaultdict(list)
    for number, order in enumerate(orders):
        aisles = sorted({stop.aisle - home for stop in order.stops})
        farthest = max(aisles, key=abs)
        mean = sum(map(abs, aisles)) * 1000 // len(aisles)
        name = order.ship_by, tuple(sorted(order.clearances))
        found[name].append(((int(farthest < 0), abs(farthest), mean, order.id), number))
    return [[number for _, number in sorted(part)] for _, part in sorted(found.items())]


def filled(wave: Wave, part: Sequence[int]) -> list[Batch]:
    """The plan for want of time: a new cart as soon as the next order does not fit. O(n)."""
    batches: list[list[int]] = []
    left = 0
    for number in part:
        if not batches or not wave.has_room(left, wave.loads[number]):
            batches.append([])
            left = wave.room.empty
        batches[-1].append(number)
        left -= wave.loads[number]
    return [tuple(sorted(batch)) for batch in batches]


def likely(piece_mm: int, shapes: Indexed, place: int, others: Sequence[int], most: int) -> list[int]:
    """Those of the others that seem to share most of the way with one, seen from afar; `most` of them."""
    mine = shapes[place]
    pieces, left, right = mine.pieces, mine.left_mm, mine.right_mm
    shared = []
    for at, other in enumerate(others):
        theirs = shapes[other]
        there_left, there_right = theirs.left_mm, theirs.right_mm
        across = (left if left < there_left else there_left) + (right if right < there_right else there_right)
        # One whole number sorts in half the time of a pair: what is shared, and below it the place in the list.
        shared.append(at - ((piece_mm * (theirs.pieces & pieces).bit_count() + 2 * across) << _PLACE_BITS))
    shared.sort()
    return [others[each & _PLACES] for each in shared[:most]]


_PLACE_BITS: Final = 32
_PLACES: Final = (1 << _PLACE_BITS) - 1
