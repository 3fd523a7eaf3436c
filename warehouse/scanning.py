"""What a scanner sent, read: the keys or the text of one scan become a code of ours, codes of goods, or nothing.

Pure: no rows, no clock, no settings. The order of reading is fixed: symbology id, internal code, last segment of a
link of ours, exact product code, GTIN with its check digit, GS1 elements, GS1 digital link, unknown. What nobody knows
is kept as length and class only: a carrier label scanned by mistake must not leave an address in our log.
Sources: GS1 General Specifications 24 (element strings, check digits), GS1 Digital Link 1.2, ISO/IEC 15424 (`]xx`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from biip import BiipException
from biip.gs1_messages import GS1Message

from backend.kit import codes
from backend.kit.codes import Code
from backend.kit.errors import Refused
from warehouse import layouts

GS: Final = "\x1d"
LONGEST: Final = 128
GS1_IDS: Final = ("]C1", "]d2", "]Q3", "]e0")
FIXED_LENGTH: Final = {"00": 18, "01": 14, "02": 14, "11": 6, "12": 6, "13": 6, "15": 6, "16": 6, "17": 6, "20": 2}
# What may follow a lot, a count or a serial; if one of them can be seen inside an unseparated value, we ask.
FOLLOWING: Final = re.compile(r"(?=(11|13|15|17)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])|10.|21.|30\d|37\d)")
VARIABLE: Final = ("10", "21", "30", "37", "400")

Key = tuple[str, bool, bool, bool]


@dataclass(frozen=True)
class Scanner:
    """How a station's scanner is set up: the country its keys mean, and what it sends between two GS1 elements."""

    layout: str = "us"
    separator: str = ""


@dataclass(frozen=True)
class Scanned:
    """One scan as read.

    `code` is set for a label of ours. `texts` are the product codes that it may mean, the likeliest first; one look-up
    answers all of them. `lot`, `expires_on` and `units` come from GS1 elements. `fault` is empty, `check` (a wrong
    check character or digit), `ambiguous` (a lot without its end: ask, never guess) or `empty`.
    """

    code: Code | None = None
    texts: tuple[str, ...] = ()
    lot: str = ""
    expires_on: date | None = None
    units: int | None = None
    fault: str = ""
    length: int = 0
    shape: str = ""


def read(text: str, *, scanner: Scanner = Scanner()) -> Scanned:
    """Read the text of one scan; never raises, and never guesses."""
    symbology, text = _set_aside(_separated(text.strip(" \t\r\n"), scanner.separator))
    if not text or len(text) > LONGEST:
        return Scanned(fault="empty", length=len(text), shape=shape_of(text))
    ours = _internal(text)
    if ours is not None:
        return Scanned(code=ours, length=len(text), shape="internal")
    return _goods(text, is_gs1=symbology in GS1_IDS)


def typed(keys: Sequence[Key], *, scanner: Scanner = Scanner()) -> str:
    """The text that key positions (code, shift, ctrl, alt) mean on the scanner's own layout.

    A GS arrives as Ctrl+], as Alt with 029 on the number pad, or not at all: unknown keys become U+FFFD, so that
    a code with a hole in it can never be mistaken for a whole one.
    """
    table = layouts.TABLES.get(scanner.layout, layouts.TABLES["us"])
    text, pad = [], ""
    for position, shift, ctrl, alt in keys:
        if alt and not ctrl and position.startswith("Numpad"):
            pad += position.removeprefix("Numpad")
            if pad in ("029", "0029", "29"):
                text.append(GS)
                pad = ""
        elif ctrl and not alt:
            text.append(GS if position in ("BracketRight", "KeyI") else "\ufffd")
        else:
            text.append(table.get((position, shift, alt), "\ufffd"))
    return "".join(text) + "\ufffd" * bool(pad)


def shape_of(text: str) -> str:
    """The class of an unknown text: digits, letters, mixed, link or empty. All that is kept of it beside its length."""
    if not text:
        return "empty"
    if "://" in text:
        return "link"
    if text.isdigit():
        return "digits"
    return "letters" if text.isalpha() else "mixed"


def gtin_of(text: str) -> str:
    """The 14 digits of a valid GTIN of 8, 12, 13 or 14 digits; empty for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) in (8, 12, 13, 14)):
        return ""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(text)))
    return text.zfill(14) if total % 10 == 0 else ""


def _separated(text: str, separator: str) -> str:
    """Every form of the separator becomes GS; a leading one says nothing."""
    text = text.replace("^]", GS)
    if separator:
        text = text.replace(separator, GS)
    return text.lstrip(GS)


def _set_aside(text: str) -> tuple[str, str]:
    """Symbology id and the rest; `]` with a letter and a digit begins no code of goods."""
    if re.match(r"\][A-Za-z]\d", text):
        return text[:3], text[3:].lstrip(GS)
    return "", text


def _internal(text: str) -> Code | None:
    """A code of ours, bare or as the last segment of a link of ours."""
    candidate = re.split(r"[/=]", text.rstrip("/"))[-1] if "://" in text else text
    try:
        return codes.parse(candidate)
    except Refused:
        return None


def _goods(text: str, *, is_gs1: bool) -> Scanned:
    upper = text.upper()
    exact = (text,) if upper == text else (text, upper)
    plain = Scanned(texts=exact, length=len(text), shape=shape_of(text))
    gtin = gtin_of(text)
    if gtin and not is_gs1:
        return Scanned(texts=_unique((*exact, *_lengths_of(gtin))), length=len(text), shape="digits")
    if "://" in text:
        return _elements(_link_elements(text), plain)
    if is_gs1 or GS in text or _leads_with_gtin(text):
        found, is_ambiguous = _split(text)
        return _elements(found, plain, is_ambiguous=is_ambiguous)
    if codes.looks_internal(text) or (text.isdigit() and len(text) in (8, 12, 13, 14)):
        return Scanned(texts=exact, fault="check", length=plain.length, shape=plain.shape)
    return plain


def _leads_with_gtin(text: str) -> bool:
    return bool(re.match(r"0[0-2]\d{14}", text)) and (text[:2] == "00" or bool(gtin_of(text[2:16])))


def _split(text: str) -> tuple[list[tuple[str, str]], bool]:
    """The (AI, value) pairs of an element string, and whether one of them may have swallowed its follower."""
    found: list[tuple[str, str]] = []
    is_ambiguous = False
    rest = text
    while rest:
        ai = next((each for each in (*FIXED_LENGTH, *VARIABLE) if rest.startswith(each)), "")
        if not ai:
            break
        rest = rest[len(ai) :]
        if ai in FIXED_LENGTH:
            value, rest = rest[: FIXED_LENGTH[ai]], rest[FIXED_LENGTH[ai] :].removeprefix(GS)
        else:
            value, separator, rest = rest.partition(GS)
            is_ambiguous |= not separator and ai in ("10", "21") and bool(FOLLOWING.search(value, 1))
        found.append((ai, value))
    return found, is_ambiguous


def _link_elements(text: str) -> list[tuple[str, str]]:
    path, _, query = text.split("://", 1)[1].partition("?")
    parts = path.split("/")[1:]
    at = next((n for n, part in enumerate(parts) if part in ("01", "gtin")), None)
    if at is None:
        return []
    pairs = list(zip(parts[at::2], parts[at + 1 :: 2], strict=False))
    pairs += [(key, value) for key, _, value in (each.partition("=") for each in query.split("&"))]
    return [("01" if ai == "gtin" else ai, value) for ai, value in pairs]


def _elements(found: list[tuple[str, str]], plain: Scanned, *, is_ambiguous: bool = False) -> Scanned:
    """Goods from GS1 elements; a postcode or anything else we do not use is dropped unread."""
    values = dict(found)
    carried = values.get("01") or values.get("02") or ""
    gtin = gtin_of(carried)
    if not gtin:
        return Scanned(texts=plain.texts, fault="check" if carried else "", length=plain.length, shape=plain.shape)
    count = values.get("30") or values.get("37") or ""
    return Scanned(
        texts=_unique((*plain.texts, *_lengths_of(gtin))),
        lot="" if is_ambiguous else values.get("10", ""),
        expires_on=None if is_ambiguous else _day(values.get("17") or values.get("15") or ""),
        units=int(count) if count.isdigit() and len(count) <= 8 else None,
        fault="ambiguous" if is_ambiguous else "",
        length=plain.length,
        shape="gs1",
    )


def _day(text: str) -> date | None:
    """A GS1 date YYMMDD; day 00 is the last of the month, years lie within 50 of 2026."""
    try:
        return GS1Message.parse(f"17{text}").element_strings[0].date if len(text) == 6 else None
    except BiipException:
        return None


def _lengths_of(gtin: str) -> tuple[str, ...]:
    """The forms in which a merchant may have written the same GTIN: 14, 13, 12 and 8 digits."""
    return tuple(gtin[14 - size :] for size in (14, 13, 12, 8) if gtin[: 14 - size].strip("0") == "")


def _unique(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
