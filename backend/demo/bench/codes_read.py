"""Draws bar codes as a print head does, one dot black or white, and reads them as a scanner does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import pypdfium2
import zxingcpp
from PIL import Image, ImageOps

from backend.demo.bench.codes_asked import Asked
from labels import datamatrix, drawing, gs1, media, pdf, symbology

# Millimetres of one module: what the standards call the target size, for linear codes of the house 0.25 mm.
MODULE_MM: Final = {
    **dict.fromkeys(("ean-13", "ean-8", "upc-a"), 0.33),
    **dict.fromkeys(("itf-14", "gs1-128"), 0.495),
    **dict.fromkeys(("code-39", "code-128"), 0.25),
    **dict.fromkeys(symbology.MATRIX, 0.5),
}
IDENTIFIERS: Final = {
    "ean-13": {"]E0"},
    "ean-8": {"]E4"},
    "upc-a": {"]E0"},  # the bars of the EAN-13 with a 0 before it
    "itf-14": {"]I0", "]I1"},  # 1: the reader saw that the check digit is right
    "code-39": {"]A0", "]A1"},
    "code-128": {"]C0"},
    "gs1-128": {"]C1"},
    "qr": {"]Q1"},
    "data-matrix": {"]d1"},
    "gs1-data-matrix": {"]d2"},
}
WHITE_DOTS: Final = 40
MM_PER_POINT: Final = 25.4 / 72
_INK: Final = bytes.maketrans(b"01", b"\xff\x00")
_BLACK_OR_WHITE: Final = [0] * 128 + [255] * 128


class Drawn(NamedTuple):
    """A code as rows of modules, the white modules around it, and how high its bars must be (None: it is square)."""

    rows: tuple[str, ...]
    quiet: int
    bearer: int = 0
    least_height_mm: float | None = None


def encode(name: str, asked: Asked, *, module_mm: float) -> Drawn:
    """The modules of one value."""
    if name in symbology.LINEAR:
        bars = symbology.linear(name, asked.value)
        height = bars.least_height_mm(len(bars.modules) * module_mm)
        return Drawn((bars.modules,), bars.quiet, bars.bearer, height)
    smallest = symbology.matrix(name, asked.value, level=asked.level)
    square = symbology.matrix(name, asked.value, version=_version(name, smallest.side), level=asked.level)
    return Drawn(square.rows, square.quiet)


def picture(drawn: Drawn, *, dpi: int, module_mm: float) -> Image.Image:
    """What the print head leaves on white paper: every module whole dots, quiet zones, no grey."""
    grid = media.grid(dpi)
    dots, quiet = grid.module(module_mm), "0" * drawn.quiet
    rows = [f"{quiet}{row}{quiet}" for row in drawn.rows]
    width = len(rows[0])
    if drawn.least_height_mm is None:
        blank = ["0" * width] * drawn.quiet
        rows = [*blank, *rows, *blank]
        height = len(rows) * dots
    else:
        height = grid.dots(drawn.least_height_mm)
    modules = Image.frombytes("L", (width, len(rows)), "".join(rows).encode().translate(_INK))
    paper = modules.resize((width * dots, height), Image.Resampling.NEAREST)
    if drawn.bearer:
        bar = drawn.bearer * dots
        paper.paste(0, (0, 0, width * dots, bar))
        paper.paste(0, (0, height - bar, width * dots, height))
    return paper


def papers(name: str, codes: Iterable[tuple[Asked, Drawn]], *, dpi: int, module_mm: float) -> Iterator[Image.Image]:
    """The same by way of the PDF we print: one code a page, each page as pdfium gives it to the print head."""
    grid = media.grid(dpi)
    pages = (_page(name, asked, drawn, grid, grid.module(module_mm)) for asked, drawn in codes)
    document = pypdfium2.PdfDocument(pdf.write(pages, title="codes"))
    try:
        for page in document:
            grey = page.render(scale=grid.dots_per_mm * MM_PER_POINT, grayscale=True).to_pil()
            yield grey.point(_BLACK_OR_WHITE)
    finally:
        document.close()


def is_read(name: str, asked: Asked, paper: Image.Image) -> bool:
    """Whether a scanner with every symbology switched on reads exactly this one code and exactly this value.

    The reader gets the rest of the label too, white all round, and no smaller copy of the picture: at the edge of a
    picture, and in a copy whose bars are no whole dots, it sometimes sees a second code beside the right one.
    """
    codes = zxingcpp.read_barcodes(ImageOps.expand(paper, border=WHITE_DOTS, fill=255), try_downscale=False)
    return [(True, expected(name, asked.value))] == [
        (code.symbology_identifier in IDENTIFIERS[name], bytes(code.bytes)) for code in codes
    ]


def expected(name: str, value: str) -> bytes:
    """What a scanner sends for one value."""
    if name.startswith("gs1-"):
        return gs1.element_string(gs1.parse(value)).encode()
    return value.encode() if name != "upc-a" else b"0" + value.encode()


def _page(name: str, asked: Asked, drawn: Drawn, grid: media.Grid, dot: int) -> drawing.Drawing:
    side = len(drawn.rows[0])
    left, width = drawn.quiet * dot, (side + 2 * drawn.quiet) * dot
    if drawn.least_height_mm is None:
        square = drawing.Squares(left, left, dot, name, asked.value, _version(name, side), asked.level)
        return drawing.Drawing(width, width, grid, ((square,),))
    height, bearer = grid.dots(drawn.least_height_mm), drawn.bearer * dot
    bars = drawing.Bars(left, 0, dot, height, name, asked.value)
    frame = (drawing.Ink(((0, 0, width, bearer), (0, height - bearer, width, bearer))),) if bearer else ()
    return drawing.Drawing(width, height, grid, ((bars, *frame),))


def _version(name: str, side: int) -> int:
    return (side - 17) // 4 if name == "qr" else datamatrix.SIDES.index(side) + 1
