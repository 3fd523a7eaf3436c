"""What most tests of the warehouse begin with: a site with a merchant's goods, a floor, and a packing bench on one."""

from __future__ import annotations

import pytest

from backend.facility.models import Facility
from backend.partners.models import Merchant
from tests import floor as floors
from tests import world
from tests.floor import Floor
from tests.warehouse.bench import Bench
from warehouse.models import Product


@pytest.fixture
def site() -> Facility:
    """A site with nothing in it."""
    return world.facility()


@pytest.fixture
def shop(site: Facility) -> Merchant:
    """A merchant of the site."""
    return world.merchant(site)


@pytest.fixture
def soap(shop: Merchant) -> Product:
    """A first product of the merchant."""
    return world.product(shop)


@pytest.fixture
def floor() -> Floor:
    """A picker seated, carts and totes empty."""
    return floors.build()


@pytest.fixture
def bench() -> Bench:
    """A packer seated; three items of two kinds wait in a tote."""
    return Bench(2, 1)
