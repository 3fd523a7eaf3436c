"""The floor map: a pick area and a walk through it, drawn true, legible and within its sheet."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from itertools import pairwise

import pytest

from warehouse import maps, routing
from warehouse.maps import KIOSK, STAFF, Box, Dot, End, FloorMap, Frame, Spot, State, Word
from warehouse.routing import Depot, Grid, Junction, Layout, Piece, Route, Stop, Traffic

BOTH = (STAFF, KIOSK)


def hall(aisles: int = 3, cells: tuple[int, ...] = (20,), *, depot: int = 0, cross: int = 0) -> Layout:
    return Grid(
        aisles=aisles,
        block_cells=cells,
        aisle_pitch_mm=3_000,
        cell_pitch_mm=900,
        gaps_mm=((1_450, 1_450),) * len(cells),
        depot_aisle=depot,
        depot_cross=cross,
        depot_gap_mm=2_000,
    ).layout


def corner() -> Layout:
    """A hall from which a corner is cut off: the far aisles of the first block are short."""
    near = tuple(Piece(20_000 if aisle < 5 else 12_000) for aisle in range(9))
    return Layout((near, (Piece(16_000),) * 9), ((3_000,) * 8,) * 3, (Depot(Junction(0, 2), 3_000),))


def mixed() -> Layout:
    """Closed, one-way and barred pieces, a wall in a cross-aisle, a far hall, and depots beside and above."""
    row = tuple(
        Piece(
            18_000 if aisle < 5 else 9_000,
            {1: Traffic.UP, 2: Traffic.DOWN, 3: Traffic.CLOSED}.get(aisle, Traffic.BOTH),
            9_000 if aisle == 6 else None,
        )
        for aisle in range(8)
    )
    steps = (3_000, 3_000, 3_000, 40_000, 3_000, 3_000, 3_000)
    walled = (3_000, 3_000, None, 40_000, 3_000, 3_000, 3_000)
    starts = (Depot(Junction(1, 0), 3_000), Depot(Junction(2, 5)))
    return Layout((row, row), (steps, walled, steps), starts, (Depot(Junction(1, 7), 2_000),))


def names(layout: Layout) -> list[str]:
    return [f"A{aisle + 1}" for aisle in range(layout.aisles)]


def stops(layout: Layout, many: int, seed: int) -> list[Stop]:
    chance = random.Random(seed)
    found: set[Stop] = set()
    while len(found) < many:
        block, aisle = chance.randrange(len(layout.blocks)), chance.randrange(layout.aisles)
        piece = layout.blocks[block][aisle]
        if piece.traffic != Traffic.CLOSED:
            found.add(Stop(aisle, block, chance.randrange(0, piece.length_mm + 1)))
    return sorted(found)


def edges(sheet: FloorMap) -> list[tuple[int, int, int, int]]:
    """Left, top, right and bottom of everything on a sheet."""
    found = [
        (box.x, box.y, box.x + box.width, box.y + box.height) for box in (*sheet.racks, *sheet.shut, *sheet.barriers)
    ]
    found += [(dot.left, dot.top, dot.left + dot.width, dot.top + dot.height) for dot in sheet.dots if not dot.is_next]
    found += [
        (dot.ring.x, dot.ring.y, dot.ring.x + dot.ring.width, dot.ring.y + dot.ring.height)
        for dot in sheet.dots
        if dot.is_next
    ]
    rings = [(spot.x, spot.y, spot.radius) for spot in (*sheet.faint, *([sheet.here] if sheet.here else []))]
    rings += [(end.x, end.y, 8) for end in sheet.ends]
    found += [(x - r, y - r, x + r, y + r) for x, y, r in rings]
    found += [(x, y, x, y) for x, y in corners(sheet.trail)]
    for word in (*sheet.names, *sheet.words):
        half = maps.shapes.wide(word.text, sheet.letter) // 2
        found.append((word.x - half, word.y - sheet.letter + 2, word.x + half, word.y))
    return found


def corners(path: str) -> list[tuple[int, int]]:
    """The corners of a path of M, H and V."""
    x = y = 0
    found = []
    for letter, one, other in re.findall(r"([MHV])(-?\d+)(?: (-?\d+))?", path):
        x, y = (int(one), int(other)) if letter == "M" else (int(one), y) if letter == "H" else (x, int(one))
        found.append((x, y))
    return found


def walked(path: str) -> tuple[int, int]:
    """Pixels across and pixels along."""
    ways = list(pairwise(corners(path)))
    return sum(abs(to[0] - at[0]) for at, to in ways), sum(abs(to[1] - at[1]) for at, to in ways)


def test_three_aisles_and_a_walk_to_two_shelves() -> None:
    layout = replace(hall(), drops=(Depot(Junction(0, 2), 2_000),))
    route = routing.route(layout, [Stop(0, 0, 5_000), Stop(2, 0, 10_000)])

    sheet = maps.draw(layout, ["A", "B", "C"], route=route, next_stop=1, done={0}, ends=("start", "packing"))

    assert sheet == FloorMap(
        width=720,
        height=320,
        letter=13,
        crosses=("M276 277L360 277L444 277", "M276 27L360 27L444 27"),
        racks=(
            Box(238, 36, 23, 232),
            Box(291, 36, 23, 232),
            Box(322, 36, 23, 232),
            Box(375, 36, 23, 232),
            Box(406, 36, 23, 232),
            Box(459, 36, 23, 232),
        ),
        shut=(),
        ways=(),
        barriers=(),
        names=(Word(276, 18, "A"), Word(360, 18, "B"), Word(444, 18, "C")),
        ends=(End(276, 297, is_start=True), End(444, 297, is_start=False)),
        words=(Word(276, 317, "start"), Word(444, 317, "packing")),
        trail="M276 297V277H279V215H273V277H447V152H441V277H444V297",
        dots=(
            Dot(276, 215, 20, 10, "1", State.DONE, 1, 1, "A"),
            Dot(444, 152, 26, 13, "2", State.NEXT, 2, 2, "C"),
        ),
        stops=(
            maps.Listed(1, 1, "A", State.DONE, Stop(0, 0, 5_000)),
            maps.Listed(2, 2, "C", State.NEXT, Stop(2, 0, 10_000)),
        ),
        length_mm=40_000,
    )


def test_a_floor_without_a_walk_is_drawn_too() -> None:
    sheet = maps.draw(hall(), ["A", "B", "C"])

    assert (sheet.trail, sheet.dots, sheet.stops, sheet.here, sheet.metres) == ("", (), (), None, 0)
    assert len(sheet.racks) == 6


def test_a_name_for_each_aisle_or_no_map() -> None:
    with pytest.raises(ValueError, match="2 names for 3 aisles"):
        maps.draw(hall(), ["A", "B"])


@pytest.mark.parametrize("frame", BOTH)
@pytest.mark.parametrize("aisles", [1, 2, 9, 23, 40])
@pytest.mark.parametrize("cells", [(4,), (20,), (8, 8, 8), (3, 30)])
def test_nothing_stands_outside_the_sheet(aisles: int, cells: tuple[int, ...], frame: Frame) -> None:
    layout = hall(aisles, cells, depot=aisles - 1, cross=len(cells))
    route = routing.route(layout, stops(layout, 12, seed=aisles))
    here, later = route.stops[0], route.stops[5:]

    sheet = maps.draw(
        layout,
        names(layout),
        route=route,
        next_stop=1,
        here=here,
        later=later,
        frame=frame,
        ends=("start", "packing"),
    )

    assert (sheet.width, sheet.height) == (frame.width, frame.height)
    for left, top, right, bottom in edges(sheet):
        assert (left >= 0, top >= 0, right <= frame.width, bottom <= frame.height) == (True,) * 4


@pytest.mark.parametrize("frame", BOTH)
@pytest.mark.parametrize("layout", [corner(), mixed()], ids=["corner", "mixed"])
def test_real_floors_stay_on_the_sheet(layout: Layout, frame: Frame) -> None:
    for seed in range(5):
        route = routing.route(layout, stops(layout, 9, seed))

        sheet = maps.draw(layout, names(layout), route=route, next_stop=4, frame=frame, ends=("start", "packing"))

        for left, top, right, bottom in edges(sheet):
            assert (left >= 0, top >= 0, right <= frame.width, bottom <= frame.height) == (True,) * 4


@pytest.mark.parametrize("layout", [hall(10, (15, 15)), hall(40, (12, 12, 12)), corner(), mixed()])
def test_every_stop_is_drawn_once_and_read_once(layout: Layout) -> None:
    for many in (1, 7, 24):
        route = routing.route(layout, stops(layout, many, seed=many))

        sheet = maps.draw(layout, names(layout), route=route, next_stop=many // 2, done=range(many // 2))

        drawn = [number for dot in sheet.dots for number in range(dot.first, dot.last + 1)]
        assert sorted(drawn) == list(range(1, many + 1))
        assert [stop.number for stop in sheet.stops] == list(range(1, many + 1))
        assert [dot.first for dot in sheet.dots if dot.is_next] == [many // 2 + 1]
        assert {dot.last for dot in sheet.dots if dot.is_done} <= set(range(1, many // 2 + 1))


@pytest.mark.parametrize("layout", [hall(10, (15, 15)), hall(40, (12, 12, 12)), corner(), mixed()])
def test_no_dot_covers_another(layout: Layout) -> None:
    for seed in range(6):
        route = routing.route(layout, stops(layout, 20, seed))

        dots = maps.draw(layout, names(layout), route=route, next_stop=3).dots

        for one in dots:
            for other in dots:
                apart_x = abs(one.x - other.x) >= (one.width + other.width) // 2
                apart_y = abs(one.y - other.y) >= one.radius + other.radius
                assert one == other or apart_x or apart_y


@pytest.mark.parametrize("cells", [(20,), (12, 12)])
def test_the_walk_is_drawn_as_long_as_it_is(cells: tuple[int, ...]) -> None:
    layout = hall(10, cells, depot=4)
    for seed in range(8):
        route = routing.route(layout, stops(layout, 8, seed))
        along_mm = _along_mm(layout, route)
        tall_mm = sum(row[0].length_mm for row in layout.blocks)

        sheet = maps.draw(
            layout, names(layout), route=route, frame=replace(STAFF, width=2_000, height=2_000, has_ends=False)
        )
        across, along = walked(sheet.trail)

        # The sheet has 10 aisles within 27 m, and all blocks between its first and last cross-aisle.
        wide = corners(sheet.crosses[0].replace("L", "M"))
        assert across == pytest.approx(
            (route.length_mm - 4_000 - along_mm) * (wide[-1][0] - wide[0][0]) / 27_000, abs=60
        )
        tall = wide[0][1] - corners(sheet.crosses[-1].replace("L", "M"))[0][1]
        assert along == pytest.approx(along_mm * tall / tall_mm, abs=60)


def _along_mm(layout: Layout, route: Route) -> int:
    ways = list(pairwise(route.walk))
    return sum(layout.apart_mm(at, to) for at, to in ways if at.aisle == to.aisle)


def test_one_goes_up_and_down_an_aisle_on_the_right_hand_side() -> None:
    layout = hall(2)
    route = routing.route(layout, [Stop(1, 0, 9_000)])

    trail = corners(maps.draw(layout, ["A", "B"], route=route, frame=replace(STAFF, has_ends=False)).trail)

    middle = 402
    up, down = [(at, to) for at, to in pairwise(trail) if at[0] == to[0] and abs(at[1] - to[1]) > 30]
    assert (up[0][0], up[0][1] > up[1][1]) == (middle + 3, True)
    assert (down[0][0], down[0][1] < down[1][1]) == (middle - 3, True)


def test_an_aisle_walked_through_is_drawn_in_its_middle() -> None:
    layout = hall(2)
    route = routing.route(layout, [Stop(0, 0, 15_000), Stop(1, 0, 15_000)])

    trail = corners(maps.draw(layout, ["A", "B"], route=route, frame=replace(STAFF, has_ends=False)).trail)

    assert {x for x, _ in trail} == {318, 402}


@pytest.mark.parametrize("layout", [hall(10, (15, 15)), hall(40, (12, 12, 12)), corner(), mixed()])
def test_a_walk_turns_at_right_angles_only(layout: Layout) -> None:
    for seed in range(5):
        route = routing.route(layout, stops(layout, 12, seed))

        trail = maps.draw(layout, names(layout), route=route).trail

        assert re.fullmatch(r"M\d+ \d+([HV]\d+)+", trail)


def test_close_stops_that_follow_each_other_share_a_dot() -> None:
    layout = hall()
    near = [Stop(0, 0, at) for at in (9_000, 9_450, 9_900)]
    route = routing.route(layout, [*near, Stop(2, 0, 3_000)])

    sheet = maps.draw(layout, ["A", "B", "C"], route=route, labels={stop: f"at {stop.at_mm}" for stop in near})

    first = [(dot.text, dot.title) for dot in sheet.dots]
    assert ("1–3", "at 9000, at 9450, at 9900") in first or ("2–4", "at 9900, at 9450, at 9000") in first
    assert len(first) == 2


def test_the_next_stop_stands_alone_and_big() -> None:
    layout = hall()
    route = routing.route(layout, [Stop(0, 0, at) for at in (9_000, 9_450, 9_900)])

    dots = maps.draw(layout, ["A", "B", "C"], route=route, next_stop=1, done={0}).dots

    assert [(dot.text, dot.state, dot.radius) for dot in dots] == [
        ("1", State.DONE, 10),
        ("3", State.LATER, 10),
        ("2", State.NEXT, 13),
    ]


def test_what_is_closed_one_way_or_barred_is_marked() -> None:
    sheet = maps.draw(mixed(), names(mixed()))

    assert len(sheet.shut) == len(sheet.barriers) == 2
    assert len(sheet.ways) == 4
    up, down = sheet.ways[0], sheet.ways[1]
    assert re.match(r"M\d+ \d+h\d+l-\d+ -\d+z", up)
    assert re.match(r"M\d+ \d+h\d+l-\d+ \d+z", down)


def test_a_cross_aisle_is_broken_where_there_is_no_way() -> None:
    assert len(maps.draw(mixed(), names(mixed())).crosses) == 4


def test_aisles_are_as_long_beside_each_other_as_they_are() -> None:
    racks = maps.draw(corner(), names(corner())).racks
    tall = [box.height for box in racks]

    # The cross-aisle that bends least is straight: both blocks meet in one line.
    assert tall[:10] == [tall[0]] * 10
    assert tall[10:18] == [tall[10]] * 8
    assert (tall[10] + 18) / (tall[0] + 18) == pytest.approx(12 / 20, abs=0.02)
    assert len({box.y for box in racks[:18]}) == 1


def test_a_hall_far_away_does_not_squeeze_the_rest() -> None:
    racks = maps.draw(mixed(), names(mixed())).racks
    left = [box.x for box in racks[0:16:2]]
    gaps = [to - at for at, to in pairwise(left)]

    assert gaps[3] == pytest.approx(3 * gaps[0], abs=2)


def test_names_are_left_out_where_they_would_run_together() -> None:
    layout = hall(40)
    route = routing.route(layout, [Stop(8, 0, 4_000)])

    found = maps.draw(layout, [f"Aisle {n}" for n in range(1, 41)], route=route, next_stop=0).names

    # The aisle of the next stop has its name in any case.
    assert "Aisle 9" in [word.text for word in found]
    assert 5 <= len(found) < 40
    for one, other in pairwise(found):
        assert other.x - one.x >= (maps.shapes.wide(one.text, 13) + maps.shapes.wide(other.text, 13)) / 2


def test_a_kiosk_shows_where_one_is_where_one_goes_and_the_rest_faintly() -> None:
    layout = hall()
    here, there, later = Stop(0, 0, 9_000), Stop(1, 0, 9_000), Stop(2, 0, 9_000)
    leg = routing.route(replace(layout, depots=(Depot(here),), drops=(Depot(there),)), [there])

    sheet = maps.draw(
        layout, ["A", "B", "C"], route=leg, next_stop=0, numbers={there: (4, 4)}, here=here, later=[later], frame=KIOSK
    )

    assert [(dot.text, dot.is_next) for dot in sheet.dots] == [("4", True)]
    assert sheet.here == Spot(228, 75, 12)
    assert sheet.faint == (Spot(420, 75, 6),)
    assert (sheet.ends, sheet.words) == ((), ())
    assert corners(sheet.trail)[0] == (228, 75)


@pytest.mark.parametrize(
    ("at", "to"), [(8_100, 9_000), (9_000, 8_100), (15_300, 18_900), (18_900, 18_000), (18_000, 20_000), (900, 0)]
)
def test_the_next_stop_and_whoever_goes_there_are_both_seen_and_on_their_side(at: int, to: int) -> None:
    layout = hall()
    here, there = Stop(1, 0, at), Stop(1, 0, to)
    leg = routing.route(replace(layout, depots=(Depot(here),), drops=(Depot(there),)), [there])

    sheet = maps.draw(layout, ["A", "B", "C"], route=leg, next_stop=0, here=here, frame=KIOSK)

    assert sheet.here is not None
    dot, reach = sheet.dots[0], sheet.dots[0].halo + sheet.here.radius
    assert dot.y - sheet.here.y == (-reach if to > at else reach)
    assert dot.y - dot.halo >= 0
    assert dot.y + dot.halo <= KIOSK.height
    assert sheet.here.y + sheet.here.radius <= KIOSK.height


def test_neighbouring_zones_are_told_apart_and_named() -> None:
    layout = hall(4)

    zones = maps.draw(layout, names(layout), zones=["North", "North", "South", "North"]).zones

    assert [(zone.name.text, zone.is_shaded) for zone in zones] == [("North", True), ("South", False), ("North", True)]
    assert zones[0].area.x + zones[0].area.width <= zones[1].area.x


def test_start_and_packing_at_one_place_stand_beside_each_other() -> None:
    layout = replace(hall(), drops=(Depot(Junction(0, 0), 500),))
    route = routing.route(layout, [Stop(2, 0, 9_000)])

    sheet = maps.draw(layout, ["A", "B", "C"], route=route, ends=("start", "packing"))

    start, drop = sheet.ends
    assert (start.x, drop.x) == (261, 291)
    assert corners(sheet.trail)[0] == (start.x, start.y)
    assert corners(sheet.trail)[-1] == (drop.x, drop.y)
    assert sheet.words[1].x - sheet.words[0].x >= 45
