import random
import re

import pytest

from backend.demo.bench import codes_asked
from backend.demo.bench.codes_asked import Asked
from backend.demo.bench.codes_read import MODULE_MM, encode, is_read, picture
from labels import Unprintable, symbology

NAMES = (*symbology.LINEAR, *symbology.MATRIX)
SAMPLE = 100  # at each resolution


def _drawn(name: str, asked: Asked, dpi: int) -> bool:
    module_mm = MODULE_MM[name]
    paper = picture(encode(name, asked, module_mm=module_mm), dpi=dpi, module_mm=module_mm)
    return is_read(name, asked, paper)


def test_the_ten_symbologies_have_their_names() -> None:
    assert (
        *("ean-13", "ean-8", "upc-a", "itf-14", "code-39", "code-128", "gs1-128"),
        *("qr", "data-matrix", "gs1-data-matrix"),
    ) == NAMES


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("name", NAMES)
def test_what_is_printed_is_read_as_it_was_asked(name: str, dpi: int) -> None:
    chance = random.Random(f"{name} {dpi}")
    edges = codes_asked.edges(name)
    payloads = [codes_asked.drawn(name, chance) for _ in range(SAMPLE)] + chance.sample(edges, 30)

    assert [asked for asked in payloads if not _drawn(name, asked, dpi)] == []


def test_the_reading_would_notice_another_value() -> None:
    mm = MODULE_MM["ean-8"]
    paper = picture(encode("ean-8", Asked("96385074"), module_mm=mm), dpi=203, module_mm=mm)

    assert is_read("ean-8", Asked("96385074"), paper)
    assert not is_read("ean-8", Asked("12345670"), paper)
    assert not is_read("code-128", Asked("96385074"), paper)
    paper.paste(255, (90, 0, 100, paper.height))
    assert not is_read("ean-8", Asked("96385074"), paper)


@pytest.mark.parametrize(
    ("name", "value", "modules", "quiet", "text"),
    [
        ("ean-13", "4006381333931", 95, 11, "4006381333931"),
        ("ean-8", "96385074", 67, 7, "96385074"),
        ("upc-a", "036000291452", 95, 9, "036000291452"),
        ("itf-14", "09501101020917", 135, 10, "09501101020917"),
        ("code-39", "AB-12", 111, 10, "AB-12"),
        ("code-128", "TBBBBKJD", 123, 10, "TBBBBKJD"),
        ("gs1-128", "00395212340000000007", 156, 10, "(00)395212340000000007"),
        ("gs1-128", "(00)395212340000000007", 156, 10, "(00)395212340000000007"),
    ],
)
def test_bars_come_with_their_quiet_zone_and_readable_line(
    name: str, value: str, modules: int, quiet: int, text: str
) -> None:
    bars = symbology.linear(name, value)

    assert (len(bars.modules), bars.quiet, bars.text) == (modules, quiet, text)
    assert set(bars.modules) == {"0", "1"}
    assert bars.modules[0] == bars.modules[-1] == "1"


@pytest.mark.parametrize(
    ("name", "value", "width_mm", "least_mm"),
    [
        ("gs1-128", "00395212340000000007", 78, 31.75),
        ("gs1-128", "(01)09501101020917", 67, 12.7),
        ("ean-13", "4006381333931", 31.35, 18.28),
        ("ean-8", "96385074", 22, 14.58),
        ("code-128", "A", 11, 5),
        ("code-39", "A" * 20, 70, 10.5),
    ],
)
def test_bars_know_how_low_they_may_be(name: str, value: str, width_mm: float, least_mm: float) -> None:
    assert symbology.linear(name, value).least_height_mm(width_mm) == pytest.approx(least_mm)


def test_an_itf_14_has_bearer_bars_and_the_line_is_needed_where_the_standard_says_so() -> None:
    bars = {name: symbology.linear(name, codes_asked.edges(name)[0].value) for name in symbology.LINEAR}

    assert {name: each.bearer for name, each in bars.items() if each.bearer} == {"itf-14": 2}
    assert {name for name, each in bars.items() if not each.text_needed} == {"code-39", "code-128"}
    assert {name: each.most_mm for name, each in bars.items() if each.most_mm} == {"gs1-128": 165}


@pytest.mark.parametrize(
    ("name", "version", "side"), [("qr", 2, 25), ("data-matrix", 9, 26), ("gs1-data-matrix", 10, 32)]
)
def test_a_version_fixes_the_size_of_a_square(name: str, version: int, side: int) -> None:
    value = "(01)09501101020917" if name == "gs1-data-matrix" else "TBBBBKJD"

    square = symbology.matrix(name, value, version=version)

    assert square.side == symbology.matrix_side(name, version) == side
    assert {len(row) for row in square.rows} == {side}


@pytest.mark.parametrize("name", ["qr", "data-matrix", "gs1-data-matrix"])
@pytest.mark.parametrize("version", [0, 41, -1])
def test_a_version_that_does_not_exist_is_refused(name: str, version: int) -> None:
    value = "(01)09501101020917" if name == "gs1-data-matrix" else "TBBBBKJD"

    with pytest.raises(Unprintable, match="version of 1 to"):
        symbology.matrix(name, value, version=version)
    with pytest.raises(Unprintable, match="version of 1 to"):
        symbology.matrix_side(name, version)


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Unprintable, match=re.escape("there is no bar code 'ean13': say ean-13, ean-8, upc-a, itf-14")):
        symbology.linear("ean13", "4006381333931")
    with pytest.raises(Unprintable, match=re.escape("there is no matrix code 'ean-13': say qr, data-matrix")):
        symbology.matrix("ean-13", "4006381333931")


@pytest.mark.parametrize(
    ("name", "value"),
    [("ean-13", "4006381333932"), ("itf-14", "123"), ("code-39", "Jo Smith"), ("gs1-128", "(99)JO SMITH")],
)
def test_a_refused_value_is_never_quoted(name: str, value: str) -> None:
    with pytest.raises(Unprintable) as refusal:
        symbology.linear(name, value)

    assert value not in str(refusal.value)
