"""What the house thinks of a carrier's label: whether it is one, whether it is this parcel's, whether it is hostile."""

from __future__ import annotations

import pytest

from backend.printing import carriers
from backend.vault.cards import AddresseeCard
from labels import render
from labels.foreign import PDF, PNG, ZPL, whose
from tests.labels.examples import SSCC, carrier
from tests.labels.reading import pictures

TRACKING = "3SABCD0123456789"
STREAM = f"^XA^MMP^FO9,9^FDJo Voorbeeld, 9999^FS^FO9,99^BCN,90^FD{TRACKING}^FS^XZ".encode()
WHO = AddresseeCard(name="Jo Voorbeeld", lines=("Straat 1",), postcode="9999", city="Dorp", country="BE")


def examined(
    data: bytes = STREAM, media_type: str = ZPL, *, tracking: str = TRACKING, addressee: AddresseeCard | None = None
) -> carriers.Verdict:
    return carriers.examine(data, media_type=media_type, tracking=tracking, addressee=addressee)


def test_the_label_of_the_order_is_accepted_clean():
    verdict = examined(addressee=WHO)

    assert (verdict.outcome, verdict.reason) == ("accepted", "")
    assert verdict.label is not None
    assert (verdict.label.data, verdict.label.dropped) == (STREAM.replace(b"^MMP", b"") + b"\n", ("^MM",))


def test_a_pdf_comes_back_as_pixels_and_its_text_was_compared():
    label = carrier(name="Jo Voorbeeld", town="9999 Dorp")

    verdict = examined(render([label], dpi=300).data, PDF, tracking=SSCC, addressee=WHO)

    assert verdict.outcome == "accepted"
    assert verdict.label is not None
    assert b"Voorbeeld" not in verdict.label.data
    assert len(list(pictures(verdict.label.data, dpi=203))) == 1


def test_a_picture_with_the_right_code_needs_a_person_because_nobody_can_read_its_address():
    verdict = examined(render([carrier()], backend="png", dpi=203).data, PNG, tracking=SSCC, addressee=WHO)

    assert (verdict.outcome, verdict.reason) == ("unclear", "addressee_unread")


@pytest.mark.parametrize(
    ("data", "media_type", "reason"),
    [
        (b"^XA^CC#^FDx^FS^XZ", ZPL, "hostile"),
        (b"^XA^FO1,1^FDx\x01^FS^XZ", ZPL, "hostile"),
        (b"^XA^IMR:LOGO.GRF^FS^XZ", ZPL, "hostile"),
        (b"^XA^FDx^FS", ZPL, "unreadable"),
        (b"%PDF-1.4 broken", PDF, "unreadable"),
        (b"GIF89a", "image/gif", "unreadable"),
        (STREAM.replace(b"3SABCD", b"3SZZZZ"), ZPL, "other_parcel"),
        (STREAM.replace(b"Jo Voorbeeld, 9999", b"Sam Ander, 1000"), ZPL, "other_addressee"),
    ],
)
def test_what_may_not_print_is_refused_by_a_stable_code_and_not_kept(data: bytes, media_type: str, reason: str):
    assert examined(data, media_type, addressee=WHO) == carriers.Verdict("refused", reason)


@pytest.mark.parametrize(
    ("text", "names", "postcode", "expected"),
    [
        ("MR JO VOORBEELD\nSTRAAT 1\nB-9999 DORP", ("Jo Voorbeeld",), "9999", "same"),
        ("Żofia O'Neil SW1A1AA", ("Zofia Oneil", "Fern & Flint"), "SW1A 1AA", "same"),
        ("Fern and Flint Ltd SW1A 1AA", ("Zofia Kowalska", "Flint"), "SW1A 1AA", "same"),
        ("王小明 100044", ("王小明",), "100044", "same"),
        ("Jo Voorbeeld 19999", ("Jo Voorbeeld",), "9999", "unclear"),
        ("Sam Ander 9999", ("Jo Voorbeeld",), "9999", "unclear"),
        ("Jo Voorbeeld", ("Jo Voorbeeld",), "", "same"),
        ("Sam Ander", ("Jo Voorbeeld",), "", "unclear"),
        ("Sam Ander 1000", ("Jo Voorbeeld",), "9999", "other"),
        (" \n", ("Jo Voorbeeld",), "9999", "unread"),
    ],
)
def test_a_label_is_somebodys_by_name_and_postcode(text: str, names: tuple[str, ...], postcode: str, expected: str):
    assert whose(text, names=names, postcode=postcode) == expected
