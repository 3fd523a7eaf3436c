"""The clock on the wall of whoever plans: when to stop, and whether work was stopped meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from warehouse.batching.orders import StoppedBy

Clock = Callable[[], float]


class TimeUp(Exception):
    """Planning ends here; what was best so far stands."""


class Watch:
    """Says when to stop: at a moment of a clock that never goes back, or as soon as `is_cancelled` says so."""

    def __init__(
        self, seconds: float | None, *, clock: Clock = time.monotonic, is_cancelled: Callable[[], bool] | None = None
    ) -> None:
        self.clock: Final = clock
        self._is_cancelled: Final = is_cancelled
        self._end: Final = None if seconds is None else clock() + seconds
        self.stopped_by: StoppedBy | None = None

    @property
    def is_timed(self) -> bool:
        """Whether a clock ends it."""
        return self._end is not None

    @property
    def seconds_left(self) -> float:
        """How long there is still; only asked of a timed watch."""
        return 0.0 if self._end is None else max(0.0, self._end - self.clock())

    def look(self) -> None:
        """Raises TimeUp when it is time to stop, or was before."""
        if self.stopped_by is None:
            if self._is_cancelled is not None and self._is_cancelled():
                self.stopped_by = StoppedBy.HOLD
            elif self._end is not None and self.clock() >= self._end:
                self.stopped_by = StoppedBy.DEADLINE
        if self.stopped_by is not None:
            raise TimeUp
