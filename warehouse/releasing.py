"""From accepted to the floor: whatever waits for stock is promised, whatever is promised is planned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from backend.ledger.happenings import SYSTEM
from warehouse import allocation, waves
from warehouse.allocation import not_held
from warehouse.models import Order, OrderLine
from warehouse.taking_back import take_back

AT_ONCE: Final = 200


@dataclass(frozen=True)
class Released:
    """How many orders got stock, and how many batches were opened."""

    promised: int
    batches: int


def release(facility: int) -> Released:
    """Promise and plan all that waits, earliest ship-by first, in sets of 200 orders; safe at any time and twice.

    Promises that cannot be kept any more are taken back first.
    """
    take_back(facility, by=SYSTEM)
    ids = list(_wanting_stock(facility).order_by("ship_by", "pk").values_list("pk", flat=True))
    promised = 0
    for start in range(0, len(ids), AT_ONCE):
        some = Order.objects.filter(pk__in=ids[start : start + AT_ONCE])
        promised += allocation.promise(list(some), by=SYSTEM).promised
    return Released(promised=promised, batches=waves.plan_all(facility))


def with_work_waiting() -> list[int]:
    """The facilities where some order waits to be promised or planned."""
    states = [Order.State.ACCEPTED, Order.State.PROMISED]
    return list(Order.objects.filter(state__in=states).values_list("facility", flat=True).distinct())


def _wanting_stock(facility: int) -> QuerySet[Order]:
    """Orders that were never promised, and short ones for which at least something is free by now."""
    something_free = OrderLine.objects.filter(
        order=OuterRef("pk"), product__level__sellable__gt=F("product__level__promised")
    )
    return not_held(
        Order.objects.filter(facility=facility).filter(
            Q(state=Order.State.ACCEPTED) | Q(Exists(something_free), state=Order.State.SHORT)
        )
    )
