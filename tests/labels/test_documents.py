"""What the papers of the floor, the regime, the pay office and the merchant say, and what they refuse to say."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pypdfium2 as pdfium
import pytest

from labels import KINDS, Unprintable, View, render
from labels.certificate import CertificateWords
from labels.invoice import InvoiceLine, InvoiceWords, VatLine
from labels.money import MoneyWords, amount, hours, percent, with_sign
from labels.movement import MovementLine, MovementSlip
from labels.muster import MusterLine
from labels.payslip import Deduction, Earning
from labels.picklist import PickingList, PickLine
from labels.setup_sheet import CHARACTERS
from labels.unlock import UnlockLine
from tests.labels.documents import (
    certificate,
    invoice,
    movement,
    muster,
    payslip,
    picking,
    picking_a5,
    picking_label,
    slip,
    unlock,
)
from tests.labels.reading import scan, words

EURO = MoneyWords()


def test_money_is_whole_cents_in_the_writing_of_the_country() -> None:
    dutch = MoneyWords(decimal=",", thousands=".")

    assert amount(123456, currency="EUR", words=EURO) == "1 234.56"
    assert amount(-5, currency="EUR", words=dutch) == "−0,05"
    assert amount(1234567, currency="JPY", words=dutch) == "1.234.567"
    assert amount(1234, currency="KWD", words=EURO) == "1.234"
    assert with_sign(100, currency="CHF", words=EURO) == "CHF 1.00"
    assert with_sign(100, currency="GBP", words=EURO) == "£ 1.00"
    assert [percent(points, words=dutch) for points in (2100, 550, 2125, 0)] == ["21 %", "5,5 %", "21,25 %", "0 %"]
    assert [hours(minutes) for minutes in (0, 90, 600)] == ["0 h 00", "1 h 30", "10 h 00"]


def test_a_picking_list_names_places_and_items_and_nobody() -> None:
    shown = words(render([picking()]).data)

    for piece in ("Batch 118, cart 7", "A 03 2", "Lavender soap bar, 100 g", "SOAP-LAV-100", "Lines 2", "Units 3"):
        assert piece in shown
    assert {field.name for field in fields(PickingList)} == {
        *("code", "title", "lines", "printed_at", "identity", "words"),
    }
    assert {field.name for field in fields(PickLine)} == {"place", "code", "item", "sku", "quantity", "tote"}


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("paper", [picking, picking_a5, picking_label])
def test_each_place_of_a_full_page_scans(paper: Callable[..., View], dpi: int) -> None:
    codes = [f"LBCD{one}{two}XJ" for one in "BCDF" for two in "GHJ"]
    lines = tuple(PickLine(f"A {n:02d} 1", code, "Mint tea tin, 125 g", "TEA", 1) for n, code in enumerate(codes))

    pages = scan(render([paper(lines=lines)], dpi=dpi), dpi=dpi)

    found = [text for page in pages for identifier, text, _ in page if identifier == "]C0"]
    assert sorted(found) == sorted(codes)


def test_a_muster_list_counts_those_who_are_expected() -> None:
    shown = words(render([muster()]).data)

    for piece in ("Workshop 2", "Expected: 1", "Printed at 07:55", "Voorbeeld, Jo", "B-2-02", "Two signatures"):
        assert piece in shown


def test_an_unlock_list_says_how_many_doors() -> None:
    shown = words(render([unlock()]).data)

    assert "1 to unlock · 1 leaving · 1 staying" in shown
    assert "Notes" in shown


def test_a_movement_slip_has_no_room_for_a_remark() -> None:
    assert {field.name for field in fields(MovementSlip)} == {
        *("name", "number", "origin", "to", "time", "until", "printed_at", "identity", "words"),
    }
    assert "Health centre" in words(render([slip()]).data)


def test_a_payslip_shows_how_each_amount_came_about() -> None:
    shown = words(render([payslip(printed_at="20 November, 11:52")]).data)

    for piece in (
        *("You can spend", "€ 42.89", "Put by for you", "€ 12.24", "savings, now € 214.60", "14 h 00 × € 3.00"),
        *("61.25", "18.36", "At least this much always stays yours to spend: € 12.25", "14 h 00 of 40 h 00"),
        *("not to your supervisor.", "Ask before 4 December.", "Printed 20 November, 11:52"),
    ):
        assert piece in shown


def test_an_invoice_shows_vat_by_rate_and_what_to_pay() -> None:
    shown = words(render([invoice(words=InvoiceWords(money=MoneyWords(",", ".")))]).data)

    for piece in ("2026-0117", "762,20", "VAT 21 % on 762,20", "160,06", "VAT 6 % on 40,00", "To pay", "€ 964,66"):
        assert piece in shown


def test_an_invoice_that_gives_back_is_a_credit_note() -> None:
    line, vat = InvoiceLine("Returned cartons", -10, 100, -1000, 2100), VatLine(2100, -1000, -210)

    shown = words(render([invoice(lines=(line,), vat=(vat,), total_cents=-1210)]).data)

    assert "Credit note" in shown
    assert "To receive" in shown
    assert "€ 12.10" in shown


def test_a_certificate_says_who_what_and_how_to_check() -> None:
    shown = words(render([certificate(level="1, works alone")]).data)

    for piece in (
        "Jo Voorbeeld",
        "Order picking with barcodes",
        "Level 1, works alone",
        "https://verify.example.org/c/",
    ):
        assert piece in shown


@pytest.mark.parametrize(
    ("element", "changes"),
    [
        ("achievement", {"achievement": "Packing in the prison of Voorbeeldegem"}),
        ("description", {"description": "Trained under CUSTODY"}),
        ("issuer", {"issuer": "HMP Example"}),
        ("issuer", {"issuer": "Stichting Gevangenis en Werk"}),
        ("criteria", {"criteria": ("pick 300 lines", "supervised by correctional staff")}),
        ("signatory", {"signatory": "A. Voorbeeld, détenu"}),
        ("level", {"level": "监狱"}),
        ("link", {"link": "https://verify.prison.example/c/1"}),
        ("link", {"link": "https://verify.example.org/hmp-example/1"}),
        ("words", {"words": CertificateWords(signed="Signed for the jail")}),
    ],
)
def test_a_certificate_must_not_tell_where_it_was_earned(element: str, changes: dict[str, Any]) -> None:
    with pytest.raises(Unprintable) as refusal:
        render([certificate(**changes)])

    assert str(refusal.value) == f"certificate, {element}: a certificate must not tell where it was earned"


def test_the_file_of_a_certificate_tells_nothing_either() -> None:
    data = render([certificate()]).data.lower()

    assert not any(word in data for word in (b"outbound", b"prison", b"jail", b"/users/", b"/home/"))


def test_a_name_is_never_taken_for_a_place() -> None:
    assert "Anna Haft" in words(render([certificate(name="Anna Haft", achievement="Wissenschaft und Haftung")]).data)


def test_the_setup_sheet_holds_each_printable_character_once() -> None:
    assert sorted("".join(CHARACTERS)) == [chr(point) for point in range(32, 127)]
    assert all(text == text.strip() for text in CHARACTERS)


@pytest.mark.parametrize("kind", ["payslip", "muster", "certificate", "invoice"])
def test_the_documents_own_data_holds_nothing_of_the_paper(kind: str) -> None:
    document = pdfium.PdfDocument(render([KINDS[kind].longest()]).data)

    data = " ".join(document.get_metadata_dict().values())

    assert not any(word in data for word in ("Maximiliane", "Vandenbroucke", "Workshop", "Foundation", "2026"))


@pytest.mark.parametrize(
    ("view", "says"),
    [
        (picking(code="LBBBRRLS"), "picking, code: the code must start with D"),
        (picking(lines=()), "picking, lines: a picking list needs at least one line"),
        (
            picking(lines=(PickLine("A", "LBBBRRLS", "Thing", "S", 0),)),
            "picking, line 1: a quantity is 1 or more",
        ),
        (
            picking(lines=(*picking().lines, PickLine("A", "TBBBBKJD", "Thing", "S", 1))),
            "picking, line 3: the code must start with L",
        ),
        (
            picking(lines=(PickLine(" ", "LBBBRRLS", "Thing", "S", 1),)),
            "picking, line 1: a line needs a place and an item",
        ),
        (muster(lines=()), "muster, lines: a list needs at least one line"),
        (muster(lines=(MusterLine("", "B", "Hall"),)), "muster, line 1: a line needs a name"),
        (muster(printed_at=""), "muster, printed at: a list says when it was printed"),
        (unlock(lines=(UnlockLine("B", " "),)), "unlock, line 1: a line needs a name"),
        (
            unlock(lines=(UnlockLine("B", "Jo", going="out"),)),  # type: ignore[arg-type]
            "unlock, going: each is one of unlock, leaving, staying",
        ),
        (movement(lines=()), "movement, lines: a list needs at least one line"),
        (
            movement(lines=(MovementLine("08:00", "", "A", "B"),)),
            "movement, line 1: a line needs a name",
        ),
        (slip(to=" "), "movement-slip, to: a slip needs it"),
        (slip(printed_at=""), "movement-slip, printed at: a list says when it was printed"),
        (payslip(currency="euro"), "payslip, currency: a currency is a code of three capitals, such as EUR"),
        (payslip(name=""), "payslip, name: a payslip says whose it is and for when"),
        (payslip(gross_cents=6126), "payslip, earned: the lines do not add up to what was earned"),
        (payslip(net_cents=4288), "payslip, taken off: earned less taken off is not what can be spent"),
        (
            payslip(deductions=(Deduction("Fine", "all", 5000),), net_cents=1125),
            "payslip, taken off: less than the protected amount would be left to spend",
        ),
        (
            payslip(deductions=(Deduction("Gift", "back", -100),), net_cents=6225),
            "payslip, taken off: what is taken off is 0 or more",
        ),
        (payslip(worked_minutes=-1), "payslip, hours: minutes are 0 or more"),
        (
            payslip(earnings=(Earning("Picking", "1 h", 6125), Earning("\u200b", "", 0))),
            "payslip, earned: it holds an invisible character (U+200B)",
        ),
        (invoice(number=" "), "invoice, parties: an invoice needs a number and a date"),
        (invoice(buyer=()), "invoice, parties: an invoice names its seller and its buyer"),
        (invoice(lines=()), "invoice, lines: an invoice needs at least one line"),
        (
            invoice(lines=(InvoiceLine("Parcels", 412, 185, 76221, 2100),)),
            "invoice, lines: line 1 is not its quantity times its unit price",
        ),
        (
            invoice(vat=(VatLine(2100, 76220, 16006),)),
            "invoice, VAT: the VAT lines are not the lines of the invoice added up per rate",
        ),
        (
            invoice(vat=(VatLine(2100, 76220, 16008), VatLine(600, 4000, 240))),
            "invoice, VAT: an amount of VAT is not its rate of its net",
        ),
        (invoice(total_cents=96467), "invoice, total: net and VAT do not add up to the total"),
        (certificate(month=""), "certificate, month: a certificate needs it"),
        (
            certificate(link="http://verify.example.org/c/1"),
            "certificate, link: it must be an address that begins with https:// and names one certificate",
        ),
        (certificate(criteria=("very long " * 400,)), "certificate, criteria: it is too long to fit"),
    ],
)
def test_a_wrong_paper_is_refused_by_element(view: View, says: str) -> None:
    with pytest.raises(Unprintable) as refusal:
        render([view])

    assert str(refusal.value) == says


def test_a_protected_amount_is_no_more_than_what_was_earned() -> None:
    tiny = payslip(
        earnings=(Earning("Picking", "0 h 10", 50),), deductions=(), gross_cents=50, net_cents=50, protected_cents=1225
    )

    assert "€ 0.50" in words(render([tiny]).data)
