"""GS1 numbers and element strings: the numbers a carrier's scanner trusts, checked before a bar is drawn.

An element is a pair (application identifier, value), for example ("00", "395212340000000007").
Source: GS1 General Specifications, sections 3 (application identifiers), 5.4 (GS1-128) and 7.9 (check digit).
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from labels.code128 import GS
from labels.errors import Unprintable

LONGEST_DATA = 48
LONGEST_MM = 165  # of a GS1-128 symbol with its quiet zones

_CHARACTERS_82 = re.compile(r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]+")
_BRACKETED = re.compile(r"\(([0-9]{2,4})\)([^()]*)")


@dataclass(frozen=True, slots=True)
class _Identifier:
    name: str
    least: int
    most: int
    numeric: bool = False

    @property
    def fixed(self) -> bool:
        """Whether the length is known beforehand, so that no separator follows."""
        return self.least == self.most


# (420), the postcode, is left out on purpose: it is personal, and the address block already shows it to the carrier.
_IDENTIFIERS = {
    "00": _Identifier("SSCC", 18, 18, numeric=True),
    "01": _Identifier("GTIN", 14, 14, numeric=True),
    "02": _Identifier("GTIN of the content", 14, 14, numeric=True),
    "10": _Identifier("batch", 1, 20),
    "11": _Identifier("production date", 6, 6, numeric=True),
    "15": _Identifier("best-before date", 6, 6, numeric=True),
    "17": _Identifier("expiry date", 6, 6, numeric=True),
    "21": _Identifier("serial number", 1, 20),
    "30": _Identifier("count", 1, 8, numeric=True),
    "37": _Identifier("count of the content", 1, 8, numeric=True),
    "400": _Identifier("order number", 1, 30),
}
_DATES = {"11", "15", "17"}
_CENTURY = 2000  # 2000 to 2099 has a leap year every four years, and so has the part of 1951 to 1999 before it


def check_digit(digits: str) -> str:
    """The GS1 check digit of a number without it: weights 3 and 1 from the right. Raises Unprintable on non-digits."""
    _only_digits(digits, "number")
    total = 3 * sum(map(int, digits[::-2])) + sum(map(int, digits[-2::-2]))
    return str(-total % 10)


def make_sscc(*, extension: int, prefix: str, serial: int) -> str:
    """A new SSCC of 18 digits from extension digit, GS1 company prefix (4 to 12 digits) and serial number.

    Prefix 952 is reserved for demonstrations. Raises Unprintable when the three do not fit 17 digits.
    """
    _only_digits(prefix, "company prefix")
    if not 4 <= len(prefix) <= 12:
        raise Unprintable(f"a GS1 company prefix has 4 to 12 digits, not {len(prefix)}")
    if not 0 <= extension <= 9:
        raise Unprintable("the extension digit of an SSCC is 0 to 9")
    room = 16 - len(prefix)
    if not 0 <= serial < 10**room:
        raise Unprintable(f"the SSCC serial number must have at most {room} digits behind this prefix")
    body = f"{extension}{prefix}{serial:0{room}d}"
    return body + check_digit(body)


@lru_cache(maxsize=16)  # the view asks, and the bars ask again a moment later
def check_sscc(sscc: str) -> str:
    """`sscc` itself if it is 18 digits with the right check digit. Raises Unprintable otherwise, never mends."""
    return check_number(sscc, "SSCC", length=18)


def check_gtin(gtin: str) -> str:
    """`gtin` itself if it is a GTIN of 8, 12, 13 or 14 digits with the right check digit. Raises Unprintable."""
    _only_digits(gtin, "GTIN")
    if len(gtin) not in (8, 12, 13, 14):
        raise Unprintable(f"GTIN has 8 or 12 or 13 or 14 digits, not {len(gtin)}")
    return check_number(gtin, "GTIN", length=len(gtin))


def check_number(number: str, name: str, *, length: int) -> str:
    """`number` itself if it has `length` digits, the last of them the right check digit. Raises Unprintable otherwise.

    `name` is what the refusal calls it.
    """
    _only_digits(number, name)
    if len(number) != length:
        raise Unprintable(f"{name} has {length} digits, not {len(number)}")
    right = check_digit(number[:-1])
    if number[-1] != right:
        raise Unprintable(f"{name} check digit is {right}, not {number[-1]}")
    return number


def element_string(elements: Sequence[tuple[str, str]]) -> str:
    """The data of a GS1 symbol as a scanner returns it, without the leading FNC1: identifiers, values, GS between.

    A GS (0x1D) follows a value of variable length unless it is the last. At most 48 characters,
    the most a GS1-128 holds. Raises Unprintable for an unknown or repeated identifier, a value outside its format, a
    wrong check digit, an impossible date, (02) without (37) or the other way round, (02) beside (01), or too much data.
    """
    check(elements)
    parts = []
    for place, (identifier, value) in enumerate(elements, start=1):
        separator = "" if _IDENTIFIERS[identifier].fixed or place == len(elements) else GS
        parts.append(f"{identifier}{value}{separator}")
    data = "".join(parts)
    if len(data) > LONGEST_DATA:
        raise Unprintable(f"a GS1-128 symbol holds {LONGEST_DATA} characters, not {len(data)}")
    return data


def check(elements: Sequence[tuple[str, str]]) -> None:
    """Raises Unprintable for elements that `element_string` would not print, whatever their length together."""
    if not elements:
        raise Unprintable("a GS1 symbol needs at least one element")
    known = [identifier for identifier, _ in elements]
    if len(set(known)) != len(known):
        raise Unprintable("each GS1 application identifier may appear once")
    if ("02" in known) != ("37" in known):
        raise Unprintable("GS1 elements (02) and (37) belong together")
    if "01" in known and "02" in known:
        raise Unprintable("a GS1 symbol names the goods (01) or the content (02), not both")
    for identifier, value in elements:
        _check_element(identifier, value)


def parse(text: str) -> list[tuple[str, str]]:
    """The elements of a GS1 text in either form, each checked as `element_string` checks it.

    People write "(01)09501101020917(10)AB1", a scanner returns "010950110102091710AB1" with a GS (0x1D) between. In
    the first form no value may hold a bracket, for nobody could tell it from the next identifier. Raises Unprintable
    for anything that would not come back exactly as given: a separator too many or too few, an identifier we do not
    print, a wrong value.
    """
    elements = _bracketed(text) if text.startswith("(") else _plain(text)
    check(elements)
    return elements


def readable(elements: Sequence[tuple[str, str]]) -> str:
    """The line people read under the bars: "(00)395212340000000007". Brackets are only ever here, never in the bars."""
    return "".join(f"({identifier}){value}" for identifier, value in elements)


def _bracketed(text: str) -> list[tuple[str, str]]:
    elements = [(found[1], found[2]) for found in _BRACKETED.finditer(text)]
    if readable(elements) != text:
        raise Unprintable("in a GS1 text brackets stand around identifiers and nowhere else")
    return elements


def _plain(text: str) -> list[tuple[str, str]]:
    elements = []
    rest = text
    while rest:
        identifier = next((rest[:length] for length in (2, 3) if rest[:length] in _IDENTIFIERS), "")
        if not identifier:
            raise Unprintable(f"at character {len(text) - len(rest) + 1} of a GS1 text stands no identifier we print")
        kind = _IDENTIFIERS[identifier]
        body = rest[len(identifier) :]
        if kind.fixed:
            value, rest = body[: kind.most], body[kind.most :]
        else:
            value, separator, rest = body.partition(GS)
            if separator and not rest:
                raise Unprintable("a GS1 text does not end with a separator")
        elements.append((identifier, value))
    return elements


def _check_element(identifier: str, value: str) -> None:
    kind = _IDENTIFIERS.get(identifier)
    if kind is None:
        raise Unprintable(f"the GS1 application identifier ({identifier}) is not one we print")
    right = kind.least <= len(value) <= kind.most and _CHARACTERS_82.fullmatch(value) is not None
    if not right or (kind.numeric and not value.isdigit()):
        raise Unprintable(f"({identifier}) {kind.name} does not have the form GS1 asks for")
    if identifier == "00":
        check_sscc(value)
    elif identifier in ("01", "02"):
        check_gtin(value)
    elif identifier in _DATES:
        _check_date(value, kind.name)


def _check_date(value: str, name: str) -> None:
    year, month, day = _CENTURY + int(value[:2]), int(value[2:4]), int(value[4:6])
    if not 1 <= month <= 12 or day > monthrange(year, month)[1]:  # day 00 means the last day of the month
        raise Unprintable(f"the {name} is not a date in the form YYMMDD")


def _only_digits(number: str, name: str) -> None:
    if not (number.isascii() and number.isdigit()):
        raise Unprintable(f"{name} must be digits only")
