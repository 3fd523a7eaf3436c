"""ZPL II for label printers: field data where the printer draws exactly what we ask, pictures where it might not.

Text is set in the printer's own scalable font, which is narrower than ours, so what fits on our paper fits on its; any
text beyond ASCII is sent as a picture. Code 128 and GS1-128 are sent with our own choice of code sets, at most one
change of set; any other linear code, and any matrix code but QR, is sent as dots. Of many labels with one frame, the
frame and the places of the fields are stored in the printer first and deleted at the end.
Source: Zebra ZPL II Programming Guide (commands ^BC, ^BQ, ^DF, ^FB, ^FH, ^FN, ^FT, ^GB, ^GF, ^ID, ^XF).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import chain

from PIL import Image

from labels import code128, gs1, raster
from labels.drawing import Bars, Bitmap, Box, Command, Drawing, Ink, Outline, Shape, Squares, Style, Text

STORED = "R:OUTBOUND.ZPL"

_ESCAPED = str.maketrans({"^": "_5E", "~": "_7E", "_": "_5F"})
_MOST_MAGNIFIED = 10
_START_B, _START_C, _TO_B, _FNC1 = 104, 105, 100, 102
_SPECIAL = frozenset("^~_>")
_SSCC_LINE = 22  # "(00)" and eighteen digits


def write(drawings: Iterable[Drawing]) -> bytes:
    """One format for each page, in order: ASCII, one line each."""
    rest = iter(drawings)
    first = next(rest)
    second = next(rest, None)
    if second is None:
        return "".join(_alone(first)).encode("ascii")
    return "".join(_many(first, chain((first, second), rest))).encode("ascii")


def _alone(drawing: Drawing) -> Iterator[str]:
    frame = _frame(drawing)
    for commands in drawing.pages:
        yield f"{_head(drawing)}{frame}{''.join(map(_whole, commands))}^XZ\n"


def _many(first: Drawing, drawings: Iterable[Drawing]) -> Iterator[str]:
    """Store the frame and the fields of the first label; a field that another label has elsewhere is sent in full."""
    numbers: dict[str, int] = {}
    for command in first.pages[0]:
        head, _ = _field(command)
        if head and head not in numbers:
            numbers[head] = len(numbers) + 1
    fields = "".join(f"{head}^FN{number}^FS" for head, number in numbers.items())
    yield f"^XA^DF{STORED}^FS{_head(first)[3:]}{_frame(first)}{fields}^XZ\n"
    recall = _Recall(numbers)
    for drawing in drawings:
        if drawing.frame is not first.frame:
            yield from _alone(drawing)
            continue
        for commands in drawing.pages:
            yield recall.label(commands)
    yield f"^XA^ID{STORED}^FS^XZ\n"


class _Recall:
    """Labels that use the stored format: fields by number, as far as they stand where the stored ones do."""

    def __init__(self, numbers: dict[str, int]) -> None:
        self._numbers = numbers
        self._starts: dict[Style, str] = {}

    def label(self, commands: Iterable[Command]) -> str:
        """One label."""
        said = [f"^XA^XF{STORED}^FS"]
        used: set[str] = set()
        for command in commands:
            if type(command) is Text:
                words, style = command
                start = self._starts.get(style)
                if start and start not in used and words.isascii() and _is_plain(words):
                    used.add(start)
                    said.append(f"{start}^FD{words}^FS")
                    continue
            said.append(self._with_care(command, used))
        said.append("^XZ\n")
        return "".join(said)

    def _with_care(self, command: Command, used: set[str]) -> str:
        """A field that is no plain text, or stands here for the first time."""
        head, data = _field(command)
        start = self._start(head)
        if type(command) is Text and head:
            self._starts[command.style] = start
        if start in used:
            return f"{head}{data}"
        if start:
            used.add(start)
        return f"{start}{data}"

    def _start(self, head: str) -> str:
        number = self._numbers.get(head)
        return f"^FN{number}" if number else head


def _head(drawing: Drawing) -> str:
    return f"^XA^CI28^PW{drawing.width}^LL{drawing.height}^LH0,0"


def _frame(drawing: Drawing) -> str:
    return _whole_frame(drawing.frame)


@lru_cache(maxsize=32)
def _whole_frame(frame: tuple[Command, ...]) -> str:
    return "".join(map(_whole, frame))


def _whole(command: Command) -> str:
    return "".join(_field(command))


def _field(command: Command) -> tuple[str, str]:
    """Where and how a field stands, and its data; a picture is all data."""
    match command:
        case Text():
            return _text(command)
        case Bars():
            return _bars(command)
        case Squares():
            return _squares(command)
        case Ink():
            return "", _rectangles(command.boxes)
        case _:
            return "", _picture_of(command)


def _text(text: Text) -> tuple[str, str]:
    words, style = text
    if not _is_field(text):
        return "", _picture_of(text)
    return _text_head(style), _data(words)


def _is_plain(words: str) -> bool:
    return not ("^" in words or "~" in words or "_" in words or "\\" in words)


def _is_field(text: Text) -> bool:
    """Whether the printer can set the text itself; a backslash is a command in a field block."""
    words, style = text
    return words.isascii() and ("\\" not in words or style.align == "start")


@lru_cache(maxsize=4096)
def _text_head(style: Style) -> str:
    block = "" if style.align == "start" else f"^FB{style.room},1,0,{'C' if style.align == 'center' else 'R'}"
    return f"^FT{style.left},{style.y}^A0N,{round(style.size)}{block}"


def _data(words: str) -> str:
    if "^" in words or "~" in words or "_" in words:
        return f"^FH_^FD{words.translate(_ESCAPED)}^FS"
    return f"^FD{words}^FS"


def _bars(bars: Bars) -> tuple[str, str]:
    data = _invocation(bars.symbology, bars.value)
    if not data:
        return "", _rows(bars.x, bars.y, [_dots(bars.modules, bars.dot)] * bars.height)
    return f"^FO{bars.x},{bars.y}^BY{bars.dot}^BCN,{bars.height},N,N,N", f"^FD{data}^FS"


def _invocation(name: str, value: str) -> str:
    """A value with the codes that choose code sets, or "" where that takes more than one change from C to B."""
    if name == "gs1-128" and len(value) == _SSCC_LINE and value.startswith("(00)"):
        return f">;>800{value[4:]}"
    if name == "gs1-128":
        values = code128.values(gs1.element_string(gs1.parse(value)), gs1=True)
    elif name == "code-128":
        values = code128.values(value)
    else:
        return ""
    return _spell(values)


def _spell(values: list[int]) -> str:
    in_c = values[0] == _START_C
    if values[0] not in (_START_B, _START_C):
        return ""
    said = [">;" if in_c else ">:"]
    for value in values[1:]:
        if value == _FNC1:
            said.append(">8")
        elif in_c and value == _TO_B:
            said.append(">6")
            in_c = False
        elif in_c and value < _TO_B:
            said.append(f"{value:02d}")
        elif not in_c and value < 95 and chr(value + 32) not in _SPECIAL:
            said.append(chr(value + 32))
        else:
            return ""
    return "".join(said)


def _squares(squares: Squares) -> tuple[str, str]:
    """A QR code is drawn by the printer, which takes the smallest version that holds it; any other is sent as dots."""
    if squares.symbology != "qr" or squares.dot > _MOST_MAGNIFIED:
        rows = [_dots(row, squares.dot) for row in squares.rows]
        return "", _rows(squares.x, squares.y, [row for row in rows for _ in range(squares.dot)])
    return f"^FO{squares.x},{squares.y}^BQN,2,{squares.dot}", _data(f"{squares.level}A,{squares.value}")


def _rectangles(boxes: tuple[Box, ...]) -> str:
    """Black rectangles; the four sides of a box as one."""
    (x, y, w, thick), (_, _, _, h) = boxes[0], boxes[-1]
    if boxes == ((x, y, w, thick), (x, y + h - thick, w, thick), (x, y, thick, h), (x + w - thick, y, thick, h)):
        return f"^FO{x},{y}^GB{w},{h},{thick}^FS"
    return "".join(map(_rectangle, boxes))


def _rectangle(box: Box) -> str:
    x, y, w, h = box
    return f"^FO{x},{y}^GB{w},{h},{min(w, h)}^FS"


def _picture_of(command: Command) -> str:
    """A text in another script, an arrow or a picture, as its dots."""
    left, top, right, bottom = _bounds(command)
    image = Image.new("1", (right - left, bottom - top), raster.WHITE)
    raster.draw(image, _moved(command, -left, -top))
    across, data = raster.packed(image)
    return _rows(left, top, [data[at : at + across].hex().upper() for at in range(0, len(data), across)])


def _bounds(command: Command) -> Box:
    """The box around a command: left, top, right, bottom."""
    match command:
        case Text() | Outline():
            above, below = round(command.size * 1.2), round(command.size * 0.5)
            right = command.x + int(command.width) + round(command.size * 0.2) + 1
            return max(0, command.x - 2), max(0, command.y - above), right, command.y + below
        case Shape():
            across, down = [x for x, _ in command.corners], [y for _, y in command.corners]
            return min(across), min(down), max(across) + 1, max(down) + 1
        case Bitmap():
            width, height = len(command.rows[0]) * command.dot, len(command.rows) * command.dot
            return command.x, command.y, command.x + width, command.y + height
        case _:
            raise TypeError(type(command))


def _moved(command: Command, dx: int, dy: int) -> Command:
    match command:
        case Text():
            style = command.style
            return Text(command.words, replace(style, left=style.left + dx, y=style.y + dy))
        case Outline() | Bitmap():
            return command._replace(x=command.x + dx, y=command.y + dy)
        case Shape():
            return Shape(tuple((x + dx, y + dy) for x, y in command.corners))
        case _:
            raise TypeError(type(command))


def _dots(modules: str, dot: int) -> str:
    bits = "".join(module * dot for module in modules)
    return f"{int(bits.ljust(-(-len(bits) // 8) * 8, '0'), 2):0{-(-len(bits) // 8) * 2}X}"


def _rows(x: int, y: int, rows: list[str]) -> str:
    """Rows of hexadecimal digits as ^GF: a row like the one above is a colon, white to the end of it a comma."""
    across = len(rows[0]) // 2
    said, above = [], ""
    for row in rows:
        said.append(":" if row == above else _short(row))
        above = row
    total = across * len(rows)
    return f"^FO{x},{y}^GFA,{total},{total},{across},{''.join(said)}^FS"


def _short(row: str) -> str:
    digits = row.rstrip("0")
    whole = digits + "0" * (len(digits) % 2)
    return whole if len(whole) == len(row) else f"{whole},"
