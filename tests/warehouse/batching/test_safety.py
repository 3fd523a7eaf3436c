"""Separated workers are never near each other, what that costs is told, and contradictory pairs are named."""

from __future__ import annotations

import random
import re
from itertools import combinations
from typing import Any

import pytest

from tests.warehouse.batching import referee
from tests.warehouse.batching.waves import GRID, wave
from warehouse import batching
from warehouse.batching import Cart, Unbatchable, safety
from warehouse.batching.safety import Walked, Zones
from warehouse.routing import Stop

ZONES = Zones(tuple(aisle // 2 for aisle in range(10)), frozenset({frozenset({0, 1})}))
WORKERS = tuple(range(1, 9))


def _overlaps(shift: Any, batches: Any, pairs: Any, zones: Any) -> list[tuple[int, int]]:
    """Pairs that were near each other, found by looking at every two intervals; a referee of its own."""
    near = {zone: {zone} | {z for pair in zones.neighbours if zone in pair for z in pair} for zone in zones.of_aisle}
    return [
        (one, other)
        for (one, b, start, end), (other, c, begin, until) in combinations(shift.held, 2)
        if {one, other} in [set(pair) for pair in pairs]
        and start < until
        and begin < end
        and any(near[zone] & batches[c].zones for zone in batches[b].zones)
    ]


@pytest.mark.parametrize("seed", range(20))
def test_separated_workers_are_never_near_each_other(seed: int) -> None:
    chance = random.Random(seed)
    pairs = [tuple(chance.sample(WORKERS, 2)) for _ in range(4)]
    batches = [
        Walked(chance.randint(0, 90), frozenset(chance.sample(range(5), chance.randint(1, 3)))) for _ in range(40)
    ]

    shift = safety.worked_off(batches, WORKERS, pairs, ZONES)

    assert sorted(number for _, number, _, _ in shift.held) == list(range(40))
    assert _overlaps(shift, batches, pairs, ZONES) == []
    assert shift.finished_seconds >= safety.worked_off(batches, WORKERS[:1], [], ZONES).finished_seconds // 8


def test_two_who_are_kept_apart_wait_for_each_other_where_there_is_one_zone() -> None:
    batches = [Walked(60, frozenset({0}))] * 4

    apart = safety.worked_off(batches, (1, 2), [(2, 1)], ZONES)
    free = safety.worked_off(batches, (1, 2), [], ZONES)

    assert (apart.finished_seconds, free.finished_seconds, free.waited_seconds) == (240, 120, 0)
    assert apart.waited_seconds > 0
    assert safety.price_of((400, apart), (400, free)) == safety.Price(1.0, 2.0, apart.waited_seconds)


def test_without_pairs_safety_costs_exactly_nothing() -> None:
    found = safety.plan_apart(GRID.layout, wave(40), Cart(items=20), workers=WORKERS, pairs=[], zones=ZONES)

    assert found.plan == batching.plan_batches(GRID.layout, wave(40), Cart(items=20))
    assert found.price == safety.Price(1.0, 1.0, 0)


def test_a_plan_for_separated_workers_carries_every_order_and_tells_its_price() -> None:
    orders, pairs = wave(120, lines=2), [(1, 2), (3, 4), (1, 3), (5, 6)]

    found = safety.plan_apart(GRID.layout, orders, Cart(items=20), workers=WORKERS, pairs=pairs, zones=ZONES)
    free = safety.plan_apart(GRID.layout, orders, Cart(items=20), workers=WORKERS, pairs=[], zones=ZONES)

    named = {order.id: order for order in orders}
    batches = [safety.walked(GRID.layout, [named[n] for n in batch], ZONES) for batch in found.plan.batches]
    assert referee.faults(orders, Cart(items=20), found.plan) == []
    assert _overlaps(found.shift, batches, pairs, ZONES) == []
    assert found.price.length_ratio == (found.plan.length_mm or 0) / (free.plan.length_mm or 1)
    assert found.price.finish_ratio == found.shift.finished_seconds / free.shift.finished_seconds
    assert found.price.waited_seconds == found.shift.waited_seconds


def test_the_zones_of_a_batch_are_those_of_its_stops_and_of_every_aisle_it_walks_through() -> None:
    orders = [batching.PickOrder(1, (Stop(0, 0, 450), Stop(9, 0, 450)), zones=frozenset({7}))]

    found = safety.walked(GRID.layout, orders, ZONES)

    assert found.zones >= {0, 4, 7}
    assert found.seconds == 2 + 2 * safety.STOP_SECONDS


def test_orders_of_one_zone_are_planned_apart_from_those_of_several() -> None:
    orders = [
        batching.PickOrder(1, (Stop(0, 0, 15), Stop(9, 0, 15))),
        batching.PickOrder(2, (Stop(9, 0, 15),)),
        batching.PickOrder(3, (Stop(0, 0, 15), Stop(1, 0, 15))),
    ]

    assert [[order.id for order in some] for some in safety.by_zone(orders, ZONES)] == [[3], [2], [1]]


@pytest.mark.parametrize(
    ("workers", "pairs", "words"),
    [
        ((), [], "workers: are none; name at least one."),
        ((3, 3), [], "workers: name somebody twice; one worker has one cart."),
        ((3, 5), [(3, 3)], "workers 3 and 3: nobody can be kept apart from themselves; correct the pair."),
        ((3, 5), [(5, 9)], "workers 5 and 9: worker 9 is not on this shift; leave the pair out."),
    ],
)
def test_pairs_that_contradict_are_named(workers: Any, pairs: Any, words: str) -> None:
    with pytest.raises(Unbatchable, match=f"^{re.escape(words)}$"):
        safety.worked_off([Walked(1, frozenset({0}))], workers, pairs, ZONES)
