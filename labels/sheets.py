"""Sheets of label stock for office printers: many small labels on an A4 page, from the same templates.

A sheet that was begun can be finished: `start_at` says how many places are gone already.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from labels import pdf, printed
from labels.drawing import Drawing, Placed
from labels.errors import Unprintable
from labels.fonts import DEFAULT, Fonts
from labels.media import A4, Media, grid
from labels.printed import Printed
from labels.template import Template
from labels.view import View


@dataclass(frozen=True, slots=True)
class Stock:
    """The geometry of one kind of sheet: mm from its top left corner to the first label, and from label to label."""

    name: str
    paper: Media
    across: int
    down: int
    left_mm: float
    top_mm: float
    width_mm: float
    height_mm: float
    step_x_mm: float
    step_y_mm: float

    @property
    def places(self) -> int:
        """How many labels a sheet has."""
        return self.across * self.down


STOCKS: dict[str, Stock] = {
    stock.name: stock
    for stock in (
        Stock("2x4", A4, 2, 4, 4.65, 12.9, 99.1, 67.7, 101.6, 67.7),
        Stock("2x5", A4, 2, 5, 4.0, 13.5, 99.0, 54.0, 103.0, 54.0),
        Stock("2x7", A4, 2, 7, 4.65, 15.1, 99.1, 38.1, 101.6, 38.1),
        Stock("3x8", A4, 3, 8, 0.0, 0.0, 70.0, 37.0, 70.0, 37.125),
    )
}


def render(
    views: Sequence[View],
    *,
    stock: str,
    start_at: int = 0,
    template: Template | None = None,
    dpi: int = 300,
    fonts: Fonts = DEFAULT,
) -> Printed:
    """Labels of one kind as a PDF of whole sheets, row by row from place `start_at` (0 is the first).

    `dpi` is the grid that bars fall on, 203 or 300. Each label stands in the middle of its place; Unprintable if it is
    larger than that, if the stock is unknown, or for anything `labels.render` refuses.
    """
    sheet = STOCKS.get(stock)
    if sheet is None:
        raise Unprintable(f"there is no stock {stock!r}; there are {', '.join(STOCKS)}")
    if not 0 <= start_at < sheet.places:
        raise Unprintable(f"a sheet {stock} has the places 0 to {sheet.places - 1}")
    drawings, layout = printed.draw_all(views, template=template, dpi=dpi, fonts=fonts)
    pages = list(_sheets(drawings, sheet, start_at=start_at, dpi=dpi))
    kind = views[0].kind
    data = pdf.write(pages, title=f"{kind} labels")
    return printed.finished(data, count=len(views), pages=len(pages), kind=kind, layout=layout)


def _sheets(drawings: Iterator[Drawing], sheet: Stock, *, start_at: int, dpi: int) -> Iterator[Drawing]:
    dots = grid(dpi)
    width, height = dots.paper(sheet.paper)
    first = start_at
    while labels := tuple(islice(drawings, sheet.places - first)):
        placed = tuple(_place(each, sheet, first + number) for number, each in enumerate(labels))
        yield Drawing(width, height, dots, (placed,))
        first = 0


def _place(drawing: Drawing, sheet: Stock, place: int) -> Placed:
    """The label in the middle of its place."""
    room_x, room_y = drawing.grid.dots(sheet.width_mm), drawing.grid.dots(sheet.height_mm)
    if drawing.width > room_x or drawing.height > room_y:
        raise Unprintable(f"the label is larger than a place of the sheet {sheet.name}")
    if len(drawing.pages) != 1:
        raise Unprintable("only labels of one page go on a sheet")
    row, column = divmod(place, sheet.across)
    x = drawing.grid.dots(sheet.left_mm + column * sheet.step_x_mm) + (room_x - drawing.width) // 2
    y = drawing.grid.dots(sheet.top_mm + row * sheet.step_y_mm) + (room_y - drawing.height) // 2
    return Placed(x, y, drawing)
