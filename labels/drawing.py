"""A label as a short list of drawing commands, the same for every backend, and the checks a drawing must pass.

All numbers are whole printer dots from the top left corner, except how large a text is. The commands of every label
are named tuples: a batch makes a dozen for each label, and these are the cheapest of Python's records to make.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from labels import symbology
from labels.errors import Unprintable
from labels.fonts import Face
from labels.media import Grid
from labels.shaping import ShapedFace
from labels.typeset import Row

Box = tuple[int, int, int, int]  # x, y, width, height

SHARES = {"start": 0.0, "center": 0.5, "end": 1.0}  # the part of the free room that is left of a thing

_BLACK = re.compile("1+")


@dataclass(frozen=True, slots=True)
class Ink:
    """Black rectangles, filled as one path: bars, modules, rules."""

    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A black polygon: an arrow."""

    corners: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Style:
    """Where and how a text is set: a room of `room` dots from `left`, its baseline, size, face, and where in its room
    it stands. One object serves all labels, so a backend may keep what it makes of it."""

    left: int
    y: int
    size: float
    face: Face
    align: str
    room: int


@lru_cache(maxsize=4096)
def style(left: int, y: int, size: float, face: Face, align: str, room: int) -> Style:
    """The one style of these values, for texts whose place depends on what they say."""
    return Style(left, y, size, face, align, room)


class Text(NamedTuple):
    """One line of text."""

    words: str
    style: Style

    @property
    def width(self) -> float:
        """Width in dots."""
        return self.style.face.width(self.words, self.style.size)

    @property
    def size(self) -> float:
        """Size in dots."""
        return self.style.size

    @property
    def x(self) -> int:
        """Left end of its baseline."""
        style = self.style
        if style.align == "start":
            return style.left
        return style.left + int((style.room - self.width) * SHARES[style.align])

    @property
    def y(self) -> int:
        """Its baseline."""
        return self.style.y


class Outline(NamedTuple):
    """One line of text whose letters are drawn as shapes, because its script joins or reorders them."""

    x: int
    y: int
    size: float
    words: str
    face: ShapedFace

    @property
    def width(self) -> float:
        """Width in dots."""
        return self.face.width(self.words, self.size)


class Bars(NamedTuple):
    """A linear code, each module `dot` dots wide, `height` high. Printers that draw the bars themselves need no
    more than symbology and value."""

    x: int
    y: int
    dot: int
    height: int
    symbology: str
    value: str

    @property
    def modules(self) -> str:
        """What is black ("1") and white ("0"), from the left."""
        return encode_bars(self.symbology, self.value).modules


class Squares(NamedTuple):
    """A matrix code, each module `dot` dots wide and high."""

    x: int
    y: int
    dot: int
    symbology: str
    value: str
    version: int
    level: str

    @property
    def rows(self) -> tuple[str, ...]:
        """What is black ("1") and white ("0"), from the top."""
        return encode_squares(self.symbology, self.value, self.version, self.level)


class Bitmap(NamedTuple):
    """A picture of black and white squares, each `dot` dots wide and high, rows of "1" and "0"."""

    x: int
    y: int
    dot: int
    rows: tuple[str, ...]


@lru_cache(maxsize=256)
def encode_bars(name: str, value: str) -> symbology.Bars:
    """A linear code, kept for the few moments between its check and its drawing. Raises Unprintable."""
    return symbology.linear(name, value)


@lru_cache(maxsize=256)
def encode_squares(name: str, value: str, version: int, level: str) -> tuple[str, ...]:
    """A matrix code, kept for the few moments between its check and its drawing. Raises Unprintable."""
    return symbology.matrix(name, value, version=version, level=level).rows


class Placed(NamedTuple):
    """A label of one page on a larger sheet, its top left corner at (x, y)."""

    x: int
    y: int
    label: "Drawing"


Command = Ink | Shape | Text | Outline | Bars | Squares | Bitmap | Placed


@dataclass(frozen=True, slots=True)
class Drawing:
    """One label: its paper, its grid, the commands of each page, and before them those that all labels share."""

    width: int
    height: int
    grid: Grid
    pages: tuple[tuple[Command, ...], ...]
    frame: tuple[Command, ...] = ()


@dataclass(slots=True)
class Sheet:
    """A page while it is being drawn: commands, where each element lies, and what must stay white around codes."""

    commands: list[Command] = field(default_factory=list)
    places: list[tuple[str, Box]] = field(default_factory=list)
    quiet: list[tuple[str, Box]] = field(default_factory=list)

    def add(self, command: Command, *, element: str, place: Box) -> None:
        """Put `command` on the page; `place` is the area it covers."""
        self.commands.append(command)
        self.places.append((element, place))


def line(row: Row, *, left: int, y: int, size: float, align: str, room: int) -> Text | Outline:
    """A fitted line as a command: text, or outlines for a script that is shaped."""
    if isinstance(row.face, ShapedFace):
        free = int((room - row.face.width(row.words, size)) * SHARES[align])
        return Outline(left + free, y, size, row.words, row.face)
    return Text(row.words, style(left, y, size, row.face, align, room))


def ink(boxes: Sequence[Box]) -> tuple[Ink, Box]:
    """One path of black rectangles and the area that it covers."""
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    return Ink(tuple(boxes)), (left, top, right - left, bottom - top)


def runs(modules: str) -> Iterator[tuple[int, int]]:
    """Where black begins and how many modules it lasts, along a row of "1" and "0"."""
    for black in _BLACK.finditer(modules):
        yield black.start(), black.end() - black.start()


def check(sheet: Sheet, *, width: int, height: int, margin: int) -> None:
    """Raise Unprintable unless everything is in the printable area and the white zone of every code is white."""
    for element, (x, y, w, h) in sheet.places:
        if x < margin or y < margin or x + w > width - margin or y + h > height - margin:
            raise Unprintable("it is outside the printable area", element=element)
    for code, zone in sheet.quiet:
        if zone[0] < 0 or zone[1] < 0 or zone[0] + zone[2] > width or zone[1] + zone[3] > height:
            raise Unprintable("the white zone around the code does not fit on the paper", element=code)
        for element, place in sheet.places:
            if element != code and overlap(zone, place):
                raise Unprintable(f"the white zone around the code is crossed by {element}", element=code)


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share a dot."""
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )
