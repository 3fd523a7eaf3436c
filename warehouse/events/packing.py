"""What can happen at a packing bench; recorded on the parcel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from backend.ledger.happenings import Happening


@dataclass(frozen=True)
class ParcelOpened(Happening):
    """A worker began to pack an order."""

    kind: ClassVar[str] = "parcel.opened"
    order: int
    tote: int
    worker: int
    station: int


@dataclass(frozen=True)
class ParcelWeightRefused(Happening):
    """The scale and the books disagree."""

    kind: ClassVar[str] = "parcel.weight_refused"
    expected_grams: int
    weight_grams: int
    times: int


@dataclass(frozen=True)
class ParcelWeightAllowed(Happening):
    """A supervisor let a parcel pass whose weight the books did not expect."""

    kind: ClassVar[str] = "parcel.weight_allowed"
    expected_grams: int
    weight_grams: int
    reason: str


@dataclass(frozen=True)
class ParcelSealed(Happening):
    """Closed, sealed and tagged: it may leave once dispatch has labelled it."""

    kind: ClassVar[str] = "parcel.sealed"
    order: int
    units: int
    misscans: int
    weight_grams: int
    worker: int
    station: int


@dataclass(frozen=True)
class ParcelUnpacked(Happening):
    """Opened again; its goods are back in a tote."""

    kind: ClassVar[str] = "parcel.unpacked"
    order: int
    reason: str


@dataclass(frozen=True)
class ToteReleased(Happening):
    """Staff looked into a tote at the check lane; it may be packed; recorded on the tote."""

    kind: ClassVar[str] = "tote.released"
    order: int
