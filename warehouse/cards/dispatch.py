"""What a dispatch station may see: the parcel without its addressee; the address only after a recorded reading."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from backend.web.parts import Chip


@dataclass(frozen=True)
class OwnLabelRow:
    """A label that a shop's carrier made, without a word of what stands on it; `is_zpl` prints from a label printer."""

    id: int
    order_number: str
    shop: str
    state: Chip
    is_accepted: bool
    is_refused: bool
    is_unclear: bool
    why: str
    labels: int
    is_zpl: bool
    received_at: datetime


@dataclass(frozen=True)
class OwnLabelShown:
    """A label laid open for seconds: pictures of its pages as data addresses, or its texts, and the address we hold."""

    pictures: tuple[str, ...] = field(default=(), repr=False)
    texts: tuple[str, ...] = field(default=(), repr=False)
    address: tuple[str, ...] = field(default=(), repr=False)


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
    own: OwnLabelRow | None = None

    @property
    def may_print(self) -> bool:
        """Whether a carrier label may be printed now: the first one, or another that a supervisor allowed."""
        is_due = self.state == "sealed" or (self.state == "labelled" and self.generation is None)
        return is_due and not self.is_held and (self.own is None or self.own.is_accepted)

    @property
    def waits_for_own(self) -> bool:
        """Whether only the shop's own label keeps it from being printed."""
        return self.state == "sealed" and not self.is_held and self.own is not None and not self.own.is_accepted


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
    """A label or slip that was handed to the browser of the dispatch station, or to its label printer (`is_spooled`).

    `own` is the carrier's own label that it is.
    """

    parcel: int
    sscc: str
    serial: int
    generation: int
    own: int = 0
    is_spooled: bool = False
