"""What a dispatch station may see: the parcel without its addressee; the address only after a recorded reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ParcelDesk:
    """A parcel that was scanned at dispatch, with what can be done to it now. No field for an addressee exists here."""

    id: int
    tag: str
    state: str
    order_number: str
    shop: str
    service: str
    carrier: str
    carton: str
    weight_grams: int
    expected_grams: int
    seal: str
    sscc: str
    is_witnessed: bool
    has_addressee: bool
    is_held: bool
    manifest: int | None
    sealed_at: datetime | None
    generation: int | None


@dataclass(frozen=True)
class ManifestRow:
    """A cage and how far it is."""

    id: int
    number: int
    carrier: str
    state: str
    parcels: int
    to_come: int
    weight_grams: int
    gate_count: int | None


@dataclass(frozen=True)
class LoadedParcel:
    """A parcel in a cage."""

    id: int
    tag: str
    weight_grams: int
    seal: str


@dataclass(frozen=True)
class Signatures:
    """The two members of staff who signed a cage out."""

    first: str
    second: str
    at: datetime


@dataclass(frozen=True)
class HandOverCard:
    """What left, with both signatures."""

    manifest: int
    number: int
    parcels: int
    orders_shipped: int
    gate_count: int
    handed_over_at: datetime


@dataclass(frozen=True)
class PrintedCard:
    """A label or slip that was handed to the browser of the dispatch station."""

    parcel: int
    sscc: str
    serial: int
    generation: int
