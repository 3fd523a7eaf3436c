"""The packing slip that goes into the carton, in two types: with the addressee for dispatch, without for the floor."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Self

from labels import lettercode
from labels.errors import Unprintable
from labels.media import A5, Media
from labels.pen import Pen
from labels.typeset import Line
from labels.view import Personal

_LEFT, _RIGHT = 10.0, 138.0
_TABLE_TOP, _TABLE_TOP_NEXT, _TABLE_END = 74.0, 22.0, 190.0
_ROW = 7.0
_RESERVED = 9.8  # heading rule above the rows, total below them


@dataclass(frozen=True, slots=True)
class PackingWords:
    """The words on a packing slip, in the language of whoever opens the carton."""

    title: str = "Packing slip"
    to: str = "To"
    order: str = "Order"
    packed: str = "Packed on"
    parcel: str = "Parcel"
    quantity: str = "Quantity"
    item: str = "Item"
    number: str = "Item number"
    total: str = "Total units"
    page: str = "Page"
    of: str = "of"


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One line of the slip: how many of which item."""

    quantity: int
    sku: str
    name: str


@dataclass(frozen=True, slots=True)
class PackingSlip:
    """The full slip: addressee and the merchant's own order number. Printed at dispatch only.

    `token` is a P, D or H code and the text of the square; `packed_on` is a date in words.
    """

    kind: ClassVar[str] = "packing"
    personal: ClassVar[Personal] = "yes"
    media: ClassVar[Media] = A5

    token: str
    shop: str
    reference: str
    address: tuple[str, ...]
    lines: tuple[SlipLine, ...]
    packed_on: str = ""
    parcel: int = 1
    parcels: int = 1
    note: str = ""
    identity: str = ""
    words: PackingWords = field(default_factory=PackingWords)

    def draw(self, pen: Pen) -> None:
        """The slip with the addressee at the left of the square."""
        if not any(line.strip() for line in self.address):
            raise Unprintable("a full slip needs an address", element="packing, address")
        _draw(self, pen, address=self.address, reference=self.reference)

    @classmethod
    def longest(cls) -> Self:
        """The longest values that must fit."""
        return cls(
            reference="WEB-88888888-WWWW-88888888",
            address=(
                "Maximiliane-Wilhelmina Vandenbroucke-Oppenheimer zu Hohenschwangau",
                "Bedrijvencentrum Noordwesterwaterleiding, gebouw W, verdieping 14",
                "Burgemeester-Wackenroder-und-Mommsenwegkreuzung 1148 bus 20.07",
                "9999-WW Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
                "SOUTH GEORGIA AND THE SOUTH SANDWICH ISLANDS",
            ),
            token="P" + "X" * 16,
            shop=_LONGEST_SHOP,
            lines=_LONGEST_LINES,
            packed_on="Wednesday, 28 September 2026",
            parcel=88,
            parcels=88,
            note=_LONGEST_NOTE,
            identity="J8888888 888/888 R88",
        )


@dataclass(frozen=True, slots=True)
class MaskedPackingSlip:
    """The slip a packer may hold: items and token. A name, an address or the merchant's number has no field here."""

    kind: ClassVar[str] = "packing-masked"
    personal: ClassVar[Personal] = "none"
    media: ClassVar[Media] = A5

    token: str
    shop: str
    lines: tuple[SlipLine, ...]
    packed_on: str = ""
    parcel: int = 1
    parcels: int = 1
    note: str = ""
    identity: str = ""
    words: PackingWords = field(default_factory=PackingWords)

    def draw(self, pen: Pen) -> None:
        """The same slip with nothing where the addressee would be."""
        _draw(self, pen, address=(), reference="")

    @classmethod
    def longest(cls) -> Self:
        """The longest values that must fit."""
        return cls(
            token="P" + "X" * 16,
            shop=_LONGEST_SHOP,
            lines=_LONGEST_LINES,
            packed_on="Wednesday, 28 September 2026",
            parcel=88,
            parcels=88,
            note=_LONGEST_NOTE,
            identity="J8888888 888/888 R88",
        )


_LONGEST_SHOP = "Wagenmakers & Wommelgem Wholesale and Winter Warehouse"
_LONGEST_NOTE = "Thank you. Something wrong? Keep this slip and write to us within thirty days of delivery, please."
_LONGEST_LINES = tuple(
    SlipLine(quantity=888_888, sku="WWW-8888888888-WW", name="Lavender soap bar with wild mint, hand cut, 100 g " * 2)
    for _ in range(40)
)


def _draw(slip: PackingSlip | MaskedPackingSlip, pen: Pen, *, address: Sequence[str], reference: str) -> None:
    token = pen.require(lambda: lettercode.check(slip.token, kinds="PDH"), element="token")
    pen.require(lambda: _check_lines(slip.lines), element="lines")
    pages = _paginate(slip.lines)
    for number, lines in enumerate(pages, start=1):
        if number == 1:
            _draw_head(slip, pen, token, address=address, reference=reference)
        else:
            pen.new_page()
            pen.text(slip.shop, x=_LEFT, y=15, w=80, size=12, bold=True, element="shop")
            pen.text(lettercode.grouped(token), x=_RIGHT, y=15, w=46, size=9, align="end", element="token")
        bottom = _draw_table(pen, lines, top=_TABLE_TOP if number == 1 else _TABLE_TOP_NEXT, words=slip.words)
        if number == len(pages):
            total = sum(line.quantity for line in slip.lines)
            pen.text(f"{total}", x=_LEFT + 14, y=bottom + 6, w=14, size=10, bold=True, align="end", element="total")
            pen.text(slip.words.total, x=_LEFT + 18, y=bottom + 6, w=50, size=10, bold=True, element="total")
        _draw_foot(slip, pen, page=f"{slip.words.page} {number} {slip.words.of} {len(pages)}")


def _check_lines(lines: Sequence[SlipLine]) -> None:
    if not lines:
        raise Unprintable("a packing slip needs at least one line")
    if any(line.quantity < 1 for line in lines):
        raise Unprintable("a quantity is 1 or more")


def _paginate(lines: Sequence[SlipLine]) -> list[Sequence[SlipLine]]:
    """The lines of each page, with room for the total on whichever is the last."""
    first = int((_TABLE_END - _TABLE_TOP - _RESERVED) / _ROW)
    later = int((_TABLE_END - _TABLE_TOP_NEXT - _RESERVED) / _ROW)
    rest = lines[first:]
    return [lines[:first], *(rest[at : at + later] for at in range(0, len(rest), later))]


def _draw_head(
    slip: PackingSlip | MaskedPackingSlip, pen: Pen, token: str, *, address: Sequence[str], reference: str
) -> None:
    words = slip.words
    pen.block([Line(slip.shop, 18, bold=True), Line(words.title, 12)], x=_LEFT, y=10, w=92, h=20, element="shop")
    pen.qr(token, x=_RIGHT, y=11, module=1, align="end", largest_version=1, element="token")
    pen.text(lettercode.grouped(token), x=_RIGHT, y=39.5, w=46, size=8, align="end", element="token")
    if address:
        pen.text(words.to, x=_LEFT, y=34, w=40, size=8, element="caption")
        first, *others = [line for line in address if line.strip()]
        block = [Line(first, 12, bold=True), *(Line(line, 12) for line in others)]
        pen.block(block, x=_LEFT, y=35, w=78, h=29, element="address")
    count = f"{slip.parcel} {words.of} {slip.parcels}" if slip.parcels > 1 else ""
    facts = [(words.order, reference), (words.packed, slip.packed_on), (words.parcel, count)]
    for row, (caption, fact) in enumerate((caption, fact) for caption, fact in facts if fact):
        y = 46 + row * 8.4
        pen.text(caption, x=_RIGHT, y=y, w=46, size=7, align="end", element="caption")
        pen.text(fact, x=_RIGHT, y=y + 4, w=46, size=10, bold=True, align="end", element=caption.lower())


def _draw_table(pen: Pen, lines: Sequence[SlipLine], *, top: float, words: PackingWords) -> float:
    """The rows under their headings; the answer is the height in mm at which the table ends."""
    pen.text(words.quantity, x=_LEFT + 14, y=top, w=14, size=8, align="end", element="caption")
    pen.text(words.item, x=_LEFT + 18, y=top, w=66, size=8, element="caption")
    pen.text(words.number, x=_RIGHT, y=top, w=36, size=8, align="end", element="caption")
    pen.rule(_LEFT, top + 1.8, w=_RIGHT - _LEFT, thick=0.4)
    y = top + 1.8
    for line in lines:
        baseline = y + 4.8
        pen.text(
            f"{line.quantity}", x=_LEFT + 14, y=baseline, w=14, size=10, bold=True, align="end", element="quantity"
        )
        pen.text(line.name, x=_LEFT + 18, y=baseline, w=70, size=10, fit="clip", smallest=7.5, element="item")
        pen.text(line.sku, x=_RIGHT, y=baseline, w=36, size=9, align="end", element="item number")
        y += _ROW
        pen.rule(_LEFT, y, w=_RIGHT - _LEFT, thick=0.125)
    return y


def _draw_foot(slip: PackingSlip | MaskedPackingSlip, pen: Pen, *, page: str) -> None:
    pen.block([Line(slip.note, 9)], x=_LEFT, y=191.5, w=_RIGHT - _LEFT, h=6, element="note")
    pen.rule(_LEFT, 198.5, w=_RIGHT - _LEFT)
    pen.text(page, x=_LEFT, y=202.5, w=60, size=7, element="page")
    pen.text(slip.identity, x=_RIGHT, y=202.5, w=60, size=7, align="end", element="identity")
