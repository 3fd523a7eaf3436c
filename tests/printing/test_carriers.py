"""A carrier's label is cleaned, compared with the order and kept sealed: nobody reads it on a disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.kit.envelope import Unreadable
from backend.kit.errors import Invalid, NotFound, Refused
from backend.printing import carriers
from backend.vault import keys
from backend.vault.models import DataKey
from labels import render
from labels.foreign import PDF, ZPL, Expected
from tests.labels.examples import SSCC, carrier
from tests.labels.reading import pictures

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

PARCEL, MERCHANT = "warehouse.parcel:7", 3
TRACKING = "3SABCD0123456789"
STREAM = f"^XA^MMP^FO9,9^FDJo Voorbeeld^FS^FO9,99^BCN,90^FD{TRACKING}^FS^XZ".encode()


@pytest.fixture(autouse=True)
def key_file(tmp_path: Path, settings) -> Iterator[None]:
    settings.VAULT_KEY_FILE = tmp_path / "vault.key"
    keys.forget()
    yield
    keys.forget()


def accepted(data: bytes = STREAM, media_type: str = ZPL, **expected: str) -> carriers.CarrierFileCard:
    wanted = Expected(**(expected or {"tracking": TRACKING}))
    return carriers.accept(data, media_type=media_type, expected=wanted, merchant=MERCHANT, subject=PARCEL)


def test_the_label_of_the_order_is_sealed_and_opens_for_its_parcel():
    card = accepted()

    assert (card.media_type, card.labels, card.dropped) == (ZPL, 1, ("^MM",))
    assert b"Voorbeeld" not in card.sealed
    assert TRACKING.encode() not in card.sealed
    assert carriers.open_bytes(card.sealed, merchant=MERCHANT, subject=PARCEL) == STREAM.replace(b"^MMP", b"") + b"\n"


def test_a_pdf_comes_back_as_pixels():
    card = accepted(render([carrier()], dpi=300).data, PDF, sscc=SSCC)

    opened = carriers.open_bytes(card.sealed, merchant=MERCHANT, subject=PARCEL)

    assert b"Voorbeeld" not in opened
    assert len(list(pictures(opened, dpi=203))) == 1


def test_it_opens_for_no_other_parcel_and_no_other_merchant():
    card = accepted()

    with pytest.raises(Unreadable):
        carriers.open_bytes(card.sealed, merchant=MERCHANT, subject="warehouse.parcel:8")
    with pytest.raises(NotFound) as refusal:
        carriers.open_bytes(card.sealed, merchant=4, subject=PARCEL)
    assert refusal.value.code == "carrier_label_gone"


def test_the_label_of_another_order_is_refused_without_a_value():
    with pytest.raises(Refused) as refusal:
        accepted(tracking="3SZZZZ9999999999")

    assert refusal.value.code == "carrier_label_differs"
    assert refusal.value.message == (
        "The carrier's label is not the one of this order: no code holds the tracking number of the order."
    )
    assert not DataKey.objects.exists()


@pytest.mark.parametrize(
    ("data", "media_type"), [(b"^XA^CC#^FDx^FS^XZ", ZPL), (b"%PDF-1.4 broken", PDF), (b"GIF89a", "image/gif")]
)
def test_what_cannot_be_printed_is_refused_and_uses_no_key(data: bytes, media_type: str):
    with pytest.raises(Invalid) as refusal:
        accepted(data, media_type)

    assert (refusal.value.code, refusal.value.status) == ("carrier_label_unreadable", 422)
    assert not DataKey.objects.exists()


def test_the_keys_of_labels_outlive_the_sweep_of_unused_keys():
    card = accepted()
    keys.make_active(merchant=MERCHANT, purpose=carriers.PURPOSE)

    assert keys.destroy_unused() == 0

    assert carriers.open_bytes(card.sealed, merchant=MERCHANT, subject=PARCEL).startswith(b"^XA")
