"""Data Matrix and GS1 DataMatrix (ECC 200): a text in, a square of modules out, or a refusal.

Encoded by zxing-cpp (Apache-2.0), which hands the text to libzint (BSD-3-Clause) inside the same wheel. It was taken
rather than zint-bindings, which wraps the same library, because we have it anyway to read labels. Its reader is its
own and shares no code with libzint, so reading our own squares back is a fair test; libdmtx reads them too where it is
installed.
Source: ISO/IEC 16022; GS1 General Specifications, section 5.6.
"""

from typing import Any

import zxingcpp

from labels import gs1
from labels.errors import Unprintable

QUIET_MODULES = 2  # the standard asks for 1; a cheap printer is allowed to bleed
SIDES = (10, 12, 14, 16, 18, 20, 22, 24, 26, 32, 36, 40, 44, 48, 52, 64, 72, 80, 88, 96, 104, 120, 132, 144)

_SIGNS = bytes.maketrans(b"\x00\xff", b"10")  # of a grey picture


def matrix(text: str, *, version: int | None = None) -> tuple[str, ...]:
    """The rows of the Data Matrix of `text`, top to bottom, each a string of "1" (black) and "0"; no quiet zone.

    `text` is printable ASCII. `version` 1 to 24 asks for a square of `SIDES[version - 1]` modules, none for the
    smallest that holds the text. Raises Unprintable for other characters, another version, or too much text.
    """
    if not text:
        raise Unprintable("a Data Matrix needs at least one character")
    for character in text:
        if not " " <= character <= "~":
            raise Unprintable(f"a Data Matrix of ours cannot hold the character {character!r} (U+{ord(character):04X})")
    return _rows(text, version=version, gs1_data=False)


def gs1_matrix(text: str, *, version: int | None = None) -> tuple[str, ...]:
    """The rows of a GS1 DataMatrix, as `matrix` gives them: FNC1 first, and where `labels.gs1` puts a GS.

    `text` is an element string, plain or with brackets, as `gs1.parse` takes it. Raises Unprintable as that does, and
    for another version or too much data.
    """
    square_brackets = "".join(f"[{identifier}]{value}" for identifier, value in gs1.parse(text))
    return _rows(square_brackets, version=version, gs1_data=True)


def side(version: int) -> int:
    """Width and height in modules of a Data Matrix of `version` 1 to 24. Raises Unprintable for another version."""
    if not 1 <= version <= len(SIDES):
        raise Unprintable(f"a Data Matrix has a version of 1 to {len(SIDES)}")
    return SIDES[version - 1]


def _rows(text: str, *, version: int | None, gs1_data: bool) -> tuple[str, ...]:
    if version is not None:
        side(version)
    wanted = {"forceSquare": True} if version is None else {"version": version}
    try:
        code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix, gs1=gs1_data, **wanted)
    except ValueError:
        words = "is too long for a Data Matrix" if version is None else "needs a larger Data Matrix than fits here"
        raise Unprintable(f"the text {words}") from None
    picture: Any = code.to_image(scale=1, add_quiet_zones=False)
    width = picture.shape[1]
    signs = bytes(memoryview(picture)).translate(_SIGNS).decode()
    return tuple(signs[at : at + width] for at in range(0, len(signs), width))
