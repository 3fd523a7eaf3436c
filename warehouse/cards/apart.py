"""What security sees of people who must not meet: names and since when, nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class PairCard:
    """Two people and since when they are kept apart."""

    id: int
    one: str
    other: str
    since: datetime


@dataclass(frozen=True)
class WorkerChoice:
    """Somebody who can be chosen."""

    id: int
    name: str
