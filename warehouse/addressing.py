"""Which addressees of the vault orders still name, and since when they have left the house."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from backend.facility.models import Facility
from backend.kit import clock
from backend.vault import addressees, carrier_files
from warehouse.models import CarrierLabelFile, Manifest, Order, OrderRef


def named_by_orders(tokens: Sequence[str]) -> set[str]:
    """Those of the vault's tokens that an order names: the vault keeps them."""
    return set(OrderRef.objects.filter(vault_token__in=tokens).values_list("vault_token", flat=True))


def start_the_clock(manifest: Manifest) -> int:
    """The orders of a manifest left with it: addressees and labels are purged thirty days later. Safe to repeat."""
    if manifest.handed_over_at is None:
        return 0
    orders = Order.objects.filter(parcels__manifest=manifest)
    return _nothing_needs_them(orders, since=manifest.handed_over_at, facility=manifest.facility)


def start_the_clock_of(order: Order) -> int:
    """An order was cancelled, nothing will leave for it: what the vault has of it goes thirty days later too."""
    cancelled = Order.objects.filter(pk=order.pk, state=Order.State.CANCELLED)
    return _nothing_needs_them(cancelled, since=order.cancel_asked_at or clock.now(), facility=order.facility)


def _nothing_needs_them(orders: QuerySet[Order], *, since: datetime, facility: Facility) -> int:
    day = since.astimezone(facility.clock_zone).date()
    labels = CarrierLabelFile.objects.filter(order__in=orders)
    carrier_files.handed_over(list(labels.values_list("token", flat=True)), on=day)
    named = OrderRef.objects.filter(order__in=orders).exclude(vault_token="")
    return addressees.handed_over(list(named.values_list("vault_token", flat=True)), on=day)
