"""The walks with a name: each is a valid walk everywhere, and as long as its formula says in one block."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.demo.bench.routing_referee import faults
from tests.warehouse.routing import layouts
from warehouse import routing
from warehouse.routing import NAMED, Depot, Grid, Junction, Layout, Piece, Stop, Traffic, Unroutable


def _by_formula(layout: Layout, stops: set[Stop]) -> dict[str, int]:
    """The lengths in one block with the depot at the bottom, as textbooks add them up."""
    length, depot = layout.blocks[0][0].length_mm, layout.depots[0]
    heights: dict[int, list[int]] = {}
    for stop in sorted(stops):
        heights.setdefault(stop.aisle, []).append(stop.at_mm)
    aisles = sorted({*heights, depot.at.aisle})
    across = 2 * sum(step or 0 for step in layout.steps_mm[0][aisles[0] : aisles[-1]]) + 2 * depot.gap_mm
    count, highest = len(heights), heights[max(heights)][-1]
    dips = sum(2 * some[-1] for some in heights.values())
    ends = {min(heights), max(heights)}
    inner = [some for aisle, some in heights.items() if aisle not in ends]
    middle = sum(
        2 * max([height for height in some if 2 * height <= length], default=0)
        + 2 * (length - min([height for height in some if 2 * height > length], default=length))
        for some in inner
    )
    gaps = sum(2 * (length - max(after - before for before, after in pairwise([0, *some, length]))) for some in inner)
    return {
        "s_shape": across + (count * length if count % 2 == 0 else (count - 1) * length + 2 * highest),
        "return": across + dips,
        "midpoint": across + (2 * length + middle if count > 1 else dips),
        "largest_gap": across + (2 * length + gaps if count > 1 else dips),
    }


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_in_one_block_each_is_as_long_as_its_formula_says(data: st.DataObject) -> None:
    drawn = data.draw(layouts.rectangles(most_crosses=2, most_aisles=7))
    depot = data.draw(st.builds(Depot, st.builds(Junction, st.just(0), st.integers(0, drawn.aisles - 1))))
    layout = Layout(drawn.blocks, drawn.steps_mm, (depot,))
    stops = data.draw(layouts.stops_in(layout, least=1, most=20))

    lengths = {method: routing.route(layout, stops, method).length_mm for method in NAMED if method != "combined"}

    assert lengths == _by_formula(layout, stops)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_each_visits_all_stops_and_is_never_shorter_than_the_shortest(data: st.DataObject) -> None:
    layout = data.draw(layouts.rectangles(most_aisles=6))
    stops = data.draw(layouts.stops_in(layout, most=20))
    shortest = routing.shortest_mm(layout, stops)

    for method in NAMED:
        route = routing.route(layout, stops, method)

        assert faults(layout, stops, route) == []
        assert route.method == method
        assert route.length_mm >= shortest


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_in_one_block_combined_is_never_longer_than_s_shape_and_return(data: st.DataObject) -> None:
    layout = data.draw(layouts.rectangles(most_crosses=2, most_aisles=7))
    stops = data.draw(layouts.stops_in(layout, most=20))

    lengths = {method: routing.route(layout, stops, method).length_mm for method in NAMED}

    assert lengths["combined"] <= min(lengths["s_shape"], lengths["return"])


def test_the_walks_of_one_small_order() -> None:
    grid = Grid(5, (10,), 4, 1, ((1, 1),), depot_aisle=0)
    stops = [grid.stop(*place) for place in ((0, 1), (1, 8), (2, 0), (2, 9), (4, 4))]

    lengths = {method: routing.route(grid.layout, stops, method).length_mm for method in routing.METHODS}

    # Aisles 11 long, 16 steps there and back; aisle 2 has a bin at each end.
    assert lengths == {
        "exact": 32 + 4 + 22 + 4,
        "s_shape": 32 + 4 * 11,
        "return": 32 + 2 * (2 + 9 + 10 + 5),
        "midpoint": 32 + 22 + 4 + 4,
        "largest_gap": 32 + 22 + 4 + 4,
        "combined": 32 + 4 + 22 + 10,
        "graph": 32 + 4 + 22 + 4,
    }


@pytest.mark.parametrize("method", NAMED)
@pytest.mark.parametrize(
    ("layout", "named"),
    [
        (Layout(((Piece(9, Traffic.UP),) * 2,), ((3,),) * 2, (Depot(Junction(0, 0)),)), "aisle 0, block 0"),
        (Layout(((Piece(9), Piece(9, barrier_mm=4)),), ((3,),) * 2, (Depot(Junction(0, 0)),)), "aisle 1, block 0"),
        (Layout(((Piece(9),) * 3,), ((3, 3), (3, None)), (Depot(Junction(0, 0)),)), "cross-aisle 1: has no way from"),
        (Layout(((Piece(9),) * 2,), ((3,),) * 2, (Depot(Stop(0, 0, 4)),)), "depot at the stop in aisle 0"),
        (
            Layout(((Piece(9),) * 2,), ((3,),) * 2, (Depot(Junction(0, 0)),), (Depot(Junction(1, 1)),)),
            "drop at the junction of cross-aisle 1 and aisle 1",
        ),
    ],
)
def test_a_layout_about_which_they_say_nothing_is_refused(layout: Layout, named: str, method: str) -> None:
    with pytest.raises(Unroutable, match=named) as refusal:
        routing.route(layout, [Stop(0, 0, 2)], method)

    assert str(refusal.value).endswith("ask for the exact method.")
