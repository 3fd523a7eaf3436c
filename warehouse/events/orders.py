"""What can happen to an order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from backend.ledger.happenings import Happening


@dataclass(frozen=True)
class OrderAccepted(Happening):
    """A merchant's order stands in the house."""

    kind: ClassVar[str] = "order.accepted"
    lines: int
    units: int


@dataclass(frozen=True)
class OrderPromised(Happening):
    """Stock is spoken for: so many of the wanted units."""

    kind: ClassVar[str] = "order.promised"
    units: int
    missing: int


@dataclass(frozen=True)
class OrderShort(Happening):
    """Nothing (or not all, if it ships complete) is there; the order waits for stock."""

    kind: ClassVar[str] = "order.short"
    missing: int


@dataclass(frozen=True)
class OrderReleased(Happening):
    """The order is on a batch and may be picked."""

    kind: ClassVar[str] = "order.released"
    batch: int


@dataclass(frozen=True)
class OrderPicking(Happening):
    """A worker has begun to pick it."""

    kind: ClassVar[str] = "order.picking"
    batch: int


@dataclass(frozen=True)
class OrderPicked(Happening):
    """All that could be found lies in its tote."""

    kind: ClassVar[str] = "order.picked"
    units: int
    missing: int


@dataclass(frozen=True)
class OrderPacked(Happening):
    """It lies in sealed parcels."""

    kind: ClassVar[str] = "order.packed"
    parcels: int


@dataclass(frozen=True)
class OrderShipped(Happening):
    """It left through the gate, counted and signed."""

    kind: ClassVar[str] = "order.shipped"
    manifest: int
    units: int
    missing: int


@dataclass(frozen=True)
class OrderHeld(Happening):
    """Somebody stopped the order."""

    kind: ClassVar[str] = "order.held"
    reason: str


@dataclass(frozen=True)
class OrderLifted(Happening):
    """The order may go on."""

    kind: ClassVar[str] = "order.lifted"
    reason: str


@dataclass(frozen=True)
class OrderCancelAsked(Happening):
    """The merchant asks to stop it."""

    kind: ClassVar[str] = "order.cancel_asked"


@dataclass(frozen=True)
class OrderCancelled(Happening):
    """It was stopped before it was packed; its stock is free again."""

    kind: ClassVar[str] = "order.cancelled"
    units: int


@dataclass(frozen=True)
class OrderCancelRefused(Happening):
    """Too late to stop it."""

    kind: ClassVar[str] = "order.cancel_refused"
    state: str


@dataclass(frozen=True)
class OrderRejected(Happening):
    """Staff refused an order that stood under a hold."""

    kind: ClassVar[str] = "order.rejected"
    reason: str
