"""The format of internal codes, against vectors and against a check written anew from its definition."""

from __future__ import annotations

import random

import pytest

from backend.kit import codes
from backend.kit.errors import Refused

VECTORS = [
    ("L", 1, "LBBBBBCT"),
    ("L", 3000, "LBBBRRLS"),
    ("T", 118, "TBBBBKJD"),
    ("C", 7, "CBBBBBKB"),
    ("K", 1, "KBBBBBCB"),
    ("H", 65535, "HBBXXXXP"),
]
ALPHABET = "BCDFGHJKLNPRSTVX"
MUTATIONS = 30_000


def independent_check(text: str) -> str:
    """Luhn mod 16 by its textbook definition: from the right, double every other, sum the base-16 digits."""
    digits = [ALPHABET.find(letter) if letter in ALPHABET else (ord(letter) - ord("A")) % 16 for letter in text]
    total = 0
    for distance, digit in enumerate(digits[::-1], start=1):
        high, low = divmod(digit * (2 if distance % 2 else 1), 16)
        total += high + low
    return ALPHABET[(16 - total % 16) % 16]


@pytest.mark.parametrize(("kind", "number", "text"), VECTORS)
def test_numbered_codes_are_those_of_the_design(kind: str, number: int, text: str) -> None:
    assert codes.make(kind, number) == text

    code = codes.parse(f" {text.lower()} ")

    assert (code.kind, code.number, code.text) == (kind, number, text)
    assert codes.looks_internal(text)


def test_the_random_code_of_the_design_is_read() -> None:
    code = codes.parse("PBCDFGHJKLNPRSTVC")

    assert (code.kind, code.body) == ("P", "BCDFGHJKLNPRSTV")


@pytest.mark.parametrize("kind", ["P", "R", "N"])
def test_drawn_codes_have_sixty_bits_and_never_repeat(kind: str) -> None:
    drawn = {codes.draw(kind) for _ in range(1000)}

    assert len(drawn) == 1000
    assert {len(text) for text in drawn} == {17}
    assert all(codes.parse(text).text == text for text in drawn)


def test_numbers_that_do_not_fit_and_kinds_of_the_other_sort_are_refused() -> None:
    for kind, number in (("L", -1), ("L", 16**6), ("P", 1), ("Z", 1)):
        with pytest.raises(ValueError, match=r"does not fit|not a numbered"):
            codes.make(kind, number)
    for kind in ("L", "Z"):
        with pytest.raises(ValueError, match="not a random"):
            codes.draw(kind)


@pytest.mark.parametrize(
    "text", ["", "L", "LBBBBBC", "LBBBBBCTT", "LBBBBBCB", "ZBBBBBCT", "LABBBBCT", "4006381333931", "L BBBBCT", "Ł" * 8]
)
def test_what_is_no_code_of_ours_is_not_read(text: str) -> None:
    with pytest.raises(Refused) as refused:
        codes.parse(text)

    assert (refused.value.code, refused.value.status) == ("code_unreadable", 422)


def test_looking_internal_needs_no_right_check() -> None:
    assert codes.looks_internal("LBBBBBCB")
    assert not codes.looks_internal("LBBBBBC")
    assert not codes.looks_internal("")


def test_the_check_letter_equals_an_independent_one() -> None:
    chance = random.Random(8)

    for _ in range(MUTATIONS):
        kind = chance.choice("LTCSHDKJ")
        body = "".join(chance.choices(ALPHABET, k=6))

        assert codes.check_letter(kind + body) == independent_check(kind + body)


def test_every_wrong_letter_and_every_lost_or_doubled_one_is_caught() -> None:
    chance = random.Random(9)
    read = dict.fromkeys(("substituted", "lost", "doubled", "swapped"), 0)
    swaps = 0

    for _ in range(MUTATIONS):
        text = codes.make(chance.choice("LTCSHDKJ"), chance.randrange(16**6))
        place = chance.randrange(1, 8)
        other = chance.choice([letter for letter in ALPHABET if letter != text[place]])
        read["substituted"] += is_read(text[:place] + other + text[place + 1 :])
        read["lost"] += is_read(text[:place] + text[place + 1 :])
        read["doubled"] += is_read(text[:place] + text[place] + text[place:])
        if place < 7 and text[place] != text[place + 1]:
            swaps += 1
            read["swapped"] += is_read(text[:place] + text[place + 1] + text[place] + text[place + 2 :])

    assert (read["substituted"], read["lost"], read["doubled"]) == (0, 0, 0)
    assert read["swapped"] / swaps < 0.01


def is_read(text: str) -> bool:
    try:
        codes.parse(text)
    except Refused:
        return False
    return True
