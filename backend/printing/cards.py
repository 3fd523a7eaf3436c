"""What screens may see of printers and of a label's fate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from backend.web.parts import Chip


@dataclass(frozen=True)
class SerialCard:
    """One physical label."""

    id: int
    kind: str
    subject: str
    generation: int
    state: str


@dataclass(frozen=True)
class AccountCard:
    """What left for a printer since its last reconciliation, and where each piece is."""

    sent: int
    in_the_air: int
    applied: int
    spoiled: int
    returned: int
    not_printed: int
    missing: int


@dataclass(frozen=True)
class PieceCard:
    """One piece of paper on a page of staff: its number, what it is, and how far it is known to have come."""

    id: int
    number: str
    kind: str
    state: Chip
    begun_at: datetime | None


@dataclass(frozen=True)
class PrinterCard:
    """One printer in the list and on its own page."""

    id: int
    name: str
    zone: str
    technique: str
    way: str
    address: str
    language: str
    dpi: int
    media: str
    stations: str
    state: Chip
    status_at: datetime | None
    is_paused: bool
    prints_in_browser: bool
    waiting: int
    in_doubt: int
    unaccounted: int


@dataclass(frozen=True)
class OtherPrinter:
    """A printer to which waiting labels may go."""

    id: int
    name: str
    zone: str


@dataclass(frozen=True)
class LayoutVersion:
    """One version of a layout of the facility's own."""

    id: int
    version: int
    digest: str
    published_at: datetime | None
    is_live: bool
    is_retired: bool


@dataclass(frozen=True)
class LayoutCard:
    """The layout of one kind of label: the draft, or what is in use to begin one from."""

    kind: str
    personal: str
    text: str
    has_draft: bool
    live_version: int
    is_own: bool
    versions: tuple[LayoutVersion, ...]


@dataclass(frozen=True)
class LayoutRow:
    """One kind in the list of layouts."""

    kind: str
    version: int
    is_own: bool
    has_draft: bool
