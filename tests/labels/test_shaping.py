"""Names in scripts whose letters join, stack or run leftwards, with whatever fonts this machine has."""

import io
import re
import zlib

import pytest
from PIL import Image

from labels import Unprintable, preview_svg, render
from labels.drawing import Outline, Text
from labels.fonts import DEFAULT
from labels.printed import draw
from labels.shaping import ShapedFace, missing_from, shape
from tests.labels.examples import carrier

FACE = ShapedFace(is_bold=False)


def needs(words: str) -> None:
    if missing_from(words, bold=False) or missing_from(words, bold=True):
        pytest.skip(f"no font on this machine has {words}")


@pytest.mark.parametrize("name", ["محمد علي", "王小明", "דוד כהן", "สมชาย", "राम", "김민준", "佐藤 花子"])
def test_a_name_of_any_script_is_printed_in_every_language_of_printers(name: str) -> None:
    needs(name)
    view = carrier(name=name)

    drawn = [each for each in draw(view, dpi=203).pages[0] if isinstance(each, Outline | Text) and each.words == name]

    assert len(drawn) == 1
    for backend in ("pdf", "zpl", "png"):
        first = render([view], backend=backend).data  # type: ignore[arg-type]
        assert first == render([view], backend=backend).data  # type: ignore[arg-type]
        assert first != render([carrier()], backend=backend).data  # type: ignore[arg-type]


def test_arabic_letters_join() -> None:
    needs("محمد")

    joined = FACE.width("محمد", 1)
    apart = sum(FACE.width(letter, 1) for letter in "محمد")

    assert len(FACE.glyphs("محمد")) == 4
    assert joined != pytest.approx(apart, abs=0.05), "each letter has another shape alone than in a word"


def test_a_leftward_name_has_its_first_letter_at_the_right() -> None:
    needs("אב")

    [left, right] = [
        min(x for contour in glyph.contours for piece in contour for x, _ in piece) for glyph in FACE.glyphs("אב")
    ]

    assert left < right
    assert FACE.glyphs("אב")[1].contours[0][0] != FACE.glyphs("א")[0].contours[0][0]
    assert FACE.glyphs("א")[0].contours[0][0][0][0] == pytest.approx(
        FACE.glyphs("אב")[1].contours[0][0][0][0] - FACE.width("ב", 1), abs=0.02
    )


def test_a_missing_character_is_named_with_its_element() -> None:
    with pytest.raises(Unprintable) as refusal:
        render([carrier(name="Jo \U000e0041")])
    assert str(refusal.value) == "carrier, address: it holds an invisible character (U+E0041)"

    with pytest.raises(Unprintable) as refusal:
        render([carrier(name="\U00013000")])  # an Egyptian hieroglyph
    assert str(refusal.value).startswith("carrier, address: no font here has the character '\U00013000' (U+13000)")


def test_a_shaped_name_still_shrinks_wraps_and_is_refused_when_too_long() -> None:
    needs("محمد")
    long = " ".join(["محمد"] * 40)

    rows = [each for each in draw(carrier(name=long), dpi=203).pages[0] if isinstance(each, Outline)]

    assert len(rows) > 1
    assert " ".join(row.words for row in rows) == long
    assert all(row.width <= 86 * 8 for row in rows)
    with pytest.raises(Unprintable, match=r"^carrier, address: it is too long to fit$"):
        render([carrier(name=" ".join(["محمد"] * 1000))])


def test_outlines_carry_their_words_for_those_who_listen_or_search() -> None:
    needs("王小明")
    data = render([carrier(name="王小明")]).data

    streams = [zlib.decompress(found) for found in re.findall(rb"stream\r?\n(x.*?)\r?\n?endstream", data, re.DOTALL)]

    assert any(b"/ActualText <FEFF" + "王小明".encode("utf-16-be").hex().upper().encode() in page for page in streams)


def test_the_screen_shows_the_same_shapes() -> None:
    needs("محمد")

    assert preview_svg(carrier(name="محمد")).count("<path") > preview_svg(carrier()).count("<path")


def test_the_picture_of_a_shaped_name_is_neither_empty_nor_full() -> None:
    needs("王")
    image = Image.open(io.BytesIO(render([carrier(name="王")], backend="png").data)).convert("L")

    # The name stands at x = 7 mm, its baseline 16 pt below y = 26 mm; the letter fills most of an em.
    letter = image.crop((56, 208, 56 + 45, 260))
    share = letter.histogram()[0] / (letter.width * letter.height)
    assert 0.1 < share < 0.6


def test_width_grows_with_size() -> None:
    needs("王")

    assert shape("王", False)[0] == pytest.approx(1.0)
    assert FACE.width("王", 20) == pytest.approx(20.0)


def test_plain_text_is_never_drawn_as_outlines() -> None:
    assert not isinstance(DEFAULT.face("Jo Voorbeeld", bold=False), ShapedFace)
    assert not [each for each in draw(carrier(), dpi=203).pages[0] if isinstance(each, Outline)]
