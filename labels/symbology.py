"""Every bar code we print, by its name: what encodes it, and what a label must leave free around it.

bars = symbology.linear("ean-13", "4006381333931")
square = symbology.matrix("qr", "HTTPS://OB.EXAMPLE/P/PBCDFGHJKLNPRSTVC", version=2)
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from labels import code39, code128, datamatrix, ean, gs1, itf, qr
from labels.errors import Unprintable

_Encoder = TypeVar("_Encoder")


@dataclass(frozen=True, slots=True)
class Bars:
    """A linear code: its modules from left to right, and the rules for drawing it.

    `modules` is a string of "1" (black) and "0" (white) of equal width, without quiet zones; `text` the line people
    read; `quiet` the modules that stay white on each side. `least_mm` and `least_share` give the lowest bars allowed
    (see `least_height_mm`), `most_mm` the widest symbol with its quiet zones (0: no rule). `text_needed` says that the
    standard asks for the readable line. `bearer` is how many modules thick a black bar must lie along the top and
    another along the bottom, from end to end of the quiet zones (0: none).
    """

    modules: str
    text: str
    quiet: int
    least_mm: float
    least_share: float = 0.0
    most_mm: float = 0.0
    text_needed: bool = False
    bearer: int = 0

    def least_height_mm(self, width_mm: float) -> float:
        """The lowest the bars may be, in mm, when the modules are `width_mm` wide in all."""
        return max(self.least_mm, self.least_share * width_mm)


@dataclass(frozen=True, slots=True)
class Matrix:
    """A square code: rows from top to bottom, each a string of "1" (black) and "0"; `quiet` modules white all round."""

    rows: tuple[str, ...]
    quiet: int

    @property
    def side(self) -> int:
        """Width and height in modules, without quiet zone."""
        return len(self.rows)


# Heights in mm: GS1 General Specifications, section 5.12, symbol specification tables (the smallest allowed);
# 5 mm or 15 % of the width, whichever is more, is what ISO/IEC 15417 and 16388 ask for reading by hand.
_BY_HAND_MM, _BY_HAND_SHARE = 5.0, 0.15
_LOGISTIC_MM, _TRADE_ITEM_MM = 31.75, 12.7


def linear(name: str, value: str) -> Bars:
    """The bars of `value` in the linear symbology `name` (see `LINEAR`).

    "gs1-128" takes an element string, plain or with brackets, as `gs1.parse` does. Raises Unprintable for an unknown
    name or a value which that symbology cannot hold exactly as it is.
    """
    return _find(_LINEAR, name, "bar code")(value)


def matrix(name: str, value: str, *, version: int | None = None, level: str = "M") -> Matrix:
    """The square of `value` in the matrix symbology `name` (see `MATRIX`).

    `version` fixes the size, so that a template knows it: QR 1 to 40 (17 + 4 x version modules), Data Matrix 1 to 24
    (`datamatrix.SIDES`); none takes the smallest. `level` is the error correction of a QR code, "L" "M" "Q" or "H";
    Data Matrix has only one. "gs1-data-matrix" takes an element string as `gs1.parse` does. Raises Unprintable for an
    unknown name, version or level, or a value that the code cannot hold exactly as it is.
    """
    return _find(_MATRIX, name, "matrix code")(value, version, level)


def matrix_side(name: str, version: int) -> int:
    """Width and height in modules of the matrix symbology `name` at `version`. Raises Unprintable as `matrix` does."""
    _find(_MATRIX, name, "matrix code")
    if name == "qr":
        return qr.side(version)
    return datamatrix.side(version)


def _ean13(value: str) -> Bars:
    return Bars(ean.ean13(value), value, ean.QUIET_EAN13, least_mm=18.28, text_needed=True)


def _ean8(value: str) -> Bars:
    return Bars(ean.ean8(value), value, ean.QUIET_EAN8, least_mm=14.58, text_needed=True)


def _upca(value: str) -> Bars:
    return Bars(ean.upca(value), value, ean.QUIET_UPCA, least_mm=18.28, text_needed=True)


def _itf14(value: str) -> Bars:
    modules = itf.itf14(value)
    return Bars(modules, value, itf.QUIET_MODULES, least_mm=_TRADE_ITEM_MM, text_needed=True, bearer=itf.BEARER_MODULES)


def _code39(value: str) -> Bars:
    return Bars(code39.modules(value), value, code39.QUIET_MODULES, _BY_HAND_MM, _BY_HAND_SHARE)


def _code128(value: str) -> Bars:
    return Bars(code128.modules(value), value, code128.QUIET_MODULES, _BY_HAND_MM, _BY_HAND_SHARE)


def _gs1_128(value: str) -> Bars:
    elements = gs1.parse(value)
    return Bars(
        code128.modules(gs1.element_string(elements), gs1=True),
        gs1.readable(elements),
        code128.QUIET_MODULES,
        least_mm=_LOGISTIC_MM if elements[0][0] == "00" else _TRADE_ITEM_MM,
        most_mm=gs1.LONGEST_MM,
        text_needed=True,
    )


def _qr(value: str, version: int | None, level: str) -> Matrix:
    return Matrix(qr.matrix(value, largest_version=qr.LARGEST_VERSION, version=version, level=level), qr.QUIET_MODULES)


def _data_matrix(value: str, version: int | None, _level: str) -> Matrix:
    return Matrix(datamatrix.matrix(value, version=version), datamatrix.QUIET_MODULES)


def _gs1_data_matrix(value: str, version: int | None, _level: str) -> Matrix:
    return Matrix(datamatrix.gs1_matrix(value, version=version), datamatrix.QUIET_MODULES)


_LINEAR: dict[str, Callable[[str], Bars]] = {
    "ean-13": _ean13,
    "ean-8": _ean8,
    "upc-a": _upca,
    "itf-14": _itf14,
    "code-39": _code39,
    "code-128": _code128,
    "gs1-128": _gs1_128,
}
_MATRIX: dict[str, Callable[[str, int | None, str], Matrix]] = {
    "qr": _qr,
    "data-matrix": _data_matrix,
    "gs1-data-matrix": _gs1_data_matrix,
}
LINEAR: tuple[str, ...] = tuple(_LINEAR)
MATRIX: tuple[str, ...] = tuple(_MATRIX)


def _find(encoders: dict[str, _Encoder], name: str, what: str) -> _Encoder:
    try:
        return encoders[name]
    except KeyError:
        raise Unprintable(f"there is no {what} {name!r}: say {', '.join(encoders)}") from None
