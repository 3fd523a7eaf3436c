"""A folder as Celery's broker: for one computer, with no server to install and nothing lost to a kill.

kombu's own filesystem transport reads half-written files, deletes before the acknowledgement, answers a requeue with a
copy, and shares the temporary folder. This one keeps its protocol and does the rest in `folder.py`.
"""

from __future__ import annotations

import fcntl
import logging
import time
import uuid
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty
from typing import Any, Final

from kombu.transport import filesystem, virtual
from kombu.utils.json import dumps, loads

from backend.jobs.folder import AGAIN, Folder

log = logging.getLogger(__name__)
LOOK_ROUND_SECONDS: Final = 30.0
BUSY_SECONDS: Final = 2.0
BUSY_POLL_SECONDS: Final = 0.01
QUIET_POLL_SECONDS: Final = 0.2
PASSING: Final = ("pidbox", "celeryev")


class QoS(virtual.QoS):
    """What was delivered and not yet answered for; each is a file of ours."""

    channel: Channel

    def ack(self, delivery_tag: str) -> None:
        """Done: the file goes."""
        self.channel.forget(delivery_tag)
        super().ack(delivery_tag)

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        """Not done: back to the queue, or away."""
        super().reject(delivery_tag, requeue=requeue)
        if not requeue:
            self.channel.forget(delivery_tag)


class Channel(filesystem.Channel):
    """One user of the folder."""

    QoS = QoS

    def __init__(self, connection: Any, **kwargs: Any) -> None:
        super().__init__(connection, **kwargs)
        root = Path(connection.client.transport_options["folder"])
        self._folder = Folder(root)
        self._control = root / "control"
        self._waiting: dict[str, deque[str]] = {}
        self._taken: dict[str, Path] = {}
        self._unanswered: set[str] = set()
        self._looked_at = -LOOK_ROUND_SECONDS

    @property
    def control_folder(self) -> Path:
        """Where it is written which queues listen to a broadcast."""
        return self._control

    def basic_consume(self, queue: str, no_ack: bool, *args: Any, **kwargs: Any) -> Any:
        """Consume; remember whether anybody will answer for what comes from this queue."""
        if no_ack:
            self._unanswered.add(queue)
        else:
            self._unanswered.discard(queue)
        return super().basic_consume(queue, no_ack, *args, **kwargs)

    def basic_get(self, queue: str, no_ack: bool = False, **kwargs: Any) -> Any:
        """Take one message."""
        message: Any = super().basic_get(queue, no_ack=no_ack, **kwargs)
        if message is not None and no_ack:
            self.forget(message.delivery_tag)
        return message

    def close(self) -> None:
        """Give back what is not answered for, then leave."""
        super().close()
        self._folder.close()

    def forget(self, delivery_tag: str) -> None:
        """Remove the file of an answered message."""
        path = self._taken.pop(delivery_tag, None)
        if path:
            path.unlink(missing_ok=True)

    def get_table(self, exchange: str) -> list[Any]:
        """The queues that listen to an exchange."""
        with suppress(FileNotFoundError):
            table = loads(self._table(exchange).read_text())
            return [filesystem.exchange_queue_t(*row) for row in table]
        return []

    def _queue_bind(self, exchange: str, routing_key: str | None, pattern: str | None, queue: str) -> None:
        row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with self._tables_locked():
            table = self.get_table(exchange)
            if row not in table:
                self._write_table(exchange, [row, *table])

    def _delete(self, queue: str, exchange: str, *args: Any, **kwargs: Any) -> None:
        self._folder.remove(queue)
        with self._tables_locked():
            table = self.get_table(exchange)
            left = [row for row in table if row.queue != queue]
            if left != table:
                self._write_table(exchange, left)

    def _table(self, exchange: str) -> Path:
        return Path(self._exchange_file(exchange))  # type: ignore[attr-defined]

    def _write_table(self, exchange: str, table: list[Any]) -> None:
        file = self._table(exchange)
        draft = file.with_name(f".{file.name}.{uuid.uuid4().hex}")
        draft.write_text(dumps(table))
        draft.replace(file)

    @contextmanager
    def _tables_locked(self) -> Iterator[None]:
        self._control.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self._control / ".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        self._folder.put(queue, dumps(payload))

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        """Take the oldest waiting message; Empty if there is none."""
        self._look_round()
        waiting = self._waiting.setdefault(queue, deque())
        if not waiting:
            waiting.extend(self._folder.waiting(queue))
        while waiting:
            path = self._folder.claim(queue, waiting.popleft())
            payload = path and self._read(path)
            if not path or not payload:
                continue
            if queue in self._unanswered:
                path.unlink()
            else:
                self._taken[payload["properties"]["delivery_tag"]] = path
            return payload
        raise Empty

    def _read(self, path: Path) -> dict[str, Any] | None:
        """The message in a file that is ours; None, and the file put aside, if it cannot be read."""
        try:
            payload: dict[str, Any] = loads(path.read_text())
            properties = payload["properties"]
            properties["delivery_tag"] = str(properties["delivery_tag"])
            if AGAIN in path.name:
                properties["delivery_info"]["redelivered"] = True
            self.Message(payload, channel=self)
        except Exception as fault:  # whatever a broken file makes kombu stumble over, the worker goes on
            log.error("The message %s cannot be read (%s) and was put aside", path.name, type(fault).__name__)
            self._folder.put_aside(path)
            return None
        return payload

    def _restore(self, message: Any) -> None:
        """Put a delivered message back: the very file, never a copy."""
        path = self._taken.pop(message.delivery_tag, None)
        if path:
            self._folder.give_back(path)

    def _look_round(self) -> None:
        """At first and every 30 seconds: what dead consumers held comes back."""
        if time.monotonic() - self._looked_at >= LOOK_ROUND_SECONDS:
            self._looked_at = time.monotonic()
            self._folder.recover()
            self._folder.tidy(*PASSING)

    def _new_queue(self, queue: str, **kwargs: Any) -> None:
        self._folder.make(queue)

    def _has_queue(self, queue: str, **kwargs: Any) -> bool:
        return self._folder.has(queue)

    def _size(self, queue: str) -> int:
        return len(self._folder.waiting(queue))

    def _purge(self, queue: str) -> int:
        return self._folder.purge(queue)


class Transport(filesystem.Transport):
    """The folder as Celery's broker."""

    Channel = Channel
    driver_type = "outbound-file"
    driver_name = "outbound-file"
    _delivered_at = 0.0

    def __init__(self, client: Any, **kwargs: Any) -> None:
        super().__init__(client, **kwargs)
        # What is bound stands in the folder: a new connection must look there, not remember another folder's.
        self.state = virtual.BrokerState()

    def drain_events(self, connection: Any, timeout: float | None = None, **kwargs: Any) -> Any:
        """Wait for a message; look often while they come, seldom when the house is quiet."""
        is_busy = time.monotonic() - self._delivered_at < BUSY_SECONDS
        self.polling_interval = BUSY_POLL_SECONDS if is_busy else QUIET_POLL_SECONDS
        return super().drain_events(connection, timeout=timeout, **kwargs)

    def _deliver(self, message: Any, queue: str | None) -> None:
        self._delivered_at = time.monotonic()
        super()._deliver(message, queue)
