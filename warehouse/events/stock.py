"""What can happen to goods that lie still."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from backend.ledger.happenings import Happening


@dataclass(frozen=True)
class StockReceived(Happening):
    """Goods came in and lie at a place; recorded on the product."""

    kind: ClassVar[str] = "stock.received"
    location: int
    lot: int
    units: int


@dataclass(frozen=True)
class StockWrittenOff(Happening):
    """Goods are gone from a place; recorded on the product."""

    kind: ClassVar[str] = "stock.written_off"
    location: int
    lot: int
    units: int
    reason: str


@dataclass(frozen=True)
class ShelfCounted(Happening):
    """A doubted shelf was counted and is planned with again; recorded on the location."""

    kind: ClassVar[str] = "shelf.counted"
    lots: int
    lost: int
    found: int


@dataclass(frozen=True)
class StockFound(Happening):
    """Goods lie where the books had none; recorded on the product."""

    kind: ClassVar[str] = "stock.found"
    location: int
    lot: int
    units: int


@dataclass(frozen=True)
class OrderFreed(Happening):
    """The stock that an order held is free for others; recorded on the order."""

    kind: ClassVar[str] = "order.freed"
    units: int


@dataclass(frozen=True)
class LocationDoubted(Happening):
    """A place held less than the books say, so nothing is planned from it until it is counted; on the location."""

    kind: ClassVar[str] = "stock.doubted"
    lot: int
    missing: int
    reason: str
