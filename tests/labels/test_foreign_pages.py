"""A carrier's PDF or PNG becomes pixels: nothing but the picture survives, and a scanner reads what it says."""

import io
import random
import struct
import sys
import zlib

import pypdfium2 as pdfium
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from reportlab.pdfgen import canvas

from labels import Unprintable, foreign_apart, foreign_pages, render
from labels.foreign import PDF, PNG, Expected, clean, differences
from tests.labels.examples import SSCC, carrier
from tests.labels.reading import pictures, words

LABEL = (288.0, 432.0)  # 4 x 6 inches in points


def document(*, size: tuple[float, float] = LABEL, pages: int = 1, password: str | None = None) -> bytes:
    file = io.BytesIO()
    paper = canvas.Canvas(file, pagesize=size, invariant=1, encrypt=password)
    for _ in range(pages):
        paper.drawString(30, 30, "Jo Voorbeeld")
        paper.showPage()
    paper.save()
    return file.getvalue()


def hostile() -> bytes:
    """A carrier's PDF with a script, a link, a form field and a file inside."""
    file = io.BytesIO()
    paper = canvas.Canvas(file, pagesize=LABEL, invariant=1)
    paper.setTitle("Jo Voorbeeld, Proefstraat 14")
    paper.drawString(30, 200, "Jo Voorbeeld")
    paper.linkURL("https://tracker.example/open", (0, 0, 288, 432))
    paper.acroForm.textfield(name="sneak", x=20, y=20, value="typed")
    paper.save()
    script = b"<< /Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >>"
    return file.getvalue().replace(b"<<\n/AcroForm", script + b"\n/AcroForm")


def png(
    *, size: tuple[int, int] = (812, 1218), dpi: tuple[float, float] | None = (203.0, 203.0), **more: object
) -> bytes:
    file = io.BytesIO()
    options = {"dpi": dpi} if dpi else {}
    Image.new("L", size, 255).save(file, "PNG", **options, **more)
    return file.getvalue()


def test_a_pdf_is_rendered_read_and_agrees_with_its_order() -> None:
    cleaned = clean(render([carrier()], dpi=300).data, PDF)

    assert (cleaned.media_type, cleaned.labels, cleaned.dropped) == (PDF, 1, ())
    assert [(code.symbology, code.text) for code in cleaned.codes] == [
        ("]C1", f"00{SSCC}"),
        ("]Q1", f"HTTPS://ID.GS1.ORG/00/{SSCC}"),
    ]
    assert differences(cleaned.codes, Expected(sscc=SSCC)) == ()


def test_the_clean_pdf_still_scans_and_is_as_large_as_it_was() -> None:
    cleaned = clean(render([carrier()], dpi=300).data, PDF)

    again = clean(cleaned.data, PDF)
    page = pdfium.PdfDocument(cleaned.data)[0]

    assert again.codes == cleaned.codes
    assert [round(side / 72 * 25.4) for side in page.get_size()] == [100, 150]


def test_no_script_link_form_title_or_text_survives() -> None:
    before = hostile()

    after = clean(before, PDF).data

    for piece in (b"JavaScript", b"tracker.example", b"sneak", b"Proefstraat"):
        assert piece in before
    for piece in (
        b"JavaScript",
        b"tracker.example",
        b"sneak",
        b"Proefstraat",
        b"/Annots",
        b"/AcroForm",
        b"/OpenAction",
    ):
        assert piece not in after
    assert words(after).strip() == ""
    assert next(pictures(after, dpi=300)).getextrema() == (0, 255)


def test_the_same_file_gives_the_same_bytes() -> None:
    assert clean(hostile(), PDF).data == clean(hostile(), PDF).data
    assert clean(png(), PNG).digest == clean(png(), PNG).digest


def test_a_png_keeps_its_pixels_and_loses_its_notes() -> None:
    notes = PngInfo()
    notes.add_text("Comment", "Jo Voorbeeld")
    [picture] = pictures(render([carrier()], dpi=203).data, dpi=203)
    file = io.BytesIO()
    picture.save(file, "PNG", dpi=(203.2, 203.2), pnginfo=notes)

    cleaned = clean(file.getvalue(), "image/png")

    assert differences(cleaned.codes, Expected(sscc=SSCC)) == ()
    assert b"Jo Voorbeeld" not in cleaned.data
    assert [round(side / 72 * 25.4) for side in pdfium.PdfDocument(cleaned.data)[0].get_size()] == [100, 150]


def test_a_png_that_is_clear_where_paper_shows_is_white_there() -> None:
    file = io.BytesIO()
    Image.new("RGBA", (812, 1218), (0, 0, 0, 0)).save(file, "PNG")

    [page] = pictures(clean(file.getvalue(), PNG).data, dpi=203)

    assert page.getextrema() == (255, 255)


def png_of(width: int, height: int) -> bytes:
    """A PNG that says it is enormous and holds nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", b""), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def moving() -> bytes:
    file = io.BytesIO()
    frames = [Image.new("L", (812, 1218), grey) for grey in (0, 255)]
    frames[0].save(file, "PNG", save_all=True, append_images=frames[1:])
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "media_type", "says"),
    [
        (b"GIF89a", "image/gif", "only PDF, PNG or ZPL can be printed; ask the carrier for one of them"),
        (b"", PDF, "the carrier sent an empty file"),
        (b"%PDF-" + bytes(2_000_000), PDF, "it is larger than 2 MB"),
        (png(), PDF, "the file is not what it is said to be (application/pdf)"),
        (document(), PNG, "the file is not what it is said to be (image/png)"),
        (document()[:400], PDF, "the PDF is broken or locked with a password"),
        (document(password="secret"), PDF, "the PDF is broken or locked with a password"),
        (document(pages=11), PDF, "a carrier label has 1 to 10 pages, not 11"),
        (document(size=(14_400, 14_400)), PDF, "it measures 5080 x 5080 mm; a label has sides of 20 to 320 mm"),
        (document(size=(20, 20)), PDF, "it measures 7 x 7 mm; a label has sides of 20 to 320 mm"),
        (png()[:200], PNG, "the PNG is broken"),
        (png(size=(5_000, 5_000)), PNG, "the picture has too many pixels"),
        (png_of(40_000, 40_000), PNG, "the picture has too many pixels"),
        (png(size=(100, 100)), PNG, "it measures 13 x 13 mm; a label has sides of 20 to 320 mm"),
        (moving(), PNG, "the picture moves"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_corrupt_or_enormous_file_is_refused(data: bytes, media_type: str, says: str) -> None:
    with pytest.raises(Unprintable) as refusal:
        clean(data, media_type)

    assert str(refusal.value) == f"label: {says}"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of memory for a process")
def test_a_reader_that_runs_out_of_memory_breaks_nothing_but_itself() -> None:
    with pytest.raises(Unprintable) as refusal:
        foreign_apart.read(document(), is_pdf=True, memory=64 << 20)

    assert str(refusal.value) == "label: the file needs too much time or memory to read, or breaks the reader"


def test_the_reader_sees_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = {}
    monkeypatch.setattr(foreign_apart.subprocess, "run", lambda words, **options: seen.update(options) or stop())

    with pytest.raises(InterruptedError):
        foreign_apart.read(document(), is_pdf=True)

    assert seen["env"] == {}


def stop() -> None:
    raise InterruptedError


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The same file with some bytes changed, lost or added."""
    copy = bytearray(data)
    for _ in range(chance.choice((1, 3, 30))):
        at = chance.randrange(len(copy))
        copy[at : at + chance.choice((0, 1, 1, 1, 20))] = chance.randbytes(chance.choice((0, 1, 1, 4)))
    return bytes(copy)


def test_a_damaged_file_is_read_or_refused_and_never_anything_else() -> None:
    chance = random.Random(8)
    refused = 0
    for _ in range(60):
        for read, data in ((foreign_pages.from_pdf, hostile()), (foreign_pages.from_png, png(size=(300, 400)))):
            try:
                read(damaged(data, chance))
            except Unprintable:
                refused += 1

    assert 20 < refused < 120
