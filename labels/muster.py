"""The muster list: everyone of an area at one moment, on paper before a session opens. Staff only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import ClassVar, Self

from labels import flow, lists
from labels.flow import Cell, Column, Piece
from labels.media import A4, Media
from labels.pen import Pen
from labels.view import Personal


@dataclass(frozen=True, slots=True)
class MusterWords:
    """The words on a muster list."""

    title: str = "Muster list"
    number: str = "No"
    name: str = "Name"
    cell: str = "Cell"
    place: str = "Place"
    due: str = "Expected"
    here: str = "Here"
    found: str = "Found at"
    expected: str = "Expected"
    counted: str = "Counted"
    difference: str = "Difference"
    signatures: str = "Two signatures, of different staff"
    printed: str = "Printed at"
    page: str = "Page"
    of: str = "of"


@dataclass(frozen=True, slots=True)
class MusterLine:
    """One person: name as the regime prints it, number, cell, the place to be in, and whether expected there."""

    name: str
    cell: str
    place: str
    number: str = ""
    is_expected: bool = True


@dataclass(frozen=True, slots=True)
class MusterList:
    """Everyone of an area at one moment: expected, here, found elsewhere. On paper before a session opens.

    `area` and `session` are their names ("Workshop 2", "Monday 21 September, morning"); `printed_at` is HH:mm.
    """

    kind: ClassVar[str] = "muster"
    personal: ClassVar[Personal] = "internal"
    media: ClassVar[Media] = A4

    area: str
    session: str
    printed_at: str
    lines: tuple[MusterLine, ...]
    identity: str = ""
    words: MusterWords = field(default_factory=MusterWords)

    def draw(self, pen: Pen) -> None:
        """A box to tick for each person, then the count and two signatures."""
        words = self.words
        lists.require_names(self.kind, [line.name for line in self.lines])
        columns = [
            Column(words.number, 16, 17, "number", size=8, fit="shrink"),
            Column(words.name, 35, 54, "name", size=10, bold=True),
            Column(words.cell, 91, 20, "cell", fit="shrink"),
            Column(words.place, 113, 34, "place"),
            Column(words.due, 155, 14, "expected", align="center"),
            Column(words.here, 167, 9, "here", align="center"),
            Column(words.found, 173, 21, "found"),
        ]
        tick = flow.box(pen, x=167, height=lists.ROW_MM)
        rows: list[list[Cell]] = [
            [line.number, line.name, line.cell, line.place, "•" if line.is_expected else "–", tick, ""]
            for line in self.lines
        ]
        due = sum(line.is_expected for line in self.lines)
        counts = ((words.expected, str(due)), (words.counted, ""), (words.difference, ""))
        pieces = [
            *flow.table(pen, columns, rows, height=lists.ROW_MM, is_kept=True),
            Piece(20, partial(_draw_counts, pen, counts), is_kept=True),
            _signatures(pen, words.signatures),
        ]
        heading = lists.Heading(
            kind=self.kind,
            title=words.title,
            area=self.area,
            session=self.session,
            counts=f"{words.expected}: {due}",
            printed=lists.stamp(self.kind, words.printed, self.printed_at),
            page=words.page,
            of=words.of,
            identity=self.identity,
        )
        lists.lay_out(pen, pieces, heading)

    @classmethod
    def longest(cls) -> Self:
        """The longest values that must fit."""
        line = MusterLine(lists.LONGEST_NAME, "WW-8-888", "Workshop 88 west, packing", number="W-88888")
        return cls(
            "Workshop 88, west wing", lists.LONGEST_SESSION, "23:58", (line,) * 60, identity="J8888888 888/888 R88"
        )


def _draw_counts(pen: Pen, counts: Sequence[tuple[str, str]], top: float) -> None:
    for place, (caption, value) in enumerate(counts):
        x = 16 + place * 46
        pen.frame(x, top + 5, w=42, h=13, thick=0.25)
        pen.text(caption, x=x + 2, y=top + 9, w=38, size=7, element="caption")
        pen.text(value, x=x + 21, y=top + 16, w=38, size=15, bold=True, align="center", element="count")


def _signatures(pen: Pen, caption: str) -> Piece:
    def draw(top: float) -> None:
        pen.text(caption, x=16, y=top + 6, w=178, size=8, element="caption")
        pen.rule(16, top + 21, w=80)
        pen.rule(114, top + 21, w=80)

    return Piece(24, draw)
