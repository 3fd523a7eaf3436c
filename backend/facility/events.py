"""What can happen on the floor itself: devices, seats, raised hands, holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from backend.ledger.happenings import Happening


@dataclass(frozen=True)
class StationCodeMade(Happening):
    """Staff made a one-time code that turns a device into the screen of a station."""

    kind: ClassVar[str] = "station.code_made"
    enrolment: int


@dataclass(frozen=True)
class StationEnrolled(Happening):
    """A device became the screen of a station."""

    kind: ClassVar[str] = "station.enrolled"
    key: int
    enrolment: int


@dataclass(frozen=True)
class StationRevoked(Happening):
    """The device of a station opens nothing any more."""

    kind: ClassVar[str] = "station.revoked"
    key: int


@dataclass(frozen=True)
class SeatTaken(Happening):
    """A worker sat down at a station."""

    kind: ClassVar[str] = "seat.taken"
    station: int
    person: int


@dataclass(frozen=True)
class SeatLocked(Happening):
    """The screen is locked; the task stays as it is."""

    kind: ClassVar[str] = "seat.locked"
    station: int
    is_idle: bool


@dataclass(frozen=True)
class SeatUnlocked(Happening):
    """The same worker came back to the same step."""

    kind: ClassVar[str] = "seat.unlocked"
    station: int


@dataclass(frozen=True)
class SeatLeft(Happening):
    """The sitting ended: left by the worker, ended by staff, or after too long without a touch."""

    kind: ClassVar[str] = "seat.left"
    station: int
    person: int
    reason: str


@dataclass(frozen=True)
class HelpCalled(Happening):
    """A hand is up at a station."""

    kind: ClassVar[str] = "help.called"
    station: int
    reason: str


@dataclass(frozen=True)
class HelpClosed(Happening):
    """Staff came."""

    kind: ClassVar[str] = "help.closed"
    station: int
    reason: str


@dataclass(frozen=True)
class HoldPlaced(Happening):
    """Work stands still on a facility (area and station 0), an area or a station."""

    kind: ClassVar[str] = "hold.placed"
    hold_kind: str
    area: int
    station: int


@dataclass(frozen=True)
class HoldReleased(Happening):
    """Work goes on."""

    kind: ClassVar[str] = "hold.released"
    hold_kind: str
    area: int
    station: int
    held_seconds: int


@dataclass(frozen=True)
class SupervisionGiven(Happening):
    """A supervisor answers for an area from now on; recorded on the area."""

    kind: ClassVar[str] = "supervision.given"
    person: int


@dataclass(frozen=True)
class SupervisionEnded(Happening):
    """A supervisor no longer answers for an area."""

    kind: ClassVar[str] = "supervision.ended"
    person: int
