"""The unlock list: which doors to open for one slot of the regime. Staff only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import ClassVar, Literal, Self

from labels import flow, lists
from labels.errors import Unprintable
from labels.flow import Cell, Column, Piece
from labels.media import A4, Media
from labels.pen import Pen
from labels.view import Personal

Going = Literal["unlock", "leaving", "staying"]


@dataclass(frozen=True, slots=True)
class UnlockWords:
    """The words on an unlock list."""

    title: str = "Unlock list"
    cell: str = "Cell"
    name: str = "Name"
    number: str = "No"
    to: str = "Goes to"
    unlock: str = "to unlock"
    leaving: str = "leaving"
    staying: str = "staying"
    out: str = "Out"
    back: str = "Back"
    notes: str = "Notes"
    printed: str = "Printed at"
    page: str = "Page"
    of: str = "of"


@dataclass(frozen=True, slots=True)
class UnlockLine:
    """One cell door and one person: to unlock and where they go, leaving for good, or staying in."""

    cell: str
    name: str
    to: str = ""
    number: str = ""
    going: Going = "unlock"


@dataclass(frozen=True, slots=True)
class UnlockList:
    """Whom to let out of a wing for one slot of the regime, cell by cell, with how many in its head."""

    kind: ClassVar[str] = "unlock"
    personal: ClassVar[Personal] = "internal"
    media: ClassVar[Media] = A4

    area: str
    session: str
    printed_at: str
    lines: tuple[UnlockLine, ...]
    identity: str = ""
    words: UnlockWords = field(default_factory=UnlockWords)

    def draw(self, pen: Pen) -> None:
        """Two boxes to tick for each door, and room for notes under the list."""
        words = self.words
        lists.require_names(self.kind, [line.name for line in self.lines])
        said: dict[Going, str] = {"unlock": words.unlock, "leaving": words.leaving, "staying": words.staying}
        pen.require(lambda: _check_going(self.lines, said), element="going")
        columns = [
            Column(words.cell, 16, 22, "cell", size=11, bold=True, fit="shrink"),
            Column(words.name, 40, 56, "name", size=10),
            Column(words.number, 98, 17, "number", size=8, fit="shrink"),
            Column(words.to, 117, 44, "goes to"),
            Column(words.out, 171, 12, "out", align="center"),
            Column(words.back, 186, 12, "back", align="center"),
        ]
        out, back = (flow.box(pen, x=x, height=lists.ROW_MM) for x in (171, 186))
        rows: list[list[Cell]] = [
            [
                line.cell,
                line.name,
                line.number,
                line.to if line.going == "unlock" else said[line.going],
                "" if line.going == "staying" else out,
                back if line.going == "unlock" else "",
            ]
            for line in self.lines
        ]
        counts = [f"{sum(line.going == going for line in self.lines)} {word}" for going, word in said.items()]
        pieces = [
            *flow.table(pen, columns, rows, height=lists.ROW_MM),
            Piece(34, partial(_draw_notes, pen, words.notes)),
        ]
        heading = lists.Heading(
            kind=self.kind,
            title=words.title,
            area=self.area,
            session=self.session,
            counts="   ·   ".join(counts),
            printed=lists.stamp(self.kind, words.printed, self.printed_at),
            page=words.page,
            of=words.of,
            identity=self.identity,
        )
        lists.lay_out(pen, pieces, heading)

    @classmethod
    def longest(cls) -> Self:
        """The longest values that must fit."""
        line = UnlockLine("WW-8-888", lists.LONGEST_NAME, "Workshop 88 west, packing", number="W-88888")
        return cls("Wing W, landing 88", lists.LONGEST_SESSION, "23:58", (line,) * 60, identity="J8888888 888/888 R88")


def _check_going(lines: Sequence[UnlockLine], known: dict[Going, str]) -> None:
    if any(line.going not in known for line in lines):
        raise Unprintable(f"each is one of {', '.join(known)}")


def _draw_notes(pen: Pen, caption: str, top: float) -> None:
    pen.frame(16, top + 6, w=178, h=26, thick=0.25)
    pen.text(caption, x=18, y=top + 10.5, w=60, size=7.5, element="caption")
