"""Sealed values open where they were sealed, and nowhere else."""

from __future__ import annotations

import pytest

from backend.kit import envelope
from backend.kit.envelope import Place, Unreadable

HERE = Place("vault_addressee", "card", "ab12", "7")
KEY = bytes(range(32))


def sealed(plain: bytes = b"Fern Street 4") -> bytes:
    return envelope.seal(plain, key=KEY, number=9, place=HERE)


def test_a_sealed_value_opens_where_it_was_sealed():
    assert envelope.open_sealed(sealed(), key=KEY, place=HERE) == b"Fern Street 4"


def test_a_sealed_value_costs_thirty_three_bytes_and_names_its_key():
    value = sealed(b"x" * 44)

    assert len(value) == 77
    assert value[0] == 1
    assert envelope.number_of(value) == 9


@pytest.mark.parametrize("plain", [b"", b"0", b"False", b"\x00"])
def test_empty_and_falsy_values_are_sealed_like_any_other(plain: bytes):
    value = sealed(plain)

    assert len(value) == 33 + len(plain)
    assert envelope.open_sealed(value, key=KEY, place=HERE) == plain


@pytest.mark.parametrize(
    "elsewhere",
    [
        Place("vault_letter", "card", "ab12", "7"),
        Place("vault_addressee", "note", "ab12", "7"),
        Place("vault_addressee", "card", "ab13", "7"),
        Place("vault_addressee", "card", "ab12", "8"),
    ],
)
def test_a_value_moved_to_another_table_column_row_or_merchant_does_not_open(elsewhere: Place):
    with pytest.raises(Unreadable):
        envelope.open_sealed(sealed(), key=KEY, place=elsewhere)


def test_a_changed_bit_anywhere_is_noticed():
    value = sealed()

    for place in range(len(value)):
        broken = bytearray(value)
        broken[place] ^= 1
        with pytest.raises(Unreadable):
            envelope.open_sealed(bytes(broken), key=KEY, place=HERE)


def test_another_key_does_not_open_it():
    with pytest.raises(Unreadable):
        envelope.open_sealed(sealed(), key=envelope.new_key(), place=HERE)


@pytest.mark.parametrize("length", [0, 1, 32])
def test_a_value_that_lost_its_end_is_unreadable(length: int):
    with pytest.raises(Unreadable):
        envelope.open_sealed(sealed()[:length], key=KEY, place=HERE)


def test_the_same_value_is_never_sealed_the_same_way_twice():
    assert len({sealed() for _time in range(100)}) == 100


def test_a_part_of_a_place_cannot_pretend_to_be_two():
    with pytest.raises(ValueError, match="no bar"):
        envelope.seal(b"", key=KEY, number=1, place=Place("a|b", "c", "d", "e"))


@pytest.mark.parametrize(("length", "padded"), [(0, 256), (1, 256), (252, 256), (253, 512), (508, 512), (509, 768)])
def test_padding_hides_the_length_in_steps(length: int, padded: int):
    plain = b"y" * length

    filled = envelope.pad(plain)

    assert len(filled) == padded
    assert envelope.unpad(filled) == plain


def test_padding_keeps_zeros_at_the_end():
    assert envelope.unpad(envelope.pad(b"a\x00\x00")) == b"a\x00\x00"


def test_padding_that_lies_about_its_length_is_unreadable():
    with pytest.raises(Unreadable):
        envelope.unpad(b"\x00\x00\x01\x00" + b"z" * 8)
