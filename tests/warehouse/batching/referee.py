"""Whether a plan is what it says, and the shortest plan found by trying every partition: up to eight orders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from tests.warehouse.routing import referee


def faults(orders: Any, cart: Any, plan: Any) -> list[str]:
    """Everything that is wrong with a plan but its length; empty for a good one."""
    named = {order.id: order for order in orders}
    carried = Counter(number for batch in plan.batches for number in batch)
    found = [f"order {number} is carried {carried[number]} times" for number in named if carried[number] != 1]
    found += [f"order {number} was never asked for" for number in carried if number not in named]
    for batch in plan.batches:
        members = [named[number] for number in batch]
        if not members:
            found.append("a batch is empty")
        loads = {
            "slots": len(members),
            "items": sum(order.items for order in members),
            "stops": sum(len(order.stops) for order in members),
            "weight_grams": sum(order.weight_grams for order in members),
            "volume_ml": sum(order.volume_ml for order in members),
        }
        over = [name for name, load in loads.items() if getattr(cart, name) is not None and load > getattr(cart, name)]
        found += [f"batch {batch} has too much: {name}" for name in over]
        if len({(order.ship_by, order.clearances) for order in members}) > 1:
            found.append(f"batch {batch} mixes ship-by classes or clearances")
    return found


def shortest(layout: Any, orders: Any, cart: Any) -> int:
    """The least length of all partitions that fit, each walk the shortest of all orders of its stops."""

    @cache
    def walk(members: tuple[int, ...]) -> int:
        return referee.shortest(layout, {stop for place in members for stop in orders[place].stops})

    def fits(members: tuple[int, ...]) -> bool:
        return sum(orders[place].items for place in members) <= cart.items

    return min(
        sum(walk(tuple(members)) for members in parts)
        for parts in _partitions(len(orders))
        if all(fits(tuple(members)) for members in parts)
    )


def _partitions(count: int) -> Iterator[list[list[int]]]:
    if not count:
        yield []
        return
    for parts in _partitions(count - 1):
        for place in range(len(parts)):
            yield [*parts[:place], [*parts[place], count - 1], *parts[place + 1 :]]
        yield [*parts, [count - 1]]
