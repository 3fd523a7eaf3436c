"""A template made ready for one printer resolution: every check that does not need a value is done here, once.

What passes cannot go wrong on paper for a value that fits: rooms of texts, sizes of codes and their white zones are
those of the longest sample, and a longer value is refused.
"""

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any

from labels import checks, drawing, elements, symbology
from labels.drawing import SHARES, Bitmap, Box, Command, Drawing, Ink, Sheet
from labels.errors import Unprintable
from labels.fonts import DEFAULT, Fonts
from labels.media import Grid, grid
from labels.slots import (
    BarsSlot,
    BlockPart,
    BlockSlot,
    PictureSlot,
    Slot,
    SquaresSlot,
    TextSlot,
    make_text,
    make_type,
    picture,
    with_ai,
)
from labels.template import Template
from labels.typeset import ABOVE, BELOW
from labels.view import TemplateView

_GAP_MM = 1.0
_BELOW_SMALLEST = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A template at one resolution: `frame` is what every label shares, `slots` what differs."""

    template: Template
    grid: Grid
    width: int
    height: int
    frame: tuple[Command, ...]
    slots: tuple[Slot, ...]
    read: Callable[[TemplateView], tuple[Any, ...]]

    def commands(self, view: TemplateView) -> list[Command]:
        """What is drawn for one label on top of the frame. Raises Unprintable naming kind and element."""
        out: list[Command] = []
        name = ""
        try:
            view.check()
            values = self.read(view)
            for slot in self.slots:
                name = slot.name
                slot.place(values, out)
        except Unprintable as refusal:
            raise Unprintable(refusal.words, element=f"{self.template.kind}, {refusal.element or name}") from None
        return out

    def drawing(self, view: TemplateView) -> Drawing:
        """One label as a drawing of one page."""
        return Drawing(self.width, self.height, self.grid, (tuple(self.commands(view)),), self.frame)


def compile_template(layout: Template, *, view: type[TemplateView], dpi: int, fonts: Fonts = DEFAULT) -> Compiled:
    """`layout` ready for printers of `dpi`, kept for the next time. Raises Unprintable naming kind and element when

    a field is not in the view; the view is more personal than the template says; a module is not given in whole dots
    for this resolution; bars are too low; something lies in a white zone, outside the printable area, or black on
    black; or the longest sample does not fit. `labels.proving.prove` scans the outcome as well.
    """
    return _compile(layout, view, dpi, fonts)


@lru_cache(maxsize=128)
def _compile(layout: Template, view: type[TemplateView], dpi: int, fonts: Fonts) -> Compiled:
    dots = grid(dpi)
    try:
        checks.view(layout, view)
        return _Layout(layout, view, dots, fonts).finish()
    except Unprintable as refusal:
        element = f"{layout.kind}, {refusal.element}" if refusal.element else layout.kind
        raise Unprintable(refusal.words, element=element) from None


class _Layout:
    """Takes the elements of a template one by one, in dots, and the area each of them covers."""

    def __init__(self, layout: Template, view: type[TemplateView], dots: Grid, fonts: Fonts) -> None:
        self._template = layout
        self._grid = dots
        self._fonts = fonts
        self._sample = view.longest()
        self._sheet = Sheet()
        self._ink: list[tuple[str, Box]] = []
        self._frame: list[Command] = []
        self._slots: list[Slot] = []
        self._fields: list[str] = []

    def finish(self) -> Compiled:
        """The compiled template after all its checks."""
        for element in self._template.elements:
            try:
                _ADD[type(element)](self, element)
            except Unprintable as refusal:
                raise refusal.on(element.label) from None
        width, height = self._grid.paper(self._template.media)
        margin = self._grid.dots(self._template.media.margin_mm)
        drawing.check(self._sheet, width=width, height=height, margin=margin)
        read = attrgetter(*self._fields, "kind", "kind")  # always more than one, so always a tuple
        checks.sample(self._sample, read, self._slots, self._frame, self._ink)
        return Compiled(self._template, self._grid, width, height, tuple(self._frame), tuple(self._slots), read)

    def add_text(self, element: elements.Text) -> None:
        x, y, room = (self._grid.dots(mm) for mm in (element.x, element.y, element.w))
        kind = make_type(element.size, bold=element.bold, fonts=self._fonts, grid=self._grid)
        at = self._index(element.field) if element.field else 0
        slot = make_text(
            element.name,
            at,
            x=x,
            y=y,
            room=room,
            align=element.align,
            kind=kind,
            fit=element.fit,
            smallest=element.smallest,
        )
        self._cover(
            element.label, (slot.style.left, round(y - kind.size * ABOVE), room, round(kind.size * (ABOVE + BELOW)))
        )
        if element.field:
            self._slots.append(slot)
        else:
            slot.place((element.words,), self._frame)

    def add_block(self, element: elements.Block) -> None:
        x, y, w, h = (self._grid.dots(mm) for mm in (element.x, element.y, element.w, element.h))
        parts = []
        for line in element.lines:
            kind = make_type(line.size, bold=line.bold, fonts=self._fonts, grid=self._grid)
            parts.append(BlockPart(self._index(line.field), kind, kind.steps, kind.most_steps(w)))
        self._cover(element.label, (x, y, w, h))
        self._slots.append(BlockSlot(element.name, tuple(parts), x, y, w, h))

    def add_line(self, element: elements.Line) -> None:
        dots, thick = self._grid.dots, self._grid.module(element.thick)
        box = (dots(element.x), dots(element.y), dots(element.w) or thick, dots(element.h) or thick)
        self._blacken(element.label, [box])

    def add_box(self, element: elements.Box) -> None:
        x, y, w, h = (self._grid.dots(mm) for mm in (element.x, element.y, element.w, element.h))
        thick = self._grid.module(element.thick)
        if element.solid:
            self._blacken(element.label, [(x, y, w, h)])
            return
        sides = [(x, y, w, thick), (x, y + h - thick, w, thick), (x, y, thick, h), (x + w - thick, y, thick, h)]
        self._blacken(element.label, sides)

    def add_barcode(self, element: elements.Barcode) -> None:
        x, y, height = (self._grid.dots(mm) for mm in (element.x, element.y, element.h))
        dot = self._dot(element.module_dots)
        slot = BarsSlot(
            name=element.name,
            at=self._index(element.field),
            x=x,
            y=y,
            height=height,
            dot=dot,
            share=SHARES[element.align],
            symbology=element.symbology,
            ai=element.ai,
            most=0,
            optional=element.optional,
            quiet=0,
            bearer=0,
            below=None,
        )
        value = with_ai(element.ai, str(attrgetter(element.field)(self._sample)))
        bars = symbology.linear(element.symbology, value)
        slot = dataclasses.replace(slot, most=len(bars.modules), quiet=bars.quiet, bearer=bars.bearer)
        width = len(bars.modules) * dot
        checks.bars(bars, height_mm=element.h, module_mm=dot / self._grid.dots_per_mm, has_text=element.text_below)
        left, quiet = x - int(width * slot.share), bars.quiet * dot
        self._cover(element.label, (left, y, width, height))
        self._sheet.quiet.append((element.label, (left - quiet, y, width + 2 * quiet, height)))
        if bars.bearer:
            for box in slot.bearers(width, left).boxes:
                self._cover(element.label, box)
        below = self._text_below(element, left + width // 2, y + height, width + 2 * quiet, bars.bearer * dot)
        self._slots.append(dataclasses.replace(slot, below=below))

    def add_matrix(self, element: elements.Matrix) -> None:
        dot = self._dot(element.module_dots)
        side = symbology.matrix_side(element.symbology, element.version) * dot
        left = self._grid.dots(element.x) - int(side * SHARES[element.align])
        y = self._grid.dots(element.y)
        slot = SquaresSlot(
            name=element.name,
            at=self._index(element.field),
            left=left,
            y=y,
            dot=dot,
            symbology=element.symbology,
            version=element.version,
            level=element.level,
            optional=element.optional,
        )
        square = symbology.matrix(
            element.symbology,
            str(attrgetter(element.field)(self._sample)),
            version=element.version,
            level=element.level,
        )
        quiet = square.quiet * dot
        self._cover(element.label, (left, y, side, side))
        self._sheet.quiet.append((element.label, (left - quiet, y - quiet, side + 2 * quiet, side + 2 * quiet)))
        self._slots.append(slot)

    def add_image(self, element: elements.Image) -> None:
        x, y = self._grid.dots(element.x), self._grid.dots(element.y)
        if element.rows:
            dot = self._dot(element.module_dots)
            place = (x, y, len(element.rows[0]) * dot, len(element.rows) * dot)
            self._frame.append(Bitmap(x, y, dot, element.rows))
        else:
            side = self._grid.dots(element.w)
            place = (x, y, side, side)
            if element.field:
                self._slots.append(PictureSlot(element.name, self._index(element.field), x, y, side))
            else:
                self._frame.append(picture(element.picture, x=x, y=y, side=side))
        self._cover(element.label, place)
        self._ink.append((element.label, place))

    def _index(self, field: str) -> int:
        """The place of a field among the values that are read from each view."""
        checks.field(self._sample, field)
        if field not in self._fields:
            self._fields.append(field)
        return self._fields.index(field)

    def _dot(self, module_dots: Any) -> int:
        if self._grid.dpi not in module_dots:
            raise Unprintable(f"module_dots says nothing for {self._grid.dpi} dpi")
        return int(module_dots[self._grid.dpi])

    def _text_below(self, element: elements.Barcode, middle: int, foot: int, room: int, bearer: int) -> TextSlot | None:
        if not element.text_below:
            return None
        kind = make_type(element.text_size, bold=False, fonts=self._fonts, grid=self._grid)
        y = foot + bearer + self._grid.dots(_GAP_MM) + round(kind.size * ABOVE)
        width, _ = self._grid.paper(self._template.media)
        margin = self._grid.dots(self._template.media.margin_mm)
        room = min(room, 2 * min(middle - margin, width - margin - middle))
        slot = make_text(
            element.name,
            0,
            x=middle,
            y=y,
            room=room,
            align="center",
            kind=kind,
            fit="shrink",
            smallest=min(element.text_size, _BELOW_SMALLEST),
        )
        top = round(y - kind.size * ABOVE)
        self._sheet.places.append((element.label, (slot.style.left, top, room, round(kind.size * (ABOVE + BELOW)))))
        return slot

    def _cover(self, label: str, place: Box) -> None:
        self._sheet.places.append((label, place))

    def _blacken(self, label: str, boxes: Sequence[Box]) -> None:
        self._frame.append(Ink(tuple(boxes)))
        for box in boxes:
            self._cover(label, box)
            self._ink.append((label, box))


_ADD: dict[type, Callable[[_Layout, Any], None]] = {
    elements.Text: _Layout.add_text,
    elements.Block: _Layout.add_block,
    elements.Line: _Layout.add_line,
    elements.Box: _Layout.add_box,
    elements.Barcode: _Layout.add_barcode,
    elements.Matrix: _Layout.add_matrix,
    elements.Image: _Layout.add_image,
}
