"""The shape of the internal codes (location, tote, badge, parcel tag ...), checked before they become bars.

The codes are made and their check letter is computed elsewhere; labels print the text they are given. What is
checked here is what a scanner relies on first: the kind letter, the length, and letters that every keyboard has.
"""

from labels.errors import Unprintable

LETTERS = "BCDFGHJKLNPRSTVX"

_LENGTHS = dict.fromkeys("LTCSHDKJ", 8) | dict.fromkeys("PRN", 17)


def check(code: str, *, kinds: str) -> str:
    """`code` itself if it is an internal code of one of `kinds` (first letters). Raises Unprintable otherwise."""
    if code[:1] not in _LENGTHS or code[0] not in kinds:
        raise Unprintable(f"the code must start with {' or '.join(kinds)}")
    if len(code) != _LENGTHS[code[0]]:
        raise Unprintable(f"a code starting with {code[0]} has {_LENGTHS[code[0]]} letters, not {len(code)}")
    if any(letter not in LETTERS for letter in code[1:]):
        raise Unprintable(f"a code has only the letters {LETTERS}")
    return code


def grouped(code: str) -> str:
    """The code in groups of four, as people read it aloud: "PBCD FGHJ KLNP RSTV C"."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))
