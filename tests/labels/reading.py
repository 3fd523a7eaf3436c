"""What a scanner and a careful reader get from our paper: independent of the code that drew it."""

from collections.abc import Iterator
from itertools import islice

import pypdfium2 as pdfium
import zxingcpp
from barcode.charsets import code128 as tables
from PIL import Image

from labels.printed import Printed

PRINTER_DPI = {203: 203.2, 300: 300.0}


def pictures(data: bytes, *, dpi: int) -> Iterator[Image.Image]:
    """Each page as the print head gets it: one dot per pixel, black or white, nothing between."""
    document = pdfium.PdfDocument(data)
    for page in document:
        picture = page.render(scale=PRINTER_DPI[dpi] / 72, grayscale=True).to_pil()
        yield picture.point(lambda grey: 255 if grey >= 128 else 0)
    document.close()


def scan(printed: Printed, *, dpi: int, most: int | None = None) -> list[list[tuple[str, str, bytes]]]:
    """The codes of each page (of the first `most`), sorted: symbology identifier, text, bytes."""
    return [
        sorted((code.symbology_identifier, code.text, bytes(code.bytes)) for code in zxingcpp.read_barcodes(picture))
        for picture in islice(pictures(printed.data, dpi=dpi), most)
    ]


def words(data: bytes) -> str:
    """All text of a PDF, as a person searching it would find it."""
    document = pdfium.PdfDocument(data)
    text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return text


def read_bars(modules: str) -> str:
    """Code 128 read bar by bar, check character verified; FNC1 comes back as GS (0x1D), a leading one as "]C1"."""
    assert modules.endswith("1100011101011"), "no stop pattern"
    body = modules[:-13]
    patterns = {pattern: value for value, pattern in enumerate(tables.CODES)}
    values = [patterns[body[at : at + 11]] for at in range(0, len(body), 11)]
    *message, check = values
    assert check == (message[0] + sum(n * value for n, value in enumerate(message))) % 103, "wrong check character"
    return _text(message)


def _text(values: list[int]) -> str:
    current, text, shifted = {103: "A", 104: "B", 105: "C"}[values[0]], "", ""
    for place, value in enumerate(values[1:]):
        reading, shifted = shifted or current, ""
        if value == 102:
            text += "]C1" if place == 0 else "\x1d"
        elif reading == "C":
            current, text = {100: ("B", text), 101: ("A", text)}.get(value, ("C", f"{text}{value:02d}"))
        elif value == 98:
            shifted = "A" if reading == "B" else "B"
        elif value in (99, 100, 101):
            current = {99: "C", 100: "B", 101: "A"}[value]
            assert current != reading, "FNC4 or a change to the same set"
        else:
            text += chr(value - 64 if reading == "A" and value >= 64 else value + 32)
    return text
