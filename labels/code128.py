"""Code 128: a text in, the fewest possible bars out, or a refusal.

Our own encoder, because python-barcode 0.16.1 silently drops a leading "99" and changes its answer when asked twice.
Its tables of bar patterns are right and are used here. `labels.steady` wraps its encoder as a second opinion.
Source: ISO/IEC 15417; the shortest sequence over the code sets A, B and C is found by dynamic programming.
"""

import re
from collections.abc import Sequence
from operator import mul

from barcode.charsets import code128 as tables

from labels.errors import Unprintable

GS = "\x1d"
QUIET_MODULES = 10
LONGEST = 80
PATTERN_OF_STOP: str = tables.STOP + "11"

_FNC1 = "\xf1"  # how the tables spell FNC1; never taken from a caller's text
_SHIFT = 98
_STARTS: dict[str, int] = dict(tables.START_CODES)
_SWITCH = {"A": 101, "B": 100, "C": 99}
_SINGLE: dict[str, dict[str, int]] = {
    name: {key: value for key, value in table.items() if len(key) == 1}
    for name, table in (("A", tables.A), ("B", tables.B))
}
_NEVER = 1 << 30
_PATTERNS: tuple[str, ...] = tuple(tables.CODES)
_PAIRS = {f"{value:02d}": value for value in range(100)}
_START_C = [_STARTS["C"]]
_GS1_START_C = [_STARTS["C"], int(tables.C[_FNC1])]
_FOUR_DIGITS = re.compile("[0-9]{4}")
_PLACES = range(2 * LONGEST + 3)  # the start character weighs once by itself, so its place counts 0


def _black(pattern: str) -> tuple[tuple[int, int], ...]:
    return tuple((found.start(), len(found[0])) for found in re.finditer("1+", pattern))


BARS: tuple[tuple[tuple[int, int], ...], ...] = tuple(_black(pattern) for pattern in _PATTERNS)
"""Of each symbol character, its black bars as (offset, width) in modules."""
STOP_BARS = _black(PATTERN_OF_STOP)


def modules(text: str, *, gs1: bool = False) -> str:
    """The bars of `text` as a string of "1" (black) and "0" (white), one character per module, no quiet zone.

    `text` is ASCII. With `gs1` the symbol starts with FNC1 and every GS (0x1D) in `text` becomes FNC1, so that
    a scanner returns exactly `text`. Raises Unprintable when `text` is empty, longer than 80 characters, or holds
    anything but ASCII.
    """
    return "".join([_PATTERNS[value] for value in symbols(text, gs1=gs1)]) + PATTERN_OF_STOP


def symbols(text: str, *, gs1: bool = False) -> list[int]:
    """The symbol characters of `text`, 0 to 105: start, data and check, everything but the stop.

    Character n of them begins at module 11 x n and the stop behind the last. `BARS[character]` says what is black in
    its 11 modules, `STOP_BARS` in the 13 of the stop; every character begins black and ends white, so each can be
    drawn on its own, for example from a table made once. An SSCC, text "00" and 18 digits, always has 13.
    Raises Unprintable as `modules` does.
    """
    sequence = values(text, gs1=gs1)
    sequence.append((sequence[0] + sum(map(mul, sequence, _PLACES))) % 103)
    return sequence


def values(text: str, *, gs1: bool = False) -> list[int]:
    """The symbol characters of `text` (start first, without check and stop): the shortest sequence there is."""
    if not text:
        raise Unprintable("a barcode needs at least one character")
    if not text.isascii():
        stranger = next(each for each in text if ord(each) > 127)
        raise Unprintable(f"a Code 128 barcode cannot hold the character {stranger!r} (U+{ord(stranger):04X})")
    if len(text) > LONGEST:
        raise Unprintable(f"a Code 128 barcode of ours holds {LONGEST} characters, not {len(text)}")
    if text.isdigit() and len(text) % 2 == 0:
        return [*(_GS1_START_C if gs1 else _START_C), *[_PAIRS[text[at : at + 2]] for at in range(0, len(text), 2)]]
    if not gs1 and text.isprintable() and not _FOUR_DIGITS.search(text):  # nothing to gain from another set
        return [_STARTS["B"], *[code - 32 for code in text.encode()]]
    return _shortest(_FNC1 + text.replace(GS, _FNC1) if gs1 else text)


def _shortest(symbols: str) -> list[int]:
    direct, best = _costs(symbols)
    return _walk(symbols, direct, best)


def _costs(symbols: str) -> tuple[list[dict[str, int]], list[dict[str, int]]]:
    """Per position and code set: fewest characters to the end without, and with, leave to change the set first."""
    end = len(symbols)
    best: list[dict[str, int]] = [{"A": 0, "B": 0, "C": 0} for _ in range(end + 1)]
    direct: list[dict[str, int]] = [{"A": 0, "B": 0, "C": 0} for _ in range(end + 1)]
    for at in range(end - 1, -1, -1):
        here = direct[at]
        for own, other in (("A", "B"), ("B", "A")):
            if symbols[at] in _SINGLE[own]:
                here[own] = 1 + best[at + 1][own]
            elif symbols[at] in _SINGLE[other]:
                here[own] = 2 + best[at + 1][own]
        step = _step_in_c(symbols, at)
        here["C"] = 1 + best[at + step]["C"] if step else _NEVER
        changed = 1 + min(here.values())
        best[at] = {name: min(cost, changed) for name, cost in here.items()}
    return direct, best


def _step_in_c(symbols: str, at: int) -> int:
    """How many characters one symbol of set C takes here: a pair of digits, FNC1, or none."""
    if symbols[at] == _FNC1:
        return 1
    return 2 if symbols[at : at + 2].isdigit() and at + 2 <= len(symbols) else 0


def _walk(symbols: str, direct: Sequence[dict[str, int]], best: Sequence[dict[str, int]]) -> list[int]:
    """Read the cheapest path off the two tables; ties keep the current set, then prefer B."""
    current = min("BCA", key=lambda name: direct[0][name])
    sequence = [_STARTS[current]]
    at = 0
    while at < len(symbols):
        if direct[at][current] > best[at][current]:
            current = min("BCA", key=lambda name: direct[at][name])
            sequence.append(_SWITCH[current])
        if current == "C":
            step = _step_in_c(symbols, at)
            sequence.append(tables.C[_FNC1] if symbols[at] == _FNC1 else int(symbols[at : at + 2]))
            at += step
            continue
        if symbols[at] in _SINGLE[current]:
            sequence.append(_SINGLE[current][symbols[at]])
        else:
            sequence += [_SHIFT, _SINGLE["A" if current == "B" else "B"][symbols[at]]]
        at += 1
    return sequence
