"""What a merchant asks for and what it is told: no addressee, no worker, no place on the floor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from warehouse.cards.refusals import RefusalCard


@dataclass(frozen=True)
class LineIn:
    """So many of one SKU, as asked for."""

    sku: str
    quantity: int


@dataclass(frozen=True)
class OrderIn:
    """An order as asked for; without `ship_by` the house sets one from the service."""

    merchant_ref: str
    lines: tuple[LineIn, ...]
    service: str = "standard"
    ship_by: datetime | None = None
    ships_complete: bool = False


@dataclass(frozen=True)
class LineCard:
    """A line and what became of it: so many left, so many will not come."""

    sku: str
    quantity: int
    shipped: int = 0
    missing: int = 0


@dataclass(frozen=True)
class DecisionCard:
    """Whether the house took the order: accepted, held or rejected, and by which reason."""

    outcome: str
    code: str
    at: datetime


@dataclass(frozen=True)
class ParcelCard:
    """A closed parcel of the order, by the number that carriers know it by."""

    state: str
    weight_grams: int | None
    sscc: str


@dataclass(frozen=True)
class CarrierLabelCard:
    """The label of the shop's own carrier for an order: how far it is, and why; nothing of what stands on it."""

    id: int
    order: int
    state: str
    reason: str
    labels: int
    received_at: datetime
    decided_at: datetime | None


@dataclass(frozen=True)
class OrderCard:
    """One order with its lines and parcels, for the merchant who asked for it."""

    id: int
    number: str
    merchant_ref: str
    state: str
    decision: DecisionCard
    service: str
    ships_complete: bool
    has_addressee: bool
    ship_by: datetime
    made_at: datetime
    cancel_asked_at: datetime | None
    lines: tuple[LineCard, ...]
    parcels: tuple[ParcelCard, ...] = ()
    carrier_label: CarrierLabelCard | None = None


@dataclass(frozen=True)
class OrderRow:
    """One order in a list."""

    id: int
    number: str
    merchant_ref: str
    state: str
    service: str
    ship_by: datetime
    made_at: datetime
    lines: int
    units: int


@dataclass(frozen=True)
class ItemCard:
    """What became of one order of many."""

    index: int
    order: OrderCard | None = None
    refusal: RefusalCard | None = None


@dataclass(frozen=True)
class ManyCard:
    """What became of many orders, each by its place in the list."""

    accepted: int
    refused: int
    results: tuple[ItemCard, ...]


@dataclass(frozen=True)
class CancellationCard:
    """The answer to a request to stop an order: granted, or refused with the reason."""

    order: int
    number: str
    outcome: str
    code: str
    state: str
    at: datetime
