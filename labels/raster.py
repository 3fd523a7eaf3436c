"""One page as black and white dots of the print head: for PNG, for raster printers, and for pictures inside ZPL.

Codes are pasted by whole dots, never resized; letters come from the same fonts as in the PDF, each at the place it has
there. No grey anywhere.
"""

import io
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFont

from labels.drawing import Bars, Bitmap, Box, Command, Drawing, Ink, Outline, Placed, Shape, Squares, Text, runs
from labels.fonts import Face
from labels.shaping import Glyph, Point

WHITE = 255  # also in an image of 1 bit: with 1, Pillow would invert white into something that is not black

_FINE = 4  # shapes are drawn this many times larger, then made one dot of each square
_CURVE_PIECES = 6
_MM_PER_INCH = 25.4


def png(drawing: Drawing, *, page: int = 0) -> bytes:
    """A page as a PNG of 1 bit per dot, with the resolution of the printer in it."""
    file = io.BytesIO()
    dpi = drawing.grid.dots_per_mm * _MM_PER_INCH
    picture(drawing, page=page).save(file, "PNG", dpi=(dpi, dpi))
    return file.getvalue()


def rows(drawing: Drawing, *, page: int = 0) -> tuple[int, bytes]:
    """A page as bytes a row and all rows from the top: 8 dots a byte, the leftmost the highest bit, 1 is black.

    This is what ESC/POS (GS v 0), Brother raster and ZPL's ^GF take.
    """
    return packed(picture(drawing, page=page))


def packed(image: Image.Image) -> tuple[int, bytes]:
    """An image of 1 bit as bytes a row and all rows, 1 is black."""
    return (image.width + 7) // 8, ImageChops.invert(image).tobytes()


def picture(drawing: Drawing, *, page: int = 0) -> Image.Image:
    """A page as an image of 1 bit."""
    image = Image.new("1", (drawing.width, drawing.height), WHITE)
    for command in (*drawing.frame, *drawing.pages[page]):
        draw(image, command)
    return image


def draw(image: Image.Image, command: Command) -> None:
    """Draw one command on an image of 1 bit."""
    match command:
        case Ink():
            _fill(image, command.boxes)
        case Bars():
            _fill(
                image,
                [
                    (command.x + at * command.dot, command.y, length * command.dot, command.height)
                    for at, length in runs(command.modules)
                ],
            )
        case Squares() | Bitmap():
            image.paste(squares(command.rows, command.dot), (command.x, command.y))
        case Shape():
            ImageDraw.Draw(image).polygon(command.corners, fill=0)
        case Placed():
            image.paste(picture(command.label), (command.x, command.y))
        case Text():
            _write(image, command)
        case Outline():
            for glyph in command.face.glyphs(command.words):
                _draw_glyph(image, glyph, command)


def squares(modules: Sequence[str], dot: int) -> Image.Image:
    """A matrix code, each module `dot` dots wide and high."""
    width, height = len(modules[0]), len(modules)
    data = b"".join(int(row.ljust(-(-width // 8) * 8, "0"), 2).to_bytes(-(-width // 8), "big") for row in modules)
    small = ImageChops.invert(Image.frombytes("1", (width, height), data))
    return small.resize((width * dot, height * dot), Image.Resampling.NEAREST)


def _fill(image: Image.Image, boxes: Sequence[Box]) -> None:
    for x, y, w, h in boxes:
        image.paste(0, (x, y, x + w, y + h))


def _write(image: Image.Image, text: Text) -> None:
    x = float(text.x)
    for letter in text.words:
        mask, left, top = _letter(text.style.face.key, round(text.size, 2), letter)
        if mask is not None:
            image.paste(0, (round(x) + left, text.y + top), mask)
        x += _advance(text.style.face, text.size, letter)


@lru_cache(maxsize=16384)
def _letter(path: str, size: float, letter: str) -> tuple[Image.Image | None, int, int]:
    """The dots of one letter, and where they lie from the left end of its baseline."""
    font = _font(path, size)
    left, top, right, bottom = (int(edge) for edge in font.getbbox(letter, mode="1", anchor="ls"))
    if right <= left or bottom <= top:
        return None, 0, 0
    mask = Image.new("1", (right - left, bottom - top), 0)
    pen = ImageDraw.Draw(mask)
    pen.fontmode = "1"
    pen.text((-left, -top), letter, font=font, fill=WHITE, anchor="ls")
    return mask, left, top


@lru_cache(maxsize=64)
def _font(path: str, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=16384)
def _advance(face: Face, size: float, letter: str) -> float:
    return face.width(letter, size)


def _draw_glyph(image: Image.Image, glyph: Glyph, text: Outline) -> None:
    """Fill the contours of a glyph where they wind around a dot (the rule of fonts), at a finer grid, then by half."""
    contours = [
        [(text.x + x * text.size, text.y - y * text.size) for x, y in _flat(contour)]
        for contour in glyph.contours
        if len(contour) > 2
    ]
    if not contours:
        return
    left = int(min(x for contour in contours for x, _ in contour)) - 1
    top = int(min(y for contour in contours for _, y in contour)) - 1
    width = int(max(x for contour in contours for x, _ in contour)) + 2 - left
    height = int(max(y for contour in contours for _, y in contour)) + 2 - top
    turns = [Image.new("L", (width * _FINE, height * _FINE), 0) for _ in range(2)]
    for contour in contours:
        fine = [((x - left) * _FINE, (y - top) * _FINE) for x, y in contour]
        mask = Image.new("L", turns[0].size, 0)
        ImageDraw.Draw(mask).polygon(fine, fill=1)
        way = int(_area(fine) > 0)
        turns[way] = ImageChops.add(turns[way], mask)
    inside = ImageChops.difference(*turns).point(lambda turned: 255 if turned else 0)
    dots = inside.resize((width, height), Image.Resampling.BOX).point(lambda grey: 255 if grey >= 128 else 0)
    image.paste(0, (left, top), dots.convert("1"))


def _flat(contour: Sequence[tuple[Point, ...]]) -> list[Point]:
    points: list[Point] = []
    for piece in contour:
        if len(piece) == 1:
            points.append(piece[0])
            continue
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = points[-1], *piece
        for step in range(1, _CURVE_PIECES + 1):
            t = step / _CURVE_PIECES
            u = 1 - t
            a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
            points.append((a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy))
    return points


def _area(points: Sequence[Point]) -> float:
    return sum(x * v - u * y for (x, y), (u, v) in zip(points, [*points[1:], points[0]], strict=True))
