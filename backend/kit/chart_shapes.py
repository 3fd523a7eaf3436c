"""What a plot is made of: frozen values that `charts.figure` draws and lays out as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Look = Literal["ours", "plan", "third", "rest"]


@dataclass(frozen=True)
class Point:
    """One reading: where on the axis, how much (None: not known), and how the table names the place."""

    x: float
    y: float | None
    label: str


@dataclass(frozen=True)
class Series:
    """One line: its word stands at its end instead of in a legend."""

    name: str
    points: tuple[Point, ...]
    look: Look = "ours"


@dataclass(frozen=True)
class Band:
    """A stretch of the axis that needs a word, such as a roll-call."""

    start: float
    end: float
    label: str


@dataclass(frozen=True)
class Line:
    """One or more series over time; `ticks` are (x, words) below the axis."""

    title: str
    conclusion: str
    unit: str
    series: tuple[Series, ...]
    ticks: tuple[tuple[float, str], ...]
    bands: tuple[Band, ...] = ()
    from_zero: bool = True
    place: str = "Time"
    width: int = 460
    height: int = 232


@dataclass(frozen=True)
class Bar:
    """One column: its word and its height."""

    label: str
    value: float | None
    is_marked: bool = False


@dataclass(frozen=True)
class Bars:
    """Columns from zero; `touching` makes a histogram of them, `limit` draws the line not to cross."""

    title: str
    conclusion: str
    unit: str
    bars: tuple[Bar, ...]
    limit: float | None = None
    touching: bool = False
    place: str = "Group"
    width: int = 460
    height: int = 232


@dataclass(frozen=True)
class Stacked:
    """Columns of parts: `parts` are names with a look, `columns` a word with one value per part."""

    title: str
    conclusion: str
    unit: str
    parts: tuple[tuple[str, Look], ...]
    columns: tuple[tuple[str, tuple[float | None, ...]], ...]
    place: str = "Group"
    width: int = 460
    height: int = 232


@dataclass(frozen=True)
class Sparkline:
    """A line the size of a word, beside a number."""

    title: str
    conclusion: str
    values: tuple[float | None, ...]
    width: int = 120
    height: int = 28


@dataclass(frozen=True)
class Gauge:
    """A measured value against the window that is right, such as a parcel's weight."""

    title: str
    conclusion: str
    unit: str
    value: float | None
    low: float
    high: float
    below: str
    above: str
    width: int = 470


@dataclass(frozen=True)
class Pair:
    """Two values of one thing that belong together: what is planned, and what it is measured against."""

    label: str
    ours: float
    rest: float


@dataclass(frozen=True)
class Pairs:
    """Two dots on one line per row, joined: how far apart they are is what it shows. `names` are those of the dots."""

    title: str
    conclusion: str
    unit: str
    rows: tuple[Pair, ...]
    names: tuple[str, str]
    place: str = "Row"
    width: int = 560

    @property
    def height(self) -> int:
        """As tall as its rows."""
        return 48 + 18 * max(len(self.rows), 1)


@dataclass(frozen=True)
class Table:
    """The same numbers as rows of words; the first column names the place."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Figure:
    """What a page shows: title, conclusion in a sentence, drawing, table. For the include `web/_figure.html`."""

    title: str
    conclusion: str
    svg: str
    table: Table


Chart = Line | Bars | Stacked | Pairs | Sparkline | Gauge
