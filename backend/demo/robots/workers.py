"""Robots at kiosks: they sign in with badge and PIN, read the card, scan what it asks for, and sometimes scan wrong."""

from __future__ import annotations

import random
import threading
import time
import uuid
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from backend.demo.robots.floor import Floor
from backend.demo.robots.line import Line
from backend.demo.robots.screens import Seen, look
from backend.demo.robots.timing import Watch
from backend.demo.sign_ins import SignIn

IDLE_SECONDS: Final = 0.3
WRONG_SHARE: Final = 0.01
UNKNOWN: Final = ("000000", "ABC", "LBBBBBBB", "5901234123457")
KEYED_ABOVE: Final = 10


class Gone(Exception):
    """A robot was told to go home at once, whatever is on its screen."""


class Lost(Exception):
    """A robot does not understand what it sees; the shift stops and says so."""


@dataclass
class Acknowledged:
    """Every scan that the house said yes or no to, by station: none of them may be missing afterwards."""

    scans: list[tuple[int, str]] = field(default_factory=list)
    wrong: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.scans)

    def note(self, station: int, scan_id: str, *, was_wrong: bool) -> None:
        """One answer came back."""
        with self._lock:
            self.scans.append((station, scan_id))
            self.wrong += was_wrong


class KioskRobot(threading.Thread, ABC):
    """Somebody at a station."""

    def __init__(
        self,
        urls: tuple[str, ...],
        *,
        station: int,
        enrol_code: str,
        badge: SignIn,
        floor: Floor,
        watch: Watch,
        acknowledged: Acknowledged,
        seed: int,
        line: Line | None = None,
        strays: tuple[str, ...] = UNKNOWN,
    ) -> None:
        super().__init__(name=f"station-{station}", daemon=True)
        self._line = line or Line(urls, seed=seed)
        self._strays = strays
        self._pace_seconds = self._next_at = 0.0
        self._station, self._enrol_code, self._badge = station, enrol_code, badge
        self._floor, self._watch, self._acknowledged = floor, watch, acknowledged
        self._random = random.Random(seed)
        self._done = threading.Event()
        self._leaves_now = threading.Event()
        self._seq = 0
        self.ready = threading.Event()
        self.fault: Exception | None = None

    @property
    def resent(self) -> int:
        """How many requests had to be sent again."""
        return self._line.resent

    def finish(self) -> None:
        """Go home when the task in hand is done."""
        self._done.set()

    def keep_pace(self, seconds: float, *, delay: float) -> None:
        """From now on scan once in so many seconds, the first time after `delay`."""
        self._pace_seconds, self._next_at = seconds, time.monotonic() + delay

    def leave_now(self) -> None:
        """Go home at once and leave the task as it stands."""
        self._done.set()
        self._leaves_now.set()

    def run(self) -> None:
        """Sit down and work until told to go home."""
        try:
            self._line.get("/enrol/")
            self._line.post("/enrol/", {"code": self._enrol_code})
            self._sit_down()
            self.ready.set()
            while not self._done.is_set():
                self.work()
        except Gone:
            pass
        except Exception as fault:
            self.fault = fault
            self.ready.set()
        finally:
            self._line.close()

    @abstractmethod
    def work(self) -> None:
        """One task, or a moment's wait."""

    def begin(self) -> Seen | None:
        """Take the offered task; None when there is none now, or work is held."""
        with self._watch.on("claim"):
            answer = self._line.post("/station/claim/", {"command_id": str(uuid.uuid4())})
        if answer.status_code == 302 and answer.headers["location"].startswith("/station/work"):
            return self.see()
        if "sign-in" in answer.headers.get("location", ""):
            self._sit_down()
        return None

    def see(self) -> Seen | None:
        """The card on the screen now, None when there is no task or the screen is held."""
        if self._leaves_now.is_set():
            raise Gone
        answer = self._line.get("/station/work/")
        if answer.status_code == 302:
            if "sign-in" in answer.headers["location"]:
                self._sit_down()
            return None
        return look(answer.text)

    def scan(self, seen: Seen, text: str, *, on_purpose_wrong: bool = False) -> Seen:
        """Scan a code; the card that comes next."""
        return self._send(seen, {"text": text}, was_wrong=on_purpose_wrong)

    def touch(self, seen: Seen, action: str, value: str = "", reason: str = "") -> Seen:
        """Touch a button; the card that comes next."""
        more = {"value": value} if value else {}
        return self._send(seen, {"action": action, **more, **({"reason": reason} if reason else {})})

    def stumble(self, seen: Seen) -> Seen:
        """Now and then scan something wrong; the card must say so and stay where it is."""
        if self._random.random() >= WRONG_SHARE:
            return seen
        wrong = self._random.choice((*self._strays, self._random.choice(list(self._floor.shelves.values())).code))
        if seen.step in ("weight", "seal", "drop", "bin", "put_back"):
            wrong = self._random.choice((*UNKNOWN[1:3], *self._strays[len(UNKNOWN) :]))
        after = self.scan(seen, wrong, on_purpose_wrong=True)
        if after.tone not in ("wrong", "hold") or after.step != seen.step:
            raise Lost(f"{wrong} at step {seen.step} was taken as {after.tone}: {after.words}")
        return after

    def _send(self, seen: Seen, what: dict[str, Any], *, was_wrong: bool = False) -> Seen:
        while True:
            self._take_time()
            self._seq += 1
            scan_id = str(uuid.uuid4())
            body = {
                "scan_id": scan_id,
                "seq": self._seq,
                "revision": seen.revision,
                "taken_at": datetime.now(UTC).isoformat(),
                **what,
            }
            began = time.perf_counter()
            answer = self._line.post_json("/station/scans/", body)
            after = look(answer.text) if answer.status_code in (200, 409, 422) else None
            if answer.status_code == 200 and after is not None:
                self._watch.note("scan", time.perf_counter() - began)
                self._acknowledged.note(self._station, scan_id, was_wrong=was_wrong)
                return after
            if answer.status_code in (302, 401):
                self._sit_down()
            elif answer.status_code not in (409, 422):
                raise Lost(f"A scan at step {seen.step} was answered with {answer.status_code}.")
            seen = self._wait_for_card(seen, after)

    def _take_time(self) -> None:
        """Scan no faster than asked: hands and feet take their time."""
        if self._leaves_now.wait(max(0.0, self._next_at - time.monotonic())):
            raise Gone
        self._next_at = time.monotonic() + self._pace_seconds

    def _wait_for_card(self, before: Seen, after: Seen | None) -> Seen:
        """After a hold or a newer screen: wait until the card of the same step is back."""
        while after is None:
            time.sleep(IDLE_SECONDS)
            after = self.see()
        if (after.flow, after.step) != (before.flow, before.step):
            raise Lost(f"The step was {before.step} and is now {after.step}: {after.words}")
        return after

    def _sit_down(self) -> None:
        self._line.get("/station/sign-in/")
        for _attempt in range(40):
            answer = self._line.post("/station/sign-in/", {"badge": self._badge.name, "pin": self._badge.secret})
            if answer.status_code == 302:
                return
            time.sleep(IDLE_SECONDS)
        raise Lost(f"{self._badge.who} could not sign in.")
