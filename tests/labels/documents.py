"""One ordinary paper of each kind that flows over pages, with nobody real on it, and what a scanner reads there."""

from typing import Any

from labels import View
from labels.certificate import Certificate
from labels.invoice import Invoice, InvoiceLine, VatLine
from labels.movement import MovementLine, MovementList, MovementSlip
from labels.muster import MusterLine, MusterList
from labels.payslip import Deduction, Earning, Payslip
from labels.picklist import PickingList, PickingList100x150, PickingListA5, PickLine
from labels.setup_sheet import CHARACTERS, LINK, PROBES, SetupSheet
from labels.unlock import UnlockLine, UnlockList

BATCH = "DBBBBBBB"
PICKS = (
    PickLine("A 03 2", "LBBBRRLS", "Lavender soap bar, 100 g", "SOAP-LAV-100", 2, "T 3"),
    PickLine("A 04 1", "LBBBBBCT", "Mint tea tin, 125 g", "TEA-MINT-125", 1, "T 4"),
)


def picking(**changes: Any) -> PickingList:
    return PickingList(**{"code": BATCH, "title": "Batch 118, cart 7", "lines": PICKS} | changes)


def picking_a5(**changes: Any) -> PickingListA5:
    return PickingListA5(**{"code": BATCH, "title": "Batch 118, cart 7", "lines": PICKS} | changes)


def picking_label(**changes: Any) -> PickingList100x150:
    return PickingList100x150(**{"code": BATCH, "title": "Batch 118, cart 7", "lines": PICKS} | changes)


def muster(**changes: Any) -> MusterList:
    lines = (
        MusterLine("Voorbeeld, Jo", "B-2-01", "Packing", "W-201"),
        MusterLine("Ander, Sam", "B-2-02", "Picking", "W-202", is_expected=False),
    )
    return MusterList(**{"area": "Workshop 2", "session": "Morning", "printed_at": "07:55", "lines": lines} | changes)


def unlock(**changes: Any) -> UnlockList:
    lines = (
        UnlockLine("B-2-01", "Voorbeeld, Jo", "Workshop 2"),
        UnlockLine("B-2-02", "Ander, Sam", going="staying"),
        UnlockLine("B-2-03", "Derde, Kim", going="leaving"),
    )
    return UnlockList(**{"area": "Wing B", "session": "08:00", "printed_at": "07:40", "lines": lines} | changes)


def movement(**changes: Any) -> MovementList:
    lines = (MovementLine("08:05", "Voorbeeld, Jo", "Wing B", "Workshop 2"),)
    return MovementList(**{"area": "Workshop 2", "session": "Morning", "printed_at": "07:40", "lines": lines} | changes)


def slip(**changes: Any) -> MovementSlip:
    usual = {
        "name": "Voorbeeld, Jo",
        "origin": "Workshop 2",
        "to": "Health centre",
        "time": "10:15",
        "until": "11:00",
        "printed_at": "09:50",
    }
    return MovementSlip(**usual | changes)


def payslip(**changes: Any) -> Payslip:
    usual: dict[str, Any] = {
        "name": "Jo V.",
        "number": "W-201",
        "period": "Week 47",
        "paid_on": "25 November",
        "currency": "EUR",
        "earnings": (Earning("Picking", "14 h 00 × € 3.00", 4200), Earning("Piece pay", "125 lines", 1925)),
        "deductions": (Deduction("Family", "10 %", 612), Deduction("Savings", "20 %", 1224, is_savings=True)),
        "gross_cents": 6125,
        "net_cents": 4289,
        "protected_cents": 1225,
        "savings_balance_cents": 21460,
        "worked_minutes": 840,
        "limit_minutes": 2400,
        "dispute_by": "4 December",
    }
    return Payslip(**usual | changes)


def invoice(**changes: Any) -> Invoice:
    usual: dict[str, Any] = {
        "number": "2026-0117",
        "date": "31 October 2026",
        "due": "30 November 2026",
        "seller": ("Proefwerk Services", "1000 Teststad"),
        "buyer": ("Fern & Flint", "9999 Voorbeeldegem"),
        "currency": "EUR",
        "lines": (InvoiceLine("Parcels", 412, 185, 76220, 2100), InvoiceLine("Leaflets", 1000, 4, 4000, 600)),
        "vat": (VatLine(2100, 76220, 16006), VatLine(600, 4000, 240)),
        "total_cents": 96466,
    }
    return Invoice(**usual | changes)


CHECK_LINK = "https://verify.example.org/c/0d9f2c61-a8b2-4e0f"


def certificate(**changes: Any) -> Certificate:
    usual: dict[str, Any] = {
        "name": "Jo Voorbeeld",
        "achievement": "Order picking with barcodes",
        "issuer": "Foundation for Work and Learning",
        "month": "November 2026",
        "link": CHECK_LINK,
        "criteria": ("pick 300 lines with at least 99 of 100 right",),
    }
    return Certificate(**usual | changes)


PICK_CODES = [("]C0", "LBBBBBCT"), ("]C0", "LBBBRRLS"), ("]Q1", BATCH)]
SETUP_CODES = sorted([
    *(("]C0", text) for text in (*CHARACTERS, *PROBES)),
    ("]C1", "(10)AB-12(21)xy/99"),
    ("]Q1", LINK),
])  # fmt: skip

DOCUMENTS: list[tuple[View, list[tuple[str, str]]]] = [
    (picking(), PICK_CODES),
    (picking_a5(), PICK_CODES),
    (picking_label(), PICK_CODES),
    (muster(), []),
    (unlock(), []),
    (movement(), []),
    (slip(), []),
    (payslip(), []),
    (invoice(), []),
    (certificate(), [("]Q1", CHECK_LINK)]),
    (SetupSheet(), SETUP_CODES),
]
