"""What can happen to the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from backend.ledger.happenings import Happening


@dataclass(frozen=True)
class ProductRegistered(Happening):
    """A merchant told us of something it sells, with so many codes on it."""

    kind: ClassVar[str] = "product.registered"
    codes: int
