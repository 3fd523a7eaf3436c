"""Waves made by a seed: few bins are asked for often, most orders are small. Ours, so that everybody may have them."""

from __future__ import annotations

import bisect
import math
import random
from itertools import accumulate
from typing import Final

from backend.demo.bench.batching_referee import Area, Order
from warehouse.batching import Cart, PickOrder
from warehouse.routing import Grid, Layout

AISLES: Final = 20
CELLS: Final = 50
CAPACITY: Final = 20
AREA: Final = Area(cells=CELLS, gap=15, cell_pitch=10, aisle_pitch=50)
_STEEP: Final = 0.7
_MEAN: Final = 1.3
_MOST_LINES: Final = 6


def made(count: int, *, seed: int) -> list[Order]:
    """`count` orders of 1 to 6 lines, each from a bin of its own, drawn by popularity; one item a line."""
    chance = random.Random(seed)
    bins = [(aisle, cell) for aisle in range(AISLES) for cell in range(CELLS)]
    chance.shuffle(bins)
    sums = list(accumulate((rank + 1) ** -_STEEP for rank in range(len(bins))))
    orders: list[Order] = []
    for _ in range(count):
        lines = min(_MOST_LINES, 1 + _poisson(chance))
        cells: set[tuple[int, int]] = set()
        while len(cells) < lines:
            cells.add(bins[bisect.bisect(sums, chance.random() * sums[-1])])
        orders.append((tuple(sorted(cells)), lines))
    return orders


def drawn(orders: list[Order]) -> tuple[Layout, list[PickOrder], Cart]:
    """The area, the orders and the cart as the planner takes them."""
    grid = Grid(AISLES, (CELLS,), AREA.aisle_pitch, AREA.cell_pitch, ((AREA.gap, AREA.gap),), depot_aisle=0)
    asked = [
        PickOrder(number, tuple(grid.stop(*cell) for cell in cells), items=items)
        for number, (cells, items) in enumerate(orders)
    ]
    return grid.layout, asked, Cart(items=CAPACITY)


def _poisson(chance: random.Random) -> int:
    """Knuth, The Art of Computer Programming, vol. 2, 3.4.1."""
    limit, count, product = math.exp(-_MEAN), 0, chance.random()
    while product > limit:
        count += 1
        product *= chance.random()
    return count
