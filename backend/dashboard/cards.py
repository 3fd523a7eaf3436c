"""What the wall shows; a station's card has a first name for staff, and none in the room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from backend.kit.charts import Figure
from backend.web.parts import Call, Stage, Stat, Table
from warehouse.cards.staff import HolderCard


@dataclass(frozen=True)
class SeatCard:
    """One station; `name` is the first name of whoever works there, empty in the room."""

    number: str
    icon: str
    word: str
    tone: str
    name: str = ""
    href: str = ""


@dataclass(frozen=True)
class Plot:
    """The main plot with its table by the hour; `by_hour` pairs an hour with its words for the room."""

    figure: Figure
    table: Table
    span: str
    by_hour: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Missing:
    """Goods that orders wait for, the first order that holds some, and a shelf of them that waits for its count."""

    title: str
    sku: str
    units: int
    orders: int
    why: str
    holder: HolderCard | None
    doubted: str


@dataclass(frozen=True)
class Wall:
    """Everything that the wall shows at one moment."""

    version: str
    at: datetime
    clock: str
    facility: str
    is_held: bool
    state_word: str
    tiles: tuple[Stat, ...]
    plot: Plot
    calls: tuple[Call, ...]
    flow: tuple[Stage, ...]
    flow_words: str
    flow_more: str
    seats: tuple[SeatCard, ...]
    seats_words: str
    shortages: tuple[Missing, ...]


@dataclass(frozen=True)
class DeadJob:
    """A job that the house gave up."""

    id: int
    what: str
    kind: str
    subject: str
    attempts: int
    error_code: str
    at: datetime
