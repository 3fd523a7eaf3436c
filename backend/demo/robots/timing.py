"""How long each step took, as the one who waited for it saw it."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Spread:
    """How the times of one kind of step lie, in milliseconds."""

    count: int
    p50: float
    p95: float
    p99: float
    most: float


class Watch:
    """Collects times from many threads."""

    def __init__(self) -> None:
        self._seconds: defaultdict[str, list[float]] = defaultdict(list)
        self._lock = threading.Lock()

    @contextmanager
    def on(self, step: str) -> Iterator[None]:
        """Time the block; a block that raises does not count."""
        began = time.perf_counter()
        yield
        self.note(step, time.perf_counter() - began)

    def note(self, step: str, seconds: float) -> None:
        """Add one time."""
        with self._lock:
            self._seconds[step].append(seconds)

    def seconds(self, step: str) -> list[float]:
        """The times of one kind of step so far, in the order in which they came."""
        with self._lock:
            return list(self._seconds[step])

    def spreads(self) -> dict[str, Spread]:
        """All kinds of steps, by name."""
        with self._lock:
            return {step: spread(seconds) for step, seconds in sorted(self._seconds.items())}


def spread(seconds: list[float]) -> Spread:
    """Percentiles by the nearest rank; all zero for no times at all."""
    ordered = sorted(seconds)

    def rank(share: float) -> float:
        return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1) if ordered else 0.0

    return Spread(len(ordered), rank(0.5), rank(0.95), rank(0.99), rank(1.0))
