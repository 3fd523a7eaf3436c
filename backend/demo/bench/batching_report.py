"""A page about the planner: gap over time for every file, growth, and a table; plain HTML with our own drawings."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

Points = Sequence[tuple[float, float]]
WIDTH: Final = 720
HEIGHT: Final = 300
_LEFT, _BOTTOM, _TOP, _RIGHT = 60, 40, 12, 16
_COLOURS: Final = ("#0b5fa5", "#b3471d", "#2b7a3d", "#7a4fa3", "#8a6d00", "#4a4a4a")
_STYLE: Final = (
    "body{font:16px/1.45 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}"
    "table{border-collapse:collapse;width:100%}"
    "th,td{text-align:right;padding:.25rem .6rem;border-bottom:1px solid #ddd}"
    "th:first-child,td:first-child{text-align:left}svg{width:100%;height:auto}svg text{font-size:12px;fill:#444}"
    ".plot{overflow-x:auto}"
)


def gaps(rows: Sequence[dict[str, Any]]) -> str:
    """The page of `bench batching`."""
    plots = []
    for row in rows:
        lines = {str(name): [(at, 100 * gap) for at, gap in trace] for name, trace in row["traces"].items() if trace}
        if lines:
            plots.append(f"<h2>{escape(row['file'])}</h2>{_plot(lines, 'seconds of processor time', 'gap in %')}")
    told = [key for key in ("orders", "instant", "gap_10s", "gap_60s") if any(key in row for row in rows)]
    told += sorted({key for row in rows for key in row if key.startswith("gap_")} - set(told))
    table = _table(["file", *told], [[row["file"], *(_cell(key, row.get(key)) for key in told)] for row in rows])
    return _page("Batches beside the best known", f"{table}{''.join(plots)}")


def growth(sizes: Sequence[dict[str, Any]]) -> str:
    """The page of `bench waves`."""
    line = {"instant plan": [(math.log10(each["orders"]), math.log10(max(each["seconds"], 0.01))) for each in sizes]}
    heads = ["orders", "seconds", "peak_mb", "metres", "ratio"]
    table = _table(heads, [[str(each[head]) for head in heads] for each in sizes])
    plot = _plot(line, "orders, power of ten", "seconds, power of ten") if len(sizes) > 1 else ""
    return _page("Large waves", f"{table}<h2>Growth</h2>{plot}")


def _cell(key: str, value: Any) -> str:
    if value is None:
        return "–"
    return str(value) if key == "orders" else f"{100 * value:.2f} %"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f"<th>{escape(head.replace('_', ' '))}</th>" for head in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>'
        f"<body><h1>{escape(title)}</h1>{body}</body></html>\n"
    )


def _plot(lines: Mapping[str, Points], across: str, up: str) -> str:
    """Lines over a common scale, each with its name where it ends."""
    spots = [spot for line in lines.values() for spot in line]
    xs, ys = _scale([x for x, _ in spots]), _scale([y for _, y in spots])
    wide, high = WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM

    def at(x: float, y: float) -> tuple[float, float]:
        return (
            _LEFT + wide * (x - xs[0]) / (xs[-1] - xs[0]),
            _TOP + high * (1 - (y - ys[0]) / (ys[-1] - ys[0])),
        )

    parts = []
    for tick in ys:
        _, y = at(xs[0], tick)
        parts.append(f'<path d="M{_LEFT} {y:.1f}H{WIDTH - _RIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{tick:g}</text>')
    for tick in xs:
        x, _ = at(tick, ys[0])
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT - _BOTTOM + 16}" text-anchor="middle">{tick:g}</text>')
    for number, (name, line) in enumerate(lines.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        path = "L".join("{:.1f} {:.1f}".format(*at(*spot)) for spot in line)
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(
            f'<text x="{WIDTH - _RIGHT}" y="{_TOP + 14 + 16 * number}" text-anchor="end" fill="{colour}">'
            f"{escape(name)}</text>"
        )
    parts.append(f'<text x="{_LEFT + wide / 2}" y="{HEIGHT - 6}" text-anchor="middle">{escape(across)}</text>')
    parts.append(f'<text x="{_LEFT}" y="{_TOP - 2}">{escape(up)}</text>')
    label = escape(f"{up} over {across}")
    head = f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">'
    return f'<div class="plot">{head}{"".join(parts)}</svg></div>'


def _scale(values: Sequence[float]) -> list[float]:
    """Round ticks that hold all values, at least two."""
    low, high = min(values), max(values)
    rough = max(high - low, 1e-6) / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    first, last = math.floor(low / step), max(math.ceil(high / step), math.floor(low / step) + 1)
    return [round(tick * step, 10) for tick in range(first, last + 1)]
