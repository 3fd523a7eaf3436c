"""What staff pages show of orders, batches, parcels, shortages; no field holds an addressee or a shop's own number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from backend.web.parts import Chip, Step


@dataclass(frozen=True)
class OrderRow:
    """An order in the list."""

    id: int
    number: str
    shop: str
    service: str
    state: Chip
    lines: int
    units: int
    made_at: datetime
    ship_by: datetime
    seconds_left: int
    is_open: bool
    is_held: bool

    @property
    def is_late(self) -> bool:
        """Whether it should have left."""
        return self.is_open and self.seconds_left < 0


@dataclass(frozen=True)
class HolderCard:
    """Who holds units that another order waits for."""

    order: int
    order_number: str
    batch: int | None
    state: str
    place: str
    units: int
    since: datetime


@dataclass(frozen=True)
class LineCard:
    """One line of an order: what was asked for, where it lies, how much is in the tote, what is missing and why."""

    title: str
    sku: str
    picture: str
    places: str
    wanted: int
    picked: int
    missing: int
    state: Chip
    reason: str
    holders: tuple[HolderCard, ...]


@dataclass(frozen=True)
class OrderBatch:
    """The walk that an order is on."""

    id: int
    state: Chip
    tote: str


@dataclass(frozen=True)
class ParcelRow:
    """A parcel in a list."""

    id: int
    tag: str
    order: int
    order_number: str
    state: Chip
    carton: str
    weight_grams: int | None
    expected_grams: int | None
    made_at: datetime
    needs: str


@dataclass(frozen=True)
class OrderCard:
    """Everything about an order that a supervisor may know."""

    row: OrderRow
    steps: tuple[Step, ...]
    lines: tuple[LineCard, ...]
    batches: tuple[OrderBatch, ...]
    parcels: tuple[ParcelRow, ...]
    weight_grams: int
    held: tuple[str, ...]
    cancel_asked_at: datetime | None


@dataclass(frozen=True)
class BatchRow:
    """A batch in the list, and how far its walk is."""

    id: int
    state: Chip
    worker: str
    station: int | None
    orders: int
    stops: int
    stops_done: int
    units: int
    ship_by: datetime
    made_at: datetime
    is_claimed: bool
    lease_until: datetime | None
    idle_seconds: int | None


@dataclass(frozen=True)
class StopCard:
    """One stop of a walk."""

    stop: int
    place: str
    title: str
    sku: str
    order: int
    order_number: str
    tote: str
    quantity: int
    state: Chip
    reason: str


@dataclass(frozen=True)
class BatchCard:
    """A batch with its stops."""

    row: BatchRow
    code: str
    cart: str
    claimed_at: datetime | None
    finished_at: datetime | None
    stops: tuple[StopCard, ...]


@dataclass(frozen=True)
class SerialRow:
    """A label that was printed for a parcel; `may_reprint` offers the question."""

    id: int
    kind: str
    generation: int
    state: Chip
    made_at: datetime
    may_reprint: bool


@dataclass(frozen=True)
class PackedLine:
    """What was checked into a parcel."""

    title: str
    sku: str
    picture: str
    wanted: int
    checked: int


@dataclass(frozen=True)
class ParcelCard:
    """A parcel as a supervisor sees it."""

    row: ParcelRow
    shop: str
    seal: str
    packer: str
    witness: str
    cage: str
    weighings: int
    sealed_at: datetime | None
    lines: tuple[PackedLine, ...]
    labels: tuple[SerialRow, ...]
    may_allow_weight: bool
    may_unpack: bool


@dataclass(frozen=True)
class ShortageRow:
    """Goods that orders wait for: how many are missing, since when and why, and who holds what there is."""

    product: int
    title: str
    sku: str
    picture: str
    shop: str
    missing: int
    orders: int
    since: datetime
    ship_by: datetime
    reasons: tuple[str, ...]
    sellable: int
    promised: int
    holders: tuple[HolderCard, ...]
    more_holders: int
    doubted: tuple[str, ...]


@dataclass(frozen=True)
class Fact:
    """One answer on a check page; `change_url` leads back to its question."""

    name: str
    value: str
    change_url: str = ""


@dataclass(frozen=True)
class Ask:
    """A question on its own page: big choices, or with none of them a field to type or scan into."""

    name: str
    label: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    value: str = ""
    wrong: str = ""


@dataclass(frozen=True)
class Question:
    """What comes before a change: one question a page (`ask`), then the answers to check, and the button."""

    title: str
    facts: tuple[Fact, ...]
    consequences: tuple[str, ...]
    button: str
    icon: str
    back_url: str
    do_url: str
    ask: Ask | None = None
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ToteRow:
    """A tote that waits at the check lane."""

    id: int
    name: str
    order: int | None
    order_number: str
    state: Chip
    units: int
    is_stopped: bool
