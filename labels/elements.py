"""The elements of a template, as read from its TOML file: what stands where, in mm and points.

`label` names an element in a refusal of the template ("barcode 2 (sscc)"), `name` in a refusal of a value ("SSCC").
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from labels.typeset import Fit

Align = Literal["start", "center", "end"]
Level = Literal["L", "M", "Q", "H"]


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; see `labels.pen.Pen.text` for `fit` and `align`."""

    label: str
    name: str
    field: str
    words: str
    x: float
    y: float
    w: float
    size: float
    bold: bool
    align: Align
    fit: Fit
    smallest: float


@dataclass(frozen=True, slots=True)
class BlockLine:
    """One line of a block, or as many as the tuple in its field has."""

    field: str
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Block:
    """Lines under each other from the top of a box, wrapped and shrunk together until they fit it."""

    label: str
    name: str
    lines: tuple[BlockLine, ...]
    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line: `w` to the right or `h` down, `thick` wide."""

    label: str
    x: float
    y: float
    w: float
    h: float
    thick: float


@dataclass(frozen=True, slots=True)
class Box:
    """The outline of a box with its lines inside, or a black area if it is solid."""

    label: str
    x: float
    y: float
    w: float
    h: float
    thick: float
    solid: bool


@dataclass(frozen=True, slots=True)
class Barcode:
    """A linear code. `ai` is the GS1 application identifier to put before the value of the field ("00" for an SSCC).

    `module_dots` says for each resolution how many dots the narrowest bar is wide. `text_below` prints the readable
    line of the symbology, `text_size` points large. An `optional` code is left out when its field is empty.
    """

    label: str
    name: str
    field: str
    symbology: str
    ai: str
    x: float
    y: float
    h: float
    module_dots: Mapping[int, int]
    align: Align
    text_below: bool
    text_size: float
    optional: bool


@dataclass(frozen=True, slots=True)
class Matrix:
    """A square code of a fixed size (`version`), so that everything around it can be checked once."""

    label: str
    name: str
    field: str
    symbology: str
    x: float
    y: float
    version: int
    level: Level
    module_dots: Mapping[int, int]
    align: Align
    optional: bool


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in a square of `w` mm: a named one, or the one that the field names ("" for none); or `rows` of "1"
    and "0", each square `module_dots` dots wide."""

    label: str
    name: str
    field: str
    picture: str
    rows: tuple[str, ...]
    x: float
    y: float
    w: float
    module_dots: Mapping[int, int]


Element = Text | Block | Line | Box | Barcode | Matrix | Image
