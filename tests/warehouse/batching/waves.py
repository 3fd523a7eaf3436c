"""Small waves to plan: drawn layouts with orders in them, and a wave that is the same every time."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import strategies as st

from tests.warehouse.routing import layouts
from warehouse.batching import PickOrder
from warehouse.routing import Grid

GRID = Grid(10, (45,), 50, 10, ((15, 15),), depot_aisle=0)


def wave(count: int, *, seed: int = 1, lines: int = 4) -> list[PickOrder]:
    """Orders of one to `lines` lines anywhere in `GRID`, an item each."""
    chance = random.Random(seed)
    return [_order(number, chance, chance.randint(1, lines)) for number in range(1, count + 1)]


def _order(number: int, chance: random.Random, lines: int) -> PickOrder:
    stops = tuple(GRID.stop(chance.randrange(10), chance.randrange(45)) for _ in range(lines))
    return PickOrder(number, stops, items=lines, weight_grams=100 * lines, volume_ml=chance.randint(1, 900))


@st.composite
def drawn(draw: Any, *, most: int = 8, areas: Any = None) -> tuple[Any, list[PickOrder]]:
    """A layout and one to `most` orders of one to four stops and items."""
    layout = draw(areas if areas is not None else layouts.rectangles())
    count = draw(st.integers(1, most))
    orders = [
        PickOrder(number, tuple(sorted(draw(layouts.stops_in(layout, least=1, most=4)))), items=draw(st.integers(1, 4)))
        for number in range(1, count + 1)
    ]
    return layout, orders
