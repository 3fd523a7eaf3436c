"""What can happen to a merchant's keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from backend.ledger.happenings import Happening


@dataclass(frozen=True)
class KeyIssued(Happening):
    """A merchant's system may speak to us until a certain day."""

    kind: ClassVar[str] = "key.issued"
    until: datetime


@dataclass(frozen=True)
class KeyRotated(Happening):
    """A new key stands in for an old one, which goes on for a few days; recorded on the old one."""

    kind: ClassVar[str] = "key.rotated"
    new: int
    until: datetime


@dataclass(frozen=True)
class KeyRevoked(Happening):
    """A key is refused from now on."""

    kind: ClassVar[str] = "key.revoked"
