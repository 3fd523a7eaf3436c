"""Recognises what must never stand in an order: card numbers, bank accounts, national numbers, e-mail, telephone.

Every pattern is checked by its own check digits (Luhn, ISO 7064 mod 97, the national ones), so that plain order numbers
pass. Units: none. Pure: text in, the kind found or None out; the text itself is never kept or repeated.
Sources: ISO/IEC 7812-1 (cards), ISO 13616 (IBAN), Rijksregister (BE), Logius elfproef (NL), INSEE (FR), BOE (ES).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from itertools import chain
from typing import Final


class Kind(StrEnum):
    """What was found, as the code that a program reads."""

    CARD = "card_number"
    IBAN = "bank_account"
    NATIONAL = "national_number"
    EMAIL = "email_address"
    PHONE = "telephone_number"


SUSPICIOUS: Final = re.compile(r"@|\d(?:[ ./-]?\d){6}|(?<![A-Za-z0-9])(?:iban)?[a-z]{2} ?\d{2}[ ./-]?[a-z0-9]{4}", re.I)

# Signs that look like a hyphen and are none; signs that nobody sees are left out.
SIGNS: Final = {
    **dict.fromkeys((*range(0x2010, 0x2016), 0x2043, 0x2212, 0x30FB), "-"),
    **dict.fromkeys((0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF), None),
    **dict.fromkeys((0x00B7, 0x2022, 0x2024, 0x2027), "."),
    **dict.fromkeys((0x2044, 0x2215), "/"),
}

# A separated number is bounded by neither digit, letter nor hyphen, so that the groups of a UUID are never a card.
# Looking ahead takes nothing away: a card is found behind other digits too, and before its security code.
CARD: Final = re.compile(r"(?<!\d)(?:\d{14}|\d{15}|\d{16}|\d{18}|\d{19})(?!\d)")
CARD_GROUPS: Final = tuple(
    re.compile(rf"(?<![\w-])(?=(\d{{4}}([ ./-]){groups})(?![\w-]))")
    for groups in (
        r"\d{4}\2\d{4}\2\d{4}", r"\d{4}\2\d{4}\2\d{4}\2\d{2}", r"\d{4}\2\d{4}\2\d{4}\2\d{3}",
        r"\d{6}\2\d{4}", r"\d{6}\2\d{5}",
    )
)  # fmt: skip
# Issuer prefix and length: Visa, Mastercard, American Express, Diners, Discover, JCB, UnionPay, Maestro.
ISSUERS: Final = re.compile(
    r"4(?:\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}"
    r"|3(?:0[0-5]|[689]\d)\d{11}|6(?:011|5\d\d|4[4-9]\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|62\d{14,17}"
    r"|(?:50|5[6-9]|6\d)(?:\d{14}|\d{16}|\d{17})"
)

IBAN_START: Final = re.compile(r"(?<![A-Z0-9])(?:IBAN)?([A-Z]{2}) ?\d{2}")
IBAN_LENGTHS: Final = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "BA": 20, "BE": 16, "BG": 22, "BR": 29, "CH": 21, "CY": 28, "CZ": 24,
    "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28,
    "IE": 22, "IL": 23, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MA": 28, "MC": 27, "MD": 24,
    "ME": 22, "MK": 19, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "RS": 22, "SA": 24, "SE": 24,
    "SI": 19, "SK": 24, "SM": 27, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "XK": 20,
}  # fmt: skip

# An account ends where its country's length says, whatever follows: in fours, or its groups as the country writes them.
# Hyphens stand between all its groups and never round it, so that a UUID is no account.
IN_FOURS: Final = re.compile(r"[A-Z]{2} ?\d{2}(?:[ ./-]?[A-Z0-9]{4})*[ ./-]?[A-Z0-9]{1,4}")
IBAN_FORMS: Final = {
    length: re.compile(
        rf"[A-Z]{{2}} ?\d{{2}}(?:[ ./]?[A-Z0-9]{{4}}){{{fours}}}[ ./]?[A-Z0-9]{{{rest}}}(?![A-Z0-9])"
        rf"|(?<![\w-])[A-Z]{{2}}\d{{2}}(?:-[A-Z0-9]{{4}}){{{fours}}}-[A-Z0-9]{{{rest}}}(?!-?\w)"
        rf"|[A-Z]{{2}} ?\d{{2}}(?: ?[A-Z0-9]){{{length - 4}}}(?![A-Z0-9])"
    )
    for length in sorted(set(IBAN_LENGTHS.values()))
    for fours, rest in [((length - 5) // 4, (length - 5) % 4 + 1)]
}

# Numbers with letters or signs right before them (`ORD-111222333`) are somebody's own series.
APART: Final = r"(?<![\w#/.-])"
BELGIAN: Final = re.compile(APART + r"(\d{2})[.]?(\d{2})[.]?(\d{2})[-. ]?(\d{3})[-. ]?(\d{2})(?![\w-])")
DUTCH: Final = re.compile(APART + r"(\d{4}[. ]?\d{2}[. ]?\d{3}|\d{3}[. ]\d{3}[. ]\d{3})(?![\w-])")
FRENCH: Final = re.compile(
    APART + r"([1-478]) ?(\d{2}) ?(\d{2}) ?(\d[\dAB]) ?(\d{3}) ?(\d{3}) ?(\d{2})(?![\w-])", re.IGNORECASE
)
SPANISH: Final = re.compile(APART + r"([XYZ]?)[- ]?(\d{7,8})[- ]?([A-Z])(?![\w-])", re.IGNORECASE)
SPANISH_LETTERS: Final = "TRWAGMYFPDXBNJZSQVHLCKE"

EMAIL: Final = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\W\d_]{2,}")
PHONE: Final = re.compile(
    r"(?<![\w+])\+\d(?:[ ./()-]{0,2}\d){7,14}(?!\d)"
    r"|(?<![\w-])00[2-9]\d(?:[ ./]?\d){8,11}(?![\w-])"
    r"|(?<![\w.-])0\d{1,3}[ ./-]\d{2,8}(?:[ ./-]\d{2,4}){0,4}(?![\w-])"
)


def find(text: str, *, allows_contact: bool = False) -> Kind | None:
    """The first kind of personal data in `text`, or None; `allows_contact` lets e-mail and telephone pass."""
    text = _plain(text)
    if not SUSPICIOUS.search(text):
        return None
    for kind, looks in _LOOKS.items():
        if allows_contact and kind in (Kind.EMAIL, Kind.PHONE):
            continue
        if looks(text):
            return kind
    return None


def _plain(text: str) -> str:
    """The same text with one kind of space, hyphen, dot, slash and digit, whatever keyboard or page it came from."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(SIGNS)
        text = "".join(str(unicodedata.decimal(sign, sign)) for sign in text)
    return " ".join(text.split())


def passes_luhn(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of those before it."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _has_card(text: str) -> bool:
    whole = (match[0] for match in CARD.finditer(text))
    grouped = (match[1] for looks in CARD_GROUPS for match in looks.finditer(text))
    for found in chain(whole, grouped):
        digits = re.sub(r"\D", "", found)
        if ISSUERS.fullmatch(digits) and passes_luhn(digits):
            return True
    return False


def _has_iban(text: str) -> bool:
    text = text.upper()
    for start in IBAN_START.finditer(text):
        if length := IBAN_LENGTHS.get(start[1]):
            written = IBAN_FORMS[length].match(text, start.start(1))
            if written and _is_iban(written[0]):
                return True
    return False


def _is_iban(written: str) -> bool:
    """Whether the check digits fit; what is not grouped in fours must be mostly digits, as no sentence is."""
    account = re.sub(r"[ ./-]", "", written)
    if not IN_FOURS.fullmatch(written) and sum(sign.isdigit() for sign in account) * 3 < len(account) * 2:
        return False
    return int("".join(str(int(sign, 36)) for sign in account[4:] + account[:4])) % 97 == 1


def _has_national_number(text: str) -> bool:
    return _has_belgian(text) or _has_dutch(text) or _has_french(text) or _has_spanish(text)


def _has_belgian(text: str) -> bool:
    """Eleven digits: birth date, serial, 97 minus the rest of the division (with a 2 in front from the year 2000)."""
    for match in BELGIAN.finditer(text):
        year, month, day, serial, check = match.groups()
        nine = year + month + day + serial
        for century, front in ((1900, ""), (2000, "2")):
            # A month raised by 20 or 40 marks a number of somebody who is not in the register of inhabitants.
            if _is_day(century + int(year), int(month) % 20, int(day)) and 97 - int(front + nine) % 97 == int(check):
                return True
    return False


def _has_dutch(text: str) -> bool:
    """Nine digits whose sum, weighted 9 to 2 and -1, divides by eleven."""
    for match in DUTCH.finditer(text):
        digits = re.sub(r"\D", "", match[1])
        total = sum(int(digit) * weight for digit, weight in zip(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))
        if total % 11 == 0 and int(digits) > 0:
            return True
    return False


def _has_french(text: str) -> bool:
    """Fifteen signs: sex, year, month, place, serial, and 97 minus the rest; Corsica's A and B count as numbers."""
    for match in FRENCH.finditer(text):
        *parts, key = match.groups()
        body = "".join(parts).upper().replace("2A", "19").replace("2B", "18")
        if body.isdigit() and 97 - int(body) % 97 == int(key):
            return True
    return False


def _has_spanish(text: str) -> bool:
    """Eight digits (or X, Y, Z and seven) and the letter of their rest by 23."""
    for match in SPANISH.finditer(text):
        front, digits, letter = match.groups()
        if len(digits) == (7 if front else 8):
            number = int({"": "", "X": "0", "Y": "1", "Z": "2"}[front.upper()] + digits)
            if SPANISH_LETTERS[number % 23] == letter.upper():
                return True
    return False


def _has_email(text: str) -> bool:
    return EMAIL.search(text) is not None


def _has_phone(text: str) -> bool:
    return any(9 <= sum(sign.isdigit() for sign in match[0]) <= 16 for match in PHONE.finditer(text))


def _is_day(year: int, month: int, day: int) -> bool:
    if month == 0 or day == 0:
        return month <= 12 and day <= 31  # an unknown birthday is registered as zero
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


_LOOKS: Final[dict[Kind, Callable[[str], bool]]] = {
    Kind.CARD: _has_card,
    Kind.IBAN: _has_iban,
    Kind.NATIONAL: _has_national_number,
    Kind.EMAIL: _has_email,
    Kind.PHONE: _has_phone,
}
