"""Documents that flow over pages: pieces of known height, tables whose heading is repeated where they go on.

Lengths are mm from the top left corner, text sizes points.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from labels.pen import Align, Pen
from labels.typeset import Fit, Line

Draw = Callable[[float], None]
Cell = str | Draw

HEADING_MM = 6.5

_BASELINE = 0.34  # of the row's height, left below the baseline
_FAINT, _STRONG = 0.125, 0.4


@dataclass(frozen=True, slots=True)
class Piece:
    """Something `height` mm high that is drawn from a top edge, under `heading` when a page begins with it.

    A piece that is kept never ends a page: it goes to the next one together with what follows.
    """

    height: float
    draw: Draw
    heading: "Piece | None" = None
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its caption, where it starts (or ends, or has its middle) and how wide it is."""

    caption: str
    x: float
    w: float
    element: str
    align: Align = "start"
    size: float = 9
    bold: bool = False
    fit: Fit = "clip"

    @property
    def left(self) -> float:
        """The left edge in mm."""
        return self.x - self.w * {"start": 0.0, "center": 0.5, "end": 1.0}[self.align]


@dataclass(frozen=True, slots=True)
class Body:
    """Where pieces go: left and right edge, top of the first and of later pages, and where every page ends."""

    left: float
    right: float
    first: float
    later: float
    end: float

    @property
    def width(self) -> float:
        """The width in mm."""
        return self.right - self.left


def table(
    pen: Pen, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, height: float = 7, is_kept: bool = False
) -> list[Piece]:
    """Heading and rows; a cell is a text, or draws itself from the row's top. `is_kept`: the last row stays with what
    follows it (a total).
    """
    heading = Piece(HEADING_MM, partial(_draw_heading, pen, columns), is_kept=True)
    pieces = [Piece(height, partial(_draw_row, pen, columns, cells, height), heading=heading) for cells in rows]
    if is_kept and pieces:
        pieces[-1] = replace(pieces[-1], is_kept=True)
    return [heading, *pieces]


def section(pen: Pen, title: str, *, x: float, w: float) -> Piece:
    """The title over a part of a document, never left alone at the foot of a page."""
    return Piece(
        9.5, lambda top: pen.text(title, x=x, y=top + 7, w=w, size=11.5, bold=True, element="section"), is_kept=True
    )


def paragraph(pen: Pen, lines: Sequence[Line], *, x: float, w: float, h: float, element: str) -> Piece:
    """Wrapped text in a box of its own height."""
    return Piece(h, lambda top: pen.block(lines, x=x, y=top, w=w, h=h, element=element))


def gap(height: float) -> Piece:
    """White between two parts."""
    return Piece(height, lambda _top: None)


def box(pen: Pen, *, x: float, side: float = 4.2, height: float) -> Draw:
    """A cell with an empty box to tick, in the middle of a row of `height`."""
    return lambda top: pen.frame(x - side / 2, top + (height - side) / 2, w=side, h=side, thick=0.25)


def paginate(pieces: Sequence[Piece], *, body: Body) -> list[list[tuple[float, Piece]]]:
    """The pieces of each page with their top edges in mm; there is always at least one page."""
    pages: list[list[tuple[float, Piece]]] = [[]]
    y = body.first
    for place, piece in enumerate(pieces):
        if pages[-1] and y + _together(pieces[place:]) > body.end:
            pages.append([])
            y = body.later
            if piece.heading:
                pages[-1].append((y, piece.heading))
                y += piece.heading.height
        pages[-1].append((y, piece))
        y += piece.height
    return pages


def draw(
    pen: Pen, pieces: Sequence[Piece], *, body: Body, head: Callable[[int], None], foot: Callable[[int, int], None]
) -> None:
    """All pages: `head(page)` and `foot(page, pages)`, pages counted from 1, around their pieces."""
    pages = paginate(pieces, body=body)
    for number, placed in enumerate(pages, start=1):
        if number > 1:
            pen.new_page()
        head(number)
        for top, piece in placed:
            piece.draw(top)
        foot(number, len(pages))


def foot(pen: Pen, *, left: str, page: str, of: str, right: str, body: Body, y: float) -> Callable[[int, int], None]:
    """The small print under a rule at the foot of every page, as `draw` wants it: what it is, which page, its identity.

    `page` and `of` are the words around the numbers.
    """
    width = body.width

    def draw_foot(number: int, pages: int) -> None:
        middle = f"{page} {number} {of} {pages}"
        pen.rule(body.left, y - 4.5, w=width)
        pen.text(left, x=body.left, y=y, w=width * 0.42, size=7, fit="clip", element="page")
        pen.text(middle, x=body.left + width / 2, y=y, w=width * 0.14, size=7, align="center", element="page")
        pen.text(right, x=body.right, y=y, w=width * 0.42, size=7, align="end", element="identity")

    return draw_foot


def _together(pieces: Sequence[Piece]) -> float:
    height = 0.0
    for piece in pieces:
        height += piece.height
        if not piece.is_kept:
            break
    return height


def _draw_heading(pen: Pen, columns: Sequence[Column], top: float) -> None:
    for column in columns:
        pen.text(
            column.caption,
            x=column.x,
            y=top + HEADING_MM - 2,
            w=column.w,
            size=7.5,
            align=column.align,
            fit="clip",
            element="caption",
        )
    _rule(pen, columns, top + HEADING_MM - _STRONG, thick=_STRONG)


def _draw_row(pen: Pen, columns: Sequence[Column], cells: Sequence[Cell], height: float, top: float) -> None:
    for column, cell in zip(columns, cells, strict=True):
        if callable(cell):
            cell(top)
            continue
        pen.text(
            cell,
            x=column.x,
            y=top + height * (1 - _BASELINE),
            w=column.w,
            size=column.size,
            bold=column.bold,
            align=column.align,
            fit=column.fit,
            element=column.element,
        )
    _rule(pen, columns, top + height - _FAINT, thick=_FAINT)


def _rule(pen: Pen, columns: Sequence[Column], y: float, *, thick: float) -> None:
    left = min(column.left for column in columns)
    pen.rule(left, y, w=max(column.left + column.w for column in columns) - left, thick=thick)
