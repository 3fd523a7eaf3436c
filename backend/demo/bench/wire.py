"""The cheapest honest HTTP client: one kept connection, so that measuring costs the servers' computer little."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit


class Wire:
    """One connection to one web server."""

    def __init__(self, url: str, *, headers: dict[str, str]) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
        self._headers = headers

    def post(self, path: str, body: Any, *, headers: dict[str, str]) -> tuple[int, bytes]:
        """The status and the answer; status 0 when there was none."""
        everything = {**self._headers, **headers, "Content-Type": "application/json"}
        try:
            self._connection.request("POST", path, json.dumps(body).encode(), everything)
            answer = self._connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            return 0, b""

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


@dataclass
class Tally:
    """What clients saw: accepted references, seconds of each answer, how many answers were none or a refusal."""

    accepted: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    errors: int = 0
    examples: list[str] = field(default_factory=list)
    busy_seconds: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def per_second(self) -> float:
        """How many were accepted in a second of the measured time."""
        return len(self.accepted) / self.busy_seconds if self.busy_seconds else 0.0


def press(tally: Tally, sends: list[Callable[[], tuple[str, int, bytes]]], *, seconds: float, most: int) -> None:
    """Let every sender send as fast as it is answered, each in its own thread, for so long or until `most` went in."""
    began = time.perf_counter()
    until = began + seconds
    left = [most]

    def work(send: Callable[[], tuple[str, int, bytes]]) -> None:
        while time.perf_counter() < until:
            with tally.lock:
                left[0] -= 1
                if left[0] < 0:
                    return
            sent = time.perf_counter()
            ref, status, answer = send()
            took = time.perf_counter() - sent
            with tally.lock:
                tally.seconds.append(took)
                if status == http.client.CREATED:
                    tally.accepted.append(ref)
                else:
                    tally.errors += 1
                    tally.examples.append(f"{status} {answer[:200]!r}")

    threads = [threading.Thread(target=work, args=(send,), daemon=True) for send in sends]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tally.busy_seconds += time.perf_counter() - began
