"""The pool: promised orders that wait for a wave, each with the bins it would be picked from and what it takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from warehouse import carts, floor_plans, shelves
from warehouse.allocation import not_held
from warehouse.bins import Take
from warehouse.drawings import Drawing
from warehouse.models import Allocation, Balance, Location, Order, OrderLine, Product
from warehouse.routing import Stop

AT_ONCE: Final = 500
STAFF_ONLY: Final = (Product.Security.STAFF_ONLY, Product.Security.BANNED)
ML: Final = 1000


@dataclass(frozen=True)
class Pick:
    """Units of one order line that come out of one bin."""

    order: int
    row: Allocation
    take: Take


@dataclass(frozen=True)
class Waiting:
    """An order of the pool: how many bins and units, how heavy and large; `stops` only if all its bins are measured."""

    id: int
    ship_by: datetime
    lines: int
    units: int
    grams: int
    ml: int
    stops: tuple[Stop, ...]

    @property
    def load(self) -> carts.PickOrder:
        """What it takes of a cart."""
        return carts.PickOrder(self.id, self.lines, self.units, self.grams, self.ml)


@dataclass(frozen=True)
class Pool:
    """What waits at one moment, most urgent first, on the drawing in force; `left_out` orders cannot be picked now."""

    orders: tuple[Waiting, ...]
    left_out: int
    drawing: Drawing | None
    last: tuple[datetime, int] | None


@dataclass(frozen=True)
class Reach:
    """Where the bins of a facility stand, and whether somebody can walk there."""

    drawing: Drawing | None
    stops: dict[int, Stop]

    def stop(self, take: Take) -> Stop | None:
        """The place of a bin; None where it was never measured."""
        return self.stops.get(take.bin.location)

    def has(self, take: Take) -> bool:
        """Whether somebody can walk to a bin."""
        stop = self.stop(take)
        return self.drawing is None or stop is None or self.drawing.reaches(stop)


def look(
    facility: int,
    *,
    after: tuple[datetime, int] | None = None,
    leave_before: datetime | None = None,
    most: int | None = None,
) -> Pool:
    """The next orders of the pool, earliest ship-by first, as they stand now; nothing is locked.

    `last` says where to go on if there may be more.
    """
    most = most or AT_ONCE
    found = queue(facility, leave_before=leave_before)
    if after is not None:
        found = found.filter(Q(ship_by__gt=after[0]) | Q(ship_by=after[0], pk__gt=after[1]))
    orders = list(found[:most])
    return _looked(orders, facility=facility, last=(orders[-1].ship_by, orders[-1].pk) if len(orders) == most else None)


def of(orders: Sequence[int], *, facility: int) -> Pool:
    """These orders alone, as far as they still wait."""
    return _looked(list(queue(facility).filter(pk__in=orders)), facility=facility, last=None)


def queue(facility: int, *, leave_before: datetime | None = None) -> QuerySet[Order]:
    """The orders that wait for a wave, the most urgent first; whether they can be picked is not looked at."""
    promised = not_held(Order.objects.filter(facility=facility, state=Order.State.PROMISED))
    if leave_before is not None:
        promised = promised.filter(ship_by__lt=leave_before)
    return promised.order_by("ship_by", "pk")


def _looked(waiting: Sequence[Order], *, facility: int, last: tuple[datetime, int] | None) -> Pool:
    rows = soft_rows(waiting)
    balances = list(shelves.pickable(facility, products=OrderLine.objects.filter(order__in=waiting).values("product")))
    reach = reach_of(facility, balances)
    by_order = defaultdict(list)
    for pick in picks(rows, balances, reach, facility=facility):
        by_order[pick.order].append(pick)
    orders = tuple(_waiting(order, by_order[order.pk], reach) for order in waiting if order.pk in by_order)
    return Pool(orders, len(waiting) - len(orders), reach.drawing, last)


def picks(rows: Sequence[Allocation], balances: Sequence[Balance], reach: Reach, *, facility: int) -> list[Pick]:
    """The bins of each order in turn; nothing for an order that cannot get all of its units, or not reach them.

    What only staff may touch is never on a worker's walk: its order waits for staff.
    """
    not_for_workers = {row.line.order_id for row in rows if row.line.product.security in STAFF_ONLY}
    rows = [row for row in rows if row.line.order_id not in not_for_workers]
    chosen = shelves.choose_bins(rows, balances, facility=facility)
    found = [Pick(row.line.order_id, row, take) for row in rows if row.pk in chosen for take in chosen[row.pk]]
    cut_off = {pick.order for pick in found if not reach.has(pick.take)}
    return [pick for pick in found if pick.order not in cut_off]


def reach_of(facility: int, balances: Iterable[Balance]) -> Reach:
    """Where these balances lie. One query."""
    places: dict[int, Location] = {each.location_id: each.location for each in balances}
    stops = {pk: floor_plans.stop_of(place) for pk, place in places.items()}
    return Reach(floor_plans.in_force(facility), {pk: stop for pk, stop in stops.items() if stop is not None})


def soft_rows(orders: Iterable[Order]) -> list[Allocation]:
    """What is promised to these orders and has no bin yet, the most urgent order first."""
    turn = {order.pk: (order.ship_by, order.pk) for order in orders}
    rows = Allocation.objects.filter(line__order__in=turn, state=Allocation.State.SOFT).select_related("line__product")
    return sorted(rows, key=lambda row: (turn[row.line.order_id], row.pk))


def _waiting(order: Order, taken: Sequence[Pick], reach: Reach) -> Waiting:
    goods = [(pick.row.line.product, pick.take.quantity) for pick in taken]
    stops = [reach.stop(pick.take) for pick in taken]
    return Waiting(
        id=order.pk,
        ship_by=order.ship_by,
        lines=len(taken),
        units=sum(units for _, units in goods),
        grams=sum(units * (product.weight_grams or 0) for product, units in goods),
        ml=sum(units * product.length_mm * product.width_mm * product.height_mm for product, units in goods) // ML,
        stops=tuple(stop for stop in stops if stop is not None) if None not in stops else (),
    )
