import random

import pytest

from labels import Unprintable, gs1, itf

WIDE_OF = {"1": "10001", "2": "01001", "3": "11000", "4": "00101", "5": "10100", "6": "01100", "7": "00011"}
WIDE_OF |= {"8": "10010", "9": "01010", "0": "00110"}


def by_hand(number: str) -> str:
    """ITF as the standard describes it: the first digit of a pair in the bars, the second in the spaces between."""
    modules = "1010"
    for bars, spaces in zip(number[::2], number[1::2], strict=True):
        for bar, space in zip(WIDE_OF[bars], WIDE_OF[spaces], strict=True):
            modules += "1" * (3 if bar == "1" else 1) + "0" * (3 if space == "1" else 1)
    return modules + "11101"


def test_the_bars_are_those_of_the_standard() -> None:
    chance = random.Random(13)
    for _ in range(300):
        body = "".join(chance.choices("0123456789", k=13))
        number = body + gs1.check_digit(body)

        assert itf.itf14(number) == by_hand(number)


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("09501101020918", "ITF-14 check digit is 7, not 8"),
        ("9501101020917", "ITF-14 has 14 digits, not 13"),
        ("123", "ITF-14 has 14 digits, not 3"),
        ("009501101020917", "ITF-14 has 14 digits, not 15"),
        ("0950110102091A", "ITF-14 must be digits only"),
        ("", "ITF-14 must be digits only"),
        ("0950110102091７", "ITF-14 must be digits only"),
    ],
)
def test_what_is_no_case_number_is_refused(number: str, says: str) -> None:
    with pytest.raises(Unprintable, match=f"^{says}$"):
        itf.itf14(number)
