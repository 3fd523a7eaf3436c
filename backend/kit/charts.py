"""Plots drawn on the server as SVG, each with its table: they print, they are read aloud, they need no script.

Lengths are CSS pixels, values are in the unit of the chart, `None` is a gap (missing is not zero). The look is
the `.chart` classes of the one stylesheet. Bars begin at zero; only a `Line` may leave it, and its ticks say so.
A chart keeps at most 500 points over all series: more are thinned, evenly, in the plot and in the table alike.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from html import escape
from typing import Final

from backend.kit.chart_shapes import (
    Band,
    Bar,
    Bars,
    Chart,
    Figure,
    Gauge,
    Line,
    Look,
    Pair,
    Pairs,
    Point,
    Series,
    Sparkline,
    Stacked,
    Table,
)

__all__ = [
    "Band", "Bar", "Bars", "Chart", "Figure", "Gauge", "Line", "Look", "Pair", "Pairs", "Point", "Series", "Sparkline",
    "Stacked", "Table", "figure", "gauge", "sparkline", "steps", "words",
]  # fmt: skip

MAX_POINTS: Final = 500
STROKE: Final[dict[Look, str]] = {"ours": "l1", "plan": "l2", "third": "l3", "rest": "l4"}
FILL: Final[dict[Look, str]] = {"ours": "f1", "plan": "f2", "third": "f3", "rest": "f4"}
TEXT: Final[dict[Look, str]] = {"ours": "t1", "plan": "t2", "third": "t3", "rest": "hard"}


def figure(chart: Chart) -> Figure:
    """Draw a chart and lay its numbers out; the plot and the table never differ."""
    if isinstance(chart, Line):
        chart = _thinned(chart)
        return Figure(chart.title, chart.conclusion, _line(chart), _line_table(chart))
    if isinstance(chart, Bars):
        columns = tuple((bar.label, words(bar.value)) for bar in chart.bars)
        return Figure(chart.title, chart.conclusion, _bars(chart), Table((chart.place, chart.unit), columns))
    if isinstance(chart, Stacked):
        head = (chart.place, *(name for name, _ in chart.parts))
        groups = tuple((label, *(words(value) for value in values)) for label, values in chart.columns)
        return Figure(chart.title, chart.conclusion, _stacked(chart), Table(head, groups))
    if isinstance(chart, Pairs):
        rows = tuple((row.label, words(row.ours), words(row.rest)) for row in chart.rows)
        head = (chart.place, *(f"{name}, {chart.unit}" for name in chart.names))
        return Figure(chart.title, chart.conclusion, _pairs(chart), Table(head, rows))
    if isinstance(chart, Sparkline):
        values = tuple((str(n + 1), words(value)) for n, value in enumerate(chart.values))
        return Figure(chart.title, chart.conclusion, sparkline(chart), Table(("", chart.title), values))
    row = (chart.title, words(chart.value), words(chart.low), words(chart.high))
    return Figure(chart.title, chart.conclusion, gauge(chart), Table(("", chart.unit, "≥", "≤"), (row,)))


def words(value: float | None) -> str:
    """A number as it stands on a plot and in its table, thousands apart as in every language; a gap is a dash."""
    if value is None:
        return "–"
    written = f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 100 else f"{value:,.1f}"
    # A comma means thousands to one worker and a fraction to the next.
    return written.replace(",", "\u202f")


def steps(low: float, high: float, most: int = 4) -> tuple[float, ...]:
    """Round numbers (1, 2 or 5 times a power of ten) from below `low` to `high`, at most `most` + 1 of them."""
    span = max(high - low, 1e-9)
    power = 10.0 ** math.floor(math.log10(span / most))
    step = next(power * times for times in (1, 2, 5, 10, 20) if span / (power * times) <= most)
    first, last = math.floor(low / step), math.floor(high / step + 1e-9)
    return tuple(round(n * step, 9) for n in range(first, last + 1))


def sparkline(chart: Sparkline) -> str:
    """The drawing of a sparkline alone, for a cell or a tile."""
    known = [value for value in chart.values if value is not None] or [0.0]
    low, high = min(known), max(known)
    across = (chart.width - 8) / max(len(chart.values) - 1, 1)
    tall = (chart.height - 8) / ((high - low) or 1)
    spots = [
        None if v is None else (4 + n * across, chart.height - 4 - (v - low) * tall) for n, v in enumerate(chart.values)
    ]
    last = next((spot for spot in reversed(spots) if spot), None)
    dot = f'<circle class="f1" cx="{last[0]:.1f}" cy="{last[1]:.1f}" r="3"/>' if last else ""
    return _svg(chart, chart.height, f'<path class="l1" d="{_path(spots)}"/>{dot}', extra=" spark")


def gauge(chart: Gauge) -> str:
    """The drawing of a gauge alone: the right window in the middle third, the pointer at the measured value."""
    wide, third = float(chart.width), chart.width / 3
    span = (chart.high - chart.low) or 1
    body = (
        f'<rect class="sunk-f" y="40" width="{chart.width}" height="28" rx="8"/>'
        f'<rect class="okay" x="{third:.0f}" y="40" width="{third:.0f}" height="28"/>'
        f'<text y="98">{escape(chart.below)}</text>'
        f'<text x="{chart.width}" y="98" text-anchor="end">{escape(chart.above)}</text>'
    )
    for x, edge in ((third, words(chart.low)), (2 * third, f"{words(chart.high)}\u00a0{escape(chart.unit)}")):
        body += f'<text class="hard" x="{x:.0f}" y="98" text-anchor="middle">{edge}</text>'
    if chart.value is not None:
        x = min(wide - 14, max(14.0, third + (chart.value - chart.low) / span * third))
        body += f'<path class="ink-f" d="M{x - 1.5:.1f} 70V36l-12-20a4 4 0 0 1 3-6h21a4 4 0 0 1 3 6l-12 20v34z"/>'
    return _svg(chart, 112, body, extra=" kchart")


def _thinned(chart: Line) -> Line:
    """The chart with at most 500 points in all; first and last of each series stay."""
    allowed = max(2, MAX_POINTS // max(1, len(chart.series)))

    def thin(points: tuple[Point, ...]) -> tuple[Point, ...]:
        if len(points) <= allowed:
            return points
        return tuple(points[round(n * (len(points) - 1) / (allowed - 1))] for n in range(allowed))

    return replace(chart, series=tuple(replace(series, points=thin(series.points)) for series in chart.series))


def _line(chart: Line) -> str:
    xs = [p.x for s in chart.series for p in s.points] + [at for at, _ in chart.ticks]
    ys = [p.y for s in chart.series for p in s.points if p.y is not None] or [0.0]
    left, right, top, base = 46.0, chart.width - 92.0, 14.0, chart.height - 34.0
    first, last = min(xs, default=0.0), max(xs, default=1.0)
    marks = steps(min(0.0, *ys) if chart.from_zero else min(ys), max(ys))
    low, high = min(marks[0], *ys), max(marks[-1], *ys)

    def across(x: float) -> float:
        return left + (x - first) / ((last - first) or 1) * (right - left)

    def up(y: float) -> float:
        return base - (y - low) / ((high - low) or 1) * (base - top)

    body = [_band(band, across, top, base) for band in chart.bands]
    body += [_tick(up(mark), mark, left, right) for mark in marks if mark != low]
    if not chart.from_zero:
        body.append(f'<text x="{left - 10:.0f}" y="{base + 4:.1f}" text-anchor="end">{words(low)}</text>')
    body.append(f'<path class="axis" d="M{left:.0f} {base:.1f}H{right:.1f}"/>')
    body += [
        f'<text x="{across(x):.1f}" y="{base + 20:.0f}" text-anchor="middle">{escape(t)}</text>' for x, t in chart.ticks
    ]
    ends: list[tuple[float, float, Series, float]] = []
    for series in chart.series:
        spots = [None if p.y is None else (across(p.x), up(p.y)) for p in series.points]
        body.append(f'<path class="{STROKE[series.look]}" d="{_path(spots)}"/>')
        end = next((p for p in reversed(series.points) if p.y is not None), None)
        if end is not None and end.y is not None:
            ends.append((across(end.x), up(end.y), series, end.y))
    body += [_band_word(band, across, top, base, middle=(left + right) / 2) for band in chart.bands]
    body += _end_labels(ends, right, base)
    return _svg(chart, chart.height, "".join(body))


def _band(band: Band, across: Callable[[float], float], top: float, base: float) -> str:
    x, to = across(band.start), across(band.end)
    return f'<rect class="band" x="{x:.1f}" y="{top:.0f}" width="{max(to - x, 2):.1f}" height="{base - top:.1f}"/>'


def _band_word(band: Band, across: Callable[[float], float], top: float, base: float, *, middle: float) -> str:
    """Its word, over the lines and where rising ones leave room: on top in the first half, below in the second."""
    to = across(band.end)
    return f'<text x="{to + 6:.1f}" y="{top + 12 if to < middle else base - 11:.1f}">{escape(band.label)}</text>'


def _end_labels(ends: Sequence[tuple[float, float, Series, float]], right: float, base: float) -> Iterable[str]:
    """The word of each line: beside the plot, or below its last point if it stops earlier; never two in one place."""
    taken: list[float] = []
    for x, y, series, value in sorted(ends, key=lambda end: end[1]):
        text = f"{escape(series.name)} {words(value)}"
        if x < right - 8:
            yield f'<circle class="ring" cx="{x:.1f}" cy="{y:.1f}" r="5"/>'
            yield f'<text class="{TEXT[series.look]}" x="{x + 6:.1f}" y="{min(y + 21, base - 4):.1f}">{text}</text>'
            continue
        spot = max(y + 4, *(other + 18 for other in taken)) if taken else y + 4
        taken.append(spot)
        yield f'<text class="{TEXT[series.look]}" x="{right + 10:.0f}" y="{spot:.1f}">{text}</text>'


def _line_table(chart: Line) -> Table:
    places: dict[float, str] = {}
    for series in chart.series:
        for point in series.points:
            places.setdefault(point.x, point.label)
    known = [{point.x: point.y for point in series.points} for series in chart.series]
    rows = tuple((places[x], *(words(values.get(x)) for values in known)) for x in sorted(places))
    return Table((chart.place, *(f"{series.name}, {chart.unit}" for series in chart.series)), rows)


def _bars(chart: Bars) -> str:
    columns = [(bar.label, [(bar.value, "fa" if bar.is_marked else "f1")]) for bar in chart.bars]
    body = _columns(chart, columns, limit=chart.limit, gap=1.0 if chart.touching else None)
    return _svg(chart, chart.height, body)


def _stacked(chart: Stacked) -> str:
    looks = [FILL[look] for _, look in chart.parts]
    columns = [(label, list(zip(values, looks, strict=True))) for label, values in chart.columns]
    names = [(name, TEXT[look]) for name, look in chart.parts]
    return _svg(chart, chart.height, _columns(chart, columns, names=names))


def _pairs(chart: Pairs) -> str:
    left, right, top, base = 46.0, chart.width - 84.0, 20.0, chart.height - 28.0
    most = max([*(max(row.ours, row.rest) for row in chart.rows), 1.0])
    body = []
    for mark in steps(0.0, most):
        x = left + mark / most * (right - left)
        body.append(f'<path class="grid" d="M{x:.1f} {top - 12:.0f}V{base:.0f}"/>')
        unit = f"\u00a0{escape(chart.unit)}" if mark + 1e-9 >= steps(0.0, most)[-1] else ""
        body.append(f'<text x="{x:.1f}" y="{base + 19:.0f}" text-anchor="middle">{words(mark)}{unit}</text>')
    for n, row in enumerate(chart.rows):
        y = top + n * 18.0
        ours, rest = (left + value / most * (right - left) for value in (row.ours, row.rest))
        body.append(
            f'<text class="hard" x="{left - 10:.0f}" y="{y + 4.5:.1f}" text-anchor="end">{escape(row.label)}</text>'
        )
        body.append(f'<path class="l4" d="M{ours:.1f} {y:.1f}H{rest:.1f}"/>')
        body.append(f'<circle class="f4" cx="{rest:.1f}" cy="{y:.1f}" r="4.5"/>')
        body.append(f'<circle class="f1" cx="{ours:.1f}" cy="{y:.1f}" r="5.5"/>')
        if n == 0:
            turn = 1 if rest >= ours else -1
            body += [_beside(ours, y, -turn, "t1", chart.names[0]), _beside(rest, y, turn, "hard", chart.names[1])]
    return _svg(chart, chart.height, "".join(body))


def _beside(x: float, y: float, way: int, look: str, name: str) -> str:
    """The name of a dot, to its right or (`way` -1) to its left."""
    anchor = "start" if way > 0 else "end"
    return f'<text class="{look}" x="{x + 10 * way:.1f}" y="{y + 4.5:.1f}" text-anchor="{anchor}">{escape(name)}</text>'


def _columns(
    chart: Bars | Stacked,
    columns: Sequence[tuple[str, Sequence[tuple[float | None, str]]]],
    *,
    limit: float | None = None,
    gap: float | None = None,
    names: Sequence[tuple[str, str]] = (),
) -> str:
    totals = [sum(value or 0 for value, _ in parts) for _, parts in columns]
    marks = steps(0.0, max([*totals, limit or 0.0, 1.0]))
    if all(float(total).is_integer() for total in totals):
        marks = tuple(mark for mark in marks if mark.is_integer())
    left, right, top, base = 46.0, chart.width - (110.0 if names else 14.0), 18.0, chart.height - 34.0
    tall = (base - top) / max([*totals, limit or 0.0, marks[-1]])
    slot = (right - left) / max(len(columns), 1)
    space = slot * 0.28 if gap is None else gap
    every = max(1, math.ceil(max((len(label) for label, _ in columns), default=0) * 7 / max(slot, 1)))
    body = [_tick(base - mark * tall, mark, left, right) for mark in marks if mark]
    spot = base
    for n, (label, parts) in enumerate(columns):
        x, floor, wide = left + n * slot + space / 2, base, max(slot - space, 1.0)
        for k, (value, fill) in enumerate(parts):
            if value is None:
                continue
            high = value * tall
            floor -= high
            body.append(f'<rect class="{fill}" x="{x:.1f}" y="{floor:.1f}" width="{wide:.1f}" height="{high:.1f}"/>')
            if names and n == len(columns) - 1:
                spot = min(spot - 16 if k else floor + high / 2 + 4, floor + high / 2 + 4)
                body.append(
                    f'<text class="{names[k][1]}" x="{right + 8:.0f}" y="{spot:.1f}">{escape(names[k][0])}</text>'
                )
        if any(value is not None for value, _ in parts) and wide >= 18:
            total = words(totals[n])
            body.append(
                f'<text class="hard" x="{x + wide / 2:.1f}" y="{floor - 5:.1f}" text-anchor="middle">{total}</text>'
            )
        if n % every == 0:
            body.append(f'<text x="{x + wide / 2:.1f}" y="{base + 20:.0f}" text-anchor="middle">{escape(label)}</text>')
    if limit is not None:
        body.append(f'<path class="limit" d="M{left:.0f} {base - limit * tall:.1f}H{right:.1f}"/>')
    return "".join(body) + f'<path class="axis" d="M{left:.0f} {base:.1f}H{right:.1f}"/>'


def _tick(y: float, mark: float, left: float, right: float) -> str:
    return (
        f'<path class="grid" d="M{left:.0f} {y:.1f}H{right:.1f}"/>'
        f'<text x="{left - 10:.0f}" y="{y + 4.5:.1f}" text-anchor="end">{words(mark)}</text>'
    )


def _path(spots: Iterable[tuple[float, float] | None]) -> str:
    """SVG path through the known spots; after a gap the pen is put down anew."""
    parts, pen = [], "M"
    for spot in spots:
        if spot is None:
            pen = "M"
            continue
        parts.append(f"{pen}{spot[0]:.1f} {spot[1]:.1f}")
        pen = "L"
    return "".join(parts)


def _svg(chart: Chart, height: int, body: str, extra: str = "") -> str:
    label = escape(f"{chart.title}: {chart.conclusion}" if chart.conclusion else chart.title)
    size = f'viewBox="0 0 {chart.width} {height}" width="{chart.width}" height="{height}"'
    told = f"<title>{escape(chart.title)}</title><desc>{escape(chart.conclusion)}</desc>"
    return f'<svg class="chart{extra}" {size} role="img" aria-label="{label}">{told}{body}</svg>'
