import random

import pytest

from backend.demo.bench.codes_asked import Asked
from backend.demo.bench.codes_read import encode, is_read, picture
from labels import Unprintable, code39


def test_every_character_has_bars_of_its_own() -> None:
    bars = {code39.modules(character) for character in code39.CHARACTERS}

    assert len(bars) == len(code39.CHARACTERS) == 43


def test_every_character_has_three_wide_and_six_narrow_elements_and_a_gap_follows() -> None:
    for length in (1, 2, 7, code39.LONGEST):
        assert len(code39.modules("A" * length)) == 16 * length + 31


def test_no_check_character_is_added() -> None:
    alone, start = code39.modules("A"), code39.modules("0")[:16]

    assert alone[:16] == start
    assert alone[16:31] == code39.modules("AA")[16:31] == code39.modules("AA")[32:47]


@pytest.mark.parametrize("text", ["", "abc", "A*B", "é", "A_B", "A\n", "Ａ", "A" * 44])
def test_what_code_39_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises(Unprintable):
        code39.modules(text)


@pytest.mark.parametrize("text", ["+A", "A/B", "$A$B", "10%C"])
def test_two_characters_that_some_scanners_read_as_one_are_refused(text: str) -> None:
    with pytest.raises(Unprintable, match=r"^in Code 39 some scanners read .* use Code 128$"):
        code39.modules(text)


@pytest.mark.parametrize("text", ["4RK7VQ", "60J3GP", "46HLK3", "000000"])
def test_six_characters_that_are_a_medicine_number_are_refused(text: str) -> None:
    with pytest.raises(Unprintable, match=r"^some scanners read these six characters of Code 39 .* use Code 128$"):
        code39.modules(text)


@pytest.mark.parametrize("text", ["4RK7VR", "4RK7V", "4RK7VQ0", "4RA7VQ", "ZZZZZZ"])
def test_six_characters_without_its_check_digit_are_printed(text: str) -> None:
    assert len(code39.modules(text)) == 16 * len(text) + 31


def test_none_of_two_thousand_printed_medicine_like_texts_is_read_as_one() -> None:
    chance = random.Random(22)
    printed = 0
    for _ in range(2_000):
        text = "".join(chance.choices("0123456789BCDFGHJKLMNPQRSTUVWXYZ", k=6))
        try:
            drawn = encode("code-39", Asked(text), module_mm=0.25)
        except Unprintable:
            continue
        printed += 1
        assert is_read("code-39", Asked(text), picture(drawn, dpi=203, module_mm=0.25)), text
    assert 1_700 < printed < 1_900


@pytest.mark.parametrize("text", ["+1", "A/1", "$$", "10%", "A-B.C D"])
def test_the_same_signs_elsewhere_are_printed(text: str) -> None:
    assert len(code39.modules(text)) == 16 * len(text) + 31
