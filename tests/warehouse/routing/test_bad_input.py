"""What is no layout, no stop or no method is refused by the name of the aisle, stop or depot."""

from __future__ import annotations

import re
from typing import Any

import pytest

from warehouse import routing
from warehouse.routing import Depot, Grid, Junction, Layout, Piece, Stop, Traffic, Unroutable

HOME = (Depot(Junction(0, 0)),)
PLAIN = Layout(((Piece(10),) * 2,) * 2, ((4,),) * 3, HOME)
METHODS = routing.METHODS


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("stop", "words"),
    [
        (Stop(2, 0, 5), "stop in aisle 2, block 0, at 5 mm: there are aisles 0 to 1 only."),
        (Stop(-1, 0, 5), "stop in aisle -1, block 0, at 5 mm: there are aisles 0 to 1 only."),
        (Stop(0, 2, 5), "stop in aisle 0, block 2, at 5 mm: there are blocks 0 to 1 only."),
        (Stop(1, 0, 11), "stop in aisle 1, block 0, at 11 mm: the aisle goes from 0 to 10 mm here."),
        (Stop(1, 1, -1), "stop in aisle 1, block 1, at -1 mm: the aisle goes from 0 to 10 mm here."),
    ],
)
def test_a_stop_outside_the_layout_is_named(stop: Stop, words: str, method: str) -> None:
    with pytest.raises(Unroutable, match=f"^{re.escape(words)}$"):
        routing.route(PLAIN, [Stop(0, 0, 1), stop], method)
    with pytest.raises(Unroutable, match=f"^{re.escape(words)}$"):
        routing.shortest_mm(PLAIN, [stop])


def test_an_unknown_method_is_refused_with_those_there_are() -> None:
    with pytest.raises(Unroutable) as refusal:
        routing.route(PLAIN, [], "zigzag")

    assert refusal.value.element == "method 'zigzag'"
    assert str(refusal.value) == (
        "method 'zigzag': is unknown; ask for one of exact, s_shape, return, midpoint, largest_gap, combined, graph."
    )


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ((((Piece(-1), Piece(5)),), ((4,),) * 2, HOME), "aisle 0, block 0: a length is 0 or more, not -1."),
        ((((Piece(5), Piece(2.5)),), ((4,),) * 2, HOME), "aisle 1, block 0: a length is a whole number, not 2.5."),
        ((((Piece(5, barrier_mm=6),),), ((),) * 2, HOME), "aisle 0, block 0: has a barrier beyond its 5 mm."),
        ((((Piece(5),) * 2,), ((4,), (-4,)), HOME), "cross-aisle 1 from aisle 0 to 1: a length is 0 or more, not -4."),
        ((((Piece(5),) * 2,), ((4,),), HOME), "layout: has steps for 1 cross-aisles, its blocks ask for 2."),
        ((((Piece(5),) * 2,), ((4,), ()), HOME), "cross-aisle 1: has 0 steps, 2 aisles ask for 1."),
        ((((Piece(5),) * 2, (Piece(5),)), ((4,),) * 3, HOME), "block 1: has 1 aisles, block 0 has 2."),
        (((), (), HOME), "layout: has no aisle; give at least one aisle and one block."),
        ((((Piece(5),),), ((),) * 2, ()), "layout: has no depot; say where walks begin."),
        (
            (((Piece(5),),), ((),) * 2, (Depot(Junction(0, 1)),)),
            "depot at the junction of cross-aisle 0 and aisle 1: there are aisles 0 to 0 only.",
        ),
        (
            (((Piece(5),),), ((),) * 2, (Depot(Junction(2, 0)),)),
            "depot at the junction of cross-aisle 2 and aisle 0: there are cross-aisles 0 to 1 only.",
        ),
        (
            (((Piece(5),),), ((),) * 2, (Depot(Junction(0, 0), -3),)),
            "depot at the junction of cross-aisle 0 and aisle 0: a length is 0 or more, not -3.",
        ),
        (
            (((Piece(5, Traffic.CLOSED),),), ((),) * 2, (Depot(Stop(0, 0, 2)),)),
            "depot at the stop in aisle 0, block 0, at 2 mm: stands in a closed aisle; open it.",
        ),
    ],
)
def test_what_is_no_layout_is_refused(parts: Any, words: str) -> None:
    with pytest.raises(Unroutable, match=f"^{re.escape(words)}$"):
        Layout(*parts)


def test_a_stop_in_a_closed_aisle_is_refused() -> None:
    layout = Layout(((Piece(10), Piece(10, Traffic.CLOSED)),), ((4,),) * 2, HOME)

    with pytest.raises(Unroutable, match=r"^stop in aisle 1, block 0, at 5 mm: the aisle is closed here"):
        routing.route(layout, [Stop(0, 0, 2), Stop(1, 0, 5)])


@pytest.mark.parametrize("method", ["exact", "graph"])
def test_a_stop_out_of_reach_is_named(method: str) -> None:
    layout = Layout(((Piece(10),) * 2,), ((None,),) * 2, HOME)

    with pytest.raises(Unroutable, match=r"^stop in aisle 1, block 0, at 5 mm: no way leads there from a depot"):
        routing.route(layout, [Stop(0, 0, 2), Stop(1, 0, 5)], method)


def test_a_stop_from_which_nobody_comes_back_is_named() -> None:
    layout = Layout(((Piece(10, Traffic.UP),),), ((),) * 2, HOME)

    with pytest.raises(Unroutable, match=r"^stop in aisle 0, block 0, at 5 mm: no way leads back from there"):
        routing.route(layout, [Stop(0, 0, 5)])


def test_stops_that_no_one_depot_serves_are_refused() -> None:
    layout = Layout(((Piece(10),) * 2,), ((None,),) * 2, (*HOME, Depot(Junction(0, 1))))

    with pytest.raises(Unroutable, match="no one walk passes it and all the others; split the stops"):
        routing.route(layout, [Stop(0, 0, 5), Stop(1, 0, 5)])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"aisles": 0}, "grid: has no cells; give at least one aisle and one cell in each block."),
        ({"block_cells": (5, 0)}, "grid: has no cells; give at least one aisle and one cell in each block."),
        ({"gaps_mm": ((1, 1),)}, "grid: needs a gap below and above for each block."),
    ],
)
def test_a_grid_without_cells_is_refused(change: dict[str, Any], words: str) -> None:
    plain = {
        "aisles": 2,
        "block_cells": (5, 5),
        "aisle_pitch_mm": 4,
        "cell_pitch_mm": 1,
        "gaps_mm": ((1, 1),) * 2,
        "depot_aisle": 0,
    }

    with pytest.raises(Unroutable, match=f"^{re.escape(words)}$"):
        Grid(**plain | change)


def test_a_cell_outside_the_grid_is_named() -> None:
    grid = Grid(2, (5, 5), 4, 1, ((1, 1),) * 2, depot_aisle=0)

    with pytest.raises(Unroutable, match=r"^aisle 1, cell 10: the grid has aisles 0 to 1 and cells 0 to 9.$"):
        grid.stop(1, 10)
    assert [grid.stop(1, cell) for cell in (4, 5)] == [Stop(1, 0, 5), Stop(1, 1, 1)]
