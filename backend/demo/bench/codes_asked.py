"""What the bar codes of a measurement say: random values, and all those at the edge of what a code can hold."""

from __future__ import annotations

import random
import string
from collections.abc import Callable
from typing import Final, NamedTuple

from labels import code39, code128, gs1
from labels.errors import Unprintable

DIGITS: Final = string.digits
ASCII: Final = "".join(map(chr, range(128)))
PRINTABLE: Final = ASCII[32:127]
CAPITALS: Final = DIGITS + string.ascii_uppercase + " $%*+-./:"
SET_82: Final = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
NUMBERS: Final = {"ean-13": 13, "ean-8": 8, "upc-a": 12, "itf-14": 14}
LONGEST_RANDOM: Final = 24
# The most characters a QR code of version 1, 2, 6, 10 and 40 holds at its level: ISO/IEC 18004, table 7.
QR_FULL: Final = {
    ("L", DIGITS): (41, 77, 322, 652, 7089),
    ("M", DIGITS): (34, 63, 255, 513, 5596),
    ("M", CAPITALS): (20, 38, 154, 311, 3391),
    ("M", PRINTABLE): (14, 26, 106, 213, 2331),
    ("Q", CAPITALS): (16, 29, 108, 221, 2420),
    ("H", PRINTABLE): (7, 14, 58, 119, 1273),
}
# The most digits a square Data Matrix of some sizes holds: ISO/IEC 16022, table 7.
DATA_MATRIX_FULL: Final = (6, 10, 16, 24, 36, 44, 60, 72, 88, 124, 288, 560, 912, 1392, 2100, 3116)


class Asked(NamedTuple):
    """One value to be printed; `level` is for QR codes."""

    value: str
    level: str = "M"


def drawn(name: str, chance: random.Random) -> Asked:
    """A random value that the symbology `name` can hold."""
    return _DRAWN[name](chance)


def edges(name: str) -> list[Asked]:
    """Every value at the edge of what the symbology `name` can hold."""
    return [value if isinstance(value, Asked) else Asked(value) for value in _EDGES[name]()]


def _number(length: int) -> Callable[[random.Random], Asked]:
    return lambda chance: Asked(_checked("".join(chance.choices(DIGITS, k=length - 1))))


def _checked(body: str) -> str:
    return body + gs1.check_digit(body)


def _number_edges(length: int) -> Callable[[], list[str]]:
    """Every digit at every place, which has every pattern of a symbol in it."""
    return lambda: [
        _checked(other * place + digit + other * (length - 2 - place))
        for place in range(length - 1)
        for digit in DIGITS
        for other in "05"
    ]


def _text(letters: str, chance: random.Random, longest: int = LONGEST_RANDOM) -> str:
    return "".join(chance.choices(letters, k=chance.randint(1, longest)))


def _code39(chance: random.Random) -> Asked:
    text = _text(code39.CHARACTERS, chance)
    for sign in "$/+%":  # a sign before a letter is refused
        text = text.replace(sign, f"{sign}0")
    try:
        code39.modules(text[: code39.LONGEST])
    except Unprintable:  # one in some 14,000 is a medicine number
        text += "-"
    return Asked(text[: code39.LONGEST])


def _code39_edges() -> list[str]:
    letters = list(code39.CHARACTERS)
    return [*letters, *(f"A{letter}0" for letter in letters), "A" * code39.LONGEST, "$" * code39.LONGEST, "0 " * 20]


def _code128(chance: random.Random) -> Asked:
    letters = chance.choice((ASCII, PRINTABLE, DIGITS, DIGITS * 3 + "ABab-\x1d\0", CAPITALS))
    return Asked(_text(letters, chance))


def _code128_edges() -> list[str]:
    nines = [f"99{rest}" for rest in range(1000)] + [f"99{letter}" for letter in ASCII]
    around = [f"{before}{letter}{after}" for letter in ASCII for before in ("12", "a", "\0") for after in ("34", "")]
    longest = [letter * code128.LONGEST for letter in ("9", "A", "a", "\0", "a\0")]
    return ["99", *nines, *ASCII, *around, *(text[: code128.LONGEST] for text in longest), "1" * 79]


def _elements(chance: random.Random) -> str:
    """Some of the elements that may stand beside each other, in any order: so FNC1 stands everywhere it can."""
    goods = ("02", "37") if chance.random() < 0.2 else ("01",)
    wanted = [*goods, *chance.sample(["10", "11", "15", "17", "21", "30", "400"], k=chance.randint(0, 3))]
    if chance.random() < 0.2:
        wanted.append("00")
    chance.shuffle(wanted)
    elements: list[tuple[str, str]] = []
    for identifier in wanted:
        more = [*elements, (identifier, _value(identifier, chance))]
        if sum(len(name) + len(value) + 1 for name, value in more) <= gs1.LONGEST_DATA:
            elements = more
    known = {identifier for identifier, _ in elements}
    if ("02" in known) != ("37" in known) or not elements:
        return "00" + _value("00", chance)
    return gs1.element_string(elements)


def _value(identifier: str, chance: random.Random) -> str:
    match identifier:
        case "00":
            return gs1.make_sscc(extension=chance.randrange(10), prefix="9521234", serial=chance.randrange(10**9))
        case "01" | "02":
            return _number(14)(chance).value
        case "11" | "15" | "17":
            return f"{chance.randrange(100):02d}{chance.randint(1, 12):02d}{chance.randint(0, 28):02d}"
        case "30" | "37":
            return _text(DIGITS, chance, 8)
        case "10" | "21":
            return _text(chance.choice((SET_82, DIGITS)), chance, 20)
        case _:
            return _text(chance.choice((SET_82, DIGITS)), chance, 30)


def _gs1_edges() -> list[str]:
    sscc, gtin = "00395212340000000007", "0109501101020917"
    pairs = [f"10{lot}\x1d21{serial}" for lot in ("1", "12", "a", "1a", "9" * 20) for serial in ("1", "99", "z", "%0")]
    both = [f"{gtin}10{lot}\x1d17261231" for lot in ("1", "12", "99", "A", "A" * 20)]
    return [
        *(sscc, gtin, f"(01){gtin[2:]}(10)AB-1(21)7", f"{sscc}{gtin}", f"{gtin}10A\x1d30{'9' * 8}\x1d17260200"),
        *("00000000000000000000", "00999999999999999995", "0209501101020917370", "020950110102091737" + "9" * 8),
        *(f"10{letter}" for letter in SET_82),
        *(f"10{letter}\x1d21{letter}" for letter in SET_82),
        *(f"10{'8' * length}\x1d30{'7' * 8}" for length in range(1, 21)),
        *(f"400{'Z' * 30}\x1d30{'1' * length}" for length in range(1, 9)),
        *(f"10{'9' * 20}\x1d21{'9' * 20}", f"10{'z' * 20}\x1d21{'z' * 20}"),
        *pairs,
        *both,
    ]


def _qr(chance: random.Random) -> Asked:
    letters = chance.choice((CAPITALS, PRINTABLE, DIGITS))
    return Asked(_text(letters, chance, 60), chance.choice("LMQH"))


def _qr_edges() -> list[Asked]:
    full = [
        Asked(_filled(letters, length + more), level)
        for (level, letters), lengths in QR_FULL.items()
        for length in lengths
        for more in (0, 1)
        if length + more <= lengths[-1]
    ]
    return [*(Asked(letter, level) for letter in PRINTABLE for level in "LMQH"), *full]


def _data_matrix(chance: random.Random) -> Asked:
    return Asked(_text(chance.choice((CAPITALS, PRINTABLE, DIGITS, SET_82)), chance, 60))


def _data_matrix_edges() -> list[str]:
    full = [_filled(DIGITS, length + more) for length in DATA_MATRIX_FULL for more in (0, 1) if length + more <= 3116]
    return [*PRINTABLE, *(f"99{letter}1" for letter in PRINTABLE), *full, _filled(PRINTABLE, 1555), PRINTABLE]


def _filled(letters: str, length: int) -> str:
    return (letters * (length // len(letters) + 1))[:length]


_DRAWN: Final[dict[str, Callable[[random.Random], Asked]]] = {
    **{name: _number(length) for name, length in NUMBERS.items()},
    "code-39": _code39,
    "code-128": _code128,
    "gs1-128": lambda chance: Asked(_elements(chance)),
    "qr": _qr,
    "data-matrix": _data_matrix,
    "gs1-data-matrix": lambda chance: Asked(_elements(chance)),
}
_EDGES: Final[dict[str, Callable[[], list[str] | list[Asked]]]] = {
    **{name: _number_edges(length) for name, length in NUMBERS.items()},
    "code-39": _code39_edges,
    "code-128": _code128_edges,
    "gs1-128": _gs1_edges,
    "qr": _qr_edges,
    "data-matrix": _data_matrix_edges,
    "gs1-data-matrix": _gs1_edges,
}
