"""What can happen on a walk; recorded on the batch unless said otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from backend.ledger.happenings import Happening


@dataclass(frozen=True)
class PickClaimed(Happening):
    """A worker took the batch."""

    kind: ClassVar[str] = "pick.claimed"
    worker: int
    station: int
    orders: int


@dataclass(frozen=True)
class LinePicked(Happening):
    """Units went from a shelf into the tote of their order, with the misscans made on the way."""

    kind: ClassVar[str] = "pick.line_picked"
    order: int
    line: int
    product: int
    location: int
    units: int
    misscans: int
    worker: int
    station: int


@dataclass(frozen=True)
class PickSkipped(Happening):
    """A stop went to the end of the walk."""

    kind: ClassVar[str] = "pick.skipped"
    line: int
    location: int
    times: int


@dataclass(frozen=True)
class PickShort(Happening):
    """Fewer lay there than the books said; the rest was found elsewhere or not."""

    kind: ClassVar[str] = "pick.short"
    order: int
    line: int
    product: int
    location: int
    missing: int
    found_elsewhere: int
    reason: str


@dataclass(frozen=True)
class PickPutBack(Happening):
    """Units of a cancelled order went from a tote back to a shelf."""

    kind: ClassVar[str] = "pick.put_back"
    order: int
    product: int
    location: int
    units: int


@dataclass(frozen=True)
class PickGivenBack(Happening):
    """The batch waits for another worker; what was picked stays in its totes."""

    kind: ClassVar[str] = "pick.given_back"
    worker: int
    reason: str


@dataclass(frozen=True)
class PickFinished(Happening):
    """The cart stands at the packing benches."""

    kind: ClassVar[str] = "pick.finished"
    worker: int
    station: int
    orders: int
    units: int
    location: int


@dataclass(frozen=True)
class ScanKept(Happening):
    """A scan taken before a hold arrived during it: nothing was done, staff decide; recorded on the run."""

    kind: ClassVar[str] = "scan.kept"
    step: str
    seconds_late: int
