"""In which order letters stand on paper when scripts of both directions share a line.

The rules of the Unicode Bidirectional Algorithm for one line without embedding controls (those are refused as
invisible before). Source: Unicode Standard Annex 9, rules P2 to P3, W1 to W7, N0 to N2, I1 to I2, L1 to L2.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_STRONG = ("L", "R", "AL")
_NEUTRAL = ("B", "S", "WS", "ON")
_BRACKETS = {"(": ")", "[": "]", "{": "}"}


class Run(NamedTuple):
    """Neighbouring letters of one direction: where they start and end in the text, and their level (odd: leftwards)."""

    start: int
    end: int
    level: int

    @property
    def is_leftwards(self) -> bool:
        """Whether the letters run from right to left."""
        return self.level % 2 == 1


def runs(words: str) -> tuple[Run, ...]:
    """The runs of one line, from the left edge of the paper to the right."""
    classes = [unicodedata.bidirectional(letter) or "L" for letter in words]
    base = _base_level(classes)
    levels = _levels(words, classes, base)
    _lower_trailing_spaces(classes, levels, base)
    return tuple(_visual(_logical(levels)))


def _base_level(classes: Sequence[str]) -> int:
    first = next((each for each in classes if each in _STRONG), "L")
    return 0 if first == "L" else 1


def _levels(words: str, classes: Sequence[str], base: int) -> list[int]:
    direction = "R" if base else "L"
    resolved = _resolve_weak(list(classes), direction)
    _resolve_brackets(words, classes, resolved, direction)
    _resolve_neutral(resolved, direction)
    if base:
        return [base if each == "R" else base + 1 for each in resolved]
    return [{"L": 0, "R": 1}.get(each, 2) for each in resolved]


def _resolve_weak(kinds: list[str], direction: str) -> list[str]:
    _join_marks(kinds, direction)
    strong = direction
    for at, kind in enumerate(kinds):  # W2, W3
        if kind in _STRONG:
            strong = kind
            kinds[at] = "R" if kind == "AL" else kind
        elif kind == "EN" and strong == "AL":
            kinds[at] = "AN"
    for at in range(1, len(kinds) - 1):  # W4
        before, kind, after = kinds[at - 1 : at + 2]
        if before == after and ((kind in ("ES", "CS") and before == "EN") or (kind == "CS" and before == "AN")):
            kinds[at] = before
    _join_terminators(kinds)
    strong = direction
    for at, kind in enumerate(kinds):  # W6, W7
        if kind in ("ES", "ET", "CS"):
            kinds[at] = "ON"
        elif kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[at] = "L"
    return kinds


def _join_marks(kinds: list[str], direction: str) -> None:
    """W1: a mark, or a joiner that shows nothing, is of the kind of what it stands on."""
    before = direction
    for at, kind in enumerate(kinds):
        if kind in ("NSM", "BN"):
            kinds[at] = before
        before = kinds[at]


def _join_terminators(kinds: list[str]) -> None:
    """W5: a currency sign or the like beside a number belongs to it."""
    for start, end in _stretches(kinds, ("ET",)):
        if "EN" in (kinds[start - 1 : start] or [""]) or "EN" in kinds[end : end + 1]:
            kinds[start:end] = ["EN"] * (end - start)


def _resolve_brackets(words: str, classes: Sequence[str], kinds: list[str], direction: str) -> None:
    """N0: both brackets of a pair run as what they hold, or as what stands before them."""
    for opening, closing in _bracket_pairs(words, kinds):
        inside = {_side(kind) for kind in kinds[opening + 1 : closing] if kind in ("L", "R", "EN", "AN")}
        if not inside:
            continue
        before = (_side(kind) for kind in reversed(kinds[:opening]) if kind in ("L", "R", "EN", "AN"))
        found = direction if direction in inside else next(before, direction)
        for at in (opening, closing):
            kinds[at] = found
            while at + 1 < len(kinds) and classes[at + 1] == "NSM":
                at += 1
                kinds[at] = found


def _bracket_pairs(words: str, kinds: Sequence[str]) -> list[tuple[int, int]]:
    pairs, waiting = [], list[tuple[str, int]]()
    for at, letter in enumerate(words):
        if kinds[at] != "ON":
            continue
        if letter in _BRACKETS:
            waiting.append((_BRACKETS[letter], at))
        for place in range(len(waiting) - 1, -1, -1):
            if waiting[place][0] == letter:
                pairs.append((waiting[place][1], at))
                del waiting[place:]
                break
    return sorted(pairs)


def _resolve_neutral(kinds: list[str], direction: str) -> None:
    """N1, N2: what has no direction takes that of both its neighbours, else that of the line."""
    for start, end in _stretches(kinds, _NEUTRAL):
        before = _side(kinds[start - 1] if start else direction)
        after = _side(kinds[end] if end < len(kinds) else direction)
        kinds[start:end] = [before if before == after else direction] * (end - start)


def _side(kind: str) -> str:
    return "L" if kind == "L" else "R"


def _stretches(kinds: Sequence[str], wanted: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(kinds):
        end = start
        while end < len(kinds) and kinds[end] in wanted:
            end += 1
        if end > start:
            yield start, end
        start = max(end, start + 1)


def _lower_trailing_spaces(classes: Sequence[str], levels: list[int], base: int) -> None:
    for at in range(len(levels) - 1, -1, -1):
        if classes[at] not in ("WS", "S", "B"):
            break
        levels[at] = base


def _logical(levels: Sequence[int]) -> list[Run]:
    found: list[Run] = []
    start = 0
    for at in range(1, len(levels) + 1):
        if at == len(levels) or levels[at] != levels[start]:
            found.append(Run(start, at, levels[start]))
            start = at
    return found


def _visual(found: list[Run]) -> list[Run]:
    """L2: from the highest level down to the lowest odd one, reverse every stretch of that level or above."""
    for level in range(max((run.level for run in found), default=0), 0, -1):
        at = 0
        while at < len(found):
            end = at
            while end < len(found) and found[end].level >= level:
                end += 1
            found[at:end] = found[at:end][::-1]
            at = max(end, at + 1)
    return found
