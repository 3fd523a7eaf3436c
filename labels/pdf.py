"""PDF by ReportLab: the same drawings always give the same bytes, fonts embedded, bars as one path on whole dots.

A page is one string of operators, written and compressed here; ReportLab keeps the document, its fonts and its
objects. Everything is in dots with y pointing down, so coordinates are short whole numbers. `_code`, `_doc` and
`_escape` of its canvas are private: the golden digests in the tests notice when they change.
"""

import io
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from threading import Lock

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfgen import canvas

from labels import code128, embedding
from labels.drawing import Bars, Bitmap, Box, Command, Drawing, Ink, Outline, Placed, Shape, Squares, Style, Text, runs
from labels.embedding import Part, Raw
from labels.fonts import Face
from labels.shaping import ShapedFace

rl_config.useA85 = 0  # ReportLab's default wraps every stream in ASCII85: slower and a quarter larger

_WRITING = Lock()  # a font being embedded keeps its reading position in an object all documents share
_ESCAPED = str.maketrans({"\\": r"\\", "(": r"\(", ")": r"\)"})
_CHARACTER = 11  # modules of one character of Code 128: it starts black and ends white
_CHUNK = 8
_KEPT = 41  # QR codes up to version 6; larger ones are rare, and their tables large


def write(drawings: Iterable[Drawing], *, title: str) -> bytes:
    """One PDF with all pages of `drawings`, each page exactly as large as its paper in whole dots.

    `title` goes into the document's metadata, which must stay free of personal data.
    """
    file = io.BytesIO()
    with _WRITING:
        paper = canvas.Canvas(file, pageCompression=1, invariant=1)
        paper.setTitle(title)
        paper.setAuthor("labels")  # a certificate must not lead to where its holder worked, nor name our product
        paper.setCreator("labels")
        document = _Document(paper)
        for drawing in drawings:
            document.add(drawing)
        document.finish()
    return file.getvalue()


class _Document:
    """One PDF being written."""

    def __init__(self, paper: canvas.Canvas) -> None:
        self._paper = paper
        self._book = paper._doc
        self._fonts: dict[str, str] = {}
        self._starts: dict[Style, str] = {}
        self._frames: dict[tuple[Command, ...], str] = {}
        self._last: tuple[Command, ...] = ()
        self._form = ""
        self._size = (0, 0, 0)
        self._start = ""
        self._head = b""
        self._shared = Raw()
        self._resources = self._book.Reference(self._shared)

    def add(self, drawing: Drawing) -> None:
        """Write the pages of one drawing."""
        self._begin(drawing)
        for commands in drawing.pages:
            operators = f"{self._start}{self._operators(commands)} Q "
            stream = self._book.Reference(embedding.stream(operators.encode("latin-1")))
            self._book.addPage(Raw(self._head, self._resources, b" /Contents ", stream, b" >>"))

    def finish(self) -> None:
        """Name the fonts and frames that all pages share, and save."""
        parts: list[Part] = [b"<< /Font ", pdfdoc.PDFObjectReference(pdfdoc.BasicFonts), b" /XObject <<"]
        for name in self._frames.values():
            parts += [f" /{name} ".encode(), pdfdoc.PDFObjectReference(self._book.getXObjectName(name))]
        self._shared.parts = (*parts, b" >> >>")
        self._paper.save()

    def _begin(self, drawing: Drawing) -> None:
        """Set the paper and the frame, unless they are those of the label before."""
        size = (drawing.width, drawing.height, drawing.grid.dpi)
        if size == self._size and drawing.frame is self._last:
            return
        scale = drawing.grid.points_per_dot
        height = _paper_points(drawing.height, scale)
        box = f"[0 0 {_paper_points(drawing.width, scale)} {height}]"
        pages = self._book.Reference(self._book.Pages).format(self._book).decode()
        self._head = f"<< /Type /Page /Parent {pages} /MediaBox {box} /Resources ".encode()
        self._size, self._last, self._form = size, drawing.frame, self._frame(drawing)
        self._start = f"q {scale:.8f} 0 0 {-scale:.8f} 0 {height:.4f} cm "
        if self._form:
            self._start += f"/{self._form} Do "

    def _frame(self, drawing: Drawing) -> str:
        """The name of the form that holds what the labels share, written the first time it is met."""
        if not drawing.frame:
            return ""
        if drawing.frame not in self._frames:
            name = f"frame{len(self._frames) + 1}"
            self._paper.beginForm(name, 0, 0, drawing.width, drawing.height)
            self._paper._code.append(self._operators(drawing.frame))
            self._paper.endForm()
            self._frames[drawing.frame] = name
        return self._frames[drawing.frame]

    def _operators(self, commands: Iterable[Command]) -> str:
        solid: list[str] = []
        codes: list[str] = []
        texts: list[str] = []
        for command in commands:
            match command:
                case Text():
                    texts.append(self._text(command))
                case Ink():
                    solid += map(_rectangle, command.boxes)
                case Shape():
                    solid.append(_polygon(command))
                case _:
                    codes.append(self._apart(command))
        if solid:
            codes.append(f"{' '.join(solid)} f")
        if texts:
            codes.append(f"BT {' '.join(texts)} ET")
        return " ".join(codes)

    def _apart(self, command: Bars | Squares | Bitmap | Outline | Placed) -> str:
        """A command on a scale of its own."""
        match command:
            case Bars():
                return _bars(command)
            case Squares() | Bitmap():
                return _squares(command)
            case Outline():
                return _outline(command)
            case Placed():
                return self._placed(command)

    def _placed(self, placed: Placed) -> str:
        frame = self._frame(placed.label)
        shown = f"/{frame} Do " if frame else ""
        return f"q 1 0 0 1 {placed.x} {placed.y} cm {shown}{self._operators(placed.label.pages[0])} Q"

    def _text(self, text: Text) -> str:
        words, style = text
        if words.isascii() and style.align == "start":
            start = self._starts.get(style)
            if start is None:
                start = f"{self._font(style.face)} {style.size:.2f} Tf 1 0 0 -1 {style.left} {style.y} Tm ("
                self._starts[style] = start
            return f"{start}{words.translate(_ESCAPED)}) Tj"
        if words.isascii():
            start = f"{self._font(style.face)} {style.size:.2f} Tf 1 0 0 -1 {text.x} {style.y} Tm"
            return f"{start} ({words.translate(_ESCAPED)}) Tj"
        font = pdfmetrics.getFont(style.face.key)
        self._font(style.face)
        pieces = [f"1 0 0 -1 {text.x} {text.y} Tm"]
        for subset, codes in font.splitString(words, self._book):
            name = font.getSubsetInternalName(subset, self._book)
            pieces.append(f"{name} {text.size:.2f} Tf ({self._paper._escape(codes)}) Tj")
        return " ".join(pieces)

    def _font(self, face: Face) -> str:
        """The name of the subset of `face` that has its ASCII letters, each at its own code."""
        name = self._fonts.get(face.key)
        if name is None:
            font = pdfmetrics.getFont(face.key)
            font.splitString("A", self._book)
            name = self._fonts[face.key] = font.getSubsetInternalName(0, self._book)
        return name


def _paper_points(dots: int, scale: float) -> float:
    """The length of paper in points, short by 0.001, so that no renderer adds a row of dots for a rounding error."""
    return round(dots * scale - 0.001, 4)


def _rectangle(box: Box) -> str:
    return "{} {} {} {} re".format(*box)


def _polygon(shape: Shape) -> str:
    first, *others = shape.corners
    return f"{first[0]} {first[1]} m " + " ".join(f"{x} {y} l" for x, y in others) + " h"


def _bars(bars: Bars) -> str:
    """Scaled once, so that every number is a count of modules; one path, one fill."""
    if bars.symbology == "gs1-128" and bars.value.startswith("(00)"):
        path = _characters(code128.symbols(bars.value[1:3] + bars.value[4:], gs1=True))
    elif bars.symbology == "code-128":
        path = _characters(code128.symbols(bars.value))
    else:
        path = _strokes(runs(bars.modules))
    return f"q {bars.dot} 0 0 {bars.height} {bars.x} {bars.y} cm {path} f Q"


def _characters(symbols: Sequence[int]) -> str:
    """Code 128 character by character: each starts black and ends white, so its bars can be kept for its place."""
    path = [_character(_CHARACTER * place, symbol) for place, symbol in enumerate(symbols)]
    path.append(_strokes(code128.STOP_BARS, at=_CHARACTER * len(symbols)))
    return " ".join(path)


@lru_cache(maxsize=8192)
def _character(at: int, symbol: int) -> str:
    return _strokes(code128.BARS[symbol], at=at)


def _strokes(bars: Iterable[tuple[int, int]], *, at: int = 0) -> str:
    return " ".join(f"{at + start} 0 {length} 1 re" for start, length in bars)


def _squares(squares: Squares | Bitmap) -> str:
    """Rows in pieces of eight modules; one that goes on in the next piece overlaps into it, so there is no seam."""
    rows = squares.rows
    tables = _tables(len(rows), len(rows[0]))
    pieces = [table[row[x : x + _CHUNK + 1]] for row, line in zip(rows, tables, strict=True) for x, table in line]
    path = " ".join(filter(None, pieces))
    return f"q {squares.dot} 0 0 {squares.dot} {squares.x} {squares.y} cm {path} f Q"


class _Pieces(dict[str, str]):
    """The black of eight modules at one place of a matrix code, and of the one behind them, by those modules."""

    def __init__(self, x: int, y: int) -> None:
        self._x, self._y = x, y

    def __missing__(self, modules: str) -> str:
        found = [(start, length) for start, length in runs(modules) if start < _CHUNK]
        path = " ".join(f"{self._x + start} {self._y} {length} 1 re" for start, length in found)
        if max(self._x, self._y) < _KEPT:
            self[modules] = path
        return path


@lru_cache(maxsize=16)
def _tables(height: int, width: int) -> tuple[tuple[tuple[int, _Pieces], ...], ...]:
    return tuple(tuple((x, _Pieces(x, y)) for x in range(0, width, _CHUNK)) for y in range(height))


def _outline(text: Outline) -> str:
    """Letters as filled curves, with the words beside them for whoever searches or listens to the document."""
    words = text.words.encode("utf-16-be").hex().upper()
    path = _path_of(text.face, text.words)
    return (
        f"/Span <</ActualText <FEFF{words}>>> BDC q {text.size:.2f} 0 0 {-text.size:.2f} {text.x} {text.y} cm"
        f" {path} f Q EMC"
    )


@lru_cache(maxsize=1024)
def _path_of(face: ShapedFace, words: str) -> str:
    pieces = []
    for glyph in face.glyphs(words):
        for contour in glyph.contours:
            operators = ["m", *("l" if len(piece) == 1 else "c" for piece in contour[1:])]
            for operator, piece in zip(operators, contour, strict=True):
                pieces.append(" ".join(f"{x:.4f} {y:.4f}" for x, y in piece) + f" {operator}")
            pieces.append("h")
    return re.sub(r"\.?0+ ", " ", " ".join(pieces))
