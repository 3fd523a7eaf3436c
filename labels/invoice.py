"""The merchant's invoice: lines, VAT per rate, total. Amounts are whole minor units, and they must add up."""

from dataclasses import dataclass, field
from functools import partial
from typing import ClassVar, Self

from labels import flow, money
from labels.errors import Unprintable
from labels.flow import Body, Cell, Column, Piece
from labels.media import A4, Media
from labels.money import MoneyWords
from labels.pen import Pen
from labels.typeset import Line
from labels.view import Personal

_BODY = Body(16, 194, 98, 26, 268)


@dataclass(frozen=True, slots=True)
class InvoiceWords:
    """The words on an invoice, in the merchant's language."""

    title: str = "Invoice"
    credit: str = "Credit note"
    to: str = "Bill to"
    number: str = "Number"
    date: str = "Date"
    due: str = "Due"
    order: str = "Your reference"
    item: str = "Description"
    quantity: str = "Quantity"
    unit: str = "Unit price"
    rate: str = "VAT"
    net: str = "Net"
    net_total: str = "Total without VAT"
    vat: str = "VAT"
    on: str = "on"
    total: str = "To pay"
    back: str = "To receive"
    page: str = "Page"
    of: str = "of"
    money: MoneyWords = field(default_factory=MoneyWords)


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One line: net is quantity × unit price, exactly. A negative quantity gives back. The rate is in basis points."""

    text: str
    quantity: int
    unit_cents: int
    net_cents: int
    vat_basis_points: int


@dataclass(frozen=True, slots=True)
class VatLine:
    """The VAT of one rate over all its lines; how a half cent is rounded is the country's matter, within one cent."""

    basis_points: int
    net_cents: int
    vat_cents: int


@dataclass(frozen=True, slots=True)
class Invoice:
    """One invoice or, with a total below 0, credit note. `seller` and `buyer` are addresses line by line, names first.

    `payment` says how to pay; `currency` is ISO 4217 and every `_cents` its minor units.
    """

    kind: ClassVar[str] = "invoice"
    personal: ClassVar[Personal] = "internal"
    media: ClassVar[Media] = A4

    number: str
    date: str
    due: str
    seller: tuple[str, ...]
    buyer: tuple[str, ...]
    currency: str
    lines: tuple[InvoiceLine, ...]
    vat: tuple[VatLine, ...]
    total_cents: int
    reference: str = ""
    payment: str = ""
    identity: str = ""
    words: InvoiceWords = field(default_factory=InvoiceWords)

    def draw(self, pen: Pen) -> None:
        """Seller and buyer, what is paid for, VAT per rate, what to pay and how."""
        for element, check in (
            ("currency", self._check_currency),
            ("parties", self._check_parties),
            ("lines", self._check_lines),
            ("VAT", self._check_vat),
            ("total", self._check_total),
        ):
            pen.require(check, element=element)
        words = self.words
        pieces = [*self._table(pen), self._sums(pen)]
        if self.payment.strip():
            pieces += [flow.gap(4), flow.paragraph(pen, [Line(self.payment, 9)], x=16, w=178, h=16, element="payment")]
        flow.draw(
            pen,
            pieces,
            body=_BODY,
            head=partial(self._draw_head, pen),
            foot=flow.foot(
                pen,
                left="   ·   ".join((*self.seller[:1], self.number)),
                page=words.page,
                of=words.of,
                right=self.identity,
                body=_BODY,
                y=286,
            ),
        )

    @classmethod
    def longest(cls) -> Self:
        """The longest values that must fit."""
        line = InvoiceLine(
            "Picking, packing and handing over of parcels, standard service, per parcel " * 2,
            88_888,
            88_888,
            88_888 * 88_888,
            2_150,
        )
        net = line.net_cents * 60
        vat = (net * 2_150 + 5_000) // 10_000
        party = (
            "Wagenmakers & Wommelgem Wholesale and Winter Warehouse NV",
            "Bedrijvencentrum Noordwesterwaterleiding, gebouw W",
            "9999-WW Llanfairpwllgwyngyllgogerychwyrndrobwll",
            "SOUTH GEORGIA AND THE SOUTH SANDWICH ISLANDS",
            "VAT WW 8888 888 888",
        )
        return cls(
            number="WW-2026-88888888",
            date="Wednesday, 28 September 2026",
            due="Wednesday, 28 September 2026",
            seller=party,
            buyer=party,
            currency="EUR",
            lines=(line,) * 60,
            vat=(VatLine(2_150, net, vat),),
            total_cents=net + vat,
            reference="PO WWWW-88888888-8888",
            payment="Please pay to WW88 8888 8888 8888 8888 within thirty days of the date above, and state the number "
            "of the invoice. Questions: write to us within eight days.",
            identity="J8888888 888/888 R88",
        )

    def _amount(self, cents: int) -> str:
        return money.amount(cents, currency=self.currency, words=self.words.money)

    def _percent(self, basis_points: int) -> str:
        return money.percent(basis_points, words=self.words.money)

    def _check_currency(self) -> None:
        money.minor_digits(self.currency)

    def _check_parties(self) -> None:
        if not self.number.strip() or not self.date.strip():
            raise Unprintable("an invoice needs a number and a date")
        if not any(line.strip() for line in self.seller) or not any(line.strip() for line in self.buyer):
            raise Unprintable("an invoice names its seller and its buyer")

    def _check_lines(self) -> None:
        if not self.lines:
            raise Unprintable("an invoice needs at least one line")
        for place, line in enumerate(self.lines, start=1):
            if not line.text.strip() or not line.quantity:
                raise Unprintable(f"line {place} needs a description and a quantity")
            if line.quantity * line.unit_cents != line.net_cents:
                raise Unprintable(f"line {place} is not its quantity times its unit price")

    def _check_vat(self) -> None:
        nets: dict[int, int] = {}
        for line in self.lines:
            nets[line.vat_basis_points] = nets.get(line.vat_basis_points, 0) + line.net_cents
        if sorted(nets.items()) != sorted((vat.basis_points, vat.net_cents) for vat in self.vat):
            raise Unprintable("the VAT lines are not the lines of the invoice added up per rate")
        for vat in self.vat:
            if (
                not 0 <= vat.basis_points <= 10_000
                or abs(vat.vat_cents * 10_000 - vat.net_cents * vat.basis_points) > 10_000
            ):
                raise Unprintable("an amount of VAT is not its rate of its net")

    def _check_total(self) -> None:
        if sum(vat.net_cents + vat.vat_cents for vat in self.vat) != self.total_cents:
            raise Unprintable("net and VAT do not add up to the total")

    def _title(self) -> str:
        return self.words.credit if self.total_cents < 0 else self.words.title

    def _draw_head(self, pen: Pen, page: int) -> None:
        words = self.words
        if page > 1:
            pen.text(f"{self._title()} {self.number}", x=16, y=17, w=120, size=11, bold=True, element="number")
            return
        pen.text(self._title(), x=194, y=21, w=80, size=22, bold=True, align="end", element="title")
        name, *rest = [line for line in self.seller if line.strip()]
        pen.block(
            [Line(name, 12, bold=True), *(Line(line, 9) for line in rest)], x=16, y=14, w=84, h=32, element="seller"
        )
        pen.text(words.to, x=16, y=54, w=84, size=7.5, element="caption")
        name, *rest = [line for line in self.buyer if line.strip()]
        pen.block(
            [Line(name, 11, bold=True), *(Line(line, 10) for line in rest)], x=16, y=56, w=90, h=36, element="buyer"
        )
        facts = (
            (words.number, self.number),
            (words.date, self.date),
            (words.due, self.due),
            (words.order, self.reference),
        )
        for row, (caption, fact) in enumerate((caption, fact) for caption, fact in facts if fact.strip()):
            y = 54 + row * 10
            pen.text(caption, x=120, y=y, w=74, size=7.5, element="caption")
            pen.text(fact, x=120, y=y + 5, w=74, size=10.5, bold=row == 0, element=caption.lower())

    def _table(self, pen: Pen) -> list[Piece]:
        words = self.words
        columns = [
            Column(words.item, 16, 76, "description"),
            Column(words.quantity, 112, 18, "quantity", align="end", fit="shrink"),
            Column(words.unit, 139, 25, "unit price", align="end", fit="shrink"),
            Column(words.rate, 157, 16, "VAT rate", align="end", fit="shrink"),
            Column(f"{words.net}, {self.currency}", 194, 35, "net", align="end", fit="shrink"),
        ]
        rows: list[list[Cell]] = [
            [
                line.text,
                str(line.quantity),
                self._amount(line.unit_cents),
                self._percent(line.vat_basis_points),
                self._amount(line.net_cents),
            ]
            for line in self.lines
        ]
        return flow.table(pen, columns, rows, is_kept=True)

    def _sums(self, pen: Pen) -> Piece:
        words = self.words
        net = sum(vat.net_cents for vat in self.vat)
        sums = [(words.net_total, self._amount(net))]
        sums += [
            (
                f"{words.vat} {self._percent(vat.basis_points)} {words.on} {self._amount(vat.net_cents)}",
                self._amount(vat.vat_cents),
            )
            for vat in sorted(self.vat, key=lambda vat: -vat.basis_points)
        ]

        def draw(top: float) -> None:
            for row, (caption, value) in enumerate(sums):
                y = top + 8 + row * 6
                pen.text(caption, x=96, y=y, w=60, size=9, element="caption")
                pen.text(value, x=194, y=y, w=36, size=9, align="end", element="sum")
            y = top + 8 + len(sums) * 6
            pen.rule(96, y - 3, w=98, thick=0.5)
            pen.text(
                words.back if self.total_cents < 0 else words.total,
                x=96,
                y=y + 4,
                w=44,
                size=12,
                bold=True,
                element="caption",
            )
            total = money.with_sign(abs(self.total_cents), currency=self.currency, words=words.money)
            pen.text(total, x=194, y=y + 4, w=52, size=14, bold=True, align="end", element="total")

        return Piece(18 + len(sums) * 6, draw)
