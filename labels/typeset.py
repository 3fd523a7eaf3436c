"""Fitting text into its place: smaller, cut, wrapped or refused, as the label declares; never silently lost.

Widths and heights are dots, text sizes are points.
"""

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from labels import fonts
from labels.errors import Unprintable
from labels.fonts import Face, Fonts
from labels.media import Grid
from labels.shaping import ShapedFace

Fit = Literal["shrink", "clip", "error"]

LINE_HEIGHT = 1.25
ABOVE, BELOW = 0.76, 0.24  # capitals above the baseline and tails below it, as parts of the text size
SMALLEST_POINTS = 6.0

_STEP_POINTS = 0.5
_SMALLEST_PERCENT = 40
_STEP_PERCENT = 5


class Line(NamedTuple):
    """One line of a block as it is wanted: words, size in points, weight."""

    words: str
    size: float
    bold: bool = False


class Row(NamedTuple):
    """One line as it will be printed: words in composed form, face, size in points."""

    words: str
    face: Face | ShapedFace
    points: float


def fit_line(line: Line, *, room: int, fit: Fit, smallest: float, typefaces: Fonts, grid: Grid) -> Row:
    """`line` made to fit `room` dots. Raises Unprintable when it cannot."""
    words, face = _prepare(line, typefaces)
    points = line.size
    dots_per_point = face.width(words, grid.text_dots(1))
    if fit != "error" and dots_per_point * points > room:
        steps = math.ceil((points - room / dots_per_point) / _STEP_POINTS)
        points -= min(steps, max(0, math.floor((points - smallest) / _STEP_POINTS))) * _STEP_POINTS
    if dots_per_point * points <= room:
        return Row(words, face, points)
    if fit == "clip":
        return Row(_clip(words, face, points, room, grid), face, points)
    raise Unprintable("it is too long to fit")


def fit_block(lines: Sequence[Line], *, room: int, height: int, typefaces: Fonts, grid: Grid) -> list[Row]:
    """`lines` wrapped and shrunk together until they fit. Raises Unprintable when they cannot.

    They shrink to 40 % of their size at most, and none below the smallest readable size. Words stay whole if any
    size allows it; only then is a word wider than the paper broken.
    """
    wanted = [_measure(line, typefaces, grid) for line in lines if line.words.strip()]
    for may_break in (False, True):
        for percent in range(100, _SMALLEST_PERCENT - 1, -_STEP_PERCENT):
            points = [_shrink(line.points, percent) for line in wanted]
            if grid.text_dots(_least_height(wanted, points, room)) * LINE_HEIGHT > height:
                continue
            rows = _set(wanted, points, room=room, may_break=may_break)
            if rows is not None and grid.text_dots(sum(row.points for row in rows)) * LINE_HEIGHT <= height:
                return rows
    raise Unprintable("it is too long to fit")


def _least_height(wanted: "Sequence[_Measured]", sizes: Sequence[float], room: int) -> float:
    """The height in points below which the lines cannot stay, however well their words fill the rows."""
    return sum(
        points if line.width * points <= room else points * math.ceil(line.width * points / room)
        for line, points in zip(wanted, sizes, strict=True)
    )


class _Measured(NamedTuple):
    """A line and its width in dots for one point of text size."""

    words: str
    face: Face | ShapedFace
    points: float
    width: float
    dots: float

    def width_of(self, letters: str) -> float:
        """The width of some of its letters, for one point of text size."""
        return self.face.width(letters, self.dots)


def _measure(line: Line, typefaces: Fonts, grid: Grid) -> _Measured:
    words, face = _prepare(line, typefaces)
    words, dots = " ".join(words.split()), grid.text_dots(1)
    return _Measured(words, face, line.size, face.width(words, dots), dots)


def _set(wanted: Sequence[_Measured], sizes: Sequence[float], *, room: int, may_break: bool) -> list[Row] | None:
    """The lines in these sizes, wrapped; None if a word would have to be broken and may not."""
    rows = []
    for line, points in zip(wanted, sizes, strict=True):
        if line.width * points <= room:
            rows.append(Row(line.words, line.face, points))
        elif may_break or max(map(line.width_of, line.words.split())) * points <= room:
            rows += [Row(part, line.face, points) for part in _wrap(line, points, room)]
        else:
            return None
    return rows


def _prepare(line: Line, typefaces: Fonts) -> tuple[str, Face | ShapedFace]:
    words = fonts.check_text(line.words)
    return words, typefaces.face(words, bold=line.bold)


def _width(words: str, face: Face | ShapedFace, points: float, grid: Grid) -> float:
    return face.width(words, grid.text_dots(points))


def _clip(words: str, face: Face | ShapedFace, points: float, room: int, grid: Grid) -> str:
    ending = "…" if isinstance(face, ShapedFace) or ord("…") in face.characters else "..."
    widths = [_width(words[:kept].rstrip() + ending, face, points, grid) for kept in range(1, min(len(words), room))]
    kept = bisect_right(widths, room)
    if not words[:kept].rstrip():
        raise Unprintable("there is no room for it")
    return words[:kept].rstrip() + ending


def _shrink(points: float, percent: int) -> float:
    return max(min(SMALLEST_POINTS, points), points * percent / 100)


def _wrap(line: _Measured, points: float, room: int) -> Iterator[str]:
    part = ""
    for word in line.words.split():
        longer = f"{part} {word}" if part else word
        if line.width_of(longer) * points <= room:
            part = longer
            continue
        if part:
            yield part
        part = word
        while line.width_of(part) * points > room:  # one word wider than the paper: break inside it
            cut = len(part)
            while cut > 1 and line.width_of(part[:cut]) * points > room:
                cut -= 1
            yield part[:cut]
            part = part[cut:]
    if part:
        yield part
