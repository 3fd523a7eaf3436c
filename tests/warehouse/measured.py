"""Goods on a floor that was measured as the demo's is: 12 bays to an aisle."""

from __future__ import annotations

from backend.demo import measuring
from backend.partners.models import Merchant
from tests import world
from warehouse.models import Location, Product


def measured_goods(shop: Merchant, aisle: int, bay: int) -> Product:
    """A product of which fifty lie in a bay of an aisle, in a bin of its own."""
    bin_ = world.location(shop.facility, name=f"{'ABCDEF'[aisle]} {bay:02d} 1")
    Location.objects.filter(pk=bin_.pk).update(**measuring.place_of(aisle, bay, bays=12))
    product = world.product(shop)
    world.received(product, 50, at=bin_)
    return product
