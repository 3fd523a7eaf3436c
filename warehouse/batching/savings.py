"""Batches by savings: join again and again the two batches that save most by walking together.

Source: Clarke & Wright, Scheduling of vehicles from a central depot, Operations Research 12(4), 1964; for batches, with
the savings worked out anew after every join, de Koster, van der Poort & Wolters, IJPR 37(7), 1999. Ours: batches stand
in a line, from near the depot to far away, and each looks only at its neighbours there.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from typing import Final

from warehouse.batching.parts import Batch, Wave, likely
from warehouse.batching.watch import TimeUp

LIKELY: Final = 12
"""With so many others each order is measured exactly, those that seem to share most of its way."""
LIKELY_BATCHES: Final = 40
"""The same for batches: the longer a walk, the less is seen of it from afar."""
NEIGHBOURS: Final = 100
"""So many to either side in the line are looked at from afar."""
CHUNK: Final = 1_000
"""So many orders are joined at a time, so that a part of a plan is there when time is up early."""


def savings(wave: Wave, part: Sequence[int]) -> Iterator[list[Batch]]:
    """Batches of the orders of a part, chunk after chunk of those that follow each other; see `joined`. O(n log n)."""
    count = -(-len(part) // CHUNK)
    for at in range(count):
        yield joined(wave, part[len(part) * at // count : len(part) * (at + 1) // count])


def joined(wave: Wave, part: Sequence[int]) -> list[Batch]:
    """Batches of these orders, joined as long as any two neighbours fit on one cart, also where that saves nothing.

    Ties go to the batches made first. When time is up the joins so far stand, and carts are filled with them in the
    order of the line. At most `LIKELY` lengths for each order and `LIKELY_BATCHES` for each join.
    """
    joining = _Joining(wave, part)
    try:
        joining.run()
    except TimeUp:
        return joining.for_want_of_time()
    return joining.batches()


class _Joining:
    """Batches while they are joined; a batch that was joined is no longer in `_masks`."""

    def __init__(self, wave: Wave, part: Sequence[int]) -> None:
        self._wave: Final = wave
        self._part: Final = part
        self._orders = {place: [number] for place, number in enumerate(part)}
        self._masks = {place: wave.masks[number] for place, number in enumerate(part)}
        self._left = {place: wave.room.empty - wave.loads[number] for place, number in enumerate(part)}
        self._shapes = {place: wave.shapes[number] for place, number in enumerate(part)}
        self._spots = {place: 1000 * place for place in range(len(part))}
        self._line = [(spot, place) for place, spot in self._spots.items()]
        self._lengths: dict[int, int] = {}
        self._pairs: list[tuple[int, int, int]] = []

    def run(self) -> None:
        """Join until no two neighbours fit on one cart. Raises TimeUp with the joins so far done."""
        self._lengths = {place: self._wave.lengths.of(mask) for place, mask in self._masks.items()}
        self._pairs = self._pairs_of_orders()
        fresh = len(self._masks)
        while self._pairs:
            heapq.heapify(self._pairs)
            while self._pairs:
                more, one, other = heapq.heappop(self._pairs)
                if one in self._masks and other in self._masks:
                    self._join(one, other, fresh, more)
                    for pair in self._pairs_with(fresh):
                        heapq.heappush(self._pairs, pair)
                    fresh += 1
            self._pairs = [pair for _, at in self._line for pair in self._pairs_with(at)]

    def batches(self) -> list[Batch]:
        """The batches as they are."""
        return [tuple(sorted(self._orders[place])) for place in self._masks]

    def for_want_of_time(self) -> list[Batch]:
        """The next batch of the line on the next cart that has room."""
        carts: list[list[int]] = []
        left = 0
        for _, place in self._line:
            load = self._wave.room.empty - self._left[place]
            if not carts or not self._wave.has_room(left, load):
                carts.append([])
                left = self._wave.room.empty
            carts[-1] += self._orders[place]
            left -= load
        return [tuple(sorted(cart)) for cart in carts]

    def _pairs_of_orders(self) -> list[tuple[int, int, int]]:
        """What walking together costs more than apart, for each order with the likely ones of its neighbours."""
        part, lengths, measure = self._part, self._lengths, self._wave.pair_mm
        pairs: dict[tuple[int, int], int] = {}
        for place in range(len(part)):
            for other in self._likely(place, LIKELY):
                one, two = (other, place) if other < place else (place, other)
                if (one, two) not in pairs:
                    pairs[one, two] = measure(part[one], part[two]) - lengths[one] - lengths[two]
        return [(more, one, two) for (one, two), more in pairs.items()]

    def _pairs_with(self, place: int) -> list[tuple[int, int, int]]:
        """The same for one batch, never more than 0."""
        masks, lengths, measure = self._masks, self._lengths, self._wave.lengths.of
        mask, length = masks[place], lengths[place]
        some = self._likely(place, LIKELY_BATCHES)
        return [(measure(masks[other] | mask) - lengths[other] - length, other, place) for other in some]

    def _likely(self, place: int, most: int) -> list[int]:
        """The neighbours that fit on a cart with a batch and seem to share most of its way."""
        guards, lefts, line = self._wave.room.guards, self._left, self._line
        left = lefts[place] - self._wave.room.empty
        at = bisect_left(line, (self._spots[place], place))
        near = line[max(0, at - NEIGHBOURS) : at] + line[at + 1 : at + 1 + NEIGHBOURS]
        fitting = [other for _, other in near if (lefts[other] + left) & guards == guards]
        if len(fitting) <= most:
            return fitting
        return likely(self._wave.piece_mm, self._shapes, place, fitting, most)

    def _join(self, one: int, other: int, fresh: int, more: int) -> None:
        sizes = len(self._orders[one]), len(self._orders[other])
        spots = self._off_the_line(one), self._off_the_line(other)
        self._orders[fresh] = self._orders.pop(one) + self._orders.pop(other)
        self._masks[fresh] = self._masks.pop(one) | self._masks.pop(other)
        self._left[fresh] = self._left.pop(one) + self._left.pop(other) - self._wave.room.empty
        self._lengths[fresh] = self._lengths.pop(one) + self._lengths.pop(other) + more
        self._shapes[fresh] = self._shapes.pop(one).with_(self._shapes.pop(other))
        self._spots[fresh] = (spots[0] * sizes[0] + spots[1] * sizes[1]) // sum(sizes)
        insort(self._line, (self._spots[fresh], fresh))

    def _off_the_line(self, place: int) -> int:
        spot = self._spots.pop(place)
        del self._line[bisect_left(self._line, (spot, place))]
        return spot
