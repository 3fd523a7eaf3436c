"""What becomes of somebody's work when their sitting ends: apps above register how they take it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from backend.facility.models import Seat
from backend.ledger.happenings import Actor

TakeBack = Callable[[Seat, Actor], None]
_registered: Final[list[TakeBack]] = []


def register(take_back: TakeBack) -> None:
    """Have `take_back(seat, by)` called inside the transaction in which a sitting ends; call it in `ready()`."""
    if take_back not in _registered:
        _registered.append(take_back)


def take_back_from(seat: Seat, *, by: Actor) -> None:
    """Give back what the worker at this seat holds, so that others can go on with it."""
    for take_back in _registered:
        take_back(seat, by)
