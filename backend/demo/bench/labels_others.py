"""The same label the way the libraries' own pages show it: what ours is compared with."""

from __future__ import annotations

import base64
import importlib
import io
from html import escape
from importlib.util import find_spec
from typing import Any, Final

import segno
from barcode.codex import Gs1_128
from barcode.writer import ImageWriter
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

from backend.demo.bench.labels_asked import lines
from labels import CarrierLabel
from labels.fonts import VERA

WIDTH, HEIGHT = 100 * mm, 150 * mm
HAS_WEASYPRINT: Final = find_spec("weasyprint") is not None
HAS_QRCODE: Final = find_spec("qrcode") is not None


def as_documented(labels: list[CarrierLabel]) -> bytes:
    """python-barcode writes a PNG, qrcode (or segno) writes a PNG, ReportLab places both and draws each line."""
    pdfmetrics.registerFont(TTFont("bench", str(VERA.regular)))
    file = io.BytesIO()
    paper = canvas.Canvas(file, pagesize=(WIDTH, HEIGHT))
    for label in labels:
        paper.drawImage(ImageReader(_bars(label)), 7 * mm, 14 * mm, width=86 * mm, height=34 * mm)
        paper.drawImage(ImageReader(_square(label)), 68 * mm, 56 * mm, width=25 * mm, height=25 * mm)
        for words, x, y, size in lines(label):
            paper.setFont("bench", size)
            paper.drawString(x * mm, HEIGHT - y * mm, words)
        paper.rect(3 * mm, 3 * mm, 94 * mm, 144 * mm)
        paper.showPage()
    paper.save()
    return file.getvalue()


def by_weasyprint(labels: list[CarrierLabel]) -> bytes:
    """HTML with both codes as pictures inside, one document a label, the pages put together at the end."""
    weasyprint: Any = importlib.import_module("weasyprint")
    documents = [weasyprint.HTML(string=_html(label)).render() for label in labels]
    pages = [page for document in documents for page in document.pages]
    written: bytes = documents[0].copy(pages).write_pdf()
    return written


def _bars(label: CarrierLabel) -> io.BytesIO:
    picture = io.BytesIO()
    Gs1_128(f"00{label.sscc}", writer=ImageWriter()).write(picture)
    picture.seek(0)
    return picture


def _square(label: CarrierLabel) -> io.BytesIO:
    picture = io.BytesIO()
    if HAS_QRCODE:
        importlib.import_module("qrcode").make(label.square).save(picture, "PNG")
    else:
        segno.make(label.square, micro=False).save(picture, kind="png", scale=8)
    picture.seek(0)
    return picture


def _html(label: CarrierLabel) -> str:
    texts = "".join(
        f'<p style="left:{x}mm;top:{y - size * 0.35:.2f}mm;font-size:{size}pt">{escape(words)}</p>'
        for words, x, y, size in lines(label)
    )
    return (
        "<style>@page{size:100mm 150mm;margin:0}p{position:absolute;margin:0;font-family:DejaVu Sans}"
        "img{position:absolute}</style>"
        f"{texts}{_image(_bars(label), 'left:7mm;top:102mm;width:86mm;height:34mm')}"
        f"{_image(_square(label), 'left:68mm;top:69mm;width:25mm;height:25mm')}"
    )


def _image(picture: io.BytesIO, style: str) -> str:
    data = base64.b64encode(picture.getvalue()).decode()
    return f'<img style="{style}" src="data:image/png;base64,{data}">'
