import random
import re
from collections.abc import Callable

import pytest

from labels import Unprintable, ean, gs1

RIGHT = [(ean.ean13, "4006381333931"), (ean.ean8, "96385074"), (ean.upca, "036000291452")]
LEFT_ODD = (
    "0001101",
    "0011001",
    "0010011",
    "0111101",
    "0100011",
    "0110001",
    "0101111",
    "0111011",
    "0110111",
    "0001011",
)


def test_an_ean_8_is_drawn_from_the_patterns_of_the_standard() -> None:
    right = ["".join("10"[int(module)] for module in digit) for digit in LEFT_ODD]
    left_half = "".join(LEFT_ODD[int(digit)] for digit in "9638")
    right_half = "".join(right[int(digit)] for digit in "5074")

    assert ean.ean8("96385074") == f"101{left_half}01010{right_half}101"


def test_a_upc_a_has_the_bars_of_the_ean_13_with_a_0_before_it() -> None:
    chance = random.Random(11)
    for _ in range(200):
        body = "".join(chance.choices("0123456789", k=11))
        number = body + gs1.check_digit(body)

        assert ean.upca(number) == ean.ean13(f"0{number}")


def test_no_two_numbers_share_their_bars() -> None:
    chance = random.Random(12)
    bodies = {"".join(chance.choices("0123456789", k=12)) for _ in range(2_000)}

    bars = {ean.ean13(body + gs1.check_digit(body)) for body in bodies}

    assert len(bars) == len(bodies)


@pytest.mark.parametrize(("encode", "number"), RIGHT)
def test_every_other_check_digit_is_refused(encode: Callable[[str], str], number: str) -> None:
    for digit in "0123456789".replace(number[-1], ""):
        with pytest.raises(Unprintable, match=f"check digit is {number[-1]}, not {digit}$"):
            encode(number[:-1] + digit)


@pytest.mark.parametrize(("encode", "number"), RIGHT)
@pytest.mark.parametrize("change", ["{}0", "0{}", " {}", "{}\n", "{}A", "-{}"])
def test_another_length_or_a_letter_is_refused(encode: Callable[[str], str], number: str, change: str) -> None:
    with pytest.raises(Unprintable):
        encode(change.format(number))


@pytest.mark.parametrize(("encode", "number"), RIGHT)
def test_a_number_without_its_check_digit_is_refused(encode: Callable[[str], str], number: str) -> None:
    with pytest.raises(Unprintable, match=f"has {len(number)} digits, not {len(number) - 1}$"):
        encode(number[:-1])


@pytest.mark.parametrize("number", ["", "٤٠٠٦٣٨١٣٣٣٩٣١", "400638133393１", "400638133393²"])
def test_digits_of_other_scripts_are_refused(number: str) -> None:
    with pytest.raises(Unprintable, match=f"^{re.escape('EAN-13 must be digits only')}$"):
        ean.ean13(number)
