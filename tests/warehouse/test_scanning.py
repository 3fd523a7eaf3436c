"""Every way in which a label can arrive from a scanner, and what the floor makes of it."""

from __future__ import annotations

from datetime import date

import pytest

from backend.kit import codes
from warehouse import layouts, scanning
from warehouse.scanning import Scanner, read, typed

GS = "\x1d"
GTIN = "09506000134352"
LENGTHS = (GTIN, GTIN[1:])
SHELF = codes.make("L", 3000)
TAG = "PBCDFGHJKLNPRSTVC"


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("LBBBBBCT", "L", 1),
        ("lbbbbbct", "L", 1),
        ("  LBBBBBCT\r", "L", 1),
        (SHELF, "L", 3000),
        ("TBBBBKJD", "T", 118),
        ("CBBBBBKB", "C", 7),
        ("KBBBBBCB", "K", 1),
        ("HBBXXXXP", "H", 65535),
        ("]C0LBBBBBCT", "L", 1),
        ("]Q1HTTPS://OUTBOUND.TEST/T/LBBBBBCT", "L", 1),
        ("https://outbound.test/t/TBBBBKJD/", "T", 118),
        ("https://outbound.test/?t=TBBBBKJD", "T", 118),
    ],
)
def test_a_label_of_ours_is_read_in_every_dress(text: str, kind: str, number: int) -> None:
    scanned = read(text)

    assert scanned.code is not None
    assert (scanned.code.kind, scanned.code.number) == (kind, number)


def test_a_parcel_tag_is_read_bare_and_from_its_square() -> None:
    assert read(TAG).code == codes.parse(TAG)
    assert read(f"HTTPS://A.TEST/{TAG}").code == codes.parse(TAG)


@pytest.mark.parametrize("text", ["LBBBBBCV", "LBBBBBTC", "TBBBBKJB"])
def test_a_label_of_ours_with_a_wrong_check_letter_is_not_read(text: str) -> None:
    scanned = read(text)

    assert scanned.code is None
    assert scanned.fault == "check"


@pytest.mark.parametrize("text", ["LBBBBBC", "LBBBBCT", "LBBBBBCTT", "BBBBBCT"])
def test_a_label_that_lost_or_gained_a_letter_is_never_a_label(text: str) -> None:
    assert read(text).code is None


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("85123A", ("85123A",)),
        ("85123a", ("85123a", "85123A")),
        ("SKU-1", ("SKU-1",)),
        ("SKU 1/2", ("SKU 1/2",)),
        ("20261301", ("20261301",)),
    ],
)
def test_a_code_of_goods_is_looked_up_as_it_stands(text: str, texts: tuple[str, ...]) -> None:
    assert read(text).texts == texts


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("9506000134352", ("9506000134352", GTIN)),
        (GTIN, LENGTHS),
        ("12345670", ("12345670", "00000012345670", "0000012345670", "000012345670")),
        ("036000291452", ("036000291452", "00036000291452", "0036000291452")),
        ("]E09506000134352", ("9506000134352", GTIN)),
    ],
)
def test_a_trade_number_is_looked_up_in_each_of_its_lengths(text: str, texts: tuple[str, ...]) -> None:
    scanned = read(text)

    assert scanned.texts == texts
    assert scanned.fault == ""


@pytest.mark.parametrize("text", ["9506000134353", "12345671", "09506000134353"])
def test_a_trade_number_with_a_wrong_check_digit_is_never_mended(text: str) -> None:
    scanned = read(text)

    assert scanned.texts == (text,)
    assert scanned.fault == "check"


def test_thirteen_digits_from_95_are_a_trade_number_not_an_element() -> None:
    assert GTIN in read("9506000134352").texts


@pytest.mark.parametrize(
    "text",
    [
        f"]C101{GTIN}",
        f"]C1{GS}01{GTIN}",
        f"]d201{GTIN}10ABC{GS}17261231",
        f"01{GTIN}10ABC{GS}17261231",
        f"01{GTIN}10ABC^]17261231",
        f"{GS}01{GTIN}",
        f"]Q3https://id.gs1.org/01/{GTIN}/10/ABC?17=261231",
        f"https://shop.test/some/path/01/{GTIN}",
        f"https://shop.test/gtin/{GTIN}",
    ],
)
def test_goods_are_known_from_gs1_elements(text: str) -> None:
    assert set(LENGTHS) <= set(read(text).texts)


def test_lot_and_day_come_with_the_goods() -> None:
    scanned = read(f"]C101{GTIN}10ABC{GS}17261231")

    assert (scanned.lot, scanned.expires_on, scanned.fault) == ("ABC", date(2026, 12, 31), "")


def test_a_link_carries_lot_and_day_too() -> None:
    scanned = read(f"https://id.gs1.org/01/{GTIN}/10/ABC?17=261231")

    assert (scanned.lot, scanned.expires_on) == ("ABC", date(2026, 12, 31))


def test_day_nought_is_the_last_of_the_month() -> None:
    assert read(f"01{GTIN}17260200").expires_on == date(2026, 2, 28)


def test_a_count_comes_with_the_goods() -> None:
    assert read(f"01{GTIN}3012").units == 12


def test_a_station_may_have_its_own_separator() -> None:
    scanned = read(f"01{GTIN}10ABC#17261231", scanner=Scanner(separator="#"))

    assert scanned.lot == "ABC"


def test_a_lot_without_its_end_is_asked_never_guessed() -> None:
    scanned = read(f"01{GTIN}10LOT117261231")

    assert (scanned.fault, scanned.lot, scanned.expires_on) == ("ambiguous", "", None)
    assert GTIN in scanned.texts


def test_an_element_with_a_wrong_check_digit_is_no_goods() -> None:
    scanned = read("]C10109506000134353")

    assert scanned.fault == "check"
    assert GTIN not in scanned.texts


def test_a_postcode_of_a_carrier_label_is_dropped_unread() -> None:
    scanned = read("]C1420B1000")

    assert (scanned.lot, scanned.units, scanned.expires_on) == ("", None, None)


@pytest.mark.parametrize(
    ("text", "shape"),
    [("", "empty"), ("    ", "empty"), ("1234567", "digits"), ("hello", "letters"), ("1Z999AA1", "mixed")],
)
def test_only_length_and_class_are_said_of_what_nobody_knows(text: str, shape: str) -> None:
    scanned = read(text)

    assert (scanned.length, scanned.shape) == (len(text.strip()), shape)


def test_a_text_longer_than_any_label_is_not_read() -> None:
    assert read("A" * 129).fault == "empty"


def keys(text: str, layout: str) -> list[scanning.Key]:
    """What a scanner set to `layout` presses to type `text`."""
    pressed = {sign: position for position, sign in reversed(layouts.TABLES[layout].items())}
    return [(pressed[sign][0], pressed[sign][1], pressed[sign][2], pressed[sign][2]) for sign in text]


@pytest.mark.parametrize("layout", ["us", "be", "fr"])
@pytest.mark.parametrize("text", ["1234567890", "AQZWMaqzwm", "-_=+;:,?./!", "SKU-1/2", SHELF, "]C101"])
def test_what_a_scanner_types_by_position_is_what_was_printed(layout: str, text: str) -> None:
    pressed = set(layouts.TABLES[layout].values())
    if not set(text) <= pressed:
        pytest.skip("this layout has no key for it")

    assert typed(keys(text, layout), scanner=Scanner(layout=layout)) == text


@pytest.mark.parametrize(
    ("printed", "belgian"),
    [
        ("1234567890", "&é\"'(§è!çà"),
        ("!@#$%^&*()", "1234567890"),
        ("aqzwm", "qawz,"),
        ("AQZWM", "QAWZ?"),
        (";:,<.>/?", "mM;.:/=+"),
        ("-_=+", ")°-_"),
        ("'\"", "ù%"),
        ("]}", "$*"),
        ("\\|", "µ£"),
    ],
)
def test_positions_undo_what_a_belgian_computer_makes_of_a_us_scanner(printed: str, belgian: str) -> None:
    pressed = keys(printed, "us")

    assert typed(pressed, scanner=Scanner("us")) == printed
    assert typed(pressed, scanner=Scanner("be")) == belgian


@pytest.mark.parametrize(("printed", "french"), [("6", "-"), ("8", "_"), ("=+", "=+"), ("/?", "!§"), ("\\|", "*µ")])
def test_a_french_computer_differs_where_the_table_says(printed: str, french: str) -> None:
    assert typed(keys(printed, "us"), scanner=Scanner("fr")) == french


@pytest.mark.parametrize(
    "between",
    [
        [("BracketRight", False, True, False)],
        [("Numpad0", False, False, True), ("Numpad2", False, False, True), ("Numpad9", False, False, True)],
    ],
)
def test_the_group_separator_survives_as_control_or_as_alt_code(between: list[scanning.Key]) -> None:
    pressed = [*keys(f"01{GTIN}10ABC", "us"), *between, *keys("17261231", "us")]

    assert read(typed(pressed)).lot == "ABC"


def test_a_key_nobody_knows_leaves_a_hole_that_no_code_matches() -> None:
    pressed = [*keys("LBBB", "us"), ("Lang1", False, False, False), *keys("BBCT", "us")]

    assert read(typed(pressed)).code is None
