"""A carrier's PDF or PNG as black and white pixels: rendered, read by a scanner, written as a PDF of pictures only.

Sizes are mm. Rendering is by pdfium with forms and scripts off, one document at a time (pdfium is not safe in threads).
"""

import io
import time
from threading import Lock

import pypdfium2 as pdfium
import zxingcpp
from PIL import Image, UnidentifiedImageError

from labels.errors import Hostile, Unprintable
from labels.foreign_code import Code
from labels.media import MM_PER_INCH, POINTS_PER_INCH

DPI = 300
SCREEN_DPI = 130
MOST_PAGES = 10
SMALLEST_MM, LARGEST_MM = 20.0, 320.0
MOST_PIXELS = 20_000_000
MOST_LETTERS = 20_000

_USUAL_PNG_DPI = 203.2
_BLACK = 128
_READING = Lock()
_NO_TIME = time.gmtime(0)


def from_pdf(data: bytes) -> list[Image.Image]:
    """Each page as a 1-bit picture at 300 dpi, its text in `info["text"]`.

    Raises Unprintable if it is broken, locked, too long or too large.
    """
    with _READING:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError:
            raise Unprintable("the PDF is broken or locked with a password", element="label") from None
        try:
            return _pages(document)
        except pdfium.PdfiumError:
            raise Unprintable("a page of the PDF cannot be read", element="label") from None
        finally:
            document.close()


def from_png(data: bytes) -> Image.Image:
    """The picture in 1 bit, no pixel added or lost; its own resolution, or 203 dpi where it names none."""
    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Hostile("the picture has too many pixels", element="label")
            if getattr(picture, "n_frames", 1) != 1:
                raise Unprintable("the picture moves", element="label")
            dpi = float(picture.info.get("dpi", (_USUAL_PNG_DPI,))[0]) or _USUAL_PNG_DPI
            _check_size(picture.width / dpi * MM_PER_INCH, picture.height / dpi * MM_PER_INCH)
            rgba = picture.convert("RGBA")
    except Unprintable:
        raise
    except Image.DecompressionBombError:
        raise Hostile("the picture has too many pixels", element="label") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise Unprintable("the PNG is broken", element="label") from None
    white = Image.new("RGBA", rgba.size, "white")
    bits = _one_bit(Image.alpha_composite(white, rgba).convert("L"))
    bits.info["dpi"] = (dpi, dpi)
    return bits


def read(picture: Image.Image) -> list[Code]:
    """What a scanner reads on it, sorted."""
    found = zxingcpp.read_barcodes(picture.convert("L"))
    return sorted(
        (Code(code.symbology_identifier, bytes(code.bytes).decode("utf-8", "replace")) for code in found),
        key=lambda code: (code.symbology, code.text),
    )


def write(pages: list[Image.Image]) -> bytes:
    """One PDF with a picture to a page, each as large as it was; the same pictures always give the same bytes."""
    file = io.BytesIO()
    resolution = float(pages[0].info["dpi"][0])
    first, *rest = pages
    first.save(
        file,
        "PDF",
        resolution=resolution,
        save_all=True,
        append_images=rest,
        title="carrier label",
        creationDate=_NO_TIME,
        modDate=_NO_TIME,
    )
    return file.getvalue()


def shown(data: bytes, *, dpi: int = SCREEN_DPI) -> list[bytes]:
    """Each page of a PDF that `write` made as a PNG for a screen."""
    with _READING:
        document = pdfium.PdfDocument(data)
        try:
            pictures = [page.render(scale=dpi / POINTS_PER_INCH, grayscale=True).to_pil() for page in document]
        finally:
            document.close()
    files = [io.BytesIO() for _picture in pictures]
    for picture, file in zip(pictures, files, strict=True):
        picture.save(file, "PNG")
    return [file.getvalue() for file in files]


def _pages(document: pdfium.PdfDocument) -> list[Image.Image]:
    if not 1 <= len(document) <= MOST_PAGES:
        raise Unprintable(f"a carrier label has 1 to {MOST_PAGES} pages, not {len(document)}", element="label")
    pages = []
    for number in range(len(document)):
        page = document[number]
        width, height = page.get_size()
        _check_size(width / POINTS_PER_INCH * MM_PER_INCH, height / POINTS_PER_INCH * MM_PER_INCH)
        grey = page.render(scale=DPI / POINTS_PER_INCH, grayscale=True, may_draw_forms=False).to_pil()
        bits = _one_bit(grey)
        bits.info["dpi"] = (DPI, DPI)
        bits.info["text"] = _letters(page)
        pages.append(bits)
        page.close()
    return pages


def _letters(page: pdfium.PdfPage) -> str:
    """What the page says as text, which need not be what is seen: good for comparing, never for printing."""
    words = page.get_textpage()
    try:
        return str(words.get_text_range(count=min(words.count_chars(), MOST_LETTERS)))
    finally:
        words.close()


def _check_size(width: float, height: float) -> None:
    if not all(SMALLEST_MM <= side <= LARGEST_MM for side in (width, height)):
        raise Unprintable(
            f"it measures {width:.0f} x {height:.0f} mm; a label has sides of {SMALLEST_MM:.0f} to {LARGEST_MM:.0f} mm",
            element="label",
        )


def _one_bit(grey: Image.Image) -> Image.Image:
    return grey.point(lambda value: 255 if value >= _BLACK else 0).convert("1", dither=Image.Dither.NONE)
