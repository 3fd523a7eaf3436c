"""A template that could print an unreadable label is refused before it prints one: one seeded fault for each check."""

from dataclasses import replace

import pytest

from labels import (
    CarrierLabel,
    Unprintable,
    compile_template,
    load_template,
    render,
    shipped_template_text,
    symbology,
)
from labels.drawing import Bars, Squares
from labels.proving import prove
from tests.labels.layouts import LAYOUT, PersonalSample, Sample, spoiled

CODE_OF_ANOTHER = """image = [{ x = 40, y = 18, module_dots = { 203 = 3, 300 = 4 }, rows = [%s] }]"""


def refused(text: str, *, dpi: int = 203) -> str:
    with pytest.raises(Unprintable) as refusal:
        compile_template(load_template(text), view=Sample, dpi=dpi)
    return str(refusal.value)


@pytest.mark.parametrize("dpi", [203, 300])
def test_the_layout_that_the_faults_are_seeded_in_is_sound(dpi: int) -> None:
    prove(load_template(LAYOUT), view=Sample, dpi=dpi)


def test_fault_1_a_field_that_the_view_does_not_have() -> None:
    assert refused(spoiled('"name"', '"street"')) == "sample, text 2 (street): the view Sample has no field 'street'"
    assert refused(spoiled('"name"', '"words.street"')) == (
        "sample, text 2 (words.street): the view Sample has no field 'words.street'"
    )
    for inner in ("kind", "check", "longest"):
        assert "has no field" in refused(spoiled('"name"', f'"{inner}"'))


def test_fault_2_a_view_more_personal_than_the_template_says() -> None:
    text = spoiled('view = "Sample"', 'view = "PersonalSample"')

    with pytest.raises(Unprintable) as refusal:
        compile_template(load_template(text), view=PersonalSample, dpi=203)

    assert str(refusal.value) == (
        "sample: the template says personal = 'none', but its view holds personal data: 'yes'"
    )
    honest = load_template(text.replace('personal = "none"', 'personal = "yes"'))
    assert compile_template(honest, view=PersonalSample, dpi=203).template.personal == "yes"


def test_fault_3_a_module_that_is_not_whole_dots() -> None:
    with pytest.raises(Unprintable, match=r"^barcode 1 \(number\): a module is a whole number of dots, not 1\.6$"):
        load_template(spoiled("203 = 3,", "203 = 1.6,"))
    assert refused(spoiled("203 = 3, 300 = 4", "203 = 3"), dpi=300) == (
        "sample, barcode 1 (number): module_dots says nothing for 300 dpi"
    )


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "x = 5, y = 36, w = 50",
            "x = 5, y = 26, w = 90",
            "matrix 1 (link): the white zone around the code is crossed",
        ),
        (
            "x = 5, y = 36, w = 50",
            "x = 63, y = 12, h = 30",
            "matrix 1 (link): the white zone around the code is crossed",
        ),
        ("x = 5, y = 36, w = 50", "x = 29, y = 46, h = 20", "barcode 1 (number): the white zone around the code"),
        (
            "x = 66, y = 14, version",
            "x = 69, y = 14, version",
            "matrix 1 (link): the white zone around the code is cro",
        ),
    ],
    ids=[
        "a rule through the square",
        "a rule beside the square",
        "a rule beside the bars",
        "a square too near the box",
    ],
)
def test_fault_4_something_in_a_white_zone(old: str, new: str, says: str) -> None:
    assert refused(spoiled(old, new)).startswith(f"sample, {says}")


def test_fault_5_a_longest_sample_that_does_not_fit() -> None:
    assert refused(spoiled("w = 50, size = 14", "w = 20, size = 14")) == (
        "sample, name: the longest sample does not fit: it is too long to fit"
    )
    assert refused(spoiled("version = 2", "version = 1")).startswith("sample, matrix 1 (link): 31 characters")


def test_fault_6_something_outside_the_printable_area() -> None:
    assert refused(spoiled("x = 55, y = 8, w = 20", "x = 10, y = 8, w = 20")) == (
        "sample, text 4 (count): it is outside the printable area"
    )
    assert refused(spoiled("x = 50\ny", "x = 12\ny")) == "sample, barcode 1 (number): it is outside the printable area"


def test_fault_7_black_on_black() -> None:
    black = "box = [{ x = 4, y = 10, w = 30, h = 8, solid = true }, "

    assert refused(spoiled("box = [", black)) == "sample, name: it lies on box 1: only black on white can be read"
    assert refused(spoiled('{ field = "count", x = 55, y = 8', '{ field = "count", x = 30, y = 8')) == (
        "sample, count: it lies on the text words: only black on white can be read"
    )
    assert "unknown key 'colour'" in _unread(spoiled("size = 14", 'size = 14, colour = "white"'))


def test_fault_8_a_code_that_a_scanner_reads_otherwise() -> None:
    drawn = compile_template(load_template(LAYOUT), view=Sample, dpi=203).drawing(replace(Sample(), link="SURPRISE"))
    [square] = [each for each in drawn.pages[0] if isinstance(each, Squares)]
    rows = ", ".join(f'"{row}"' for row in square.rows)
    text = spoiled('image = [{ field = "arrow", x = 40, y = 20, w = 8 }]', CODE_OF_ANOTHER % rows)
    text = text.replace("y = 36, w = 50", "y = 45, w = 20")

    with pytest.raises(Unprintable) as refusal:
        prove(load_template(text), view=Sample, dpi=203)

    assert str(refusal.value) == "sample: a scanner reads a code on it that is none of its fields"


ANY_CODE = {
    "ean-13": "4006381333931",
    "ean-8": "96385074",
    "upc-a": "036000291452",
    "itf-14": "09501101530010",
    "code-39": "ABC-123",
    "code-128": "Ab 99 12",
    "gs1-128": "(01)09501101530010(10)AB12",
    "qr": "HELLO",
    "data-matrix": "HELLO",
    "gs1-data-matrix": "(01)09501101530010(10)AB12",
}
BARCODE = (
    'barcode = [{ field = "number", symbology = "%s", x = 50, y = 10, h = 40, align = "center", text_below = true, '
)
MATRIX = 'matrix = [{ field = "number", symbology = "%s", x = 30, y = 10, version = 5, '


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("name", [*symbology.LINEAR, *symbology.MATRIX])
def test_every_symbology_may_stand_on_a_label_and_scans(name: str, dpi: int) -> None:
    class OneCode(Sample):
        @classmethod
        def longest(cls) -> "OneCode":
            return cls(number=ANY_CODE[name])

    element = (BARCODE if name in symbology.LINEAR else MATRIX) % name + "module_dots = { 203 = 2, 300 = 3 } }]"
    layout = load_template(LAYOUT.split("text = [")[0].replace('"Sample"', '"OneCode"') + element)

    prove(layout, view=OneCode, dpi=dpi)

    drawn = compile_template(layout, view=OneCode, dpi=dpi).commands(OneCode.longest())
    assert len([each for each in drawn if isinstance(each, Bars | Squares)]) == 1


def test_bars_too_low_for_their_standard_are_refused() -> None:
    assert refused(spoiled("h = 16", "h = 4")).startswith("sample, barcode 1 (number): the bars must be at least 5.")


def test_an_sscc_is_at_least_31_75_mm_high() -> None:
    text = shipped_template_text("carrier", 1)
    assert text.count("h = 32,") == 1

    compile_template(load_template(text.replace("h = 32,", "h = 31.75,")), view=CarrierLabel, dpi=203)
    with pytest.raises(Unprintable) as refusal:
        compile_template(load_template(text.replace("h = 32,", "h = 31.7,")), view=CarrierLabel, dpi=203)

    assert str(refusal.value) == "carrier, barcode 1 (SSCC): the bars must be at least 31.75 mm high, not 31.7"


def test_gs1_bars_need_the_line_that_people_read() -> None:
    text = shipped_template_text("carrier", 1).replace("text_below = true", "text_below = false")

    with pytest.raises(Unprintable) as refusal:
        compile_template(load_template(text), view=CarrierLabel, dpi=203)

    assert str(refusal.value) == ("carrier, barcode 1 (SSCC): this code needs its readable line: text_below = true")


def test_a_template_of_another_view_or_kind_is_refused() -> None:
    with pytest.raises(Unprintable) as refusal:
        render([PersonalSample()], template=load_template(LAYOUT))

    assert str(refusal.value) == (
        "sample: the template is for the view Sample of kind sample, not PersonalSample of sample"
    )


def test_a_template_is_compiled_once_for_each_resolution() -> None:
    layout = load_template(LAYOUT)

    assert compile_template(layout, view=Sample, dpi=203) is compile_template(layout, view=Sample, dpi=203)
    assert compile_template(layout, view=Sample, dpi=203) is not compile_template(layout, view=Sample, dpi=300)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": "W" * 60}, "sample, name: it is too long to fit"),
        ({"number": "1234567890123456"}, "sample, number: it is too long for its place"),
        ({"number": "é"}, "sample, number: a Code 128 barcode cannot hold the character 'é' (U+00E9)"),
        ({"number": ""}, "sample, number: a barcode needs at least one character"),
        ({"link": "X" * 60}, "sample, link: 60 characters need a larger QR code than fits here"),
        ({"lines": ("word " * 99,)}, "sample, lines: it is too long to fit"),
        ({"count": 1.5}, "sample, count: it must be text or a whole number"),
        ({"lines": (3,)}, "sample, lines: it must be text"),
        ({"arrow": "north"}, "sample, arrow: there is no such picture; there are right, left, down, up"),
    ],
)
def test_a_value_that_does_not_fit_its_element_is_refused_by_name(changes: dict[str, object], says: str) -> None:
    with pytest.raises(Unprintable) as refusal:
        render([replace(Sample(), **changes)], template=load_template(LAYOUT))  # type: ignore[arg-type]

    assert str(refusal.value) == says


def test_an_optional_code_is_left_out_when_there_is_nothing_to_scan() -> None:
    text = spoiled('align = "center"', 'align = "center"\noptional = true')
    layout = load_template(text.replace("version = 2,", "version = 2, optional = true,"))

    drawn = compile_template(layout, view=Sample, dpi=203).commands(Sample(number="", link=""))

    assert [each for each in drawn if isinstance(each, Bars | Squares)] == []


def _unread(text: str) -> str:
    with pytest.raises(Unprintable) as refusal:
        load_template(text)
    return str(refusal.value)
