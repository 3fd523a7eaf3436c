"""What python-barcode 0.16.1 prints without a word, and that ours prints it exactly or refuses it.

Each case runs twice: with the bare class, which must still be wrong (or the care taken here can go), and with ours.
"""

from collections.abc import Callable
from typing import Any

import barcode
import pytest
from barcode.codex import MIN_SIZE

from backend.demo.bench.codes_asked import Asked
from backend.demo.bench.codes_read import MODULE_MM, Drawn, is_read, picture
from labels import Unprintable, media, symbology

NAMES = {
    "code-128": "code128",
    "gs1-128": "gs1_128",
    "ean-13": "ean13",
    "ean-8": "ean8",
    "upc-a": "upca",
    "itf-14": "itf",
    "code-39": "code39",
}
FAULTS = [
    ("code-128", "9912345678", "a leading 99 is lost"),
    ("code-128", "990", "a leading 99 is lost"),
    ("code-128", "99ABC", "a leading 99 is lost"),
    ("gs1-128", "(00)395212340000000007", "brackets become data"),
    ("gs1-128", "00395212340000000008", "a wrong SSCC check digit is printed"),
    ("gs1-128", "0109501101020918", "a wrong GTIN check digit is printed"),
    ("ean-13", "4006381333932", "a wrong check digit is replaced"),
    ("ean-13", "40063813339319", "a digit too many is cut off"),
    ("ean-13", "400638133393", "a missing check digit is added"),
    ("ean-8", "96385075", "a wrong check digit is replaced"),
    ("upc-a", "036000291453", "a wrong check digit is replaced"),
    ("upc-a", "0360002914529", "a digit too many is cut off"),
    ("itf-14", "123", "a 0 is put before an odd number"),
    ("code-39", "abc", "small letters become capitals"),
    ("code-39", "ABC", "a check character is added to the data"),
]


def _bare(name: str, value: str) -> str:
    maker: Any = barcode.get_barcode_class(NAMES[name])
    bars: str = maker(value).build()[0]
    return bars


def _ours(name: str, value: str) -> str:
    return symbology.linear(name, value).modules


def _is_exact(encode: Callable[[str, str], str], name: str, value: str) -> bool:
    """Whether what is printed is read as what was asked; a refusal is exact too."""
    try:
        bars = encode(name, value)
    except Unprintable:
        return True
    drawn = Drawn((bars,), quiet=12, least_height_mm=20)
    try:
        return is_read(name, Asked(value), picture(drawn, dpi=300, module_mm=MODULE_MM[name]))
    except Unprintable:  # a value that is none, and was printed all the same
        return False


@pytest.mark.parametrize(("name", "value", "fault"), FAULTS)
def test_the_bare_library_still_has_the_fault(name: str, value: str, fault: str) -> None:
    assert not _is_exact(_bare, name, value), f"mended upstream: {fault}"


@pytest.mark.parametrize(("name", "value", "_fault"), FAULTS)
def test_ours_is_exact_or_refuses(name: str, value: str, _fault: str) -> None:
    assert _is_exact(_ours, name, value)


def test_the_bare_library_changes_its_answer_when_asked_twice() -> None:
    bare: Any = barcode.get_barcode_class("code128")("12AB")

    assert bare.build() != bare.build()


def test_ours_gives_the_same_answer_when_asked_twice() -> None:
    assert _ours("code-128", "12AB") == _ours("code-128", "12AB")


def test_the_bare_librarys_usual_bars_are_no_whole_dots() -> None:
    assert MIN_SIZE * media.grid(203).dots_per_mm == pytest.approx(1.6)


def test_our_bars_are_whole_dots() -> None:
    assert [media.grid(dpi).module(MIN_SIZE) for dpi in (203, 300)] == [2, 2]
