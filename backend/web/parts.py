"""What the shared parts of a page are made of: each class fits the include of the same name in `templates/web/`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Step:
    """A place on the way (`_steps.html` on a kiosk, `_stepper.html` for staff): done, now, or still to come."""

    word: str
    icon: str = ""
    is_done: bool = False
    is_now: bool = False


@dataclass(frozen=True)
class Stat:
    """A number with its neighbour (`_stat.html`): of how many or against which limit, and how it stands.

    With the tone "plain" the word is no state and stands without a chip.
    """

    label: str
    value: str
    of: str = ""
    word: str = ""
    tone: str = ""
    icon: str = "check"


@dataclass(frozen=True)
class Chip:
    """A state as staff see it (`_chip.html`): a word, a tone and a drawing together."""

    word: str
    tone: str
    icon: str


@dataclass(frozen=True)
class Cell:
    """One cell of a table: text, a link, a code, or (with `word`) a chip; `small` stands below."""

    text: str = ""
    href: str = ""
    small: str = ""
    word: str = ""
    tone: str = ""
    icon: str = ""
    is_code: bool = False


@dataclass(frozen=True)
class Column:
    """The head of a column; numbers stand at its end."""

    label: str
    is_number: bool = False


@dataclass(frozen=True)
class Row:
    """One row; a plain string is a cell of text."""

    cells: tuple[Cell | str, ...]
    is_picked: bool = False


@dataclass(frozen=True)
class Table:
    """A table (`_table.html`): the caption says what it lists and how it is sorted."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    foot: tuple[str, ...] = ()
    hide_caption: bool = False
    is_tight: bool = False

    def lines(self) -> Iterator[tuple[Row, tuple[tuple[Column, Cell | str], ...]]]:
        """Each row with its cells beside their columns."""
        for row in self.rows:
            yield row, tuple(zip(self.columns, row.cells, strict=True))


@dataclass(frozen=True)
class Pager:
    """Where the list goes on (`_pager.html`): addresses of the page before and after, empty at an end."""

    before: str = ""
    after: str = ""
    words: str = ""


@dataclass(frozen=True)
class Stage:
    """One stage of the flow over the floor (`_flow.html`)."""

    count: int
    label: str
    tone: str = ""


@dataclass(frozen=True)
class Seat:
    """One station (`_seats.html`); `tone` is ok, warn, bad, off or empty."""

    number: str
    icon: str
    word: str
    tone: str = ""


@dataclass(frozen=True)
class Call:
    """Something that needs a person now (`_calls.html`)."""

    title: str
    icon: str
    tone: str
    more: str = ""
    href: str = ""
    label: str = ""


@dataclass(frozen=True)
class Moment:
    """One event of a timeline (`_timeline.html`); `number` is its place in the ledger."""

    at: datetime
    title: str
    more: str = ""
    number: str = ""
    tone: str = "ok"
    icon: str = "check"


@dataclass(frozen=True)
class Check:
    """One line of a checklist with a picture (`_checks.html`)."""

    name: str
    count: str
    picture: str = ""
    is_done: bool = False
    is_now: bool = False


@dataclass(frozen=True)
class Versus:
    """What was scanned beside what is wanted (`_versus.html`), as things with pictures or as places with plates."""

    scanned: str
    wanted: str
    scanned_picture: str = ""
    wanted_picture: str = ""
    scanned_more: str = ""
    wanted_more: str = ""
    scanned_place: str = ""
    wanted_place: str = ""


@dataclass(frozen=True)
class Numbers:
    """A dialog that asks for a number (`_numbers.html`); `go` names the consequence, `{n}` is the number chosen."""

    id: str
    question: str
    choices: tuple[int, ...]
    action: str
    go: str
    more: str = ""
    name: str = ""
    picture: str = ""
    note: str = ""
    back: str = ""
    reasons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Held:
    """Work stands still (`_held.html`): why, what to do, what is safe, and where the person goes on."""

    title: str
    words: str
    safe: tuple[str, ...]
    place: str = ""
    where: str = ""
    since: datetime | None = None


@dataclass(frozen=True)
class Pin:
    """The PIN pad (`_pin.html`): where it sends, how long a PIN is, and what else goes with it."""

    url: str
    length: int = 4
    hidden: tuple[tuple[str, str], ...] = ()

    @property
    def places(self) -> range:
        """One for each dot."""
        return range(self.length)
