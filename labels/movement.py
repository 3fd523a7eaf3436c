"""The movement list and slip: who moves when, from where to where. Staff only."""

from dataclasses import dataclass, field
from typing import ClassVar, Self

from labels import flow, lists
from labels.errors import Unprintable
from labels.flow import Cell, Column
from labels.media import A4, A6, Media
from labels.pen import Pen
from labels.typeset import Line
from labels.view import Personal


@dataclass(frozen=True, slots=True)
class MovementWords:
    """The words on a movement list and on a movement slip."""

    title: str = "Movement list"
    slip: str = "Movement slip"
    time: str = "Time"
    name: str = "Name"
    number: str = "No"
    origin: str = "From"
    to: str = "To"
    left: str = "Left"
    arrived: str = "Arrived"
    moves: str = "Moves"
    until: str = "Valid until"
    sent: str = "Sent by"
    received: str = "Received by"
    printed: str = "Printed at"
    page: str = "Page"
    of: str = "of"


@dataclass(frozen=True, slots=True)
class MovementLine:
    """One person on the way: when (HH:mm), from where, to where."""

    time: str
    name: str
    origin: str
    to: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class MovementList:
    """Who moves when, in the order of time, with a box for having left and one for having arrived."""

    kind: ClassVar[str] = "movement"
    personal: ClassVar[Personal] = "internal"
    media: ClassVar[Media] = A4

    area: str
    session: str
    printed_at: str
    lines: tuple[MovementLine, ...]
    identity: str = ""
    words: MovementWords = field(default_factory=MovementWords)

    def draw(self, pen: Pen) -> None:
        """One row to a move."""
        words = self.words
        lists.require_names(self.kind, [line.name for line in self.lines])
        columns = [
            Column(words.time, 16, 14, "time", size=11, bold=True, fit="shrink"),
            Column(words.name, 32, 50, "name", size=10),
            Column(words.number, 84, 17, "number", size=8, fit="shrink"),
            Column(words.origin, 103, 33, "from"),
            Column(words.to, 138, 33, "to"),
            Column(words.left, 177, 10, "left", align="center"),
            Column(words.arrived, 188, 12, "arrived", align="center"),
        ]
        left, arrived = (flow.box(pen, x=x, height=lists.ROW_MM) for x in (177, 188))
        rows: list[list[Cell]] = [
            [line.time, line.name, line.number, line.origin, line.to, left, arrived] for line in self.lines
        ]
        heading = lists.Heading(
            kind=self.kind,
            title=words.title,
            area=self.area,
            session=self.session,
            counts=f"{words.moves}: {len(self.lines)}",
            printed=lists.stamp(self.kind, words.printed, self.printed_at),
            page=words.page,
            of=words.of,
            identity=self.identity,
        )
        lists.lay_out(pen, flow.table(pen, columns, rows, height=lists.ROW_MM), heading)

    @classmethod
    def longest(cls) -> Self:
        """The longest values that must fit."""
        line = MovementLine("23:58", lists.LONGEST_NAME, "Wing W, landing 88", "Workshop 88 west, packing", "W-88888")
        return cls(
            "Workshop 88, west wing", lists.LONGEST_SESSION, "23:58", (line,) * 60, identity="J8888888 888/888 R88"
        )


@dataclass(frozen=True, slots=True)
class MovementSlip:
    """One person's pass for one move, on A6: from where, to where, when, until when. It has no field for a remark."""

    kind: ClassVar[str] = "movement-slip"
    personal: ClassVar[Personal] = "internal"
    media: ClassVar[Media] = A6

    name: str
    origin: str
    to: str
    time: str
    until: str
    printed_at: str
    number: str = ""
    identity: str = ""
    words: MovementWords = field(default_factory=MovementWords)

    def draw(self, pen: Pen) -> None:
        """Name and destination large, two lines to sign."""
        words = self.words
        lists.require_names(self.kind, [self.name])
        printed = lists.stamp(self.kind, words.printed, self.printed_at)
        pen.text(words.slip, x=9, y=15, w=46, size=10, element="title")
        pen.text(printed, x=96, y=15, w=40, size=8, align="end", element="printed at")
        pen.rule(9, 18, w=87, thick=0.5)
        pen.block([Line(self.name, 17, bold=True)], x=9, y=20, w=87, h=17, element="name")
        pen.text(self.number, x=9, y=41, w=87, size=10, element="number")
        facts = ((words.origin, self.origin), (words.to, self.to), (words.time, self.time), (words.until, self.until))
        for row, (caption, fact) in enumerate(facts):
            if not fact.strip():
                raise Unprintable("a slip needs it", element=f"{self.kind}, {caption.lower()}")
            y = 53 + row * 13.5
            pen.text(caption, x=9, y=y - 5, w=87, size=7.5, element="caption")
            pen.text(fact, x=9, y=y + 1.4, w=87, size=14, bold=row != 0, element=caption.lower())
            pen.rule(9, y + 4, w=87, thick=0.125)
        for place, caption in enumerate((words.sent, words.received)):
            x = 9 + place * 45
            pen.text(caption, x=x, y=109, w=42, size=7.5, element="caption")
            pen.rule(x, 127, w=42)
        pen.text(self.identity, x=96, y=137, w=60, size=6.5, align="end", element="identity")

    @classmethod
    def longest(cls) -> Self:
        """The longest values that must fit."""
        return cls(
            name=lists.LONGEST_NAME,
            origin="Wing W, landing 88",
            to="Workshop 88 west, packing",
            time="23:58",
            until="Wednesday 28 September 2026, 23:58",
            printed_at="23:58",
            number="W-88888",
            identity="J8888888 888/888 R88",
        )
