"""Internal codes: the same text on every keyboard layout, with a fixed length and a check letter.

A code is a kind letter, a body of sixteen safe letters, and a Luhn-mod-16 check letter over both. The letters
`BCDFGHJKLNPRSTVX` (B = 0 ... X = 15) lie on the same key of all common layouts, so a wedge scanner set to another
country still types them right. Length is tested first (it catches every lost letter), then the check, then existence.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final

from backend.kit.errors import Refused

LETTERS: Final = "BCDFGHJKLNPRSTVX"
VALUES: Final = {letter: value for value, letter in enumerate(LETTERS)}
NUMBERED: Final = 6
RANDOM: Final = 15
BODY: Final = {
    "L": NUMBERED,  # location
    "T": NUMBERED,  # tote or cart slot
    "C": NUMBERED,  # cart
    "S": NUMBERED,  # station
    "H": NUMBERED,  # handling unit
    "D": NUMBERED,  # document: batch, manifest
    "K": NUMBERED,  # command, a closed list
    "J": NUMBERED,  # tool
    "R": RANDOM,  # return
    "P": RANDOM,  # parcel tag
    "N": RANDOM,  # badge
}


@dataclass(frozen=True)
class Code:
    """A read code: its kind letter and its body, without the check letter."""

    kind: str
    body: str

    @property
    def number(self) -> int:
        """The number that a numbered body stands for."""
        value = 0
        for letter in self.body:
            value = value * 16 + VALUES[letter]
        return value

    @property
    def text(self) -> str:
        """The full text as printed, check letter included."""
        return self.kind + self.body + check_letter(self.kind + self.body)


def make(kind: str, number: int) -> str:
    """The printed text of a numbered code, e.g. `make("L", 1) == "LBBBBBCT"`; ValueError outside 0 .. 16**6 - 1."""
    if BODY.get(kind) != NUMBERED:
        raise ValueError(f"{kind!r} is not a numbered kind of code")
    if not 0 <= number < 16**NUMBERED:
        raise ValueError(f"{number} does not fit a body of {NUMBERED} letters")
    body = "".join(LETTERS[(number >> shift) & 15] for shift in range(4 * (NUMBERED - 1), -1, -4))
    return Code(kind, body).text


def draw(kind: str) -> str:
    """A new random code of 60 secret bits for parcel tags, returns and badges."""
    if BODY.get(kind) != RANDOM:
        raise ValueError(f"{kind!r} is not a random kind of code")
    return Code(kind, "".join(secrets.choice(LETTERS) for _ in range(RANDOM))).text


def parse(text: str) -> Code:
    """Read a typed or scanned internal code (any case); Refused `code_unreadable` when length or check is wrong."""
    text = text.strip().upper()
    body = BODY.get(text[:1])
    if body is None or len(text) != body + 2 or any(letter not in VALUES for letter in text[1:]):
        raise Refused("Not read. Scan again.", code="code_unreadable", status=422)
    if check_letter(text[:-1]) != text[-1]:
        raise Refused("Not read. Scan again.", code="code_unreadable", status=422)
    return Code(text[0], text[1:-1])


def looks_internal(text: str) -> bool:
    """Whether the text has the kind letter, length and alphabet of an internal code (its check may still be wrong)."""
    text = text.strip().upper()
    body = BODY.get(text[:1])
    return body is not None and len(text) == body + 2 and all(letter in VALUES for letter in text[1:])


def check_letter(text: str) -> str:
    """The Luhn-mod-16 check letter of kind plus body; the kind letter counts by its place in the alphabet mod 16."""
    total = 0
    for place, letter in enumerate(reversed(text)):
        value = VALUES[letter] if letter in VALUES else (ord(letter) - 65) % 16
        if place % 2 == 0:
            value *= 2
            value = value // 16 + value % 16
        total += value
    return LETTERS[-total % 16]
