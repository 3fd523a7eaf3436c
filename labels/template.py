"""A label's layout as data: one small TOML file per kind and version, read into frozen dataclasses.

Lengths are mm from the top left corner, text sizes points. Six tables of elements exist: text, line, box, barcode,
matrix, image. A text's `y` is its baseline; with `h` it is a block of lines that wraps, and `y` is its top. What an
element shows is a `field` of the view ("words.dock" reaches into one) or fixed `words`. No code, no expressions.
"""

import hashlib
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import get_args

from labels import symbology
from labels.elements import Align, Barcode, Block, BlockLine, Box, Element, Image, Level, Line, Matrix, Text
from labels.errors import Unprintable
from labels.media import MEDIA, Media
from labels.pictures import PICTURES
from labels.tables import Reader
from labels.typeset import SMALLEST_POINTS, Fit
from labels.view import Personal

LONGEST_TEMPLATE = 64_000
MOST_ELEMENTS = 200

_SHIPPED = Path(__file__).parent / "templates"
_AI = re.compile(r"\d{2,4}")
_KIND = re.compile(r"[a-z][a-z0-9-]{0,19}")
_PAPER = re.compile(r"(\d{2,3})x(\d{2,3})")
_OTHER_MARGIN_MM = 1.5


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """One layout: which kind and version it is, its paper, the view it reads, who may see it, and its elements.

    `digest` is the SHA-256 of its text in hex.
    """

    kind: str
    version: int
    media: Media
    view: str
    personal: Personal
    elements: tuple[Element, ...]
    digest: str


@lru_cache(maxsize=256)
def load(text: str) -> Template:
    """The template in a TOML text. Raises Unprintable naming the element for anything it does not understand."""
    if len(text) > LONGEST_TEMPLATE:
        raise Unprintable(f"a template holds at most {LONGEST_TEMPLATE} characters")
    try:
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise Unprintable(f"the template is not TOML: {fault}") from None
    head = Reader(tables, "template")
    elements = tuple(element for table in _TABLES for element in _read_all(head, table))
    if not elements:
        raise Unprintable("it has no elements", element="template")
    if len(elements) > MOST_ELEMENTS:
        raise Unprintable(f"it has more than {MOST_ELEMENTS} elements", element="template")
    template = Template(
        kind=head.pattern("kind", _KIND, "a kind is small letters, digits and hyphens"),
        version=head.whole("version", least=1, most=1_000_000),
        media=_media(head.text("media")),
        view=head.text("view"),
        personal=head.choice("personal", get_args(Personal)),
        elements=elements,
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )
    head.finish()
    return template


@lru_cache(maxsize=256)
def shipped(kind: str, version: int | None = None) -> Template | None:
    """The template of `kind` that comes with this package: the newest, or the version asked for; None if none does."""
    versions = shipped_versions(kind)
    wanted = version or max(versions, default=0)
    if wanted not in versions:
        return None
    return load(shipped_text(kind, wanted))


def shipped_text(kind: str, version: int) -> str:
    """The TOML of a template that comes with this package, to start an own one from."""
    return (_SHIPPED / f"{kind}-{version}.toml").read_text(encoding="utf-8")


def shipped_versions(kind: str) -> tuple[int, ...]:
    """The versions of the templates of `kind` that come with this package, oldest first."""
    if not _KIND.fullmatch(kind):
        return ()
    found = (re.fullmatch(rf"{kind}-(\d+)", path.stem) for path in _SHIPPED.glob(f"{kind}-*.toml"))
    return tuple(sorted(int(match[1]) for match in found if match))


def _media(name: str) -> Media:
    if name in MEDIA:
        return MEDIA[name]
    size = _PAPER.fullmatch(name)
    if not size or not all(10 <= int(each) <= 300 for each in size.groups()):
        raise Unprintable(f"media is one of {', '.join(MEDIA)}, or another size like 62x40 in mm", element="template")
    return Media(name, int(size[1]), int(size[2]), _OTHER_MARGIN_MM)


def _read_all(head: Reader, table: str) -> list[Element]:
    elements = []
    for number, reader in enumerate(head.inner(table, label=table), start=1):
        named = reader.peek("name") or reader.peek("field")
        reader.label = f"{table} {number} ({named})" if named else f"{table} {number}"
        elements.append(_TABLES[table](reader))
        reader.finish()
    return elements


def _read_text(reader: Reader) -> Text | Block:
    if reader.has("h"):
        return _read_block(reader)
    field = reader.field(default="")
    words = reader.text("words", default="")
    if bool(field) == bool(words):
        raise reader.no("a text has either a field or fixed words")
    return Text(
        label=reader.label,
        name=reader.text("name", default=field or "words"),
        field=field,
        words=words,
        x=reader.number("x"),
        y=reader.number("y"),
        w=reader.number("w"),
        size=reader.size(),
        bold=reader.flag("bold"),
        align=reader.choice("align", get_args(Align), "start"),
        fit=reader.choice("fit", get_args(Fit), "shrink"),
        smallest=reader.size("smallest", SMALLEST_POINTS),
    )


def _read_block(reader: Reader) -> Block:
    sources = reader.inner("lines", label=f"{reader.label}, line") if reader.has("lines") else [reader]
    lines = tuple(BlockLine(source.field(), source.size(), source.flag("bold")) for source in sources)
    for source in sources:
        if source is not reader:
            source.finish()
    return Block(
        label=reader.label,
        name=reader.text("name", default=lines[0].field),
        lines=lines,
        x=reader.number("x"),
        y=reader.number("y"),
        w=reader.number("w"),
        h=reader.number("h"),
    )


def _read_line(reader: Reader) -> Line:
    width, height = reader.number("w", 0), reader.number("h", 0)
    if bool(width) == bool(height):
        raise reader.no("a line goes w to the right or h down")
    return Line(reader.label, reader.number("x"), reader.number("y"), width, height, reader.number("thick", 0.25))


def _read_box(reader: Reader) -> Box:
    x, y, w, h = (reader.number(key) for key in "xywh")
    return Box(reader.label, x, y, w, h, reader.number("thick", 0.4), reader.flag("solid"))


def _read_barcode(reader: Reader) -> Barcode:
    field = reader.field()
    return Barcode(
        label=reader.label,
        name=reader.text("name", default=field),
        field=field,
        symbology=reader.choice("symbology", symbology.LINEAR),
        ai=reader.pattern("ai", _AI, "ai is a GS1 application identifier of 2 to 4 digits", default=""),
        x=reader.number("x"),
        y=reader.number("y"),
        h=reader.number("h"),
        module_dots=reader.dots(),
        align=reader.choice("align", get_args(Align), "start"),
        text_below=reader.flag("text_below"),
        text_size=reader.size("text_size", 10),
        optional=reader.flag("optional"),
    )


def _read_matrix(reader: Reader) -> Matrix:
    field = reader.field()
    return Matrix(
        label=reader.label,
        name=reader.text("name", default=field),
        field=field,
        symbology=reader.choice("symbology", symbology.MATRIX),
        x=reader.number("x"),
        y=reader.number("y"),
        version=reader.whole("version", least=1, most=40),
        level=reader.choice("level", get_args(Level), "M"),
        module_dots=reader.dots(),
        align=reader.choice("align", get_args(Align), "start"),
        optional=reader.flag("optional"),
    )


def _read_image(reader: Reader) -> Image:
    field = reader.field(default="")
    picture = reader.choice("picture", ("", *PICTURES), "")
    rows = reader.rows()
    if sum(map(bool, (field, picture, rows))) != 1:
        raise reader.no("an image has a field, a picture or rows")
    return Image(
        label=reader.label,
        name=reader.text("name", default=field or picture or "image"),
        field=field,
        picture=picture,
        rows=rows,
        x=reader.number("x"),
        y=reader.number("y"),
        w=0.0 if rows else reader.number("w"),
        module_dots=reader.dots() if rows else {},
    )


_TABLES: dict[str, Callable[[Reader], Element]] = {
    "text": _read_text,
    "line": _read_line,
    "box": _read_box,
    "barcode": _read_barcode,
    "matrix": _read_matrix,
    "image": _read_image,
}
