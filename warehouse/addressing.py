"""Which addressees of the vault orders still name, and since when they have left the house."""

from __future__ import annotations

from collections.abc import Sequence

from backend.vault import addressees, carrier_files
from warehouse.models import CarrierLabelFile, Manifest, OrderRef


def named_by_orders(tokens: Sequence[str]) -> set[str]:
    """Those of the vault's tokens that an order names: the vault keeps them."""
    return set(OrderRef.objects.filter(vault_token__in=tokens).values_list("vault_token", flat=True))


def start_the_clock(manifest: Manifest) -> int:
    """The orders of a manifest left with it: addressees and labels are purged thirty days later. Safe to repeat."""
    if manifest.handed_over_at is None:
        return 0
    tokens = OrderRef.objects.filter(order__parcels__manifest=manifest).exclude(vault_token="")
    left_on = manifest.handed_over_at.astimezone(manifest.facility.clock_zone).date()
    labels = CarrierLabelFile.objects.filter(order__parcels__manifest=manifest)
    carrier_files.handed_over(list(labels.values_list("token", flat=True).distinct()), on=left_on)
    return addressees.handed_over(list(tokens.values_list("vault_token", flat=True).distinct()), on=left_on)
