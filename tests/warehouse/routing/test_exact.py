"""The exact method finds the shortest walk of all; a referee that shares no code with it tries every order."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.demo.bench.routing_referee import faults
from tests.warehouse.routing import layouts, referee
from warehouse import routing
from warehouse.routing import Depot, Grid, Junction, Layout, Piece, Stop, Unroutable, exact, many_blocks
from warehouse.routing.pieces import heights_of
from warehouse.routing.states import classes


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_walk_in_a_rectangle_is_shorter(data: st.DataObject) -> None:
    layout = data.draw(layouts.rectangles())
    stops = data.draw(layouts.stops_in(layout))

    route = routing.route(layout, stops)

    assert (route.method, route.is_exact) == ("exact", True)
    assert faults(layout, stops, route) == []
    assert route.length_mm == routing.shortest_mm(layout, stops) == referee.shortest(layout, stops)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_walk_is_shorter_where_aisles_differ_are_barred_or_closed_and_depots_stand_anywhere(
    data: st.DataObject,
) -> None:
    layout = data.draw(layouts.yards())
    stops = data.draw(layouts.stops_in(layout))
    shortest = referee.shortest(layout, stops)

    if shortest >= referee.FAR:
        with pytest.raises(Unroutable, match=r"no way leads there|no one walk"):
            routing.route(layout, stops)
        with pytest.raises(Unroutable, match=r"no way leads there|no one walk"):
            routing.shortest_mm(layout, stops)
        return
    route = routing.route(layout, stops)

    assert faults(layout, stops, route) == []
    assert route.length_mm == routing.shortest_mm(layout, stops) == shortest


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_the_quick_way_for_one_block_equals_the_way_for_many(data: st.DataObject) -> None:
    layout = data.draw(layouts.rectangles(most_crosses=2, most_aisles=9))
    stops = data.draw(layouts.stops_in(layout, most=25))
    depot = layout.depots[0]
    assert isinstance(depot.at, Junction)

    choice = many_blocks.shortest(layout, heights_of(layout, stops), depot.at)

    assert choice is not None
    assert exact.shortest_mm(layout, stops) == choice.length_mm + 2 * depot.gap_mm


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_one_stop_more_is_never_shorter_and_two_walks_never_less_than_one(data: st.DataObject) -> None:
    layout = data.draw(layouts.rectangles(most_aisles=6))
    some = data.draw(layouts.stops_in(layout, most=12))
    others = data.draw(layouts.stops_in(layout, most=12))

    together = routing.shortest_mm(layout, some | others)

    assert together >= routing.shortest_mm(layout, some)
    assert together <= routing.shortest_mm(layout, some) + routing.shortest_mm(layout, others)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_mirrored_area_has_the_same_length(data: st.DataObject) -> None:
    layout = data.draw(layouts.rectangles(most_aisles=6))
    stops = data.draw(layouts.stops_in(layout, most=12))
    depot, last, lengths = layout.depots[0], layout.aisles - 1, [row[0].length_mm for row in layout.blocks]

    turned = Layout(
        blocks=layout.blocks[::-1],
        steps_mm=tuple(row[::-1] for row in layout.steps_mm),
        depots=(Depot(Junction(layout.crosses - 1 - depot.at.cross, last - depot.at.aisle), depot.gap_mm),),
    )
    mirrored = {
        Stop(last - stop.aisle, len(lengths) - 1 - stop.block, lengths[stop.block] - stop.at_mm) for stop in stops
    }

    assert routing.shortest_mm(turned, mirrored) == routing.shortest_mm(layout, stops)


def test_generated_classes_are_as_many_as_the_papers_list() -> None:
    # Seven for one block, twenty-five for two, each with the finished walk, which is no class of its own here.
    assert [len(classes(crosses).is_whole) for crosses in (2, 3, 4)] == [7 - 1, 25 - 1, 112]


def test_a_drawn_example_is_walked_as_one_would() -> None:
    grid = Grid(3, (10,), 4, 1, ((1, 1),), depot_aisle=0, depot_gap_mm=2)
    stops = [grid.stop(0, 9), grid.stop(2, 8), grid.stop(1, 0)]

    route = routing.route(grid.layout, stops)

    # Up aisle 0, along the top, down aisle 2, back along the bottom with one step into aisle 1.
    assert route.length_mm == 2 + 11 + 8 + 11 + 4 + 2 + 4 + 2
    assert set(route.stops) == set(stops)
    assert route.stops[0] == grid.stop(1, 0)
    assert route.legs_mm == (2 + 4 + 1, 1 + 4 + 9, 2 + 8 + 1, 10 + 2)


def test_a_piece_is_walked_twice_where_nothing_else_ties_the_walk_together() -> None:
    pieces = (Piece(9), Piece(2), Piece(7))
    layout = Layout(tuple((piece,) * 3 for piece in pieces), ((6, 6),) * 4, (Depot(Junction(2, 1)),))
    stops = [Stop(0, 0, 8), Stop(0, 2, 6), Stop(1, 1, 1), Stop(2, 0, 4), Stop(2, 2, 3)]

    route = routing.route(layout, stops)

    assert route.length_mm == referee.shortest(layout, stops) == 58
    assert faults(layout, stops, route) == []


def test_an_empty_block_on_the_way_is_walked_twice() -> None:
    layout = Layout(((Piece(10),), (Piece(10),)), ((), (), ()), (Depot(Junction(0, 0)),))

    route = routing.route(layout, [Stop(0, 1, 3)])

    assert route.length_mm == 26
    assert route.walk == (Junction(0, 0), Junction(1, 0), Stop(0, 1, 3), Junction(1, 0), Junction(0, 0))


def test_a_walk_from_a_depot_within_an_aisle_need_not_leave_it() -> None:
    layout = Layout(((Piece(100), Piece(100)),), ((10,), (10,)), (Depot(Stop(0, 0, 50), 1),))

    route = routing.route(layout, [Stop(0, 0, 40), Stop(0, 0, 55)])

    assert route.length_mm == 30 + 2
    assert routing.shortest_mm(layout, route.stops) == 32


def test_the_nearest_of_several_depots_begins_and_ends_the_walk() -> None:
    depots = (Depot(Junction(0, 0)), Depot(Junction(0, 2), 5))
    layout = Layout(((Piece(20),) * 3,), ((30, 30),) * 2, depots)

    route = routing.route(layout, [Stop(2, 0, 4)])

    assert (route.length_mm, route.start, route.end) == (18, depots[1], depots[1])
    assert route.is_exact


def test_nothing_to_visit_is_no_walk() -> None:
    layout = Layout(((Piece(20),) * 3,), ((30, 30),) * 2, (Depot(Junction(0, 0), 4),))

    route = routing.route(layout, [])

    assert (route.length_mm, route.stops, route.legs_mm, route.walk) == (0, (), (0,), (Junction(0, 0),))
    assert routing.shortest_mm(layout, []) == 0


def test_the_same_question_gets_the_same_walk() -> None:
    grid = Grid(8, (15, 15), 5, 1, ((1, 1), (1, 1)), depot_aisle=3, depot_cross=1)
    places = [(aisle, cell) for aisle in range(8) for cell in range(30)]
    stops = [grid.stop(*place) for place in random.Random(4).sample(places, 25)]

    route = routing.route(grid.layout, stops)

    assert routing.route(grid.layout, reversed(stops)) == route
    assert faults(grid.layout, stops, route) == []
