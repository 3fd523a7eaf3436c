"""Batches by savings: join again and again the two batches that save most by walking together.

Source: Clarke & Wright, Scheduling of vehicles from a central depot, Operations Research 12(4), 1964; for batches, with
the savings worked out anew after every join, de Koster, van der Poort & Wolters, IJPR 37(7), 1999.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import Final

from warehouse.batching.parts import CHUNK, Batch, Wave, chunks_of, filled, likely
from warehouse.batching.watch import TimeUp

LIKELY: Final = 16
"""With so many others each batch is measured exactly, those that seem to share most of its way."""


def savings(wave: Wave, part: Sequence[int]) -> list[Batch]:
    """Batches of the orders of a part, joined as long as any two fit on one cart, also where that saves nothing.

    Ties go to the batches made first. When time is up the joins so far stand, and carts are filled with what is left.
    O(n**2), at most `LIKELY` lengths for each order and join.
    """
    joining = _Joining(wave, part)
    try:
        joining.run()
    except TimeUp:
        return joining.for_want_of_time()
    return joining.batches()


def chunked_savings(wave: Wave, part: Sequence[int], size: int = CHUNK) -> list[Batch]:
    """The same for each chunk of orders that follow each other: O(n) for large waves."""
    return [batch for chunk in chunks_of(part, size) for batch in savings(wave, chunk)]


class _Joining:
    """Batches while they are joined; a batch that was joined is no longer in `_masks`."""

    def __init__(self, wave: Wave, part: Sequence[int]) -> None:
        self._wave = wave
        self._orders = {place: [number] for place, number in enumerate(part)}
        self._masks = {place: wave.masks[number] for place, number in enumerate(part)}
        self._left = {place: wave.room.empty - wave.loads[number] for place, number in enumerate(part)}
        self._shapes = {place: wave.shapes[number] for place, number in enumerate(part)}
        self._lengths: dict[int, int] = {}
        self._pairs: list[tuple[int, int, int]] = []

    def run(self) -> None:
        """Join until no two batches fit on one cart. Raises TimeUp with the joins so far done."""
        self._lengths = {place: self._wave.lengths.of(mask) for place, mask in self._masks.items()}
        fresh = len(self._masks)
        while self._find_pairs():
            while self._pairs:
                more, one, other = heapq.heappop(self._pairs)
                if one in self._masks and other in self._masks:
                    self._join(one, other, fresh, more)
                    for pair in self._pairs_with(fresh, list(self._masks)[:-1]):
                        heapq.heappush(self._pairs, pair)
                    fresh += 1

    def _find_pairs(self) -> bool:
        """Look at all batches; whether any two fit on one cart."""
        places = list(self._masks)
        self._pairs = [pair for at, place in enumerate(places) for pair in self._pairs_with(place, places[:at])]
        heapq.heapify(self._pairs)
        return bool(self._pairs)

    def batches(self) -> list[Batch]:
        """The batches as they are."""
        return [tuple(sorted(self._orders[place])) for place in self._masks]

    def for_want_of_time(self) -> list[Batch]:
        """Those that were joined, and the orders that still stand alone on the next cart that has room."""
        joined = [tuple(sorted(orders)) for orders in self._orders.values() if len(orders) > 1]
        return joined + filled(self._wave, [orders[0] for orders in self._orders.values() if len(orders) == 1])

    def _pairs_with(self, place: int, others: Sequence[int]) -> list[tuple[int, int, int]]:
        """What walking together costs more than apart, never more than 0, for the likely ones that fit on a cart."""
        guards = self._wave.room.guards
        left = self._left[place] - self._wave.room.empty
        lefts, masks, lengths = self._left, self._masks, self._lengths
        fitting = [other for other in others if (lefts[other] + left) & guards == guards]
        if len(fitting) > LIKELY:
            fitting = likely(self._wave.piece_mm, self._shapes, place, fitting, LIKELY)
        mask, length, measure = masks[place], lengths[place], self._wave.lengths.of
        return [(measure(masks[other] | mask) - lengths[other] - length, other, place) for other in fitting]

    def _join(self, one: int, other: int, fresh: int, more: int) -> None:
        self._orders[fresh] = self._orders.pop(one) + self._orders.pop(other)
        self._masks[fresh] = self._masks.pop(one) | self._masks.pop(other)
        self._left[fresh] = self._left.pop(one) + self._left.pop(other) - self._wave.room.empty
        self._lengths[fresh] = self._lengths.pop(one) + self._lengths.pop(other) + more
        self._shapes[fresh] = self._shapes.pop(one).with_(self._shapes.pop(other))
