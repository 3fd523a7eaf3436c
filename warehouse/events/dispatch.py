"""What can happen to a parcel on its way out and to the manifest it leaves with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from backend.ledger.happenings import Happening


@dataclass(frozen=True)
class AddresseeRead(Happening):
    """Somebody of dispatch read an address; recorded on the parcel before the card was opened."""

    kind: ClassVar[str] = "addressee.read"
    order: int
    station: int
    purpose: str


@dataclass(frozen=True)
class ParcelLabelled(Happening):
    """The carrier label was made."""

    kind: ClassVar[str] = "parcel.labelled"
    order: int
    generation: int


@dataclass(frozen=True)
class ParcelLoaded(Happening):
    """It stands in the cage of a manifest."""

    kind: ClassVar[str] = "parcel.loaded"
    manifest: int


@dataclass(frozen=True)
class ParcelUnloaded(Happening):
    """It was taken out of the cage again."""

    kind: ClassVar[str] = "parcel.unloaded"
    manifest: int


@dataclass(frozen=True)
class ParcelShipped(Happening):
    """It left through the gate."""

    kind: ClassVar[str] = "parcel.shipped"
    manifest: int


@dataclass(frozen=True)
class ManifestOpened(Happening):
    """A cage waits for parcels of one carrier; recorded on the manifest, as are the next ones."""

    kind: ClassVar[str] = "manifest.opened"
    number: int


@dataclass(frozen=True)
class ManifestClosed(Happening):
    """Counts and weight are frozen."""

    kind: ClassVar[str] = "manifest.closed"
    parcels: int
    weight_grams: int


@dataclass(frozen=True)
class ManifestReopened(Happening):
    """The gate counted something else; the cage is open again."""

    kind: ClassVar[str] = "manifest.reopened"
    parcels: int
    gate_count: int


@dataclass(frozen=True)
class ManifestHandedOver(Happening):
    """Counted at the gate, signed by two, gone."""

    kind: ClassVar[str] = "manifest.handed_over"
    parcels: int
    gate_count: int
    first_signer: int
    second_signer: int
