"""The picking list on paper: for a floor without screens. Where to go, what to take, how many; nobody it is for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import ClassVar, Self

from labels import flow, lettercode
from labels.errors import Unprintable
from labels.flow import Body, Cell, Column
from labels.media import A4, A5, Media
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
            title="Batch 88888888, cart 888, zone WWW, evening shift",
            lines=_LONGEST_LINES,
            printed_at="28 September 2026, 23:58",
            identity="J8888888 888/888 R88",
        )


@dataclass(frozen=True, slots=True)
class PickingListA5:
    """The same on A5, for a clip on the cart."""

    kind: ClassVar[str] = "picking-a5"
    personal: ClassVar[Personal] = "none"
    media: ClassVar[Media] = A5

    code: str
    title: str
    lines: tuple[PickLine, ...]
    printed_at: str = ""
    identity: str = ""
    words: PickingWords = field(default_factory=PickingWords)

    def draw(self, pen: Pen) -> None:
        """As on A4, with less room for the name of an item."""
        _draw(self, pen)

    @classmethod
    def longest(cls) -> Self:
        """The longest values that must fit."""
        return cls(
            code="DXXXXXXX",
            title="Batch 88888888, cart 888, zone WWW",
            lines=_LONGEST_LINES,
            printed_at="28 September 2026, 23:58",
            identity="J8888888 888/888 R88",
        )


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


def _draw(view: PickingList | PickingListA5, pen: Pen) -> None:
    code = pen.require(lambda: lettercode.check(view.code, kinds="D"), element="code")
    for number, line in enumerate(view.lines, start=1):
        pen.require(partial(_check_line, line), element=f"line {number}")
    if not view.lines:
        raise Unprintable("a picking list needs at least one line", element=f"{view.kind}, lines")
    body = _body(view.media)
    pieces = flow.table(pen, _columns(view.words, body), _rows(pen, view.lines, body), height=_ROW)
    flow.draw(
        pen,
        pieces,
        body=body,
        head=partial(_draw_head, view, pen, code, body),
        foot=lambda page, pages: flow.foot_line(
            pen,
            left=f"{view.words.title} {lettercode.grouped(code)}",
            middle=f"{view.words.page} {page} {view.words.of} {pages}",
            right=view.identity,
            body=body,
            y=view.media.height_mm - 8.5,
        ),
    )


def _check_line(line: PickLine) -> None:
    lettercode.check(line.code, kinds="L")
    if line.quantity < 1:
        raise Unprintable("a quantity is 1 or more")
    if not line.place.strip() or not line.item.strip():
        raise Unprintable("a line needs a place and an item")


def _body(media: Media) -> Body:
    side = 9.0 if media is A5 else 14.0
    return Body(side, media.width_mm - side, 45, 20, media.height_mm - 15)


def _columns(words: PickingWords, body: Body) -> list[Column]:
    left, right = body.left, body.right
    item = left + 62.5
    return [
        Column(words.place, left, 24, "place", size=13, bold=True, fit="shrink"),
        Column(words.scan, left + 43.5, 36, "code", align="center"),
        Column(words.item, item, right - 34 - item, "item"),
        Column(words.quantity, right - 20.5, 13, "quantity", align="end", size=14, bold=True, fit="shrink"),
        Column(words.tote, right - 9.5, 10, "tote", align="end", fit="shrink"),
        Column(words.done, right, 8.5, "tick", align="end"),
    ]


def _rows(pen: Pen, lines: Sequence[PickLine], body: Body) -> list[list[Cell]]:
    tick = flow.box(pen, x=body.right - 2.5, side=5, height=_ROW)
    return [
        [
            line.place,
            partial(_draw_code, pen, line.code, body.left + 43.5),
            partial(_draw_item, pen, line, body),
            str(line.quantity),
            line.tote,
            tick,
        ]
        for line in lines
    ]


def _draw_code(pen: Pen, code: str, middle: float, top: float) -> None:
    pen.code128(code, x=middle, y=top + 1.6, h=6.8, module=_BARS, align="center", element="code")
    pen.text(code, x=middle, y=top + 11.4, w=30, size=7, align="center", element="code")


def _draw_item(pen: Pen, line: PickLine, body: Body, top: float) -> None:
    x, w = body.left + 62.5, body.right - 34 - (body.left + 62.5)
    pen.text(line.item, x=x, y=top + 5.4, w=w, size=9.5, fit="clip", smallest=7, element="item")
    pen.text(line.sku, x=x, y=top + 10.4, w=w, size=8, element="item number")


def _draw_head(view: PickingList | PickingListA5, pen: Pen, code: str, body: Body, page: int) -> None:
    words = view.words
    if page > 1:
        pen.text(view.title, x=body.left, y=15, w=body.width * 0.66, size=11, bold=True, element="title")
        pen.text(lettercode.grouped(code), x=body.right, y=15, w=body.width * 0.3, size=9, align="end", element="code")
        return
    pen.qr(code, x=body.right, y=12, module=1, align="end", largest_version=1, element="code")
    room = body.width - 30
    pen.text(words.title, x=body.left, y=16, w=room, size=10, element="title")
    pen.text(view.title, x=body.left, y=24.5, w=room, size=18, bold=True, element="title")
    units = sum(line.quantity for line in view.lines)
    facts = (f"{words.lines} {len(view.lines)}", f"{words.units} {units}", _printed(view))
    pen.text("   ·   ".join(fact for fact in facts if fact), x=body.left, y=31, w=room, size=9, element="counts")
    pen.text(lettercode.grouped(code), x=body.left, y=37.5, w=room, size=9, bold=True, element="code")


def _printed(view: PickingList | PickingListA5) -> str:
    return f"{view.words.printed} {view.printed_at}" if view.printed_at else ""
