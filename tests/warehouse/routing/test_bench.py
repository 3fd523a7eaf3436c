"""What `./outbound bench routing` reads and says; the published instances are measured only where they are at hand."""

from __future__ import annotations

import dataclasses
import io
import tarfile
from pathlib import Path

import pytest

from backend.demo.bench import routing as bench
from backend.demo.bench import routing_read, routing_referee
from backend.demo.bench.asked import Ask
from backend.demo.bench.catalogue import BENCHES
from tests.house.sources import ROOT
from warehouse import routing
from warehouse.routing import Depot, Junction, Layout, Piece, Stop, Traffic

AT_HAND = routing_read.folder_of("", ROOT)
TEXT = """NAME : {name}
COMMENT : Ours; He\xdfler
NUM_AISLES : 3
NUM_CELLS : 10
DEPOT_AISLE : 0
DEPOT_LOCATION : {depot}
DISTANCE_AISLE_TO_AISLE : 4
DISTANCE_CELL_TO_CELL : 1
DISTANCE_TOP_TO_CELL : 1
DISTANCE_BOTTOM_TO_CELL : 1
DISTANCE_TOP_OR_BOTTOM_TO_DEPOT : {gap}
SKU_SECTION
NUM_SKUS : 2
ID 0 AISLE 0 CELL 0 QUANTITY 1 LEFT_RIGHT_HAND_SIDE left
ID 1 AISLE 2 CELL 1 QUANTITY 1 LEFT_RIGHT_HAND_SIDE right
EOF"""
# Cell 0 is the uppermost. One block: up, across, down, back. Two blocks are two longer by the middle cross-aisle's
# width of 2 in place of a cell's 1, once in each aisle.
FILES = {
    "unit_m3_C10_a2_0.txt": (TEXT.format(name="0", depot="bottom", gap=0), 11 + 8 + 11 + 8, 12 + 8 + 12 + 8),
    "unit_m3_C10_a2_1.txt": (TEXT.format(name="1", depot="top", gap=3), 6 + 2 + 16 + 4, 6 + 2 + 16 + 4),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    _write(tmp_path, FILES)
    return tmp_path


def _write(folder: Path, files: dict[str, tuple[str, int, int]]) -> None:
    with tarfile.open(folder / routing_read.ARCHIVE, "w:xz") as archive:
        for name, (text, _, _) in files.items():
            body = text.encode("latin-1")
            member = tarfile.TarInfo(f"sprp/{name}")
            member.size = len(body)
            archive.addfile(member, io.BytesIO(body))
    for place, table in enumerate(routing_read.OPTIMA.values(), start=1):
        rows = [f"{name},{parts[place]}" for name, parts in files.items()]
        (folder / table).write_text("\r\n".join(["filename,optimum", *rows]), encoding="utf-8")


def test_every_method_is_measured_on_every_instance(folder: Path) -> None:
    said = bench.run(Ask(data=str(folder)))

    assert set(said) == set(BENCHES["routing"].keys)
    assert (said["instances"], said["not_optimal"], said["faults"], said["unfinished"]) == (2, 0, 0, 0)
    for name in ("single_block", "two_block"):
        assert (said[name]["files"], said[name]["optimal"], said[name]["optimal_share"]) == (2, 2, 1.0)
        assert set(said[name]["mean_gap"]) == set(routing.METHODS)
        assert said[name]["mean_gap"]["exact"] == 0
    assert said["by_class"]["m3_C10_a2"]["single_block"]["optimal"] == 2
    assert said["skipped"] == ""


def test_an_optimum_that_is_not_ours_is_counted(folder: Path) -> None:
    longer = {name: (text, single + 2, two - 2) for name, (text, single, two) in FILES.items()}
    _write(folder, longer)

    said = bench.run(Ask(data=str(folder)))

    assert said["not_optimal"] == 4
    assert said["faults"] > 0
    assert any("shorter than the proven" in example for example in said["examples"])


def test_a_folder_without_instances_is_skipped_in_words(tmp_path: Path) -> None:
    said = bench.run(Ask(data=str(tmp_path)))

    assert (said["instances"], said["faults"], said["skipped"]) == (0, 0, bench.ABSENT)
    assert said["single_block"]["files"] == 0


def test_a_part_of_the_instances_is_spread_over_all(folder: Path) -> None:
    assert [found.name for found in routing_read.instances(folder, count=1)] == ["unit_m3_C10_a2_0.txt"]


def test_a_file_that_is_no_instance_is_named(folder: Path) -> None:
    _write(folder, {"unit_m3_C10_a2_0.txt": ("NUM_AISLES : three\nNUM_CELLS : 4", 1, 1)})

    with pytest.raises(ValueError, match=r"^unit_m3_C10_a2_0.txt: DISTANCE_BOTTOM_TO_CELL must be a whole number\.$"):
        bench.run(Ask(data=str(folder)))


def test_a_table_without_optima_is_named(folder: Path) -> None:
    (folder / routing_read.OPTIMA[2]).write_text("name,value\r\na,1", encoding="utf-8")

    with pytest.raises(ValueError, match=r"^sprp_two_block_optima\.csv must be a table of filename and optimum\.$"):
        bench.run(Ask(data=str(folder)))


@pytest.mark.skipif(AT_HAND is None, reason="needs the published instances in ../shared/data/picking")
def test_forty_published_instances_get_their_proven_optimum() -> None:
    assert AT_HAND is not None
    found = routing_read.instances(AT_HAND, count=40)

    lengths = {
        (instance.name, blocks): routing.shortest_mm(*instance.drawn(blocks)) for instance in found for blocks in (1, 2)
    }

    assert len(found) == 40
    assert lengths == {(each.name, blocks): each.optima[blocks] for each in found for blocks in (1, 2)}


def _with(**changes: object) -> list[str]:
    """What the referee says of a good route with something changed."""
    layout = Layout(((Piece(9), Piece(9)),), ((4,),) * 2, (Depot(Junction(0, 0), 1),))
    stops = [Stop(0, 0, 3), Stop(1, 0, 5)]
    route = routing.route(layout, stops)
    assert routing_referee.faults(layout, stops, route) == []
    return routing_referee.faults(layout, stops, dataclasses.replace(route, **changes))  # type: ignore[arg-type]


def test_the_referee_finds_what_is_wrong_with_a_route() -> None:
    walk = (Junction(0, 0), Stop(0, 0, 3), Junction(0, 0))
    elsewhere = Depot(Junction(1, 1))

    assert _with(length_mm=20) == ["the walk is 26 long, not 20", "the legs do not add up to the length"]
    assert "(1, 0, 5) is not visited" in _with(walk=walk)
    assert any(fault.startswith("no way from") for fault in _with(walk=(Junction(0, 0), Junction(1, 1))))
    assert _with(stops=(Stop(1, 0, 5), Stop(0, 0, 3))) == ["the stops are not in the order of the walk, each once"]
    assert "it does not begin at a depot and end where it may" in _with(start=elsewhere, end=elsewhere)


@pytest.mark.parametrize(
    "piece", [Piece(9, Traffic.DOWN), Piece(9, Traffic.CLOSED), Piece(9, barrier_mm=2), Piece(9, barrier_mm=9)]
)
def test_the_referee_knows_one_way_closed_and_barred_aisles(piece: Piece) -> None:
    open_one = Layout(((Piece(9),) * 2,), ((4,),) * 2, (Depot(Junction(0, 0)),))
    shut = Layout(((piece, Piece(9)),), ((4,),) * 2, (Depot(Junction(0, 0)),))
    route = routing.route(open_one, [Stop(0, 0, 8), Stop(1, 0, 8)])

    assert routing_referee.faults(open_one, route.stops, route) == []
    assert any(fault.startswith("no way from") for fault in routing_referee.faults(shut, route.stops, route))
