"""Which orders of the pool walk together: by the shortest walks where the floor was measured, else as they came."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Max, Min

from warehouse import batching, carts, routing
from warehouse.batching import Budget, PickOrder, safety
from warehouse.drawings import Drawing
from warehouse.models import Cart
from warehouse.pooling import Pool, Waiting
from warehouse.routing import Stop, Unroutable

AT_ONCE: Final = Budget(seconds=2.0, moves=0)
Fit = Callable[[Iterable[carts.PickOrder], carts.Cart], list[carts.Group]]


@dataclass(frozen=True)
class Grouping:
    """The carts as orders that walk together, the most urgent cart first; `plan` tells how they were found."""

    carts: tuple[tuple[Waiting, ...], ...]
    plan: batching.Plan | None


def cart_of(facility: int, *, slots: int | None = None) -> carts.Cart:
    """The most places and the least weight and volume of the carts of the floor, or so many places. One query."""
    found = Cart.objects.filter(facility=facility).aggregate(
        slots=Max("slots"), grams=Min("limit_grams"), ml=Min("limit_ml")
    )
    return carts.Cart(slots or found["slots"] or carts.Cart.slots, grams=found["grams"], ml=found["ml"])


def grouped(
    pool: Pool,
    cart: carts.Cart,
    *,
    zone: ZoneInfo,
    budget: Budget = AT_ONCE,
    apart: bool = False,
    is_cancelled: Callable[[], bool] | None = None,
) -> Grouping:
    """Put every order of the pool on a cart. Ship-by days never share one; an order beyond the limits walks alone.

    With `apart` the orders of one zone share no cart with others, so that people who must not meet can work at one
    time. Raises Unroutable where a bin cannot be reached from any depot.
    """
    together = [order for order in pool.orders if cart.takes(order.load)]
    found: list[tuple[Waiting, ...]] = [(order,) for order in pool.orders if not cart.takes(order.load)]
    measured = [order for order in together if pool.drawing is not None and order.stops]
    named = {order.id: order for order in measured}
    plan = None
    if pool.drawing is not None and measured:
        plan = batching.plan_batches(
            pool.drawing.layout,
            _asked(measured, pool.drawing, zone=zone, apart=apart),
            batching.Cart(cart.slots, cart.units, cart.grams, cart.ml, cart.stops),
            budget=budget,
            is_cancelled=is_cancelled,
        )
        found += [tuple(sorted((named[pk] for pk in batch), key=_urgency)) for batch in plan.batches]
    found += first_come([order for order in together if order.id not in named], cart)
    return Grouping(tuple(sorted(found, key=lambda some: _urgency(some[0]))), plan)


def first_come(orders: Iterable[Waiting], cart: carts.Cart, *, fit: Fit = carts.first_fit) -> list[tuple[Waiting, ...]]:
    """Orders on carts as they came, each on the first that has room, or as `fit` says."""
    named = {order.id: order for order in orders}
    groups = fit((order.load for order in named.values()), cart)
    return [tuple(named[each.id] for each in group.orders) for group in groups]


def walk_of(drawing: Drawing, stops: Iterable[Stop], *, method: str = "exact") -> routing.Route:
    """The walk past these bins; one that the method does not take is walked the shortest way.

    Raises Unroutable where a bin cannot be reached.
    """
    wanted = set(stops)
    try:
        return routing.route(drawing.layout, wanted, method)
    except Unroutable:
        return routing.route(drawing.layout, wanted)


def _asked(orders: Sequence[Waiting], drawing: Drawing, *, zone: ZoneInfo, apart: bool) -> list[PickOrder]:
    """Orders as the planner sees them: bins, sizes and the day by which they must leave; nobody's name."""
    found = [
        PickOrder(
            id=order.id,
            stops=order.stops,
            items=order.units,
            weight_grams=order.grams,
            volume_ml=order.ml,
            ship_by=order.ship_by.astimezone(zone).toordinal(),
        )
        for order in orders
    ]
    return safety.zone_by_zone(found, drawing.zones) if apart else found


def _urgency(order: Waiting) -> tuple[datetime, int]:
    return (order.ship_by, order.id)
