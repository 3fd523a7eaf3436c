"""A plot and its table say the same, and both stay small."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from backend.kit import charts


def points(values: list[float | None]) -> tuple[charts.Point, ...]:
    return tuple(charts.Point(15.0 * n, y, f"{8 + n // 4:02d}:{15 * (n % 4):02d}") for n, y in enumerate(values))


def line(*series: charts.Series, **more: object) -> charts.Line:
    ticks = ((0.0, "08:00"), (60.0, "09:00"))
    return charts.Line("Lines", "378 by 10:24", "lines", series, ticks, **more)  # type: ignore[arg-type]


EVERY = [
    line(charts.Series("due", points([0, 46, 92]), "plan"), charts.Series("picked", points([0, None, 80]))),
    charts.Bars("Misreads", "C most", "misreads", (charts.Bar("A", 3), charts.Bar("C", 9, is_marked=True)), limit=6),
    charts.Bars("Age", "young", "orders", (charts.Bar("0 h", 48), charts.Bar("1 h", None)), touching=True),
    charts.Stacked(
        "Hours", "fine", "hours", (("worked", "ours"), ("regime", "plan")), (("Mon", (31, 1)), ("Tue", (30, None)))
    ),
    charts.Sparkline("Rate", "rising", (1, None, 3)),
    charts.Gauge("Weight", "right", "g", 846, 832, 872, "too light", "too heavy"),
]  # fmt: skip


@pytest.mark.parametrize("chart", EVERY, ids=lambda chart: type(chart).__name__)
def test_every_chart_is_read_aloud_and_brings_no_style(chart: charts.Chart) -> None:
    svg = ET.fromstring(charts.figure(chart).svg)

    assert svg.get("role") == "img"
    assert svg.get("aria-label") == f"{chart.title}: {chart.conclusion}"
    assert [svg[0].tag, svg[1].tag] == ["title", "desc"]
    assert not [part for part in svg.iter() if part.get("style")]


@pytest.mark.parametrize("chart", EVERY, ids=lambda chart: type(chart).__name__)
def test_every_row_of_a_table_has_a_cell_for_each_head(chart: charts.Chart) -> None:
    table = charts.figure(chart).table

    assert table.rows
    assert {len(row) for row in table.rows} == {len(table.head)}


def test_the_table_of_a_line_holds_the_numbers_of_the_plot() -> None:
    table = charts.figure(EVERY[0]).table

    assert table.head == ("Time", "due, lines", "picked, lines")
    assert table.rows == (("08:00", "0", "0"), ("08:15", "46", "–"), ("08:30", "92", "80"))


def test_missing_data_is_a_gap_and_not_zero() -> None:
    svg = charts.figure(line(charts.Series("picked", points([10, 20, None, 40, 50])))).svg

    path = re.search(r'class="l1" d="([^"]+)"', svg)
    assert path
    assert path[1].count("M") == 2
    assert path[1].count("L") == 2


def test_bars_begin_at_zero() -> None:
    svg = ET.fromstring(charts.figure(charts.Bars("T", "", "n", (charts.Bar("a", 97), charts.Bar("b", 99)))).svg)

    heights = [float(str(bar.get("height"))) for bar in svg.iter("rect")]
    assert heights[0] / heights[1] == pytest.approx(97 / 99, abs=0.01)


def test_a_bar_that_is_not_known_is_not_drawn() -> None:
    svg = charts.figure(charts.Bars("T", "", "n", (charts.Bar("a", 1), charts.Bar("b", None)))).svg

    assert svg.count("<rect") == 1


def test_a_rate_may_leave_zero_and_its_ticks_say_so() -> None:
    series = charts.Series("on time", points([97.0, 98.2, 99.1]))

    from_zero = charts.figure(line(series)).svg
    free = charts.figure(line(series, from_zero=False)).svg

    assert ">97<" in free
    assert ">97<" not in from_zero


def test_two_ends_in_one_place_are_written_below_each_other() -> None:
    due, expected = points([0, 1, 2, 3, 640]), points([0, 1, 2, 3, 641])

    svg = charts.figure(line(charts.Series("due", due), charts.Series("expected", expected, "plan"))).svg

    spots = sorted(float(y) for y in re.findall(r'class="t[12]" x="\d+" y="([\d.]+)"', svg))
    assert spots[1] - spots[0] >= 18


@pytest.mark.parametrize("lines", [1, 3, 6])
def test_a_long_day_is_thinned_to_five_hundred_points_and_fifteen_kilobytes(lines: int) -> None:
    long = [charts.Series(f"s{n}", points([float(i % 97 + n) for i in range(5_000)])) for n in range(lines)]

    figure = charts.figure(line(*long))

    drawn = sum(path.count("L") + 1 for path in re.findall(r'class="l1" d="([^"]+)"', figure.svg))
    assert drawn <= 500
    assert len(figure.svg.encode()) <= 15_000
    assert figure.table.rows[0][0] == "08:00"


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [
        (0, 640, (0, 200, 400, 600)),
        (0.2, 3.7, (0, 1, 2, 3)),
        (97, 99.5, (97, 98, 99)),
        (0, 1, (0, 0.5, 1)),
        (0, 0, (0,)),
    ],
)
def test_ticks_are_round_numbers(low: float, high: float, marks: tuple[float, ...]) -> None:
    assert charts.steps(low, high) == marks


def test_words_of_others_cannot_break_out_of_the_drawing() -> None:
    chart = charts.Bars('<script>"', "&", "n", (charts.Bar("<b>", 1),))

    ET.fromstring(charts.figure(chart).svg)
    assert "<script" not in charts.figure(chart).svg


def test_nothing_to_show_is_still_a_chart() -> None:
    ET.fromstring(charts.figure(line()).svg)
    ET.fromstring(charts.figure(charts.Bars("T", "", "n", ())).svg)
    ET.fromstring(charts.figure(charts.Sparkline("T", "", ())).svg)
    ET.fromstring(charts.figure(charts.Gauge("W", "", "g", None, 1, 1, "", "")).svg)


def test_pairs_join_two_values_of_one_thing_and_say_them_in_the_table():
    chart = charts.Pairs(
        title="Metres walked",
        conclusion="300 m instead of 900 m",
        unit="m",
        rows=(charts.Pair("1", 100.0, 400.0), charts.Pair("2", 200.0, 500.0)),
        names=("planned", "as they came"),
        place="Batch",
    )

    drawn = charts.figure(chart)

    assert drawn.table.head == ("Batch", "planned, m", "as they came, m")
    assert drawn.table.rows == (("1", "100", "400"), ("2", "200", "500"))
    # 430 pixels for 500 metres.
    assert drawn.svg.count('class="f1"') == drawn.svg.count('class="f4"') == 2
    assert 'class="f1" cx="132.0"' in drawn.svg
    assert 'class="f4" cx="476.0"' in drawn.svg
