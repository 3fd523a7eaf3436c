"""Planning ends when it must, on any clock, also where a single walk takes long, and keeps the best so far."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.warehouse.batching import referee
from tests.warehouse.batching.waves import GRID, wave
from warehouse import batching, routing
from warehouse.batching import Budget, Cart, StoppedBy
from warehouse.routing import Depot, Junction, Layout, Piece

CART = Cart(items=20)


class SlowClock:
    """A clock of our own; every look at it takes a little, and whoever is made slow adds to it."""

    def __init__(self, look: float = 0.0005) -> None:
        self.now = 0.0
        self.look = look

    def __call__(self) -> float:
        self.now += self.look
        return self.now


def _slowed(clock: SlowClock, seconds: float) -> Callable[..., int]:
    real = routing.shortest_mm

    def slow(*asked: object) -> int:
        clock.now += seconds
        return real(*asked)  # type: ignore[arg-type]

    return slow


def _uneven() -> Layout:
    """An area that asks for whole walks: the last aisle is longer."""
    pieces = (*(Piece(470),) * 9, Piece(480))
    return Layout((pieces,), ((50,) * 9,) * 2, (Depot(Junction(0, 0)),))


@pytest.mark.parametrize("look", [0.02, 0.05])
@pytest.mark.parametrize("seconds", [0.05, 1.0, 10.0])
@pytest.mark.parametrize("count", [50, 1000, 5000])
def test_a_plan_ends_in_time_and_is_whole(count: int, seconds: float, look: float) -> None:
    """Each look at the clock takes 20 ms, or on a slow machine 50; between two looks there are 128 walks or so."""
    clock = SlowClock(look=look)
    orders = wave(count)

    plan = batching.plan_batches(GRID.layout, orders, CART, "good", Budget(seconds=seconds), clock=clock)

    assert clock.now <= seconds + max(0.5, seconds / 10)
    assert plan.stopped_by == StoppedBy.DEADLINE
    assert referee.faults(orders, CART, plan) == []
    assert plan.length_mm is not None or look == 0.05


@pytest.mark.parametrize("seconds", [0.05, 1.0])
@pytest.mark.parametrize("count", [50, 1000, 5000])
def test_the_processor_works_no_longer_than_half_a_second_more(count: int, seconds: float) -> None:
    """Here the work between two looks counts too, and what comes before the first one."""
    orders = wave(count)
    began = time.process_time()

    plan = batching.plan_batches(GRID.layout, orders, CART, "good", Budget(seconds=seconds), clock=time.process_time)

    assert time.process_time() - began <= seconds + 0.5
    assert plan.stopped_by == StoppedBy.DEADLINE
    assert referee.faults(orders, CART, plan) == []


@pytest.mark.parametrize("looks", [1, 10, 60, 100, 150, 200])
def test_a_plan_that_ends_while_carts_are_joined_is_no_longer_than_carts_filled_in_line(looks: int) -> None:
    left = iter(range(looks))
    orders = wave(1500)
    filled = batching.plan_batches(GRID.layout, orders, CART, is_cancelled=lambda: True)

    plan = batching.plan_batches(GRID.layout, orders, CART, is_cancelled=lambda: next(left, None) is None)

    assert plan.stopped_by == StoppedBy.HOLD
    assert referee.faults(orders, CART, plan) == []
    assert (plan.length_mm or 0) <= (filled.length_mm or 0)


@pytest.mark.parametrize("seconds", [0.05, 2.0])
def test_a_plan_ends_in_time_where_every_walk_takes_a_tenth_of_a_second(
    seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SlowClock()
    monkeypatch.setattr(routing, "shortest_mm", _slowed(clock, 0.1))
    orders = wave(60)

    plan = batching.plan_batches(_uneven(), orders, CART, "good", Budget(seconds=seconds), clock=clock)

    assert clock.now <= seconds + 0.5
    assert (plan.stopped_by, plan.length_mm) == (StoppedBy.DEADLINE, None)
    assert referee.faults(orders, CART, plan) == []


def test_a_freeze_ends_planning_at_once_and_the_best_so_far_stands() -> None:
    asked = 0

    def is_frozen() -> bool:
        nonlocal asked
        asked += 1
        return asked > 300

    orders = wave(60)
    plan = batching.plan_batches(GRID.layout, orders, CART, "best", Budget(seconds=60), is_cancelled=is_frozen)

    assert plan.stopped_by == StoppedBy.HOLD
    assert asked == 301
    assert 0 < plan.moves_done < 301 * 500
    assert referee.faults(orders, CART, plan) == []


def test_a_freeze_before_the_first_walk_gives_carts_filled_in_the_order_of_the_aisles() -> None:
    orders = wave(60)

    plan = batching.plan_batches(GRID.layout, orders, CART, is_cancelled=lambda: True)

    assert (plan.stopped_by, plan.moves_done) == (StoppedBy.HOLD, 0)
    assert referee.faults(orders, CART, plan) == []


def test_a_plan_that_no_clock_ends_is_measured_however_long_that_takes() -> None:
    clock = SlowClock(look=1.0)
    orders = wave(1200)

    plan = batching.plan_batches(GRID.layout, orders, CART, clock=clock)

    batches = [[orders[number - 1] for number in batch] for batch in plan.batches]
    assert (plan.stopped_by, plan.length_mm) == (StoppedBy.MOVES, batching.length_of(GRID.layout, batches))


def test_more_time_is_never_worse() -> None:
    orders = wave(60)

    lengths = [
        batching.plan_batches(GRID.layout, orders, CART, "good", Budget(moves=moves, planned=40_000)).length_mm or 0
        for moves in (1, 10_000, 25_000, 40_000)
    ]

    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] > lengths[-1]
