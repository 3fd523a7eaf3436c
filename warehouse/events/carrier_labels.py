"""What can happen to a label that a shop's own carrier made; none of them says a word of what stands on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from backend.ledger.happenings import Happening


@dataclass(frozen=True)
class CarrierLabelReceived(Happening):
    """A shop sent the label for the parcel of an order; recorded on the label, as are the next ones."""

    kind: ClassVar[str] = "carrier_label.received"
    order: int


@dataclass(frozen=True)
class CarrierLabelAccepted(Happening):
    """It was read, compared with its order, and may print at dispatch."""

    kind: ClassVar[str] = "carrier_label.accepted"
    order: int


@dataclass(frozen=True)
class CarrierLabelRefused(Happening):
    """It will not print: the reason is a stable code."""

    kind: ClassVar[str] = "carrier_label.refused"
    order: int
    reason: str


@dataclass(frozen=True)
class CarrierLabelUnclear(Happening):
    """The house cannot tell whether it is the right one: somebody of dispatch looks."""

    kind: ClassVar[str] = "carrier_label.unclear"
    order: int
    reason: str


@dataclass(frozen=True)
class CarrierLabelSetAside(Happening):
    """It counts no more: the shop sent another, or dispatch prints the label of the house."""

    kind: ClassVar[str] = "carrier_label.set_aside"
    order: int
    reason: str
