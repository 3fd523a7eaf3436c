"""Batches made shorter by many small changes: an order moves to another cart, two or three change places.

A change that walks farther is taken too, seldom and ever more seldom, so that the plan does not stay in the first
dead end. Source: Kirkpatrick, Gelatt & Vecchi, Optimization by simulated annealing, Science 220, 1983; moving and
swapping orders as in Henn & Waescher, Tabu search heuristics for the order batching problem, EJOR 222(3), 2012. Ours:
four of five changes bring an order to one with which it likes to walk.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from typing import Final

from warehouse.batching.parts import Batch, Wave, likely

HOT: Final = 0.03
WARM: Final = 0.02
COLD: Final = 0.004
"""Temperatures as shares of the mean length of a walk: of the first cycle, of the others, at the end of each."""
NEAR: Final = 15
LOOKED_AT: Final = 40
_NEARLY: Final = 0.8
_RELOCATE: Final = 0.3
_TWO_FOR_ONE: Final = 0.7
_STEPS: Final = 256
_BETWEEN_LOOKS: Final = 500
_MOST_KNOWN: Final = 400_000


class Annealing:
    """The batches of some orders while they are changed. Equal orders, seed and numbers of moves give equal batches.

    Batches are known by a bit for each order, so that a length once worked out is found again. At most a few hundred
    orders; larger waves are annealed window by window.
    """

    def __init__(self, wave: Wave, batches: Sequence[Batch], *, seed: str, looked_at: int = LOOKED_AT) -> None:
        self._wave: Final = wave
        self._looked_at: Final = looked_at
        self.orders: Final = sorted(number for batch in batches for number in batch)
        self._masks: Final = [wave.masks[number] for number in self.orders]
        self._loads: Final = [wave.loads[number] for number in self.orders]
        self._shapes: Final = [wave.shapes[number] for number in self.orders]
        self._bits: Final = [1 << place for place in range(len(self.orders))]
        self._known: Final[dict[int, int]] = {0: 0}
        self._random: Final = random.Random(seed)
        self._near: list[list[int]] = []
        places = {number: place for place, number in enumerate(self.orders)}
        self._best: list[list[int]] = [[places[number] for number in batch] for batch in batches]
        self.best_mm = 0
        self._mean_mm = 0
        self.is_ready = False
        self.moves_done = 0

    def prepare(self) -> None:
        """Measure the batches, and with whom each order likes to walk. Raises TimeUp; may be asked again."""
        if not self.is_ready:
            self._settle(self._best)
            self.best_mm = self._total_mm
            self._mean_mm = max(1, self.best_mm // len(self._best))
            self._near = [self._friends(place) for place in range(len(self._masks))]
            self.is_ready = True

    def batches(self) -> list[Batch]:
        """The best batches so far."""
        return [tuple(self.orders[place] for place in sorted(batch)) for batch in self._best if batch]

    def cycle(self, moves: int, hot: float, most: int, on_progress: Callable[[int], None] | None = None) -> None:
        """Cool once from `hot` down over so many moves, from the best batches so far; end after `most` of them.

        Raises TimeUp with the moves so far counted.
        """
        self._settle(self._best)
        heat = hot * self._mean_mm
        ratio = _root(COLD / hot)
        for step in range(_STEPS):
            left = min(moves * (step + 1) // _STEPS, most) - moves * step // _STEPS
            while left > 0:
                self._wave.lengths.watch.look()
                self._moves(min(left, _BETWEEN_LOOKS), heat)
                left -= _BETWEEN_LOOKS
            heat *= ratio
            if on_progress is not None:
                on_progress(self.best_mm)
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
            self._known[0] = 0

    def _friends(self, place: int) -> list[int]:
        """The orders that save most by walking with this one, of those that seem to share most of its way."""
        orders, alone, measure = self.orders, self._alone_mm, self._wave.pair_mm
        others = [other for other in range(len(orders)) if other != place]
        others = likely(self._wave.piece_mm, self._shapes, place, others, self._looked_at)
        more = sorted((measure(orders[place], orders[other]) - alone[other], other) for other in others)
        return [other for _, other in more[:NEAR]]

    def _settle(self, batches: Sequence[Sequence[int]]) -> None:
        """Begin from these batches, with two empty carts beside them."""
        measure = self._wave.lengths.of
        self._members = [list(batch) for batch in batches if batch] + [[], []]
        count = len(self._masks)
        self._home = [0] * count
        self._without = [0] * count
        self._alone_mm = [] if not count else [measure(mask) for mask in self._masks]
        self._keys = [sum(self._bits[place] for place in batch) for batch in self._members]
        self._left = [self._wave.room.empty - sum(self._loads[place] for place in b) for b in self._members]
        self._unions = [0] * len(self._members)
        for number, batch in enumerate(self._members):
            for place in batch:
                self._home[place] = number
            self._refresh(number)
        self._lengths = [self._measured(key, union) for key, union in zip(self._keys, self._unions, strict=True)]
        self._total_mm = sum(self._lengths)

    def _refresh(self, batch: int) -> None:
        """The union of the batch's stops, and for each of its orders the union of the others."""
        masks, without, members = self._masks, self._without, self._members[batch]
        union = 0
        for place in members:
            without[place] = union
            union |= masks[place]
        self._unions[batch] = union
        union = 0
        for place in reversed(members):
            without[place] |= union
            union |= masks[place]

    def _measured(self, key: int, union: int) -> int:
        length = self._known.get(key)
        if length is None:
            length = self._known[key] = self._wave.lengths.of(union)
        return length

    def _moves(self, count: int, heat: float) -> None:
        """Try so many changes at one temperature."""
        draw, home, near, members = self._random.random, self._home, self._near, self._members
        luck, orders, carts = _luck(), len(self._masks), len(self._members)
        relocate, swap = self._relocate, self._swap
        friends = min(NEAR, orders - 1)
        for _ in range(count):
            place = int(draw() * orders)
            kind = draw()
            lost = int(luck[int(draw() * 1024)] * heat)
            if draw() < _NEARLY:
                friend = near[place][int(draw() * friends)]
                batch = home[friend]
                if batch != home[place] and not (kind < 0.5 and relocate(place, batch, lost)):
                    there = members[batch]
                    other = there[int(draw() * len(there))]
                    if other != friend:
                        swap(place, other, batch, lost, kind)
            elif kind < _RELOCATE:
                batch = int(draw() * carts)
                if batch != home[place]:
                    relocate(place, batch, lost)
            else:
                other = int(draw() * orders)
                if home[other] != home[place]:
                    swap(place, other, home[other], lost, kind)
            self.moves_done += 1

    def _relocate(self, place: int, batch: int, lost: int) -> bool:
        """Move an order to another cart if that has room; whether it had, not whether the order went."""
        guards = self._wave.room.guards
        if (self._left[batch] - self._loads[place]) & guards != guards:
            return False
        old, bit, known = self._home[place], self._bits[place], self._known
        key, other_key = self._keys[old] ^ bit, self._keys[batch] | bit
        most = self._lengths[old] + self._lengths[batch] + lost
        length = known.get(key)
        if length is None:
            length = known[key] = self._wave.lengths.of(self._without[place])
        if length <= most:
            other_length = known.get(other_key)
            if other_length is None:
                other_length = known[other_key] = self._wave.lengths.of(self._unions[batch] | self._masks[place])
            if length + other_length <= most:
                self._change(old, batch, (place,), (), (length, other_length))
        return True

    def _swap(self, place: int, other: int, batch: int, lost: int, kind: float) -> None:
        """Let an order, and sometimes a second one of its cart, change places with one of another cart."""
        old, loads, masks = self._home[place], self._loads, self._masks
        moving = loads[place] - loads[other]
        second = -1
        if kind > _TWO_FOR_ONE:
            members = self._members[old]
            second = members[int(self._random.random() * len(members))]
            if second == place:
                second = -1
            else:
                moving += loads[second]
        guards = self._wave.room.guards
        if (self._left[batch] - moving) & guards != guards or (self._left[old] + moving) & guards != guards:
            return
        bits = self._bits[place] if second < 0 else self._bits[place] | self._bits[second]
        union = self._without[other] | masks[place]
        if second >= 0:
            union |= masks[second]
        most = self._lengths[old] + self._lengths[batch] + lost
        other_length = self._measured(self._keys[batch] ^ bits ^ self._bits[other], union)
        if other_length > most:
            return
        key = self._keys[old] ^ bits ^ self._bits[other]
        length = self._known.get(key)
        if length is None:
            length = self._known[key] = self._wave.lengths.of(self._rest(place, second) | masks[other])
        if length + other_length <= most:
            going = (place,) if second < 0 else (place, second)
            self._change(old, batch, going, (other,), (length, other_length))

    def _rest(self, place: int, second: int) -> int:
        """The stops of a cart without one or two of its orders."""
        if second < 0:
            return self._without[place]
        union = 0
        for other in self._members[self._home[place]]:
            if other not in (place, second):
                union |= self._masks[other]
        return union

    def _change(
        self, old: int, batch: int, going: tuple[int, ...], coming: tuple[int, ...], lengths: tuple[int, int]
    ) -> None:
        """Carry a change out, and keep the batches if no plan before was as short."""
        for orders, source, target in ((going, old, batch), (coming, batch, old)):
            for place in orders:
                self._members[source].remove(place)
                self._members[target].append(place)
                self._home[place] = target
                self._keys[source] ^= self._bits[place]
                self._keys[target] ^= self._bits[place]
                self._left[source] += self._loads[place]
                self._left[target] -= self._loads[place]
        self._total_mm += sum(lengths) - self._lengths[old] - self._lengths[batch]
        self._lengths[old], self._lengths[batch] = lengths
        self._refresh(old)
        self._refresh(batch)
        if self._total_mm < self.best_mm:
            self.best_mm = self._total_mm
            self._best = [list(members) for members in self._members]


@cache
def _luck() -> list[float]:
    """-ln(u) for 1,024 equal steps of u; worked out decimally, so that no platform's logarithm decides."""
    return [float(-(Decimal(2 * step + 1) / 2048).ln()) for step in range(1024)]


def _root(ratio: float) -> float:
    """The 256th root, by square roots, which are exact to the last bit everywhere."""
    for _ in range(8):
        ratio = math.sqrt(ratio)
    return ratio
