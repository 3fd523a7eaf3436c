"""One template, three languages: what they print reads the same, and is the same bytes every time."""

import io
import re
from dataclasses import replace

import pypdfium2 as pdfium
import pytest
import zxingcpp
from PIL import Image, ImageChops

from labels import KINDS, Unprintable, View, pdf, render
from labels.drawing import Bars, Squares
from labels.printed import draw
from labels.raster import picture
from tests.labels import zpl_reading
from tests.labels.examples import ORDINARY, carrier, shelf
from tests.labels.golden import DIGESTS, fingerprint
from tests.labels.reading import pictures, scan

LAID_OUT = [(view, codes) for view, codes in ORDINARY if not hasattr(view, "draw")]
DPI = [203, 300]


def name(view: object) -> str:
    return getattr(view, "kind", "")


def scanned(image: Image.Image) -> list[tuple[str, bytes]]:
    return sorted((code.symbology_identifier[:2], bytes(code.bytes)) for code in zxingcpp.read_barcodes(image))


@pytest.mark.parametrize("dpi", DPI)
@pytest.mark.parametrize("view", [view for view, _ in LAID_OUT], ids=name)
def test_pdf_picture_and_zpl_hold_the_same_codes(view: View, dpi: int) -> None:
    [page] = scan(render([view], dpi=dpi), dpi=dpi)
    asked = sorted((identifier[:2], data) for identifier, _, data in page)

    drawn = scanned(Image.open(io.BytesIO(render([view], backend="png", dpi=dpi).data)))
    sent = sorted(zpl_reading.codes(render([view], backend="zpl", dpi=dpi).data))

    assert drawn == asked
    assert sent == asked


@pytest.mark.parametrize("view", [view for view, _ in LAID_OUT], ids=name)
@pytest.mark.parametrize("dpi", DPI)
def test_codes_are_the_same_dots_in_pdf_and_picture(view: View, dpi: int) -> None:
    whole = draw(view, dpi=dpi)
    codes = tuple(each for each in whole.pages[0] if isinstance(each, Bars | Squares))
    bare = replace(whole, pages=(codes,), frame=())

    [printed] = pictures(pdf.write([bare], title="codes"), dpi=dpi)

    assert ImageChops.difference(printed, picture(bare).convert("L")).getbbox() is None


@pytest.mark.parametrize("view", [view for view, _ in LAID_OUT], ids=name)
def test_letters_stand_where_the_pdf_has_them(view: View) -> None:
    """They may differ by the edges of their curves."""
    [printed] = pictures(render([view]).data, dpi=203)
    own = picture(draw(view, dpi=203)).convert("L")

    different = ImageChops.difference(printed, own).histogram()[255]

    assert printed.size == own.size
    assert different / (own.width * own.height) < 0.02


@pytest.mark.parametrize("backend", ["pdf", "zpl", "png", "raster"])
@pytest.mark.parametrize("kind", ["parcel", "shelf", "tote", "badge", "carrier"])
def test_a_label_is_the_bytes_it_always_was(kind: str, backend: str) -> None:
    view = next(view for view, _ in ORDINARY if view.kind == kind)

    data = render([view], backend=backend).data  # type: ignore[arg-type]

    assert fingerprint(data, backend=backend) == DIGESTS[kind, backend]


@pytest.mark.parametrize("backend", ["pdf", "zpl"])
@pytest.mark.parametrize("kind", [kind for kind, view in KINDS.items() if not hasattr(view, "draw")])
def test_what_was_drawn_before_does_not_change_the_bytes(kind: str, backend: str) -> None:
    view = KINDS[kind].longest()
    alone = render([view], backend=backend, dpi=300).digest  # type: ignore[arg-type]

    for other, _ in LAID_OUT:
        render([other], backend=backend, dpi=300)  # type: ignore[arg-type]

    assert render([view], backend=backend, dpi=300).digest == alone  # type: ignore[arg-type]


def test_printed_says_by_which_layout_it_was_made() -> None:
    printed = render([shelf()])

    assert (printed.template_version, len(printed.template_digest)) == (1, 64)
    assert render([shelf(place="B 01 1")]).template_digest == printed.template_digest
    assert render([next(view for view, _ in ORDINARY if view.kind == "packing")]).template_digest == ""


def test_a_picture_in_zpl_is_black_where_it_is_black() -> None:
    field = re.search(rb"\^FO\d+,\d+\^GFA[^^]*\^FS", render([shelf(arrow="right")], backend="zpl").data)

    assert field is not None
    arrow = zpl_reading.graphic(field[0].decode())
    assert [arrow.getpixel(place) for place in ((42, 42), (42, 112), (120, 112), (195, 112), (195, 42))] == [
        *(255, 0, 0, 0, 255),
    ]


def test_a_picture_holds_one_label() -> None:
    with pytest.raises(Unprintable, match=r"^a picture holds one label of one page$"):
        render([shelf(), shelf()], backend="png")


def test_a_picture_has_the_size_and_resolution_of_the_print() -> None:
    image = Image.open(io.BytesIO(render([carrier()], backend="png").data))

    assert (image.mode, image.size) == ("1", (800, 1200))
    assert round(image.info["dpi"][0]) == 203


def test_raw_dots_are_the_picture_row_by_row() -> None:
    data = render([shelf()], backend="raster").data

    assert len(data) == 100 * 400
    assert ImageChops.invert(Image.frombytes("1", (800, 400), data)).tobytes() == (
        Image.open(io.BytesIO(render([shelf()], backend="png").data)).tobytes()
    )


def test_names_in_any_script_are_letters_in_pdf_and_dots_in_zpl() -> None:
    view = carrier(name="محمد علي", lines=("王小明", "Łukasz Żółć"))

    zpl = render([view], backend="zpl").data
    [page] = pictures(render([view]).data, dpi=203)

    assert zpl.isascii()
    assert zpl.count(b"^GF") == 3
    assert scanned(page) == scanned(Image.open(io.BytesIO(render([view], backend="png").data)))
    document = pdfium.PdfDocument(render([view]).data)
    assert "Jo" not in document[0].get_textpage().get_text_bounded()
