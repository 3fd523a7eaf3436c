"""What a template may say, and how it is told that it may not."""

import pytest

from labels import KINDS, Unprintable, load_template, shipped_template, shipped_template_text
from labels.elements import Barcode, Block, Image
from labels.elements import Text as TextElement
from labels.template import LONGEST_TEMPLATE, shipped_versions
from tests.labels.layouts import LAYOUT, spoiled

LAID_OUT = [kind for kind, view in KINDS.items() if not hasattr(view, "draw")]


def test_a_template_is_read_into_elements_with_their_places() -> None:
    template = load_template(LAYOUT)

    assert (template.kind, template.version, template.media.name, template.personal) == ("sample", 1, "100x75", "none")
    assert [type(each).__name__ for each in template.elements] == [
        *("Text", "Text", "Block", "Text", "Line", "Box", "Barcode", "Matrix", "Image"),
    ]
    [barcode] = [each for each in template.elements if isinstance(each, Barcode)]
    assert (barcode.label, barcode.x, barcode.module_dots) == ("barcode 1 (number)", 50.0, {203: 3, 300: 4})


def test_the_same_text_is_the_same_template_and_any_change_another_digest() -> None:
    assert load_template(LAYOUT).digest == load_template(LAYOUT).digest
    assert load_template(LAYOUT).digest != load_template(LAYOUT + "\n").digest


def test_a_block_of_several_fields_is_named_by_its_first() -> None:
    block = '{ x = 5, y = 18, w = 40, h = 12, lines = [{ field = "name", size = 9 }, { field = "lines", size = 8 }] }'
    template = load_template(spoiled('{ field = "lines", x = 5, y = 18, w = 40, h = 12, size = 9 }', block))

    [element] = [each for each in template.elements if isinstance(each, Block)]

    assert element.name == "name"
    assert [line.field for line in element.lines] == ["name", "lines"]


def test_another_size_of_paper_is_given_in_millimetres() -> None:
    assert load_template(spoiled('"100x75"', '"62x40"')).media.width_mm == 62


def test_a_picture_may_be_drawn_in_the_template() -> None:
    drawn = 'image = [{ rows = ["101", "010"], x = 40, y = 20, module_dots = { 203 = 4, 300 = 6 } }]'
    template = load_template(spoiled('image = [{ field = "arrow", x = 40, y = 20, w = 8 }]', drawn))

    [image] = [each for each in template.elements if isinstance(each, Image)]

    assert image.rows == ("101", "010")


@pytest.mark.parametrize("kind", LAID_OUT)
def test_every_kind_that_does_not_draw_itself_has_a_template_that_ships(kind: str) -> None:
    template = shipped_template(kind)

    assert template is not None
    assert (template.kind, template.version) == (kind, max(shipped_versions(kind)))
    assert load_template(shipped_template_text(kind, template.version)).digest == template.digest


def test_a_kind_or_version_that_does_not_ship_is_none() -> None:
    assert shipped_template("parcel", 999) is None
    assert shipped_template("../parcel") is None


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("version = 1", "version = 0", "template: version must be a whole number from 1 to 1000000"),
        ("version = 1", "version = true", "template: version must be a whole number from 1 to 1000000"),
        ('kind = "sample"', 'kind = "Sample"', "template: a kind is small letters, digits and hyphens"),
        ('kind = "sample"', "", "template: kind is missing"),
        ('"100x75"', '"9x9"', "template: media is one of "),
        ('personal = "none"', 'personal = "maybe"', "template: personal must be none or internal or yes, not 'maybe'"),
        ('personal = "none"', 'personal = "none"\nscript = "x"', "template: unknown key 'script'"),
        ("w = 50, size = 14", "w = 50, size = 14, colour = 1", "text 2 (name): unknown key 'colour'"),
        ("w = 50, size = 14", 'w = "wide", size = 14', "text 2 (name): w must be a number"),
        ("w = 50, size = 14", "w = nan, size = 14", "text 2 (name): w must be a number from 0 to 1000"),
        ("w = 50, size = 14", "w = 50", "text 2 (name): size is missing"),
        ('words = "TITLE"', 'words = "TITLE", field = "name"', "text 1 (name): a text has either a field or fixed"),
        ('field = "count"', 'field = "__class__"', "text 4 (__class__): field is the name of a field of the view"),
        ('field = "count"', 'field = "words.title.upper"', "text 4 (words.title.upper): field is the name"),
        ("x = 5, y = 36, w = 50", "x = 5, y = 36", "line 1: a line goes w to the right or h down"),
        ('"code-128"', '"code-129"', "barcode 1 (number): symbology must be ean-13 or"),
        ('"qr"', '"micro-qr"', "matrix 1 (link): symbology must be qr or"),
        ("203 = 3,", "203 = 2.5,", "barcode 1 (number): a module is a whole number of dots, not 2.5"),
        ("203 = 3,", "fine = 3,", "barcode 1 (number): module_dots has a resolution 'fine'"),
        ("version = 2", "version = 41", "matrix 1 (link): version must be a whole number from 1 to 40"),
        ('field = "arrow", x', 'rows = ["1", "10"], x', "image 1: rows are of one length, and at most 512 each way"),
        ('field = "arrow", x', 'rows = ["12"], x', 'image 1: rows are texts of "0" and "1"'),
        ('field = "arrow", x', "x", "image 1: an image has a field, a picture or rows"),
        ("line = [", "line = [3, ", "template: line must be a list of tables"),
        ("[{ x = 2.5", "[{{ x = 2.5", "the template is not TOML: "),
    ],
)
def test_what_a_template_may_not_say_is_refused_by_element(old: str, new: str, says: str) -> None:
    with pytest.raises(Unprintable) as refusal:
        load_template(spoiled(old, new))

    assert str(refusal.value).startswith(says)


def test_an_endless_template_is_refused_unread() -> None:
    with pytest.raises(Unprintable, match=r"^a template holds at most 64000 characters$"):
        load_template("#" * (LONGEST_TEMPLATE + 1))
    with pytest.raises(Unprintable, match=r"^template: it has more than 200 elements$"):
        load_template(spoiled("line = [", "line = [" + "{ x = 5, y = 36, w = 50 }," * 201))
    with pytest.raises(Unprintable, match=r"^template: it has no elements$"):
        load_template(LAYOUT.split("text = [")[0])


def test_a_text_may_be_named_for_its_refusals() -> None:
    template = load_template(spoiled('field = "count"', 'field = "count", name = "how many"'))

    [text] = [each for each in template.elements if isinstance(each, TextElement) and each.field == "count"]

    assert (text.label, text.name) == ("text 4 (how many)", "how many")
