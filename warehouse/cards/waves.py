"""What the page of waves shows; orders are counted, never named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from backend.kit.charts import Figure
from backend.web.parts import Chip, Stat, Table
from warehouse.maps import FloorMap


@dataclass(frozen=True)
class PoolCard:
    """What waits for a wave: orders, those that leave today, and batches that wait for a worker already.

    `ahead` is how many batches go ahead by themselves, None for all.
    """

    orders: int
    today: int
    batches: int
    ahead: int | None


@dataclass(frozen=True)
class ThinkingCard:
    """A wave that is being thought out: since when, and how long it may take."""

    id: int
    words: str
    seconds: int
    of_seconds: int

    @property
    def is_slow(self) -> bool:
        """Whether it should have been ready."""
        return self.seconds > self.of_seconds + 15


@dataclass(frozen=True)
class WalkCard:
    """The walk of one cart of a wave, on the map."""

    title: str
    words: str
    map: FloorMap


@dataclass(frozen=True)
class WaveCard:
    """A planned wave: its numbers, its carts, and the walk of one of them."""

    id: int
    state: Chip
    title: str
    sub: str
    batches: int
    planned_words: str
    stats: tuple[Stat, ...]
    carts: Table
    plot: Figure | None
    walk: WalkCard | None
    price: str
    is_planned: bool


@dataclass(frozen=True)
class AskCard:
    """The form for another try, with what is likely: places on a cart, people, how long to think."""

    slots: int
    workers: int
    mode: str
    modes: tuple[tuple[str, str], ...]
    leave: tuple[tuple[str, str], ...]
    most_slots: int
    most_workers: int


@dataclass(frozen=True)
class WavesPage:
    """The page: the pool, the wave that is shown, the one that is thought out, and the tries to compare."""

    pool: PoolCard
    thinking: ThinkingCard | None
    wave: WaveCard | None
    ask: AskCard
    tries: Table | None
    fault: str
    faulted_at: datetime | None
    is_measured: bool
