"""How long a walk takes by rule of thumb: for offers and forecasts, never a quota, never kept beside a name."""

from __future__ import annotations

from typing import Final

SECONDS_TO_SET_OUT: Final = 240
SECONDS_A_STOP: Final = 55


def seconds_to_pick(stops: int) -> int:
    """From the cart to the benches, for so many stops."""
    return SECONDS_TO_SET_OUT + SECONDS_A_STOP * stops
