"""What can have no plan, said before anything is computed."""

from __future__ import annotations

import math
from collections.abc import Sequence

from warehouse.batching.errors import Unbatchable
from warehouse.batching.orders import LIMITS, Budget, Cart, PickOrder
from warehouse.routing import Layout, Unroutable

_LARGEST = 1 << 40


def refuse(layout: Layout, orders: Sequence[PickOrder], cart: Cart, budget: Budget) -> None:
    """Raises Unbatchable for a wave that is empty, orders that fit on no cart, bins outside, a budget of nothing."""
    if not orders:
        raise Unbatchable("has no orders; release some first.", element="wave")
    refuse_budget(budget)
    _refuse_cart(cart)
    seen: set[int] = set()
    for order in orders:
        if order.id in seen:
            raise Unbatchable("is in the wave twice; name it once.", element=f"order {order.id}")
        seen.add(order.id)
        _refuse_order(layout, order, cart)


def refuse_budget(budget: Budget) -> None:
    """Raises Unbatchable for a budget that allows nothing."""
    if budget.seconds is None and budget.moves is None:
        raise Unbatchable("names neither seconds nor moves; give one of them.", element="budget")
    if budget.seconds is not None and not (budget.seconds > 0 and math.isfinite(budget.seconds)):
        raise Unbatchable(f"a time to think is more than 0 seconds, not {budget.seconds}.", element="budget")
    if budget.moves is not None and budget.moves < 0:
        raise Unbatchable(f"there are 0 moves or more, not {budget.moves}.", element="budget")


def _refuse_cart(cart: Cart) -> None:
    for limit in LIMITS:
        most = getattr(cart, limit)
        if most is not None and not 0 < most < _LARGEST:
            raise Unbatchable(f"{limit} is a number above 0, not {most}; leave it out for no limit.", element="cart")


def _refuse_order(layout: Layout, order: PickOrder, cart: Cart) -> None:
    name = f"order {order.id}"
    if not order.stops:
        raise Unbatchable("has no stops; give it bins first.", element=name)
    for stop in order.stops:
        try:
            layout.check_stop(stop)
        except Unroutable as refusal:
            raise Unbatchable(refusal.words, element=f"{name}, {refusal.element}") from refusal
    for limit, size in order.sizes.items():
        most = getattr(cart, limit)
        if not 0 <= size < _LARGEST:
            raise Unbatchable(f"{limit} is a number from 0 up, not {size}.", element=name)
        if most is not None and size > most:
            raise Unbatchable(f"{limit} is {size}, a cart takes {most}; split it or use a larger cart.", element=name)
