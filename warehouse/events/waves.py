"""What can happen to the plan of who walks for what: a wave as a whole, and each of its batches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from backend.ledger.happenings import Happening


@dataclass(frozen=True)
class WaveAsked(Happening):
    """A supervisor asked for a plan of the orders that wait; recorded on the wave."""

    kind: ClassVar[str] = "wave.asked"
    mode: str
    slots: int
    workers: int


@dataclass(frozen=True)
class WavePlanned(Happening):
    """A wave has its plan; seed and moves give the same plan again; recorded on the wave."""

    kind: ClassVar[str] = "wave.planned"
    orders: int
    batches: int
    length_mm: int
    seed: int
    moves_planned: int
    moves_done: int
    stopped_by: str


@dataclass(frozen=True)
class WaveReleased(Happening):
    """A planned wave went to the floor, as far as its orders still waited; recorded on the wave."""

    kind: ClassVar[str] = "wave.released"
    orders: int
    batches: int


@dataclass(frozen=True)
class WaveDropped(Happening):
    """A wave will not be released; its orders wait as before; recorded on the wave."""

    kind: ClassVar[str] = "wave.dropped"
    reason: str


@dataclass(frozen=True)
class WaveAheadSet(Happening):
    """From now on so many batches go ahead by themselves, -1 for all; recorded on the facility."""

    kind: ClassVar[str] = "wave.ahead_set"
    batches: int


@dataclass(frozen=True)
class WaveOpened(Happening):
    """A batch was planned and waits for a worker; recorded on the batch."""

    kind: ClassVar[str] = "wave.opened"
    orders: int
    stops: int
    units: int


@dataclass(frozen=True)
class WaveWithdrawn(Happening):
    """Every order of a waiting batch was cancelled, so nobody needs to walk; recorded on the batch."""

    kind: ClassVar[str] = "wave.withdrawn"
    orders: int
