"""Keyboard scanners type key positions, not letters: what each position means on the layout that a scanner is set to.

Positions are the `code` names of the browser (`Digit1`, `KeyA`). A table maps (position, shift, altgr) to a character.
Dead keys (`^` and the diaeresis of the Belgian and French layouts) stand for themselves: a scanner never composes.
Source: the layouts `us`, `be` and `fr` of xkb-data, checked against the table of the scanning reference.
"""

from __future__ import annotations

from typing import Final

Position = tuple[str, bool, bool]

ROWS: Final = (
    ("Backquote", *(f"Digit{n}" for n in "1234567890"), "Minus", "Equal"),
    (*(f"Key{letter}" for letter in "QWERTYUIOP"), "BracketLeft", "BracketRight"),
    (*(f"Key{letter}" for letter in "ASDFGHJKL"), "Semicolon", "Quote", "Backslash"),
    ("IntlBackslash", *(f"Key{letter}" for letter in "ZXCVBNM"), "Comma", "Period", "Slash"),
)
US: Final = (
    ("`1234567890-=", "~!@#$%^&*()_+"),
    ("qwertyuiop[]", "QWERTYUIOP{}"),
    ("asdfghjkl;'\\", 'ASDFGHJKL:"|'),
    ("\\zxcvbnm,./", "|ZXCVBNM<>?"),
)
BELGIAN: Final = (
    ("²&é\"'(§è!çà)-", "³1234567890°_"),
    ("azertyuiop^$", "AZERTYUIOP¨*"),
    ("qsdfghjklmùµ", "QSDFGHJKLM%£"),
    ("<wxcvbn,;:=", ">WXCVBN?./+"),
)
FRENCH: Final = (
    ("²&é\"'(-è_çà)=", "³1234567890°+"),
    ("azertyuiop^$", "AZERTYUIOP¨£"),
    ("qsdfghjklmù*", "QSDFGHJKLM%µ"),
    ("<wxcvbn,;:!", ">WXCVBN?./§"),
)
BELGIAN_ALTGR: Final = {
    "Digit1": "|", "Digit2": "@", "Digit3": "#", "Digit6": "^", "Digit9": "{", "Digit0": "}",
    "BracketLeft": "[", "BracketRight": "]", "Backslash": "`", "IntlBackslash": "\\", "Slash": "~",
}  # fmt: skip
FRENCH_ALTGR: Final = {
    "Digit2": "~", "Digit3": "#", "Digit4": "{", "Digit5": "[", "Digit6": "|", "Digit7": "`", "Digit8": "\\",
    "Digit9": "^", "Digit0": "@", "Minus": "]", "Equal": "}",
}  # fmt: skip
NUMBER_PAD: Final = {
    **{f"Numpad{n}": n for n in "0123456789"},
    "NumpadAdd": "+", "NumpadSubtract": "-", "NumpadMultiply": "*", "NumpadDivide": "/", "NumpadDecimal": ".",
}  # fmt: skip


def table(rows: tuple[tuple[str, str], ...], altgr: dict[str, str]) -> dict[Position, str]:
    """The characters of a layout by position, from its four rows (plain, shifted) and its third level."""
    found: dict[Position, str] = {("Space", False, False): " ", ("Space", True, False): " "}
    for positions, (plain, shifted) in zip(ROWS, rows, strict=True):
        for position, low, high in zip(positions, plain, shifted, strict=True):
            found[position, False, False], found[position, True, False] = low, high
    found.update({(position, shift, False): sign for position, sign in NUMBER_PAD.items() for shift in (False, True)})
    found.update({(position, False, True): sign for position, sign in altgr.items()})
    return found


TABLES: Final[dict[str, dict[Position, str]]] = {
    "us": table(US, {}),
    "be": table(BELGIAN, BELGIAN_ALTGR),
    "fr": table(FRENCH, FRENCH_ALTGR),
}
