"""The pen a label draws itself with: millimetres from the top left corner in, dots out.

It snaps to whole dots, fits text, keeps white zones free, and names the element of whatever it refuses.
"""

import math
from collections.abc import Callable, Sequence
from typing import Literal, TypeVar

from labels import code128, drawing, qr, typeset
from labels.drawing import SHARES, Box, Drawing, Shape, Sheet
from labels.errors import Unprintable
from labels.fonts import DEFAULT, Fonts
from labels.media import Grid, Media
from labels.pictures import PICTURES
from labels.typeset import ABOVE, BELOW, SMALLEST_POINTS, Fit, Line, Row

Align = Literal["start", "center", "end"]
Direction = Literal["", "left", "right", "up", "down"]


_Answer = TypeVar("_Answer")


class Pen:
    """Draws one label. Positions and lengths are mm, text sizes points; Unprintable names the element."""

    def __init__(self, media: Media, grid: Grid, *, kind: str, fonts: Fonts = DEFAULT) -> None:
        self._media = media
        self._grid = grid
        self._kind = kind
        self._fonts = fonts
        self._sheets = [Sheet()]

    def new_page(self) -> None:
        """Go on with a fresh sheet of the same paper."""
        self._sheets.append(Sheet())

    def require(self, check: Callable[[], _Answer], *, element: str) -> _Answer:
        """The answer of `check`; if it refuses, the refusal names `element` of this label."""
        try:
            return check()
        except Unprintable as refusal:
            raise refusal.on(f"{self._kind}, {element}") from None

    def rule(self, x: float, y: float, *, w: float = 0, h: float = 0, thick: float = 0.25) -> None:
        """A straight black line from (x, y): `w` to the right, or `h` down; `thick` wide, at least one dot."""
        dots, line = self._grid.dots, self._grid.module(thick)
        self._ink([(dots(x), dots(y), dots(w) or line, dots(h) or line)], element="rule")

    def frame(self, x: float, y: float, *, w: float, h: float, thick: float = 0.4) -> None:
        """The outline of a box, its lines inside."""
        self.rule(x, y, w=w, thick=thick)
        self.rule(x, y + h - thick, w=w, thick=thick)
        self.rule(x, y, h=h, thick=thick)
        self.rule(x + w - thick, y, h=h, thick=thick)

    def arrow(self, direction: Direction, *, x: float, y: float, side: float) -> None:
        """A solid arrow in a square of `side`; nothing for no direction."""
        if not direction:
            return
        if direction not in PICTURES:
            raise Unprintable("an arrow points left, right, up or down", element=f"{self._kind}, arrow")
        corners = tuple((self._grid.dots(x + a * side), self._grid.dots(y + b * side)) for a, b in PICTURES[direction])
        place = (self._grid.dots(x), self._grid.dots(y), self._grid.dots(side), self._grid.dots(side))
        self._sheets[-1].add(Shape(corners), element="arrow", place=place)

    def text(
        self,
        words: str,
        *,
        x: float,
        y: float,
        w: float,
        size: float,
        element: str,
        bold: bool = False,
        align: Align = "start",
        fit: Fit = "shrink",
        smallest: float = SMALLEST_POINTS,
    ) -> None:
        """One line, baseline at `y`, starting, centred or ending at `x`, no wider than `w`; nothing for no words.

        Too long: "shrink" goes down to `smallest` and then refuses, "clip" then cuts the end and shows an ellipsis,
        "error" refuses at once.
        """
        if not words.strip():
            return
        line, room = Line(words, size, bold), self._grid.dots(w)
        row = self.require(
            lambda: typeset.fit_line(
                line, room=room, fit=fit, smallest=smallest, typefaces=self._fonts, grid=self._grid
            ),
            element=element,
        )
        self._write(row, x=self._grid.dots(x), y=self._grid.dots(y), align=align, element=element)

    def block(self, lines: Sequence[Line], *, x: float, y: float, w: float, h: float, element: str) -> None:
        """Lines under each other from the top of a box, wrapped and shrunk together until they fit it."""
        room, height = self._grid.dots(w), self._grid.dots(h)
        rows = self.require(
            lambda: typeset.fit_block(lines, room=room, height=height, typefaces=self._fonts, grid=self._grid),
            element=element,
        )
        bottom = float(self._grid.dots(y))
        for row in rows:
            size = self._grid.text_dots(row.points)
            bottom += size * typeset.LINE_HEIGHT
            baseline = int(bottom - size * BELOW)
            self._write(row, x=self._grid.dots(x), y=baseline, align="start", element=element)

    def code128(
        self,
        data: str,
        *,
        x: float,
        y: float,
        h: float,
        module: float,
        element: str,
        align: Align = "start",
        gs1: bool = False,
    ) -> None:
        """Code 128, `h` high, its narrowest bar about `module` wide in whole dots; ten of them stay white each side."""
        bars = self.require(lambda: code128.modules(data, gs1=gs1), element=element)
        dot = self._grid.module(module)
        width, height, quiet = len(bars) * dot, self._grid.dots(h), code128.QUIET_MODULES * dot
        left, top = _left(self._grid.dots(x), width, align), self._grid.dots(y)
        self._keep_white((left - quiet, top, width + 2 * quiet, height), element=element)
        self._ink([(left + at * dot, top, run * dot, height) for at, run in drawing.runs(bars)], element=element)

    def qr(
        self,
        text: str,
        *,
        x: float,
        y: float,
        module: float,
        element: str,
        align: Align = "start",
        largest_version: int = 10,
    ) -> None:
        """A QR code, its squares about `module` wide in whole dots, top at `y`; four of them stay white all round."""
        rows = self.require(lambda: qr.matrix(text, largest_version=largest_version), element=element)
        dot = self._grid.module(module)
        side, quiet = len(rows) * dot, qr.QUIET_MODULES * dot
        left, top = _left(self._grid.dots(x), side, align), self._grid.dots(y)
        self._keep_white((left - quiet, top - quiet, side + 2 * quiet, side + 2 * quiet), element=element)
        boxes = [
            (left + at * dot, top + n * dot, run * dot, dot)
            for n, row in enumerate(rows)
            for at, run in drawing.runs(row)
        ]
        self._ink(boxes, element=element)

    def finish(self) -> Drawing:
        """The drawing after its last checks: all in the printable area, all white zones white."""
        width, height = self._grid.paper(self._media)
        margin = self._grid.dots(self._media.margin_mm)
        for sheet in self._sheets:
            drawing.check(sheet, width=width, height=height, margin=margin)
        return Drawing(width, height, self._grid, tuple(tuple(sheet.commands) for sheet in self._sheets))

    def _write(self, row: Row, *, x: int, y: int, align: Align, element: str) -> None:
        size = self._grid.text_dots(row.points)
        width = row.face.width(row.words, size)
        left = _left(x, width, align)
        place = (left, round(y - size * ABOVE), int(width), round(size * (ABOVE + BELOW)))
        command = drawing.line(row, left=left, y=y, size=size, align=align, room=math.ceil(width))
        self._sheets[-1].add(command, element=f"{self._kind}, {element}", place=place)

    def _keep_white(self, zone: Box, *, element: str) -> None:
        self._sheets[-1].quiet.append((f"{self._kind}, {element}", zone))

    def _ink(self, boxes: Sequence[Box], *, element: str) -> None:
        command, place = drawing.ink(boxes)
        self._sheets[-1].add(command, element=f"{self._kind}, {element}", place=place)


def _left(x: int, width: float, align: Align) -> int:
    """The left end, on a whole dot, of something `width` wide placed at `x`."""
    return int(x - width * SHARES[align])
