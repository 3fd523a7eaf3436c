"""Turns: the threads of one process that want the same thing stand in a queue, first come, first served."""

from __future__ import annotations

import os
import threading
from collections import deque


class Turn:
    """One place at which only one may be at a time."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._queue: deque[threading.Lock] = deque()
        self._is_taken = False

    def take(self, *, seconds: float) -> bool:
        """Wait for the turn, at most so long; whether it came."""
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return True
            mine = threading.Lock()
            mine.acquire()
            self._queue.append(mine)
        if mine.acquire(timeout=seconds):
            return True
        with self._guard:
            if mine not in self._queue:
                return True  # it came in the last moment
            self._queue.remove(mine)
            return False

    def pass_on(self) -> None:
        """Let the next one in."""
        with self._guard:
            if self._queue:
                self._queue.popleft().release()
            else:
                self._is_taken = False


_turns: dict[str, Turn] = {}
# A child has none of its parent's threads, so nobody would ever pass a turn on.
os.register_at_fork(after_in_child=_turns.clear)


def of(name: str) -> Turn:
    """The turn of this name in this process."""
    return _turns.setdefault(name, Turn())
