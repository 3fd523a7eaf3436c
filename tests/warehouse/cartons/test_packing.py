"""Cartons into which the goods really go: every packing is checked by a referee that shares no code with the packer."""

from __future__ import annotations

import random
import re
from itertools import permutations
from math import prod
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.demo.bench import cartons as bench
from backend.demo.bench.asked import Ask
from backend.demo.bench.cartons_referee import TooLong, faults, fits
from warehouse import cartons
from warehouse.cartons import Item, Packing, Placement, Unpackable, smallest_carton
from warehouse.weighing import Box, Goods

SMALL = Box(1, "Small", (200, 150, 100), 80, 5_000)
LARGE = Box(2, "Large", (400, 300, 200), 200, 15_000)
BOXES = (LARGE, SMALL)
SIDES = st.tuples(*[st.integers(10, 180)] * 3)


def _items(*sides: tuple[int, int, int], **more: Any) -> list[Item]:
    return [Item(number, each, 100, **more) for number, each in enumerate(sides, start=1)]


@st.composite
def goods(draw: st.DrawFn) -> list[Item]:
    return [
        Item(number, draw(SIDES), draw(st.integers(0, 900)), draw(st.booleans()), draw(st.booleans()))
        for number in range(1, 1 + draw(st.integers(1, 12)))
    ]


@settings(max_examples=150, deadline=None)
@given(goods())
def test_every_packing_is_one(items: list[Item]) -> None:
    try:
        packing = smallest_carton(items, BOXES)
    except Unpackable:
        return

    assert faults(items, packing) == []


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(*[st.integers(40, 160)] * 3), min_size=1, max_size=3))
def test_what_no_packing_exists_for_is_never_packed(sides: list[tuple[int, int, int]]) -> None:
    items = _items(*sides)
    try:
        packing = smallest_carton(items, [SMALL])
    except Unpackable:
        return

    assert fits(items, packing.box.sides_mm)


def test_the_smallest_carton_is_taken_though_it_is_named_last() -> None:
    packing = smallest_carton(_items((190, 140, 90)), BOXES)

    assert packing == Packing(SMALL, (Placement(Item(1, (190, 140, 90), 100), (0, 0, 0), (190, 140, 90)),))


def test_volume_alone_does_not_decide() -> None:
    items = _items((150, 110, 60), (150, 110, 60))

    # Together two thirds of the small carton, and yet they lie neither beside nor on each other in it.
    assert smallest_carton(items, BOXES).box == LARGE
    assert not fits(items, SMALL.sides_mm)


@pytest.mark.parametrize("turn", list(permutations((200, 75, 50))))
def test_a_full_carton_is_packed_however_its_pieces_are_named(turn: tuple[int, int, int]) -> None:
    items = _items(turn, (75, 200, 50), (50, 75, 200), (200, 75, 50))

    packing = smallest_carton(items, BOXES)

    assert packing.box == SMALL
    assert faults(items, packing) == []


def test_upright_goods_stay_upright() -> None:
    lying, standing = _items((40, 40, 150)), _items((40, 40, 150), is_upright=True)

    assert smallest_carton(lying, BOXES).box == SMALL
    assert smallest_carton(standing, BOXES).box == LARGE


def test_nothing_stands_on_fragile_goods() -> None:
    plain, fragile = _items((200, 150, 50), (200, 150, 50)), _items((200, 150, 50), (200, 150, 50), is_fragile=True)

    assert smallest_carton(plain, BOXES).box == SMALL
    assert smallest_carton(fragile, BOXES).box == LARGE


def test_the_load_stays_under_the_limit_with_the_carton() -> None:
    just, over = [Item(1, (50, 50, 50), 4_920)], [Item(1, (50, 50, 50), 4_921)]

    assert smallest_carton(just, BOXES).box == SMALL
    assert smallest_carton(over, BOXES).box == LARGE


def test_the_same_goods_are_packed_the_same_way() -> None:
    items = _items((90, 80, 70), (60, 50, 90), (40, 30, 20), (120, 60, 30), (70, 70, 20))

    assert smallest_carton(items, BOXES) == smallest_carton(list(items), BOXES[::-1])


@pytest.mark.parametrize(
    ("items", "boxes", "words"),
    [
        ([], BOXES, "there is nothing to pack."),
        (_items((1, 1, 1)), (), "there are no cartons; enter those you have."),
        (_items((9, 9, 9), (401, 5, 5)), BOXES, "item 2: 401 x 5 x 5 mm goes into no carton; send it in its own box."),
        ([Item(7, (9, 9, 0))], BOXES, "item 7: needs three sides in whole millimetres above 0; measure it."),
        ([Item(7, (9, 9, 9), -1)], BOXES, "item 7: needs a weight in whole grams from 0 up; weigh it."),
        ([Item(1, (9, 9, 9), 20_000)], BOXES, "20000 g is more than any carton may weigh; use two."),
        (_items(*[(390, 290, 190)] * 2), BOXES, "the goods are too large for every carton that carries them; use two."),
        (_items(*[(9, 9, 9)] * 61), BOXES, "61 pieces are more than 60; pack them in parts."),
    ],
)
def test_what_cannot_be_packed_is_refused_in_words(items: list[Item], boxes: tuple[Box, ...], words: str) -> None:
    with pytest.raises(Unpackable, match=f"^{re.escape(words)}$"):
        smallest_carton(items, boxes)


def test_many_equal_pieces_are_packed() -> None:
    items = [Item(number, (40, 30, 20), 50) for number in range(cartons.MOST_PIECES)]

    packing = smallest_carton(items, BOXES)

    assert (packing.box, faults(items, packing)) == (SMALL, [])


def test_the_referee_finds_what_is_wrong_with_a_packing() -> None:
    low, high = Item(1, (100, 100, 40), 100, is_fragile=True), Item(2, (100, 90, 40), 5_000, is_upright=True)

    def said(*places: Placement) -> list[str]:
        return faults([low, high], Packing(SMALL, places))

    flat = Placement(low, (0, 0, 0), (100, 100, 40))
    heavy = "5180 g is over the limit of 5000 g"
    assert said(flat, Placement(high, (100, 0, 0), (100, 90, 40))) == [heavy]
    assert said(flat) == ["not each piece once", heavy]
    assert said(flat, Placement(high, (101, 0, 0), (100, 90, 40))) == [heavy, "item 2 stands out"]
    assert said(flat, Placement(high, (99, 0, 0), (100, 90, 40))) == [heavy, "items 1 and 2 overlap"]
    assert said(flat, Placement(high, (0, 0, 40), (100, 90, 40))) == [heavy, "something stands on item 1"]
    assert said(flat, Placement(high, (100, 0, 1), (100, 90, 40))) == [heavy, "item 2 is not carried"]
    assert said(flat, Placement(high, (100, 0, 0), (40, 90, 100))) == [heavy, "item 2 does not stand upright"]
    assert said(flat, Placement(high, (100, 0, 0), (90, 80, 40))) == [heavy, "item 2 has another size"]


def test_the_referee_lets_a_base_be_carried_by_four_fifths_to_the_millimetre() -> None:
    """In floating point four fifths of 126 x 110 are a little more than 126 x 88."""
    below, above, longer = _items((126, 88, 43), (126, 110, 31), (126, 111, 31))
    floor = Placement(below, (0, 0, 0), below.sides_mm)

    assert faults([below, above], Packing(LARGE, (floor, Placement(above, (0, 0, 43), above.sides_mm)))) == []
    assert faults([below, longer], Packing(LARGE, (floor, Placement(longer, (0, 0, 43), longer.sides_mm)))) == [
        "item 3 is not carried"
    ]


def test_half_full_cartons_of_the_measurement_are_half_empty_and_known_to_take_their_goods() -> None:
    chance = random.Random(7)
    cases = [bench._half_full(chance) for _ in range(40)]

    for case in cases:
        volume = sum(prod(item.sides_mm) for item in case.items)
        assert len(case.items) == 1 or 2 * volume <= bench._rank(case.known)
        packing = smallest_carton(case.items, bench.BOXES)
        assert bench._rank(packing.box.id) <= bench._rank(case.known)
        assert faults(case.items, packing) == []
    assert sum(len(case.items) > 2 for case in cases) > 10


def test_the_search_that_tries_everything_knows_when_to_give_up() -> None:
    assert fits(_items((100, 150, 100), (100, 150, 100)), SMALL.sides_mm)
    assert not fits(_items((101, 150, 100), (100, 150, 100)), SMALL.sides_mm)
    with pytest.raises(TooLong):
        fits(_items(*[(110, 80, 60)] * 4), SMALL.sides_mm, most_looks=50)


def test_the_measurement_says_what_it_promises() -> None:
    said = bench.run(Ask(count=24, seed=3))

    assert said["checker_failures"] == 0
    assert said["cases"] + said["with_air_cases"] + said["given_up"] == 24
    assert said["smallest_found_share"] > 0.8


def test_a_packer_is_offered_the_box_into_which_the_goods_really_go() -> None:
    too_thick = Goods(1, 100, (160, 110, 110))
    flat = Goods(2, 100, (150, 100, 20))

    assert cartons.best_of([too_thick], [SMALL, LARGE]) == 1
    assert cartons.best_of([flat], [SMALL, LARGE]) == 0


def test_for_more_than_a_dozen_pieces_the_volume_alone_decides() -> None:
    assert cartons.best_of([Goods(13, 10, (160, 110, 110))], [SMALL, LARGE]) == 0
    assert cartons.best_of([], [SMALL, LARGE]) == 0
