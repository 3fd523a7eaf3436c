"""A picture of a label for a screen: the same drawing as SVG, with attributes only (no style, for a strict CSP)."""

from collections.abc import Iterator, Sequence
from html import escape

from labels.drawing import Bars, Bitmap, Box, Command, Drawing, Ink, Outline, Placed, Shape, Squares, Text, runs


def write(drawing: Drawing, *, page: int, caption: str) -> str:
    """Page `page` (from 0) as an `<svg>` element; its user unit is one printer dot, its size is up to the page around.

    `caption` is what a screen reader says. Every text is escaped and has the exact width it will have on paper.
    """
    body = "".join(_element(command) for command in (*drawing.frame, *drawing.pages[page]))
    return (
        f'<svg class="parcel" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawing.width} {drawing.height}"'
        f' role="img" aria-label="{escape(caption)}">'
        f'<rect width="{drawing.width}" height="{drawing.height}" fill="#fff"/><g fill="#000">{body}</g></svg>'
    )


def _element(command: Command) -> str:
    match command:
        case Ink():
            return f'<path d="{_path(command.boxes)}"/>'
        case Shape():
            return f'<path d="{_outline(command)}"/>'
        case Bars():
            boxes = [
                (command.x + at * command.dot, command.y, length * command.dot, command.height)
                for at, length in runs(command.modules)
            ]
            return f'<path d="{_path(boxes)}"/>'
        case Squares() | Bitmap():
            return f'<path d="{_path(list(_boxes(command)))}"/>'
        case Outline():
            return f'<path d="{_letters(command)}"/>'
        case Placed():
            inside = "".join(map(_element, (*command.label.frame, *command.label.pages[0])))
            return f'<g transform="translate({command.x} {command.y})">{inside}</g>'
        case Text():
            return _text(command)


def _path(boxes: Sequence[Box]) -> str:
    return "".join(f"M{x} {y}h{w}v{h}h-{w}z" for x, y, w, h in boxes)


def _boxes(squares: Squares | Bitmap) -> Iterator[Box]:
    dot = squares.dot
    for y, row in enumerate(squares.rows):
        for at, length in runs(row):
            yield squares.x + at * dot, squares.y + y * dot, length * dot, dot


def _outline(shape: Shape) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in shape.corners) + "z"


def _letters(text: Outline) -> str:
    pieces = []
    for glyph in text.face.glyphs(text.words):
        for contour in glyph.contours:
            for at, piece in enumerate(contour):
                points = " ".join(f"{text.x + x * text.size:.1f} {text.y - y * text.size:.1f}" for x, y in piece)
                pieces.append(("M" if at == 0 else "L" if len(piece) == 1 else "C") + points)
            pieces.append("z")
    return "".join(pieces)


def _text(text: Text) -> str:
    face = text.style.face
    weight = ' font-weight="700"' if face.is_bold else ""
    return (
        f'<text x="{text.x}" y="{text.y}" font-size="{text.size:.2f}" textLength="{text.width:.2f}"'
        f' lengthAdjust="spacingAndGlyphs" font-family="{escape(face.family)}, DejaVu Sans, Verdana, sans-serif"'
        f"{weight}>{escape(text.words)}</text>"
    )
