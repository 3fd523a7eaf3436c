"""A shop with three products, its system, and what stands in the database about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from backend.ledger.models import Command, Event
from backend.partners.models import Merchant
from backend.vault.models import Addressee
from tests import calling, world
from tests.calling import Caller
from warehouse.models import Order, OrderLine, OrderRef, Product

ADDRESSEE = {
    "name": "Marijke Vandenberghe",
    "lines": ["Kerkstraat 12"],
    "postcode": "9000",
    "city": "Gent",
    "country": "BE",
    "phone": "+32 470 12 34 56",
    "email": "marijke@example.org",
}


@dataclass
class Shop:
    """One merchant with goods and a key."""

    merchant: Merchant
    products: list[Product]
    system: Caller

    def order(self, ref: str = "SO-1", *, quantity: Any = 2, **more: Any) -> dict[str, Any]:
        """A good order of all three products."""
        return {
            "merchant_ref": ref,
            "lines": [{"sku": product.sku, "quantity": quantity} for product in self.products],
            **more,
        }


@dataclass
class Untouched:
    """Remembers how many rows there were, to show that a refusal wrote none."""

    before: tuple[int, ...]

    @classmethod
    def now(cls) -> Untouched:
        """What stands now."""
        return cls(cls._counts())

    def holds(self) -> bool:
        """Whether still the same stands: no order, no event, no answer kept, nobody in the vault."""
        return self._counts() == self.before

    @staticmethod
    def _counts() -> tuple[int, ...]:
        return tuple(
            model.objects.count() for model in (Order, OrderLine, OrderRef, Product, Event, Command, Addressee)
        )


@pytest.fixture
def shop(db: None) -> Shop:
    """Fern & Flint, open for business."""
    merchant = world.merchant(world.facility())
    return Shop(merchant, [world.product(merchant) for _ in range(3)], calling.system(merchant))
