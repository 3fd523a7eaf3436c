"""How much one caller may ask: token buckets in the memory of each web process, shared out over the processes.

In memory, because a count in the database would cost every order a second commit.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from typing import Final

from django.conf import settings

REMEMBERED: Final = 10_000


class Buckets:
    """One bucket per caller: `setting` requests per period, refilled evenly, all at once if nobody asked for long."""

    def __init__(self, setting: str, *, period_seconds: int) -> None:
        self._setting = setting
        self._period = period_seconds
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, caller: str) -> int:
        """Take one token; 0 if there was one, else the whole seconds to wait for the next."""
        size = max(1.0, getattr(settings, self._setting) / settings.WEB_PROCESSES)
        rate = size / self._period
        now = time.monotonic()
        with self._lock:
            level, seen = self._levels.get(caller, (size, now))
            level = min(size, level + (now - seen) * rate)
            wait = 0 if level >= 1 else math.ceil((1 - level) / rate)
            self._levels[caller] = (level if wait else level - 1, now)
            self._levels.move_to_end(caller)
            if len(self._levels) > REMEMBERED:
                self._levels.popitem(last=False)
        return wait

    def clear(self) -> None:
        """Forget every caller."""
        with self._lock:
            self._levels.clear()


merchants: Final = Buckets("API_PER_MINUTE", period_seconds=60)
bulk: Final = Buckets("API_BULK_PER_HOUR", period_seconds=3600)
strangers: Final = Buckets("API_STRANGERS_PER_MINUTE", period_seconds=60)
