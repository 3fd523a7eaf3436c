"""The picking list on paper: for a floor without screens. Where to go, what to take, how many; nobody it is for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import ClassVar, Self

from labels import flow, lettercode
from labels.errors import Unprintable
from labels.flow import Body, Cell, Column
from labels.media import A4, A5, LABEL_100X150, Media
from labels.pen import Pen
from labels.view import Personal

_ROW = 13.0
_BARS = 0.25  # mm; three dots at 300 dpi, two at 203


@dataclass(frozen=True, slots=True)
class PickingWords:
    """The words on a picking list, in the language of the floor."""

    title: str = "Picking list"
    place: str = "Place"
    scan: str = "Scan"
    item: str = "Item"
    quantity: str = "Quantity"
    tote: str = "Tote"
    done: str = "Done"
    lines: str = "Lines"
    units: str = "Units"
    printed: str = "Printed"
    page: str = "Page"
    of: str = "of"


@dataclass(frozen=True, slots=True)
class PickLine:
    """One stop: the place as people say it and its L code, the item, how many, and the tote they go into."""

    place: str
    code: str
    item: str
    sku: str
    quantity: int
    tote: str = ""


@dataclass(frozen=True, slots=True)
class PickingList:
    """One batch on A4. `code` is its D code and the text of the square; `title` names the batch ("Batch 118, cart 7").

    There is no field for a customer, an order of a shop or an address.
    """

    kind: ClassVar[str] = "picking"
    personal: ClassVar[Personal] = "none"
    media: ClassVar[Media] = A4
    longest_title: ClassVar[str] = "Batch 88888888, cart 888, zone WWW, evening shift"

    code: str
    title: str
    lines: tuple[PickLine, ...]
    printed_at: str = ""
    identity: str = ""
    words: PickingWords = field(default_factory=PickingWords)

    def draw(self, pen: Pen) -> None:
        """The square and the counts on the first page, one row to a stop, bars at the place to be scanned."""
        _draw(self, pen)

    @classmethod
    def longest(cls) -> Self:
        """The longest values that must fit."""
        return cls(
            code="DXXXXXXX",
            title=cls.longest_title,
            lines=_LONGEST_LINES,
            printed_at="28 September 2026, 23:58",
            identity="J8888888 888/888 R88",
        )


@dataclass(frozen=True, slots=True)
class PickingListA5(PickingList):
    """The same on A5, for a clip on the cart, with less room for the name of an item."""

    kind: ClassVar[str] = "picking-a5"
    media: ClassVar[Media] = A5
    longest_title: ClassVar[str] = "Batch 88888888, cart 888, zone WWW"


@dataclass(frozen=True, slots=True)
class PickingList100x150(PickingList):
    """The same from a label printer, 100 x 150 mm: the item stands under its place and its bars."""

    kind: ClassVar[str] = "picking-100x150"
    media: ClassVar[Media] = LABEL_100X150
    longest_title: ClassVar[str] = "Batch 88888888, cart 888"


_LONGEST_LINES = tuple(
    PickLine(
        "WW 888 88",
        "LXXXXXXX",
        "Lavender soap bar with wild mint, hand cut, 100 g " * 2,
        "WWW-8888888888",
        8888,
        "T 888",
    )
    for _ in range(40)
)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things stand on one paper, in mm: the body, how high a row is, the middle of its bars, and the item.

    `item` is its left edge, beside the bars or (`is_below`) under them; the right ends of quantity and tote are counted
    from the right edge of the body. `up` is how much higher than on A4 the head stands, `square` its module.
    """

    body: Body
    row: float
    bars: float
    item: float
    item_w: float
    quantity: float
    tote: float
    is_below: bool = False
    up: float = 0
    square: float = 1


def _layout(media: Media) -> _Layout:
    if media is LABEL_100X150:
        body = Body(4, media.width_mm - 4, 37, 12.5, media.height_mm - 10)
        return _Layout(body, 19, body.left + 42, body.left, 60, 19, 8.5, is_below=True, up=7, square=0.75)
    side = 9.0 if media is A5 else 14.0
    body = Body(side, media.width_mm - side, 45, 20, media.height_mm - 15)
    item = body.left + 62.5
    return _Layout(body, _ROW, body.left + 43.5, item, body.right - 34 - item, 20.5, 9.5)


def _draw(view: PickingList, pen: Pen) -> None:
    code = pen.require(lambda: lettercode.check(view.code, kinds="D"), element="code")
    for number, line in enumerate(view.lines, start=1):
        pen.require(partial(_check_line, line), element=f"line {number}")
    if not view.lines:
        raise Unprintable("a picking list needs at least one line", element=f"{view.kind}, lines")
    layout = _layout(view.media)
    pieces = flow.table(pen, _columns(view.words, layout), _rows(pen, view.lines, layout), height=layout.row)
    flow.draw(
        pen,
        pieces,
        body=layout.body,
        head=partial(_draw_head, view, pen, code, layout),
        foot=flow.foot(
            pen,
            left=f"{view.words.title} {lettercode.grouped(code)}",
            page=view.words.page,
            of=view.words.of,
            right=view.identity,
            body=layout.body,
            y=layout.body.end + 6.5,
        ),
    )


def _check_line(line: PickLine) -> None:
    lettercode.check(line.code, kinds="L")
    if line.quantity < 1:
        raise Unprintable("a quantity is 1 or more")
    if not line.place.strip() or not line.item.strip():
        raise Unprintable("a line needs a place and an item")


def _columns(words: PickingWords, layout: _Layout) -> list[Column]:
    left, right = layout.body.left, layout.body.right
    place_w, tick_w = (22.0, 8.0) if layout.is_below else (24.0, 8.5)
    item_w = 0 if layout.is_below else layout.item_w
    return [
        Column(words.place, left, place_w, "place", size=13, bold=True, fit="shrink"),
        Column(words.scan, layout.bars, 36, "code", align="center"),
        Column(words.item if item_w else "", layout.item, item_w, "item"),
        Column(words.quantity, right - layout.quantity, 13, "quantity", align="end", size=14, bold=True, fit="shrink"),
        Column(words.tote, right - layout.tote, 10, "tote", align="end", fit="shrink"),
        Column(words.done, right, tick_w, "tick", align="end"),
    ]


def _rows(pen: Pen, lines: Sequence[PickLine], layout: _Layout) -> list[list[Cell]]:
    tick = flow.box(pen, x=layout.body.right - 2.5, side=5, height=layout.row)
    draw_item = _draw_item_below if layout.is_below else _draw_item
    return [
        [
            line.place,
            partial(_draw_code, pen, line.code, layout.bars),
            partial(draw_item, pen, line, layout),
            str(line.quantity),
            line.tote,
            tick,
        ]
        for line in lines
    ]


def _draw_code(pen: Pen, code: str, middle: float, top: float) -> None:
    pen.code128(code, x=middle, y=top + 1.6, h=6.8, module=_BARS, align="center", element="code")
    pen.text(code, x=middle, y=top + 11.4, w=30, size=7, align="center", element="code")


def _draw_item(pen: Pen, line: PickLine, layout: _Layout, top: float) -> None:
    x, w = layout.item, layout.item_w
    pen.text(line.item, x=x, y=top + 5.4, w=w, size=9.5, fit="clip", smallest=7, element="item")
    pen.text(line.sku, x=x, y=top + 10.4, w=w, size=8, element="item number")


def _draw_item_below(pen: Pen, line: PickLine, layout: _Layout, top: float) -> None:
    y, right = top + 17, layout.body.right
    pen.text(line.item, x=layout.item, y=y, w=layout.item_w, size=9.5, fit="clip", smallest=7, element="item")
    pen.text(
        line.sku, x=right, y=y, w=right - layout.item - layout.item_w - 2, size=8, align="end", element="item number"
    )


def _draw_head(view: PickingList, pen: Pen, code: str, layout: _Layout, page: int) -> None:
    words, body, up = view.words, layout.body, layout.up
    if page > 1:
        y = 15 - up
        pen.text(view.title, x=body.left, y=y, w=body.width * 0.66, size=11, bold=True, element="title")
        pen.text(lettercode.grouped(code), x=body.right, y=y, w=body.width * 0.3, size=9, align="end", element="code")
        return
    pen.qr(code, x=body.right, y=12 - up, module=layout.square, align="end", largest_version=1, element="code")
    room = body.width - 30
    pen.text(words.title, x=body.left, y=16 - up, w=room, size=10, element="title")
    pen.text(view.title, x=body.left, y=24.5 - up, w=room, size=18, bold=True, element="title")
    units = sum(line.quantity for line in view.lines)
    facts = (f"{words.lines} {len(view.lines)}", f"{words.units} {units}", _printed(view))
    # On a label the counts need the whole width, so they stand under the square.
    counts, named, counts_w = (37.5, 31, body.width) if layout.is_below else (31, 37.5, room)
    shown = "   ·   ".join(fact for fact in facts if fact)
    pen.text(shown, x=body.left, y=counts - up, w=counts_w, size=9, element="counts")
    pen.text(lettercode.grouped(code), x=body.left, y=named - up, w=room, size=9, bold=True, element="code")


def _printed(view: PickingList) -> str:
    return f"{view.words.printed} {view.printed_at}" if view.printed_at else ""
