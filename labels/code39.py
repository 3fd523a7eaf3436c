"""Code 39: capitals, digits and seven signs in, bars out, or a refusal.

The bar patterns are python-barcode's; its class turns small letters into capitals and, unless told otherwise, adds a
check character that a scanner then takes for data, so nothing reaches it before it was checked here.
Source: ISO/IEC 16388; wide bars are three times the narrow ones.
"""

import re

from barcode.codex import Code39

from labels.errors import Unprintable

CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%"
QUIET_MODULES = 10
LONGEST = 43

_CODE_32 = "0123456789BCDFGHJKLMNPQRSTUVWXYZ"
_FULL_ASCII = re.compile("[$/+%][A-Z]")


def modules(text: str) -> str:
    """The bars of `text` as a string of "1" (black) and "0" (white): 16 modules a character and 31 for both ends.

    1 to 43 of `CHARACTERS`, no check character. Raises Unprintable otherwise; "*" is the start and stop sign and
    belongs to the symbol, never to the text. Two things are refused because scanners exist that read them as something
    else: a sign of "$ / + %" before a letter (Full ASCII), and six characters that are an Italian medicine number
    with a right check digit (Code 32).
    """
    if not text:
        raise Unprintable("a barcode needs at least one character")
    if len(text) > LONGEST:
        raise Unprintable(f"a Code 39 barcode of ours holds {LONGEST} characters, not {len(text)}")
    for character in text:
        if character not in CHARACTERS:
            raise Unprintable(f"a Code 39 barcode cannot hold the character {character!r} (U+{ord(character):04X})")
    if _FULL_ASCII.search(text):
        raise Unprintable(
            "in Code 39 some scanners read $, /, + or % before a letter as another character: use Code 128"
        )
    if _is_code_32(text):
        raise Unprintable("some scanners read these six characters of Code 39 as a medicine number: use Code 128")
    bars: str = Code39(text, add_checksum=False).build()[0]
    return bars


def _is_code_32(text: str) -> bool:
    """Whether six characters are the number of nine digits that Code 32 writes with 32 signs, check digit last."""
    if len(text) != 6 or not set(text) <= set(_CODE_32):
        return False
    number = 0
    for character in text:
        number = 32 * number + _CODE_32.index(character)
    digits = [int(digit) for digit in f"{number:09d}"]
    doubled = [2 * digit // 10 + 2 * digit % 10 for digit in digits[1:8:2]]
    return len(digits) == 9 and (sum(digits[0:8:2]) + sum(doubled)) % 10 == digits[8]
