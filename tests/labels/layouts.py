"""A small label with one element of each sort, to be spoiled by the tests of template checks."""

from dataclasses import dataclass, field
from typing import ClassVar, Self

from labels.media import LABEL_100X75, Media
from labels.view import Personal


@dataclass(frozen=True, slots=True)
class SampleWords:
    title: str = "Sample"


@dataclass(frozen=True, slots=True)
class Sample:
    kind: ClassVar[str] = "sample"
    personal: ClassVar[Personal] = "none"
    media: ClassVar[Media] = LABEL_100X75

    name: str = "Tea tin"
    lines: tuple[str, ...] = ("Mint", "125 g")
    count: int = 3
    number: str = "12345678"
    link: str = "HTTPS://OB.EXAMPLE/1"
    arrow: str = ""
    words: SampleWords = field(default_factory=SampleWords)

    @property
    def shouted(self) -> str:
        return self.name.upper()

    def check(self) -> None:
        pass

    @classmethod
    def longest(cls) -> Self:
        return cls(name="W" * 14, count=888_888, number="8" * 12, link="HTTPS://OB.EXAMPLE/" + "X" * 12, arrow="left")


@dataclass(frozen=True, slots=True)
class PersonalSample(Sample):
    """The same with somebody's data on it."""

    personal: ClassVar[Personal] = "yes"


LAYOUT = """
kind = "sample"
version = 1
media = "100x75"
view = "Sample"
personal = "none"

text = [
    { words = "TITLE", x = 5, y = 8, w = 30, size = 12, bold = true },
    { field = "name", x = 5, y = 16, w = 50, size = 14 },
    { field = "lines", x = 5, y = 18, w = 40, h = 12, size = 9 },
    { field = "count", x = 55, y = 8, w = 20, size = 12, align = "end" },
]
line = [{ x = 5, y = 36, w = 50 }]
box = [{ x = 2.5, y = 2.5, w = 95, h = 70 }]
matrix = [{ field = "link", symbology = "qr", x = 66, y = 14, version = 2, module_dots = { 203 = 8, 300 = 12 } }]
image = [{ field = "arrow", x = 40, y = 20, w = 8 }]

[[barcode]]
field = "number"
symbology = "code-128"
x = 50
y = 48
h = 16
module_dots = { 203 = 3, 300 = 4 }
align = "center"

"""


def spoiled(old: str, new: str) -> str:
    """The layout with one thing changed."""
    assert LAYOUT.count(old) == 1, f"{old!r} stands {LAYOUT.count(old)} times in the layout"
    return LAYOUT.replace(old, new)
