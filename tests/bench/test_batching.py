"""What `./outbound bench batching` and `bench waves` read and say; published waves only where they are at hand."""

from __future__ import annotations

import io
import random
import statistics
import tarfile
from dataclasses import replace
from itertools import pairwise, permutations
from pathlib import Path

import pytest

from backend.demo.bench import batching as bench
from backend.demo.bench import batching_made, batching_read, batching_referee, batching_report, waves
from backend.demo.bench.asked import Ask
from backend.demo.bench.batching_referee import Area
from backend.demo.bench.catalogue import BENCHES
from tests.house.sources import ROOT
from warehouse.batching import Budget, plan_batches

AT_HAND = batching_read.folder_of("", ROOT)
PROVEN = ("20_24_0.txt", "30_48_1.txt", "40_24_2.txt", "25s-30-30-0.txt", "29s-40-30-0.txt", "10l-40-45-0.txt")
TEXT = """NAME : {name}
COMMENT : Ours; W\xe4scher
PICKER_CAPACITY : 3
NUM_AISLES : 3
NUM_CELLS : 10
DEPOT_AISLE : 0
DEPOT_LOCATION : bottom
DISTANCE_AISLE_TO_AISLE : 2.4
DISTANCE_CELL_TO_CELL : 1
DISTANCE_TOP_TO_CELL : {gap}
DISTANCE_BOTTOM_TO_CELL : {gap}
DISTANCE_TOP_OR_BOTTOM_TO_DEPOT : 0
SKU_SECTION
NUM_SKUS : 3
ID 0 AISLE 0 CELL 0 QUANTITY 1 LEFT_RIGHT_HAND_SIDE left
ID 1 AISLE 2 CELL 9 QUANTITY 1 LEFT_RIGHT_HAND_SIDE right
ID 2 AISLE 2 CELL 8 QUANTITY 1 LEFT_RIGHT_HAND_SIDE left
ORDER_SECTION
NUM_ORDERS : 3
NUM_ARTICLES_IN_ORDER : 1
ID 0 QUANTITY 2
NUM_ARTICLES_IN_ORDER : 2
ID 1 QUANTITY 1
ID 1 QUANTITY 1
NUM_ARTICLES_IN_ORDER : 1
ID 2 QUANTITY 1
EOF"""
# Cell 0 is the uppermost: the first order goes 1.5 + 9 up and back, 21. The two others share a cart, two aisles to the
# right and 1.5 + 1 up: 9.6 + 5.
BEST = 21 + 14.6


def _write(folder: Path, best: float = BEST, *, is_proven: bool = True) -> Path:
    for name, kept in batching_read.SETS.items():
        body = TEXT.format(name=name, gap=1 if kept.gap else 1.5).encode("latin-1")
        with tarfile.open(folder / kept.archive, "w:xz") as archive:
            member = tarfile.TarInfo(f"{kept.top}/3_3_0.txt")
            member.size = len(body)
            archive.addfile(member, io.BytesIO(body))
        rows = ["filename,best_known,proven_optimal", f"3_3_0.txt,{best},{is_proven}"]
        (folder / kept.table).write_text("\r\n".join(rows), encoding="utf-8")
    return folder


def test_both_sets_are_planned_and_measured_by_the_referee(tmp_path: Path) -> None:
    report = tmp_path / "page.html"

    said = bench.run(Ask(data=str(_write(tmp_path)), seconds=0.2, seeds=2, report=str(report)))

    assert set(said) == set(BENCHES["batching"].keys)
    assert (said["faults"], said["skipped"], said["clock"]) == (0, "", "cpu")
    for name in ("muter", "henn"):
        assert (said[name]["files"], said[name]["seeds"], said[name]["better_than_best_known"]) == (1, 2, 0)
        assert (said[name]["mean_gap_0.2s"], said[name]["instant_mean_gap"]) == (0, 0)
        assert (said[name]["mean_gap_10s"], said[name]["max_gap_60s"]) == (None, None)
        assert said[name]["max_overrun_seconds"] < 0.5
    assert "3_3_0.txt" in report.read_text(encoding="utf-8")
    assert "<svg" in report.read_text(encoding="utf-8")


def test_less_than_a_proven_value_is_a_fault_and_less_than_another_is_told(tmp_path: Path) -> None:
    proven = bench.run(Ask(data=str(_write(tmp_path, 40)), seconds=0.1, collection="muter"))
    unproven = bench.run(Ask(data=str(_write(tmp_path, 40, is_proven=False)), seconds=0.1, collection="muter"))

    assert proven["faults"] == 2
    assert proven["examples"][0] == "3_3_0.txt: 356 is shorter than the proven 400"
    assert (unproven["faults"], unproven["muter"]["better_than_best_known"]) == (0, 1)
    assert unproven["henn"]["files"] == 0


def test_only_named_files_are_read(tmp_path: Path) -> None:
    folder = _write(tmp_path)

    assert [each.name for each in batching_read.instances(folder, "henn", limit=5, files=["3_3"])] == ["3_3_0.txt"]
    assert batching_read.instances(folder, "henn", limit=5, files=["4_4"]) == []


@pytest.mark.parametrize("clients", [1, 2])
def test_a_run_that_was_cut_off_goes_on_where_it_was(tmp_path: Path, clients: int) -> None:
    ask = Ask(data=str(_write(tmp_path)), seconds=0.1, clients=clients, table=str(tmp_path / "rows"))
    whole = bench.run(ask)
    lines = Path(ask.table).read_text(encoding="utf-8").splitlines(keepends=True)
    Path(ask.table).write_text(lines[0] + lines[1][:40], encoding="utf-8")

    again = bench.run(ask)
    kept = bench.run(ask)

    assert (whole["resumed"], again["resumed"], kept["resumed"]) == (0, 1, 2)
    assert [each["muter"]["files"] + each["henn"]["files"] for each in (whole, again, kept)] == [2, 2, 2]
    assert Path(ask.table).read_text(encoding="utf-8").startswith(lines[0])
    assert kept["by_file"] == again["by_file"]


def test_figures_of_another_seed_or_time_are_not_taken_for_these(tmp_path: Path) -> None:
    ask = Ask(data=str(_write(tmp_path)), seconds=0.1, collection="henn", table=str(tmp_path / "rows"))
    bench.run(ask)

    assert bench.run(replace(ask, seed=2))["resumed"] == 0
    assert bench.run(replace(ask, seconds=0.2))["resumed"] == 0
    assert bench.run(ask)["resumed"] == 1


@pytest.mark.parametrize("text", ["Dear", "Dear\nbenches\n", '{"a": 1}', '{"set": 1}\n'])
def test_a_table_that_is_something_else_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    letter = tmp_path / "letter"
    letter.write_text(text, encoding="utf-8")

    with pytest.raises(ValueError, match=r"letter, line 1 is no row of this measurement; name another file"):
        bench.run(Ask(data=str(_write(tmp_path)), seconds=0.1, table=str(letter)))

    assert letter.read_text(encoding="utf-8") == text


def test_a_folder_without_waves_is_skipped_in_words(tmp_path: Path) -> None:
    said = bench.run(Ask(data=str(tmp_path)))

    assert (said["skipped"], said["muter"]["files"], said["faults"]) == (bench.ABSENT, 0, 0)


def test_a_table_without_values_is_named(tmp_path: Path) -> None:
    (_write(tmp_path) / batching_read.SETS["henn"].table).write_text("name\r\na", encoding="utf-8")

    with pytest.raises(ValueError, match=r"^henn_waescher_best_known\.csv must be a table of filename, best_known"):
        bench.run(Ask(data=str(tmp_path), collection="henn"))


@pytest.mark.skipif(AT_HAND is None, reason="needs the published waves in ../shared/data/picking")
@pytest.mark.parametrize("name", PROVEN)
def test_a_proven_wave_is_planned_within_two_and_a_half_per_cent_by_a_few_moves(name: str) -> None:
    assert AT_HAND is not None
    collection = "muter" if name[2] == "_" else "henn"
    instance = batching_read.instances(AT_HAND, collection, limit=1, files=[name])[0]
    layout, orders, cart = instance.drawn()

    plan = plan_batches(layout, orders, cart, budget=Budget(moves=120_000))

    wrong: list[str] = []
    assert instance.is_proven
    assert 0 <= bench._gap(instance, plan, wrong) <= 0.025
    assert wrong == []


@pytest.mark.parametrize("seed", range(30))
def test_the_referee_measures_as_trying_every_order_does(seed: int) -> None:
    chance = random.Random(seed)
    area = Area(cells=8, gap=3, cell_pitch=2, aisle_pitch=chance.choice((2, 5, 30)))
    cells = {(chance.randrange(4), chance.randrange(8)) for _ in range(chance.randint(1, 6))}

    def apart(one: tuple[int, int], other: tuple[int, int]) -> int:
        (aisle, height), (there, up) = one, other
        if aisle == there:
            return abs(height - up)
        return area.aisle_pitch * abs(aisle - there) + min(height + up, 2 * area.length - height - up)

    places = [(aisle, area.gap + cell * area.cell_pitch) for aisle, cell in cells]
    walks = ([(0, 0), *order, (0, 0)] for order in permutations(places))
    shortest = min(sum(apart(*step) for step in pairwise(walk)) for walk in walks)

    assert batching_referee.shortest(area, cells) == shortest
    assert batching_referee.s_shape(area, cells) >= shortest


def test_the_referee_finds_what_is_wrong_with_a_plan() -> None:
    orders = [(((0, 1),), 2), (((1, 1),), 2)]

    assert batching_referee.faults(orders, 4, [[0, 1]]) == []
    assert batching_referee.faults(orders, 3, [[0, 1]]) == ["a cart of 4 items, 3 fit"]
    assert batching_referee.faults(orders, 4, [[0], [0, 2]]) == [
        "order 0 is carried 2 times",
        "order 1 is carried 0 times",
        "order 2 was never asked for",
    ]


def test_a_made_wave_is_the_same_for_the_same_seed_and_has_orders_of_one_to_six_lines() -> None:
    orders = batching_made.made(2_000, seed=4)

    assert batching_made.made(2_000, seed=4) == orders
    assert batching_made.made(2_000, seed=5) != orders
    assert {len(cells) for cells, _ in orders} == {1, 2, 3, 4, 5, 6}
    assert all(items == len(cells) == len(set(cells)) for cells, items in orders)


def test_waves_are_planned_in_processes_of_their_own(tmp_path: Path) -> None:
    report = tmp_path / "page.html"

    said = waves.run(Ask(count=200, limit=2_000, report=str(report)))

    assert set(said) == set(BENCHES["waves"].keys)
    assert (said["orders"], said["faults"], [each["orders"] for each in said["by_size"]]) == (200, 0, [1_000, 2_000])
    assert said["ratio_to_fcfs_sshape"] > 1.5
    assert said["growth_exponent"] is not None
    assert 10 < said["peak_mb"] < 300
    assert "<svg" in report.read_text(encoding="utf-8")


def test_a_moment_saves_three_fifths_of_the_walking_of_made_waves_of_a_thousand_orders() -> None:
    said = [waves.measured(1_000, seed, "instant") for seed in (1, 2, 3)]

    assert [each["faults"] for each in said] == [0, 0, 0]
    assert statistics.fmean(each["ratio"] for each in said) >= 2.5


def test_a_page_shows_names_as_text() -> None:
    page = batching_report.gaps(
        [{"file": "<b>", "orders": 3, "instant": 0.01, "traces": {"a&b": [(0, 0.1), (1, 0.0)]}}]
    )

    assert "<b>" not in page
    assert "&lt;b&gt;" in page
    assert "a&amp;b" in page
