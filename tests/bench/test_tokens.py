"""The search of the canary finds a marked word in every disguise, and nothing where there is none."""

from __future__ import annotations

import base64
import json

import pytest

from backend.demo.bench.reading import Reader
from backend.demo.bench.tokens import PERSONAL, PHONE, Tokens

TOKENS = Tokens(7)
SOMEBODY = TOKENS.addressee(123)


def test_every_personal_field_has_a_word_of_its_own():
    # The number of a parcel stands on a carrier's own label only.
    assert TOKENS.find(json.dumps(SOMEBODY)) == PERSONAL - {"tracking number"}
    assert TOKENS.find(TOKENS.ref(123)) == {"merchant_ref"}


def test_no_two_orders_share_a_word():
    words = {TOKENS.word("n", number) for number in range(5000)}

    assert len(words) == 5000


@pytest.mark.parametrize("shift", [0, 1, 2])
@pytest.mark.parametrize("change", [str, str.upper, str.title])
def test_a_word_in_base64_is_found(shift, change):
    hidden = base64.b64encode(b"x" * shift + change(SOMEBODY["email"]).encode()).decode()

    assert TOKENS.find(f"session={hidden}") == {"disguised"}


@pytest.mark.parametrize("coding", ["utf-8", "utf-16-be"])
def test_a_word_in_hexadecimal_is_found(coding):
    assert TOKENS.find(SOMEBODY["city"].encode(coding).hex()) == {"disguised"}


def test_the_digits_of_a_telephone_are_found():
    assert TOKENS.find(f"tel:0032{TOKENS.dial}00042".encode()) == {PHONE}


@pytest.mark.parametrize("innocent", ["", "R-12345", "Lavender soap", "20261121203841", b"\x00\xff%PDF-1.4"])
def test_innocent_places_are_left_in_peace(innocent):
    assert TOKENS.find(innocent) == set()


def test_a_reader_counts_hits_and_forgives_what_belongs_there():
    reader = Reader(TOKENS)

    reader.look("worker pages", "GET /station/ 200", f"<p>{SOMEBODY['name']}</p>")
    reader.look("database cells", "warehouse_orderref.merchant_ref", TOKENS.ref(1), known=frozenset({"merchant_ref"}))

    assert (reader.hits, reader.read["worker pages"], reader.read["database cells"]) == (1, 1, 1)
    assert reader.examples == ["name in worker pages: GET /station/ N"]
