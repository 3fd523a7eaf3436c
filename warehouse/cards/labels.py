"""What the page of labels shows: things, their labels, and where another could be printed."""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.cards.staff import SerialRow


@dataclass(frozen=True)
class LabelledRow:
    """A shelf, tote or cart, and its live label if it bears one."""

    id: int
    name: str
    code: str
    label: SerialRow | None


@dataclass(frozen=True)
class PrinterChoice:
    """A printer to choose, and the zone it stands in."""

    id: int
    name: str
    zone: str


@dataclass(frozen=True)
class Tab:
    """One kind of thing; its page."""

    word: str
    icon: str
    href: str
    is_now: bool
