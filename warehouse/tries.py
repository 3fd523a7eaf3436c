"""A try at a wave thought out: its carts, how far they walk, how far they would walk as they came, when all is picked.

Reads only; what it finds is kept, shown and released by `planning`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from backend.facility.models import Seat, Station
from backend.people.models import KeepSeparate
from warehouse import batching, carts, durations, grouping
from warehouse.batching import Budget, safety
from warehouse.drawings import Drawing
from warehouse.grouping import Grouping
from warehouse.models import Wave
from warehouse.pooling import Pool, Waiting
from warehouse.routing import Route, Stop


@dataclass(frozen=True)
class Tried:
    """What came of thinking: the carts with their walks, and what the floor would gain."""

    carts: tuple[tuple[Waiting, ...], ...]
    lengths_mm: tuple[int | None, ...]
    came_mm: tuple[int | None, ...]
    left_out: int
    unkept_mm: int | None
    seconds: int
    unkept_seconds: int
    waiting_seconds: int
    plan: batching.Plan | None


@dataclass(frozen=True)
class _Walked:
    """Carts with the shortest walk of each."""

    found: Grouping
    routes: tuple[Route, ...]


def think(wave: Wave, pool: Pool, *, budget: Budget, is_cancelled: Callable[[], bool]) -> Tried:
    """Think freely; if people who must be kept apart would walk, also zone by zone, and take what is finished first."""
    cart = grouping.cart_of(wave.facility_id, slots=wave.slots)

    def grouped(*, apart: bool) -> Grouping:
        zone = wave.facility.clock_zone
        return grouping.grouped(pool, cart, zone=zone, budget=budget, apart=apart, is_cancelled=is_cancelled)

    free = grouped(apart=False)
    drawing = pool.drawing
    if drawing is None or any(not order.stops for order in pool.orders):
        unknown = (None,) * len(free.carts)
        return Tried(free.carts, unknown, unknown, pool.left_out, None, 0, 0, 0, free.plan)
    workers, pairs = _people(wave)
    tried = [_walked(drawing, each) for each in ([free, grouped(apart=True)] if pairs else [free])]
    shift, best = min(
        ((_worked_off(drawing, each, workers, pairs), each) for each in tried),
        key=lambda each: each[0].finished_seconds,
    )
    return Tried(
        carts=best.found.carts,
        lengths_mm=tuple(route.length_mm for route in best.routes),
        came_mm=_as_they_came(drawing, pool.orders, best.found.carts, cart),
        left_out=pool.left_out,
        unkept_mm=sum(route.length_mm for route in tried[0].routes),
        seconds=shift.finished_seconds,
        unkept_seconds=_worked_off(drawing, tried[0], workers, []).finished_seconds,
        waiting_seconds=shift.waited_seconds,
        plan=best.found.plan,
    )


def _walked(drawing: Drawing, found: Grouping) -> _Walked:
    return _Walked(found, tuple(grouping.walk_of(drawing, _stops(cart)) for cart in found.carts))


def _stops(orders: Sequence[Waiting]) -> Iterator[Stop]:
    return (stop for order in orders for stop in order.stops)


def _as_they_came(
    drawing: Drawing, orders: Sequence[Waiting], planned: Sequence[Sequence[Waiting]], cart: carts.Cart
) -> tuple[int, ...]:
    """How far the orders of each cart would be walked first come first served in S-shape, each with its share by bins.

    The shares add up to the walks exactly.
    """
    share: dict[int, int] = {}
    arrived = sorted(orders, key=lambda order: order.id)
    for walked in grouping.first_come(arrived, cart, fit=carts.next_fit):
        length, bins = grouping.walk_of(drawing, _stops(walked), method="s_shape").length_mm, 0
        total = sum(order.lines for order in walked)
        for order in walked:
            before, bins = bins, bins + order.lines
            share[order.id] = length * bins // total - length * before // total
    return tuple(sum(share[order.id] for order in some) for some in planned)


def _people(wave: Wave) -> tuple[list[int], list[tuple[int, int]]]:
    """Who would walk: those who sit at picking stations now, filled up with nobody in particular; and their pairs."""
    seats = Seat.objects.filter(facility=wave.facility_id, station__kind=Station.Kind.PICK, left_at=None)
    here = list(seats.order_by("pk").values_list("person", flat=True)[: wave.workers])
    pairs = KeepSeparate.objects.filter(person_low__in=here, person_high__in=here, closed_at=None)
    nobody = [-number for number in range(1, wave.workers - len(here) + 1)]
    return [*here, *nobody], list(pairs.values_list("person_low", "person_high"))


def _worked_off(drawing: Drawing, tried: _Walked, workers: list[int], pairs: list[tuple[int, int]]) -> safety.Shift:
    batches = [
        safety.Walked(
            durations.seconds_to_pick(sum(order.lines for order in cart)), safety.zones_of(route, drawing.zones)
        )
        for cart, route in zip(tried.found.carts, tried.routes, strict=True)
    ]
    return safety.worked_off(batches, workers, pairs, drawing.zones)
