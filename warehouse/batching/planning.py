"""From orders to a plan: savings for all, then annealing window by window until time is up.

A budget of 0 moves is a moment: savings, and for at most 1,000 orders a short cool annealing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import Final

from warehouse.batching.annealing import HOT, LOOKED_AT, WARM, Annealing
from warehouse.batching.errors import Unbatchable
from warehouse.batching.lengths import Lengths
from warehouse.batching.orders import Budget, Cart, Loads, PickOrder, Plan, StoppedBy
from warehouse.batching.parts import Batch, Wave, filled, parts_of, shape_of
from warehouse.batching.refusals import refuse
from warehouse.batching.savings import savings
from warehouse.batching.watch import Clock, TimeUp, Watch
from warehouse.routing import Layout, Stop

POLISH: Final = 60
LEAST_POLISH: Final = 6_000
"""Moves for each order of an instant plan; at least so many in all, which for 100 orders is just as many."""
MOST_POLISHED: Final = 1_000
COOL: Final = 0.012
FRIENDS: Final = 16
PROBE: Final = 20_000
CYCLES: Final = 3
WINDOW: Final = 200
_OPTIMISM: Final = 1.3
_GRACE_SECONDS: Final = 0.2


class Mode(StrEnum):
    """How long one thinks when nothing else is said: a moment, 10 seconds, 60 seconds."""

    INSTANT = "instant"
    GOOD = "good"
    BEST = "best"


BUDGETS: Final = {Mode.INSTANT: Budget(moves=0), Mode.GOOD: Budget(seconds=10.0), Mode.BEST: Budget(seconds=60.0)}


def plan_batches(
    layout: Layout,
    orders: Sequence[PickOrder],
    cart: Cart,
    mode: Mode | str = Mode.INSTANT,
    budget: Budget | None = None,
    *,
    is_cancelled: Callable[[], bool] | None = None,
    clock: Clock = time.monotonic,
    on_progress: Callable[[int], None] | None = None,
) -> Plan:
    """Batches that keep every limit, with short walks; the best found when the budget ends or `is_cancelled` says so.

    `is_cancelled` is asked hundreds of times a second; `on_progress` is told the least length of the orders that are
    annealed just now, the whole wave's up to 200 orders. Equal orders, seed and moves give equal plans. Raises
    Unbatchable for no orders, an order that fits on no cart or has no stops, a budget of nothing, and ids that come
    twice; Unroutable for a stop outside the layout, in a closed aisle or out of reach.
    """
    if mode not in BUDGETS:
        raise Unbatchable(f"is unknown; ask for one of {', '.join(Mode)}.", element=f"mode {str(mode)!r}")
    spent = budget or BUDGETS[Mode(mode)]
    watch = Watch(spent.seconds, clock=clock, is_cancelled=is_cancelled)
    refuse(layout, orders, cart, spent)
    lined_up = sorted(orders, key=lambda order: order.id)
    planner = _Planner(layout, lined_up, Loads(cart), spent, watch)
    planner.on_progress = on_progress
    planner.run()
    return planner.plan()


def length_of(layout: Layout, batches: Sequence[Sequence[PickOrder]]) -> int:
    """How long the shortest walks of these batches are together, in mm; each is routed by itself."""
    stops: list[Stop] = [stop for batch in batches for order in batch for stop in order.stops]
    lengths = Lengths(layout, stops, Watch(None))
    return sum(lengths.of(lengths.masks.of(stop for order in batch for stop in order.stops)) for batch in batches)


class _Planner:
    """One planning: the batches of each part, and how far it came."""

    def __init__(self, layout: Layout, orders: Sequence[PickOrder], room: Loads, budget: Budget, watch: Watch) -> None:
        self._orders: Final = orders
        self._budget: Final = budget
        self._watch: Final = watch
        lengths = Lengths(layout, (stop for order in orders for stop in order.stops), watch)
        masks = [lengths.masks.of(order.stops) for order in orders]
        shapes = [shape_of(layout, order) for order in orders]
        piece_mm = sum(row[0].length_mm for row in layout.blocks) // len(layout.blocks)
        self._wave: Final = Wave(masks, [room.of(order) for order in orders], shapes, piece_mm, room, lengths)
        self._parts: Final = parts_of(layout, orders)
        self._place: Final = {number: place for part in self._parts for place, number in enumerate(part)}
        self._batches: list[list[Batch]] = []
        self._moves_planned = 0
        self._moves_done = 0
        self._last: Annealing | None = None
        self.on_progress: Callable[[int], None] | None = None

    def run(self) -> None:
        """Savings, a probe, and cycle after cycle."""
        self._batches = [filled(self._wave, part) for part in self._parts]
        try:
            for place, part in enumerate(self._parts):
                self._watch.look()
                self._batches[place] = self._joined(part)
            if self._budget.moves == 0:
                self._polish()
            else:
                self._anneal()
        except TimeUp:
            pass

    def _joined(self, part: Sequence[int]) -> list[Batch]:
        """The batches of a part after savings; for the chunks that time did not suffice for, carts filled in line."""
        return [batch for chunk in savings(self._wave, part) for batch in chunk]

    def plan(self) -> Plan:
        """What was found."""
        batches = [batch for part in self._batches for batch in part]
        stopped_by = self._watch.stopped_by
        if stopped_by is None:
            has_work = any(len(part) > 1 for part in self._batches)
            stopped_by = StoppedBy.MOVES if has_work else StoppedBy.NOTHING_TO_DO
        return Plan(
            batches=tuple(tuple(self._orders[number].id for number in batch) for batch in batches),
            length_mm=self._measured(batches),
            seed=self._budget.seed,
            moves_planned=self._moves_planned,
            moves_done=self._moves_done,
            stopped_by=stopped_by,
        )

    def _measured(self, batches: Sequence[Batch]) -> int | None:
        """The length of all walks, each routed once more; None if time was up before and that takes noticeably more."""
        is_over = self._watch.is_timed or self._watch.stopped_by is not None
        self._wave.lengths.watch = Watch(_GRACE_SECONDS if is_over else None, clock=self._watch.clock)
        try:
            return sum(self._wave.length_mm(batch) for batch in batches)
        except TimeUp:
            return None

    def _anneal(self) -> None:
        """A probe says how fast moves are here, and so how many there will be; if there is time left, more cycles."""
        if not any(len(part) > 1 for part in self._batches):
            return
        seconds = self._probed()
        if self._budget.planned is not None:
            self._moves_planned = self._budget.planned
        elif self._budget.moves is not None:
            self._moves_planned = self._budget.moves
        else:
            speed = PROBE / 2 / max(seconds, 1e-6)
            self._moves_planned = self._moves_done + int(speed * self._watch.seconds_left * _OPTIMISM)
        cycle = 0
        while self._moves_left() > 0:
            self._cycle(cycle, max(PROBE, self._moves_planned // CYCLES))
            cycle += 1

    def _polish(self) -> None:
        """A few moves at a low temperature where that takes no more than a moment."""
        total = len(self._orders)
        if total > MOST_POLISHED:
            return
        for place, numbers in list(_windows(self._batches, 0)):
            orders = sum(map(len, _chosen(self._batches[place], numbers)))
            self._window(0, (place, numbers), max(POLISH, LEAST_POLISH // total) * orders, COOL)

    def _probed(self) -> float:
        """Anneal the first window a little, and tell how long the second half of that took."""
        seconds = 0.0
        for _ in range(2):
            began = self._watch.clock() if self._watch.is_timed else 0.0
            place, numbers = next(_windows(self._batches, 0))
            self._window(0, (place, numbers), PROBE // 2, WARM)
            seconds = self._watch.clock() - began if self._watch.is_timed else 0.0
        return seconds

    def _cycle(self, cycle: int, moves: int) -> None:
        """Cool every window once; every other cycle they begin half a window later."""
        for part in self._batches:
            part.sort(key=lambda batch: sum(map(self._place.__getitem__, batch)) * 1000 // len(batch))
        windows = list(_windows(self._batches, cycle))
        total = sum(len(batch) for place, numbers in windows for batch in _chosen(self._batches[place], numbers))
        for place, numbers in windows:
            size = sum(len(batch) for batch in _chosen(self._batches[place], numbers))
            self._window(cycle + 1, (place, numbers), max(1, moves * size // total), HOT if cycle == 0 else WARM)

    def _window(self, cycle: int, window: tuple[int, range], moves: int, hot: float) -> None:
        """Anneal some batches of a part and put the better ones in their place, also when time is up meanwhile."""
        place, numbers = window
        part = self._batches[place]
        most = moves if self._budget.moves == 0 else min(moves, self._moves_left())
        if most <= 0:
            return
        annealing = self._annealing(_chosen(part, numbers), seed=f"{self._budget.seed}/{cycle}/{place}/{numbers.start}")
        before = annealing.moves_done
        try:
            annealing.prepare()
            annealing.cycle(moves, hot, most, self.on_progress)
        finally:
            part[numbers.start : numbers.stop] = annealing.batches()
            self._moves_done += annealing.moves_done - before

    def _annealing(self, batches: Sequence[Batch], *, seed: str) -> Annealing:
        """The annealing of these orders; the last one, with the lengths it knows, if it had the same."""
        orders = sorted(number for batch in batches for number in batch)
        if self._last is None or self._last.orders != orders:
            looked_at = FRIENDS if self._budget.moves == 0 else LOOKED_AT
            self._last = Annealing(self._wave, batches, seed=seed, looked_at=looked_at)
        return self._last

    def _moves_left(self) -> int:
        return (1 << 60) if self._budget.moves is None else self._budget.moves - self._moves_done


def _windows(batches: Sequence[Sequence[Batch]], cycle: int) -> Iterator[tuple[int, range]]:
    """Part and places of the batches that are annealed together: neighbours with about 200 orders, at least two."""
    for place, part in enumerate(batches):
        start, size = 0, 0
        is_whole = sum(map(len, part)) <= WINDOW
        most = WINDOW // 2 if cycle % 2 and not is_whole else WINDOW
        for number, batch in enumerate(part):
            if size and size + len(batch) > most:
                if number - start > 1:
                    yield place, range(start, number)
                start, size, most = number, 0, WINDOW
            size += len(batch)
        if len(part) - start > 1:
            yield place, range(start, len(part))


def _chosen(part: Sequence[Batch], numbers: range) -> Sequence[Batch]:
    return part[numbers.start : numbers.stop]
