"""Fifty labels of each kind, the same on every computer: drawn from a seeded chance, with nobody real on them.

Only letters that the fonts of the package have, so that no font of the machine decides what is printed.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from labels import SlipLine, View, gs1
from labels.invoice import InvoiceLine, VatLine
from labels.lettercode import LETTERS
from labels.movement import MovementLine
from labels.muster import MusterLine
from labels.payslip import Deduction, Earning
from labels.picklist import PickLine
from labels.setup_sheet import SetupSheet
from labels.unlock import UnlockLine
from tests.labels import documents, examples, goods

COUNT = 50
WORDS = ("Lavender", "soap", "Mint", "tea", "tin", "Beeswax", "candle", "Thé", "Öl", "niño", "small", "100 g", "(x2)")
PEOPLE = ("Jo Voorbeeld", "Sam Ander", "Kim Dérde", "Noor Önder", "Lu Ñandú & Co", "O'Neill")
TOWNS = ("9999 Voorbeeldegem", "1000 Teststad", "B-2000 Proefdorp", "SW1A 1AA Exampleton")


class Chance(random.Random):
    """Random words and numbers of one label."""

    def words(self, least: int = 1, most: int = 4) -> str:
        """Some words of a name."""
        return " ".join(self.choices(WORDS, k=self.randint(least, most)))

    def code(self, kind: str) -> str:
        """A code of ours that begins with this letter."""
        return kind + "".join(self.choices(LETTERS, k=16 if kind in "PRN" else 7))

    def digits(self, count: int) -> str:
        """So many digits."""
        return "".join(self.choices("0123456789", k=count))

    def gtin(self, length: int) -> str:
        """A GTIN with its check digit."""
        body = self.digits(length - 1)
        return body + gs1.check_digit(body)

    def identity(self) -> str:
        """The small print of a printed label, or none."""
        return self.choice(("", f"J{self.randrange(1, 9999)} 01/01 R{self.randrange(3)}"))

    def time(self) -> str:
        """A time of day."""
        return f"{self.randrange(24):02d}:{self.randrange(60):02d}"

    def place(self) -> str:
        """A place on a shelf."""
        return f"{self.choice('ABCDEFGH')} {self.randrange(1, 99):02d} {self.randrange(1, 6)}"


def views(kind: str, *, count: int = COUNT) -> list[View]:
    """The first `count` labels of a kind; the same number is always the same label."""
    return [MAKERS[kind](Chance(f"{kind} {number}")) for number in range(count)]


def _parcel(chance: Chance) -> View:
    return examples.parcel(
        token=chance.code("P"),
        dock=str(chance.randrange(1, 20)),
        carton=chance.choice(("", "Box S", "C4")),
        generation=chance.randrange(4),
        identity=chance.identity(),
    )


def _carrier(chance: Chance) -> View:
    parcels = chance.randrange(1, 5)
    return examples.carrier(
        sscc=gs1.make_sscc(extension=3, prefix="9521234", serial=chance.randrange(10**9)),
        name=chance.choice(PEOPLE),
        lines=tuple(f"{chance.words(1, 2)} {chance.randrange(1, 400)}" for _ in range(chance.randrange(1, 3))),
        town=chance.choice(TOWNS),
        weight_grams=chance.randrange(1, 30_000),
        parcels=parcels,
        parcel=chance.randint(1, parcels),
        reference=chance.choice(("", f"S-{chance.digits(5)}")),
        identity=chance.identity(),
    )


def _slip_lines(chance: Chance) -> tuple[SlipLine, ...]:
    return tuple(
        SlipLine(chance.randrange(1, 99), f"SKU-{chance.digits(5)}", chance.words())
        for _ in range(chance.randint(1, 30))
    )


def _picks(chance: Chance) -> dict[str, Any]:
    lines = tuple(
        PickLine(
            chance.place(),
            chance.code("L"),
            chance.words(),
            f"SKU-{chance.digits(5)}",
            chance.randrange(1, 99),
            chance.choice(("", f"T {chance.randrange(1, 99)}")),
        )
        for _ in range(chance.randint(1, 16))
    )
    return {
        "code": chance.code("D"),
        "title": f"Batch {chance.randrange(1, 999)}, cart {chance.randrange(1, 9)}",
        "lines": lines,
        "printed_at": chance.choice(("", chance.time())),
        "identity": chance.identity(),
    }


def _list(chance: Chance, line: Callable[[Chance], Any]) -> dict[str, Any]:
    return {
        "area": f"Workshop {chance.randrange(1, 9)}",
        "session": chance.choice(("Morning", "Afternoon")),
        "printed_at": chance.time(),
        "lines": tuple(line(chance) for _ in range(chance.randint(1, 40))),
        "identity": chance.identity(),
    }


def _cell(chance: Chance) -> str:
    return f"B-{chance.randrange(1, 4)}-{chance.randrange(1, 40):02d}"


def _unlock_line(chance: Chance) -> UnlockLine:
    going: Any = chance.choice(("unlock", "staying", "leaving"))
    return UnlockLine(_cell(chance), chance.choice(PEOPLE), chance.choice(("", "Workshop 2")), going=going)


def _payslip(chance: Chance) -> View:
    earnings = tuple(
        Earning(chance.words(), chance.time(), chance.randrange(9000)) for _ in range(chance.randint(1, 5))
    )
    gross = sum(line.cents for line in earnings)
    deductions = tuple(
        Deduction(chance.words(), f"{share} %", gross * share // 100, is_savings=chance.random() < 0.3)
        for share in chance.sample((2, 5, 10, 20), k=chance.randint(0, 3))
    )
    net = gross - sum(line.cents for line in deductions)
    return documents.payslip(
        name=chance.choice(PEOPLE),
        earnings=earnings,
        deductions=deductions,
        gross_cents=gross,
        net_cents=net,
        protected_cents=net // 2,
        worked_minutes=chance.randrange(2400),
        stopped_minutes=chance.randrange(90),
        printed_at=chance.choice(("", "20 November, 11:52")),
        identity=chance.identity(),
    )


def _invoice(chance: Chance) -> View:
    lines = []
    for _ in range(chance.randint(1, 30)):
        quantity, unit = chance.randrange(1, 999), chance.randrange(1, 999)
        lines.append(InvoiceLine(chance.words(), quantity, unit, quantity * unit, chance.choice((600, 2100))))
    rates = sorted({line.vat_basis_points for line in lines})
    nets = {rate: sum(line.net_cents for line in lines if line.vat_basis_points == rate) for rate in rates}
    vat = tuple(VatLine(rate, net, round(net * rate / 10_000)) for rate, net in nets.items())
    return documents.invoice(
        number=f"2026-{chance.digits(4)}",
        lines=tuple(lines),
        vat=vat,
        total_cents=sum(each.net_cents + each.vat_cents for each in vat),
        identity=chance.identity(),
    )


def _certificate(chance: Chance) -> View:
    return documents.certificate(
        name=chance.choice(PEOPLE),
        achievement=chance.words(2, 5),
        link=f"https://verify.example.org/c/{chance.randrange(16**8):08x}",
        criteria=tuple(chance.words(2, 6) for _ in range(chance.randint(0, 4))),
    )


MAKERS: dict[str, Callable[[Chance], View]] = {
    "parcel": _parcel,
    "shelf": lambda c: examples.shelf(
        code=c.code("L"), place=c.place(), arrow=c.choice(("", "left", "right", "up", "down")), identity=c.identity()
    ),
    "tote": lambda c: examples.tote(
        code=c.code("T"),
        name=f"T {c.randrange(999)}",
        serial=c.choice(("", f"2026-{c.digits(6)}")),
        identity=c.identity(),
    ),
    "badge": lambda c: examples.badge(code=c.code("N"), identity=c.identity()),
    "carrier": _carrier,
    "product": lambda c: goods.product(gtin=c.gtin(13), name=c.words(), identity=c.identity()),
    "item": lambda c: goods.item(sku=f"SKU-{c.digits(c.randint(1, 9))}", name=c.words(), identity=c.identity()),
    "batch": lambda c: goods.batch(
        gtin=c.gtin(14), name=c.words(), batch=f"L{c.digits(4)}", expiry=c.choice(("", "271130")), identity=c.identity()
    ),
    "bin": lambda c: goods.bin_label(code=c.code("L"), place=f"{c.place()} B", identity=c.identity()),
    "cart": lambda c: goods.cart(
        code=c.code("C"), name=f"C {c.randrange(1, 99)}", slots=c.randrange(1, 40), identity=c.identity()
    ),
    "pallet": lambda c: goods.pallet(
        sscc=gs1.make_sscc(extension=3, prefix="9521234", serial=c.randrange(10**9)),
        to=(c.choice(PEOPLE), c.choice(TOWNS)),
        gtin=c.gtin(14),
        count=c.randrange(1, 999),
        item=c.words(),
        identity=c.identity(),
    ),
    "return": lambda c: goods.returned(
        code=c.code("R"), shop=c.words(1, 2), address=("Office 12", c.choice(TOWNS)), identity=c.identity()
    ),
    "seal": lambda c: goods.seal(
        number=c.digits(c.randint(4, 12)), use=c.choice(("", "Cage 4")), identity=c.identity()
    ),
    "tool": lambda c: goods.tool(
        code=c.code("J"), name=c.words(1, 2), board=c.choice(("", "B 12")), identity=c.identity()
    ),
    "packing": lambda c: examples.slip(
        token=c.code("P"),
        reference=f"WEB-{c.digits(5)}",
        address=(c.choice(PEOPLE), f"{c.words(1, 2)} {c.randrange(99)}", c.choice(TOWNS)),
        lines=_slip_lines(c),
        identity=c.identity(),
    ),
    "packing-masked": lambda c: examples.masked_slip(token=c.code("P"), lines=_slip_lines(c), identity=c.identity()),
    "picking": lambda c: documents.picking(**_picks(c)),
    "picking-a5": lambda c: documents.picking_a5(**_picks(c)),
    "picking-100x150": lambda c: documents.picking_label(**_picks(c)),
    "muster": lambda c: documents.muster(
        **_list(c, lambda c: MusterLine(c.choice(PEOPLE), _cell(c), "Packing", is_expected=c.random() < 0.8))
    ),
    "unlock": lambda c: documents.unlock(**_list(c, _unlock_line)),
    "movement": lambda c: documents.movement(
        **_list(c, lambda c: MovementLine(c.time(), c.choice(PEOPLE), "Wing B", f"Workshop {c.randrange(1, 9)}"))
    ),
    "movement-slip": lambda c: documents.slip(
        name=c.choice(PEOPLE), time=c.time(), until=c.time(), printed_at=c.time(), identity=c.identity()
    ),
    "payslip": _payslip,
    "invoice": _invoice,
    "certificate": _certificate,
    "scanner-setup": lambda c: SetupSheet(identity=c.identity()),
}
