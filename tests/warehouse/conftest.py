"""What most tests of the warehouse begin with: a floor, and a packing bench on one."""

from __future__ import annotations

import pytest

from tests import floor as floors
from tests.floor import Floor
from tests.warehouse.bench import Bench


@pytest.fixture
def floor() -> Floor:
    """A picker seated, carts and totes empty."""
    return floors.build()


@pytest.fixture
def bench() -> Bench:
    """A packer seated; three items of two kinds wait in a tote."""
    return Bench(2, 1)
