"""What is shown of a merchant's key: never its secret, of which only a digest is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class KeyCard:
    """One key: its open prefix, what it may do and until when; `sealed` is its secret, locked under another key."""

    id: int
    prefix: str
    label: str
    scopes: tuple[str, ...]
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    sealed: str = ""
