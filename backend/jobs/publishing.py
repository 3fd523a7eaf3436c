"""Handing job ids to the broker without ever making a request wait for it.

A broker that accepts a connection and then stays silent holds a publisher for seconds. So a request only puts the id
into a bounded queue; one thread of the process publishes, and what it cannot publish the sweep finds in the database.
"""

from __future__ import annotations

import logging
import os
import queue
import threading
import time
from contextlib import suppress
from typing import Any, Final

from backend.jobs.broker import app

log = logging.getLogger(__name__)
MOST_WAITING: Final = 1000
PAUSE_SECONDS: Final = 1.0
LOG_AGAIN_SECONDS: Final = 60.0


class Publisher:
    """The one thread of a process that talks to the broker; it starts with the first job."""

    def __init__(self) -> None:
        self._waiting: queue.Queue[tuple[int, str]] = queue.Queue(MOST_WAITING)
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._logged_at = -LOG_AGAIN_SECONDS

    def put(self, job: int, queue_name: str) -> None:
        """Take a job id to publish, or drop it at once when too many wait."""
        with suppress(queue.Full):
            self._waiting.put_nowait((job, queue_name))
        if self._thread is None:
            with self._starting:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._publish_for_ever, name="publisher", daemon=True)
                    self._thread.start()

    def drain(self, *, seconds: float) -> bool:
        """Wait until all that was taken is published or dropped; whether that was so in time."""
        deadline = time.monotonic() + seconds
        while self._waiting.unfinished_tasks and time.monotonic() < deadline:
            time.sleep(0.01)
        return not self._waiting.unfinished_tasks

    def _publish_for_ever(self) -> None:
        while True:
            first = self._waiting.get()
            try:
                self._publish_while_it_goes(first)
            except Exception as fault:
                self._log(fault)
                time.sleep(PAUSE_SECONDS)

    def _publish_while_it_goes(self, first: tuple[int, str]) -> None:
        """Publish over one connection of our own until a publish fails; the connection is then thrown away.

        The failed id is tried once more over a fresh connection: a broker that was restarted closes the old one.
        """
        waiting: tuple[int, str] | None = first
        is_fresh = False
        while waiting is not None:
            try:
                # No heartbeats: nobody would send them while no job comes.
                with app.connection_for_write(heartbeat=0) as connection:
                    producer = app.amqp.Producer(connection, auto_declare=False)
                    while True:
                        _send(producer, *waiting)
                        self._waiting.task_done()
                        is_fresh, waiting = False, None
                        waiting = self._waiting.get()
            except Exception:
                if is_fresh:
                    self._waiting.task_done()
                    raise
                is_fresh = True

    def _log(self, fault: Exception) -> None:
        if time.monotonic() - self._logged_at >= LOG_AGAIN_SECONDS:
            self._logged_at = time.monotonic()
            log.warning("The broker cannot be reached (%s). Jobs wait for the next sweep.", type(fault).__name__)


publisher = Publisher()


def poke(job: int, *, queue_name: str = "default") -> None:
    """Tell the workers that `job` is due; dropped when the queue is full, since the sweep finds every due row."""
    publisher.put(job, queue_name)


def _send(producer: Any, job: int, queue_name: str) -> None:
    app.send_task("jobs.run", args=[job], queue=queue_name, producer=producer, retry=False, ignore_result=True)


def _start_over() -> None:
    """In a forked child the thread is gone and its lock may be held for ever: begin anew."""
    global publisher
    publisher = Publisher()


os.register_at_fork(after_in_child=_start_over)
