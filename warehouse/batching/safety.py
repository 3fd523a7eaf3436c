"""Workers who must be kept apart are never in the same zone or in neighbouring ones at the same time.

Zones are taken like resources, from the claim of a batch until its cart is left: whole sets of zones, not forecast
moments, so that a wrong forecast never brings two people together. Here it is forecast what that costs; the claim
itself checks it again under the lock of both persons.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from warehouse import routing
from warehouse.batching.errors import Unbatchable
from warehouse.batching.orders import Budget, Cart, PickOrder, Plan
from warehouse.batching.planning import plan_batches
from warehouse.routing import Layout, Route, Stop

SPEED_MM: Final = 1_000
STOP_SECONDS: Final = 10


@dataclass(frozen=True)
class Zones:
    """Which zone each aisle is in, and which zones are neighbours; a zone is always its own neighbour."""

    of_aisle: tuple[int, ...]
    neighbours: frozenset[frozenset[int]] = frozenset()

    def near(self, zones: Iterable[int]) -> frozenset[int]:
        """These zones and all their neighbours."""
        some = frozenset(zones)
        return some | {zone for pair in self.neighbours if pair & some for zone in pair}

    def meet(self, one: frozenset[int], other: frozenset[int]) -> bool:
        """Whether somebody in one of these zones could meet somebody in one of those."""
        return bool(self.near(one) & other)


@dataclass(frozen=True, slots=True)
class Walked:
    """A batch as the floor sees it: how long it takes in all, and every zone that its walk passes."""

    seconds: int
    zones: frozenset[int]


@dataclass(frozen=True, slots=True)
class Shift:
    """How a list of batches is worked off: who held which batch from when until when, in seconds from the start."""

    held: tuple[tuple[int, int, int, int], ...]
    finished_seconds: int
    waited_seconds: int


@dataclass(frozen=True, slots=True)
class Price:
    """What keeping people apart costs; both are exactly 1 without pairs."""

    length_ratio: float
    finish_ratio: float
    waited_seconds: int


def walked(layout: Layout, batch: Sequence[PickOrder], zones: Zones) -> Walked:
    """The time of a batch and its zones: those of its stops, and of every aisle into which its route goes.

    Raises Unroutable as `routing.route` does.
    """
    stops = {stop for order in batch for stop in order.stops}
    route = routing.route(layout, stops)
    own = {zone for order in batch for zone in order.zones}
    seconds = -(-route.length_mm // SPEED_MM) + STOP_SECONDS * len(stops)
    return Walked(seconds, zones_of(route, zones) | own)


def zones_of(route: Route, zones: Zones) -> frozenset[int]:
    """Every zone that a walk goes into: those of its stops, and of every aisle that it walks through."""
    passed = {zones.of_aisle[place.aisle] for place in route.walk if isinstance(place, Stop)}
    for one, other in zip(route.walk, route.walk[1:], strict=False):
        if one.aisle == other.aisle:
            passed.add(zones.of_aisle[one.aisle])
    return frozenset(passed)


def worked_off(
    batches: Sequence[Walked], workers: Sequence[int], pairs: Iterable[tuple[int, int]], zones: Zones
) -> Shift:
    """Each worker who is free takes the first batch that brings nobody together who must be kept apart, else waits.

    Raises Unbatchable for no workers, a pair of one person with itself, and a pair that names somebody else.
    """
    apart = refuse_pairs(workers, pairs)
    open_batches = list(range(len(batches)))
    free = [(0, place) for place in range(len(workers))]
    holding: dict[int, tuple[int, int]] = {}
    held: list[tuple[int, int, int, int]] = []
    waited = 0
    while open_batches and free:
        now, place = heapq.heappop(free)
        holding = {other: taken for other, taken in holding.items() if taken[1] > now and other != place}
        taken = [
            batches[number].zones for other, (number, _) in holding.items() if workers[other] in apart[workers[place]]
        ]
        fitting = (n for n in open_batches if not any(zones.meet(batches[n].zones, some) for some in taken))
        number = next(fitting, None)
        if number is None:
            until = min(end for _, end in holding.values())
            waited += until - now
            heapq.heappush(free, (until, place))
            continue
        open_batches.remove(number)
        end = now + max(1, batches[number].seconds)
        holding[place] = number, end
        held.append((workers[place], number, now, end))
        heapq.heappush(free, (end, place))
    return Shift(tuple(held), max((end for *_, end in held), default=0), waited)


def price_of(with_pairs: tuple[int, Shift], without: tuple[int, Shift]) -> Price:
    """Length and finish of a plan made and worked off with the pairs, each divided by the same without."""
    (length, shift), (free_length, free_shift) = with_pairs, without
    return Price(
        length / free_length if free_length else 1.0,
        shift.finished_seconds / free_shift.finished_seconds if free_shift.finished_seconds else 1.0,
        shift.waited_seconds,
    )


def by_zone(orders: Sequence[PickOrder], zones: Zones) -> list[list[PickOrder]]:
    """The orders whose stops lie in one zone, zone by zone, and at the end those that need several.

    Planned apart, enough batches stay inside one zone for separated people to work at the same time.
    """
    found: dict[tuple[int, ...], list[PickOrder]] = {}
    for order in orders:
        own = {zones.of_aisle[stop.aisle] for stop in order.stops} | order.zones
        found.setdefault(tuple(own) if len(own) == 1 else (), []).append(order)
    return [found[name] for name in sorted(found, key=lambda name: (not name, name))]


def zone_by_zone(orders: Sequence[PickOrder], zones: Zones) -> list[PickOrder]:
    """The same orders, each asking for a cart of its own zone."""
    numbered = {order.id: place for place, some in enumerate(by_zone(orders, zones)) for order in some}
    return [replace(order, clearances=order.clearances | {f"zone {numbered[order.id]}"}) for order in orders]


def refuse_pairs(workers: Sequence[int], pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    """From whom each worker must be kept apart. Raises Unbatchable for pairs that say nothing or contradict."""
    if not workers:
        raise Unbatchable("are none; name at least one.", element="workers")
    if len(set(workers)) != len(workers):
        raise Unbatchable("name somebody twice; one worker has one cart.", element="workers")
    apart: dict[int, set[int]] = {worker: set() for worker in workers}
    for one, other in pairs:
        name = f"workers {one} and {other}"
        if one == other:
            raise Unbatchable("nobody can be kept apart from themselves; correct the pair.", element=name)
        for worker in (one, other):
            if worker not in apart:
                raise Unbatchable(f"worker {worker} is not on this shift; leave the pair out.", element=name)
        apart[one].add(other)
        apart[other].add(one)
    return apart


@dataclass(frozen=True, slots=True)
class SafePlan:
    """A plan with which separated workers can work at the same time, how it is worked off, and what that costs."""

    plan: Plan
    shift: Shift
    price: Price


def plan_apart(
    layout: Layout,
    orders: Sequence[PickOrder],
    cart: Cart,
    *,
    workers: Sequence[int],
    pairs: Sequence[tuple[int, int]],
    zones: Zones,
    budget: Budget | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> SafePlan:
    """Plan freely and, if there are pairs, with the orders of one zone apart; the plan that is finished first.

    Each plan has the whole budget. Raises Unbatchable as `plan_batches` and `worked_off` do.
    """
    refuse_pairs(workers, pairs)
    free = plan_batches(layout, orders, cart, budget=budget, is_cancelled=is_cancelled)
    unhindered = _shift(layout, orders, free, workers, (), zones)
    if not pairs:
        return SafePlan(
            free, unhindered, price_of((free.length_mm or 0, unhindered), (free.length_mm or 0, unhindered))
        )
    zoned = plan_batches(layout, zone_by_zone(orders, zones), cart, budget=budget, is_cancelled=is_cancelled)
    plans = [(plan, _shift(layout, orders, plan, workers, pairs, zones)) for plan in (free, zoned)]
    plan, shift = min(plans, key=lambda each: (each[1].finished_seconds, each[0].length_mm or 0))
    return SafePlan(plan, shift, price_of((plan.length_mm or 0, shift), (free.length_mm or 0, unhindered)))


def _shift(
    layout: Layout,
    orders: Sequence[PickOrder],
    plan: Plan,
    workers: Sequence[int],
    pairs: Sequence[tuple[int, int]],
    zones: Zones,
) -> Shift:
    named = {order.id: order for order in orders}
    batches = [walked(layout, [named[number] for number in batch], zones) for batch in plan.batches]
    return worked_off(batches, workers, pairs, zones)
