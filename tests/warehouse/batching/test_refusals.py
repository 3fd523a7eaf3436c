"""What has no plan is refused by the name of the order, bin or limit."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest

from tests.warehouse.batching.waves import GRID, wave
from warehouse import batching
from warehouse.batching import Budget, Cart, PickOrder, Unbatchable
from warehouse.routing import Depot, Junction, Layout, Piece, Stop, Traffic, Unroutable

ORDER = PickOrder(12, (Stop(0, 0, 15),), items=3, weight_grams=900, volume_ml=40)
GOOD = Budget(moves=10)


@pytest.mark.parametrize(
    ("orders", "cart", "budget", "words"),
    [
        ([], Cart(items=5), GOOD, "wave: has no orders; release some first."),
        ([ORDER, ORDER], Cart(), GOOD, "order 12: is in the wave twice; name it once."),
        ([ORDER], Cart(items=2), GOOD, "order 12: items is 3, a cart takes 2; split it or use a larger cart."),
        (
            [ORDER],
            Cart(weight_grams=899),
            GOOD,
            "order 12: weight_grams is 900, a cart takes 899; split it or use a larger cart.",
        ),
        ([ORDER], Cart(slots=0), GOOD, "cart: slots is a number above 0, not 0; leave it out for no limit."),
        ([dataclasses.replace(ORDER, stops=())], Cart(), GOOD, "order 12: has no stops; give it bins first."),
        (
            [dataclasses.replace(ORDER, volume_ml=-1)],
            Cart(),
            GOOD,
            "order 12: volume_ml is a number from 0 up, not -1.",
        ),
        (
            [dataclasses.replace(ORDER, stops=(Stop(10, 0, 15),))],
            Cart(),
            GOOD,
            "order 12, stop in aisle 10, block 0, at 15 mm: there are aisles 0 to 9 only.",
        ),
        ([ORDER], Cart(), Budget(seconds=0), "budget: a time to think is more than 0 seconds, not 0."),
        ([ORDER], Cart(), Budget(seconds=float("nan")), "budget: a time to think is more than 0 seconds, not nan."),
        ([ORDER], Cart(), Budget(moves=-1), "budget: there are 0 moves or more, not -1."),
        ([ORDER], Cart(), Budget(), "budget: names neither seconds nor moves; give one of them."),
    ],
)
def test_what_has_no_plan_is_named(orders: Any, cart: Cart, budget: Budget, words: str) -> None:
    with pytest.raises(Unbatchable, match=f"^{re.escape(words)}$"):
        batching.plan_batches(GRID.layout, orders, cart, "good", budget)


def test_an_unknown_mode_is_refused_with_those_there_are() -> None:
    with pytest.raises(Unbatchable, match=r"^mode 'fast': is unknown; ask for one of instant, good, best\.$"):
        batching.plan_batches(GRID.layout, wave(2), Cart(), "fast")


def test_a_bin_that_hangs_together_with_nothing_is_named() -> None:
    layout = Layout(((Piece(470),) * 2,), ((None,),) * 2, (Depot(Junction(0, 0)),))
    orders = [ORDER, PickOrder(13, (Stop(1, 0, 20),))]

    with pytest.raises(Unroutable, match=r"^stop in aisle 1, block 0, at 20 mm: no way leads there from a depot"):
        batching.plan_batches(layout, orders, Cart())


def test_a_bin_in_a_closed_aisle_is_named_with_its_order() -> None:
    layout = Layout(((Piece(470), Piece(470, Traffic.CLOSED)),), ((50,),) * 2, (Depot(Junction(0, 0)),))

    with pytest.raises(Unbatchable, match=r"^order 13, stop in aisle 1, block 0, at 20 mm: the aisle is closed here"):
        batching.plan_batches(layout, [ORDER, PickOrder(13, (Stop(1, 0, 20),))], Cart())
