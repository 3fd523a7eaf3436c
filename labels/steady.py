"""python-barcode's own Code 128 and GS1-128, repaired: the second opinion our encoder is compared with.

Two faults of version 0.16.1 are mended here (upstream issue 251): state kept between two calls of `build()`, and
the pair "99" at the front mistaken for "change to set C". Its symbols are right but longer than ours.
"""

from typing import Any

from barcode.charsets import code128 as tables
from barcode.codex import Code128, Gs1_128


class _Steady:
    _charset: str
    _buffer: str

    def _build(self) -> list[int]:
        self._charset, self._buffer = "C", ""  # the library keeps both between calls
        built: list[int] = super()._build()  # type: ignore[misc]
        return built

    def _try_to_optimize(self, encoded: list[int]) -> list[int]:
        if encoded[1] in (100, 101):  # a real change of set may be folded into the start; 99 is data
            encoded[:2] = [tables.TO[encoded[1]]]
        return encoded


class SteadyCode128(_Steady, Code128):  # type: ignore[misc]
    """Code 128 by python-barcode, the same answer every time and nothing lost."""


class SteadyGs1(_Steady, Gs1_128):  # type: ignore[misc]
    """GS1-128 by python-barcode, the same answer every time and nothing lost."""


def modules(text: str, *, gs1: bool = False) -> str:
    """The bars of `text` as `labels.code128.modules` gives them, by the other encoder; GS becomes FNC1 in GS1."""
    maker: Any = SteadyGs1(text.replace("\x1d", "\xf1")) if gs1 else SteadyCode128(text)
    bars: str = maker.build()[0]
    return bars
