"""The elements of a compiled template that differ from label to label: a value in, drawing commands out.

Everything that does not depend on the value was worked out before, in whole dots. A slot refuses a value that does not
fit; whoever calls it adds the name of the element.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from labels import drawing, gs1, qr, typeset
from labels.drawing import SHARES, Bars, Command, Ink, Shape, Squares, Style, Text, style
from labels.errors import Unprintable
from labels.fonts import Face, Fonts
from labels.media import Grid
from labels.pictures import PICTURES
from labels.typeset import BELOW, Fit, Line

SSCC = "00"

_STEPS_PER_EM = 200
_NO_STEPS = bytes(256)


class Slot(Protocol):
    """One element that reads the view; `name` is what a refusal calls it."""

    @property
    def name(self) -> str:
        """What a refusal calls it."""
        ...

    def place(self, values: Sequence[Any], out: list[Command]) -> None:
        """Add the commands for one label to `out`."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Type:
    """How a text is set: size in points and in dots, and the face that ASCII text is set in."""

    points: float
    size: float
    face: Face
    fonts: Fonts
    grid: Grid

    def most_steps(self, room: int) -> int:
        """The steps of width (see `Face.steps`) that `room` dots hold at full size; -1 if nobody knows."""
        return int(room / self.size * _STEPS_PER_EM) if self.face.steps else -1

    @property
    def steps(self) -> bytes:
        """The steps of each character, as `bytes.translate` takes them."""
        return self.face.steps or _NO_STEPS


def make_type(points: float, *, bold: bool, fonts: Fonts, grid: Grid) -> Type:
    """A text size and weight at one resolution."""
    return Type(points, grid.text_dots(points), fonts.plain(bold=bold), fonts, grid)


@dataclass(frozen=True, slots=True)
class TextSlot:
    """One line of text; what fits in `most` steps of width is set in `style` without a closer look."""

    name: str
    at: int
    style: Style
    type: Type
    fit: Fit
    smallest: float
    steps: bytes
    most: int

    def place(self, values: Sequence[Any], out: list[Command]) -> None:
        """One text, or nothing for no words."""
        words = values[self.at]
        if type(words) is not str:
            words = _spell(words)
        if words.isascii() and words.isprintable() and sum(words.encode().translate(self.steps)) <= self.most:
            if words and not words.isspace():
                out.append(Text(words, self.style))
        elif words.strip():
            self._fit(words, out)

    def _fit(self, words: str, out: list[Command]) -> None:
        place, grid = self.style, self.type.grid
        line = Line(words, self.type.points, self.type.face.is_bold)
        row = typeset.fit_line(
            line, room=place.room, fit=self.fit, smallest=self.smallest, typefaces=self.type.fonts, grid=grid
        )
        size = grid.text_dots(row.points)
        out.append(drawing.line(row, left=place.left, y=place.y, size=size, align=place.align, room=place.room))


@dataclass(frozen=True, slots=True)
class BlockPart:
    """The lines of a block that come from one field, and how they are set."""

    at: int
    type: Type
    steps: bytes
    most: int


@dataclass(frozen=True, slots=True)
class BlockSlot:
    """Lines from the top of a box, wrapped and shrunk together until they fit."""

    name: str
    parts: tuple[BlockPart, ...]
    x: int
    y: int
    w: int
    h: int

    def place(self, values: Sequence[Any], out: list[Command]) -> None:
        """The lines as they are if they fit, else wrapped and smaller."""
        lines: list[Command] = []
        bottom, end = float(self.y), self.y + self.h
        for part in self.parts:
            value = values[part.at]
            for words in value if isinstance(value, tuple) else (value,):
                if type(words) is not str:
                    raise Unprintable("it must be text")
                if not words or words.isspace():
                    continue
                if not words.isascii() or not words.isprintable():
                    return self._fit(values, out)
                if sum(words.encode().translate(part.steps)) > part.most:
                    return self._fit(values, out)
                size = part.type.size
                bottom += size * typeset.LINE_HEIGHT
                lines.append(
                    Text(words, style(self.x, int(bottom - size * BELOW), size, part.type.face, "start", self.w))
                )
        if bottom > end:
            return self._fit(values, out)
        out += lines
        return None

    def _fit(self, values: Sequence[Any], out: list[Command]) -> None:
        kind = self.parts[0].type
        rows = typeset.fit_block(self._lines(values), room=self.w, height=self.h, typefaces=kind.fonts, grid=kind.grid)
        bottom = float(self.y)
        for row in rows:
            size = kind.grid.text_dots(row.points)
            bottom += size * typeset.LINE_HEIGHT
            out.append(
                drawing.line(row, left=self.x, y=int(bottom - size * BELOW), size=size, align="start", room=self.w)
            )

    def _lines(self, values: Sequence[Any]) -> list[Line]:
        lines = []
        for part in self.parts:
            value = values[part.at]
            for words in value if isinstance(value, tuple) else (value,):
                if type(words) is not str:
                    raise Unprintable("it must be text")
                lines.append(Line(words, part.type.points, part.type.face.is_bold))
        return lines


@dataclass(frozen=True, slots=True)
class BarsSlot:
    """A linear code of at most `most` modules; its readable line, if any, is set below it."""

    name: str
    at: int
    x: int
    y: int
    height: int
    dot: int
    share: float
    symbology: str
    ai: str
    most: int
    optional: bool
    quiet: int
    bearer: int
    below: TextSlot | None

    def place(self, values: Sequence[Any], out: list[Command]) -> None:
        """The bars, what bears them, and their readable line."""
        value = _spell(values[self.at])
        if self.optional and not value:
            return
        whole = with_ai(self.ai, value)
        if self.ai == SSCC:  # the usual one: always as long as the longest sample, so its check is enough
            gs1.check_sscc(value)
            count, text = self.most, whole
        else:
            symbol = drawing.encode_bars(self.symbology, whole)
            count, text = len(symbol.modules), symbol.text
        if count > self.most:
            raise Unprintable("it is too long for its place")
        width = count * self.dot
        left = self.x - int(width * self.share)
        out.append(Bars(left, self.y, self.dot, self.height, self.symbology, whole))
        if self.bearer:
            out.append(self.bearers(width, left))
        if self.below:
            self.below.place((text,), out)

    def bearers(self, width: int, left: int) -> Ink:
        """The black bars along the top and the bottom, from end to end of the quiet zones."""
        thick, start = self.bearer * self.dot, left - self.quiet * self.dot
        width += 2 * self.quiet * self.dot
        return Ink(((start, self.y - thick, width, thick), (start, self.y + self.height, width, thick)))


def with_ai(ai: str, value: str) -> str:
    """A value behind its GS1 application identifier, if it has one."""
    return f"({ai}){value}" if ai else value


@dataclass(frozen=True, slots=True)
class SquaresSlot:
    """A matrix code of a fixed size."""

    name: str
    at: int
    left: int
    y: int
    dot: int
    symbology: str
    version: int
    level: str
    optional: bool

    def place(self, values: Sequence[Any], out: list[Command]) -> None:
        """The squares."""
        value = _spell(values[self.at])
        if self.optional and not value:
            return
        if self.symbology == "qr":
            qr.check(value, version=self.version, level=self.level)
        else:
            drawing.encode_squares(self.symbology, value, self.version, self.level)
        out.append(Squares(self.left, self.y, self.dot, self.symbology, value, self.version, self.level))


@dataclass(frozen=True, slots=True)
class PictureSlot:
    """The picture that a field names, in a square of `side` dots."""

    name: str
    at: int
    x: int
    y: int
    side: int

    def place(self, values: Sequence[Any], out: list[Command]) -> None:
        """The picture, or nothing for no name."""
        if values[self.at]:
            out.append(picture(values[self.at], x=self.x, y=self.y, side=self.side))


def picture(name: str, *, x: int, y: int, side: int) -> Shape:
    """A named picture as a black shape. Raises Unprintable for a name there is not."""
    if name not in PICTURES:
        raise Unprintable(f"there is no such picture; there are {', '.join(PICTURES)}")
    return Shape(tuple((x + round(a * side), y + round(b * side)) for a, b in PICTURES[name]))


def make_text(
    name: str, at: int, *, x: int, y: int, room: int, align: str, kind: Type, fit: Fit, smallest: float
) -> TextSlot:
    """A slot for one line of text; `x` is its left end, middle or right end, as `align` says."""
    left = x - math.floor(room * SHARES[align])
    place = Style(left, y, kind.size, kind.face, align, room)
    return TextSlot(name, at, place, kind, fit, smallest, kind.steps, kind.most_steps(room))


def _spell(value: Any) -> str:
    if type(value) is str:
        return value
    if type(value) is int:
        return str(value)
    raise Unprintable("it must be text or a whole number")
