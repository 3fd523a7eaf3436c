"""The sheet that sets a scanner up and proves what it types: every printable character, FNC1, keys that layouts swap.

Four Code 128 hold the 95 printable ASCII characters once each; our own codes cannot show a wrong layout, because their
letters lie on the same key everywhere. A GS1-128 with two values of variable length shows what becomes of FNC1.
"""

from dataclasses import dataclass, field
from functools import partial
from typing import ClassVar, Final, Self

from labels import flow, gs1
from labels.flow import Body, Piece
from labels.media import A4, Media
from labels.pen import Pen
from labels.typeset import Line
from labels.view import Personal

_PRINTABLE: Final = [chr(point) for point in range(33, 127)]
_PRINTABLE.insert(12, " ")  # not at an end, where a screen or a scanner may cut it off

CHARACTERS: Final = tuple("".join(_PRINTABLE[at : at + 24]) for at in range(0, 95, 24))
ELEMENTS: Final = (("10", "AB-12"), ("21", "xy/99"))
PROBES: Final = ("1234567890", "aqzwm", "AQZWM;,./")
LINK: Final = "Https://Ob.Example/s?a=1&b=2"

_BODY = Body(16, 194, 36, 24, 278)
_BARS = 0.375


@dataclass(frozen=True, slots=True)
class SetupWords:
    """The words on the sheet, in the language of whoever sets the scanner up."""

    title: str = "Scanner set-up and self-test"
    set_up: str = "1   Set the scanner up, with its own manual"
    steps: tuple[str, ...] = (
        "Factory reset. Prefix F8, suffix Enter. Keyboard country: United States, whatever the computer uses.",
        "Switch on Code 128, GS1-128, EAN and UPC, QR, Data Matrix. Send the symbology identifier if it can.",
        "Open the self-test page of the station. Scan every code below once, from the top.",
    )
    characters: str = "2   Every character"
    separator: str = "3   The separator between two values (FNC1)"
    layout: str = "4   Keys that French and Belgian keyboards swap"
    shows: str = "The screen must show it letter for letter."
    azerty: str = "If it shows “{wrong}”: keyboard country is French or Belgian."
    square: str = "5   A square"
    page: str = "Page"
    of: str = "of"


@dataclass(frozen=True, slots=True)
class SetupSheet:
    """The sheet of one station or, without `station`, of any."""

    kind: ClassVar[str] = "scanner-setup"
    personal: ClassVar[Personal] = "none"
    media: ClassVar[Media] = A4

    station: str = ""
    identity: str = ""
    words: SetupWords = field(default_factory=SetupWords)

    def draw(self, pen: Pen) -> None:
        """One code under the other, each far enough from the next that a scanner sees one at a time."""
        words = self.words
        pieces = [
            flow.section(pen, words.set_up, x=16, w=178),
            flow.paragraph(pen, [Line(step, 9) for step in words.steps], x=16, w=178, h=17, element="steps"),
            flow.section(pen, words.characters, x=16, w=178),
            *(Piece(18, partial(_draw_bars, pen, text, text)) for text in CHARACTERS),
            flow.section(pen, words.separator, x=16, w=178),
            Piece(18, partial(self._draw_elements, pen)),
            flow.section(pen, words.layout, x=16, w=178),
            *(Piece(18, partial(self._draw_probe, pen, probe)) for probe in PROBES),
            flow.section(pen, words.square, x=16, w=178),
            Piece(28, partial(self._draw_square, pen)),
        ]
        flow.draw(
            pen,
            pieces,
            body=_BODY,
            head=partial(self._draw_head, pen),
            foot=flow.foot(
                pen,
                left=words.title,
                page=words.page,
                of=words.of,
                right=self.identity,
                body=_BODY,
                y=286,
            ),
        )

    @classmethod
    def longest(cls) -> Self:
        """The longest values that must fit."""
        return cls(station="Packing station 888, workshop 88 west", identity="J8888888 888/888 R88")

    def _draw_head(self, pen: Pen, page: int) -> None:
        if page > 1:
            pen.text(self.words.title, x=16, y=17, w=110, size=11, bold=True, element="title")
            pen.text(self.station, x=194, y=17, w=64, size=9, align="end", element="station")
            return
        pen.text(self.words.title, x=16, y=22, w=178, size=20, bold=True, element="title")
        pen.text(self.station, x=16, y=30, w=178, size=12, element="station")

    def _draw_elements(self, pen: Pen, top: float) -> None:
        data = pen.require(lambda: gs1.element_string(ELEMENTS), element="separator")
        pen.code128(data, x=22, y=top, h=10, module=_BARS, gs1=True, element="separator")
        pen.text(gs1.readable(ELEMENTS), x=22, y=top + 13.8, w=130, size=9, element="separator")

    def _draw_probe(self, pen: Pen, probe: str, top: float) -> None:
        _draw_bars(pen, probe, probe, top)
        said = [Line(self.words.shows, 8), Line(self.words.azerty.format(wrong=_on_azerty(probe)), 8)]
        pen.block(said, x=114, y=top, w=80, h=15, element="probe")

    def _draw_square(self, pen: Pen, top: float) -> None:
        pen.qr(LINK, x=22, y=top + 3, module=0.75, largest_version=3, element="square")
        pen.text(LINK, x=50, y=top + 8, w=100, size=9, element="square")


def _on_azerty(text: str) -> str:
    """What a scanner set to a Belgian keyboard makes a computer set to the United States show."""
    return text.translate(_SWAPPED)


_SWAPPED: Final = str.maketrans(
    dict(zip("1234567890", "!@#$%^&*()", strict=True)) | dict(zip("aqzwmAQZWM;,./", "qawz;QAWZ:,m<>", strict=True))
)


def _draw_bars(pen: Pen, data: str, readable: str, top: float) -> None:
    pen.code128(data, x=22, y=top, h=10, module=_BARS, element="characters")
    pen.text(readable, x=22, y=top + 13.8, w=130, size=9, element="characters")
