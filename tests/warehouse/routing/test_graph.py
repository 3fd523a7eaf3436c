"""The fallback: a valid walk in every layout, proven for few stops, and it says that it is the fallback."""

from __future__ import annotations

import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backend.demo.bench.routing_referee import faults
from tests.warehouse.routing import layouts, referee
from warehouse import routing
from warehouse.routing import Depot, Grid, Junction, Layout, Piece, Stop, Traffic, Unroutable, graph


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_few_stops_get_the_shortest_walk_with_one_way_aisles_and_drops_elsewhere(data: st.DataObject) -> None:
    layout = data.draw(layouts.yards(one_way=True, most_crosses=3))
    stops = data.draw(layouts.stops_in(layout, least=1))
    shortest = referee.shortest(layout, stops)

    if shortest >= referee.FAR:
        with pytest.raises(Unroutable, match=r"no way leads|no one walk"):
            routing.route(layout, stops, "graph")
        return
    route = routing.route(layout, stops, "graph")

    assert faults(layout, stops, route) == []
    assert (route.method, route.is_exact, route.length_mm) == ("graph", True, shortest)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_many_stops_get_a_valid_walk_that_claims_nothing(data: st.DataObject) -> None:
    layout = data.draw(layouts.rectangles(least_crosses=3, most_aisles=6))
    stops = data.draw(layouts.stops_in(layout, least=10, most=30))
    assume(len(stops) > graph.MOST_PROVEN)

    route = routing.route(layout, stops, "graph")

    assert faults(layout, stops, route) == []
    assert (route.is_exact, route.is_fallback) == (False, True)
    assert route.length_mm >= routing.shortest_mm(layout, stops)


def test_more_than_four_cross_aisles_fall_back_and_say_so() -> None:
    grid = Grid(4, (5,) * 5, 4, 1, ((1, 1),) * 5, depot_aisle=1)
    stops = [grid.stop(aisle, cell) for aisle in range(4) for cell in (2, 13, 22)]

    route = routing.route(grid.layout, stops)

    assert (route.method, route.is_fallback, route.is_exact) == ("graph", True, False)
    assert faults(grid.layout, stops, route) == []
    assert routing.shortest_mm(grid.layout, stops) == route.length_mm


def test_one_way_aisles_are_walked_their_way() -> None:
    up, down = Piece(10, Traffic.UP), Piece(10, Traffic.DOWN)
    layout = Layout(((up, down),), ((3,), (3,)), (Depot(Junction(0, 0)),))

    route = routing.route(layout, [Stop(1, 0, 9)])

    assert (route.length_mm, route.method, route.is_exact) == (26, "graph", True)
    assert route.walk == (
        Junction(0, 0),
        Junction(1, 0),
        Junction(1, 1),
        Stop(1, 0, 9),
        Junction(0, 1),
        Junction(0, 0),
    )


def test_the_cart_is_left_at_the_nearest_drop() -> None:
    drops = (Depot(Junction(0, 3)), Depot(Junction(1, 2), 1))
    layout = Layout(((Piece(10),) * 4,), ((4,) * 3,) * 2, (Depot(Junction(0, 0), 2),), drops)

    route = routing.route(layout, [Stop(2, 0, 8), Stop(1, 0, 1)])

    assert (route.length_mm, route.end) == (2 + 4 + 1 + 1 + 4 + 10 + 1, drops[1])
    assert faults(layout, route.stops, route) == []


def test_on_regular_areas_the_fallback_stays_near_the_shortest() -> None:
    grid = Grid(10, (20, 20), 5, 1, ((1, 1), (1, 1)), depot_aisle=0)
    chance = random.Random(1)
    places = [(aisle, cell) for aisle in range(10) for cell in range(40)]
    orders = [[grid.stop(*place) for place in chance.sample(places, 20)] for _ in range(10)]

    walked = sum(routing.route(grid.layout, stops, "graph").length_mm for stops in orders)
    shortest = sum(routing.shortest_mm(grid.layout, stops) for stops in orders)

    assert shortest <= walked <= 1.05 * shortest
