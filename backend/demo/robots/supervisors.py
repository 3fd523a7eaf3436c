"""The supervisor of the robot shift: freezes and resumes the floor, closes calls for help, lets weights pass."""

from __future__ import annotations

import random
import re
import threading
import time
import uuid
from typing import Final

from backend.demo.robots.line import Line
from backend.demo.robots.timing import Watch
from backend.demo.sign_ins import SignIn

HELD: Final = re.compile(r"/floor/holds/(\d+)/resume/")
HAND: Final = re.compile(r"/floor/help/(\d+)/close/")
PARCEL: Final = re.compile(r"/parcels/(\d+)/(?=[\"#?])")
REPRINT: Final = re.compile(r"/parcels/\d+/labels/\d+/reprint/")
SHORTEST_HOLD, LONGEST_HOLD = 1.0, 3.0
LOOK_SECONDS: Final = 2.0


class SupervisorRobot(threading.Thread):
    """Every so many seconds stops the whole facility for a moment, and comes where a hand is up."""

    def __init__(self, urls: tuple[str, ...], *, sign_in: SignIn, freeze_every: float, watch: Watch, seed: int) -> None:
        super().__init__(name="supervisor", daemon=True)
        self._line = Line(urls, seed=seed)
        self._sign_in, self._every, self._watch = sign_in, freeze_every, watch
        self._random = random.Random(seed)
        self._done = threading.Event()
        self.freezes = self.reprints = 0
        self.fault: Exception | None = None

    @property
    def resent(self) -> int:
        """How many requests had to be sent again."""
        return self._line.resent

    def finish(self) -> None:
        """Resume what is held, and go."""
        self._done.set()

    def run(self) -> None:
        """Stand at the floor."""
        next_freeze = time.monotonic() + self._every
        try:
            self._sign_in_again()
            while not self._done.wait(LOOK_SECONDS):
                self._come_to_hands()
                if self._every and time.monotonic() >= next_freeze:
                    self._freeze()
                    time.sleep(self._random.uniform(SHORTEST_HOLD, LONGEST_HOLD))
                    self._resume()
                    next_freeze = time.monotonic() + self._every
        except Exception as fault:
            self.fault = fault
        finally:
            self._line.close()

    def _sign_in_again(self) -> None:
        self._line.get("/sign-in/")
        self._line.post("/sign-in/", {"username": self._sign_in.name, "password": self._sign_in.secret})

    def _page(self, path: str) -> str:
        """A page of staff, after another sign-in if the session has ended."""
        answer = self._line.get(path)
        if answer.status_code == 302:
            self._sign_in_again()
            answer = self._line.get(path)
        return answer.text

    def _freeze(self) -> None:
        with self._watch.on("freeze"):
            self._line.post(
                "/floor/holds/place/", {"scope": "facility", "reason": "freeze", "command_id": str(uuid.uuid4())}
            )
        self.freezes += 1

    def _resume(self) -> None:
        for hold in sorted(set(HELD.findall(self._page("/floor/holds/")))):
            self._line.post(f"/floor/holds/{hold}/resume/", {"command_id": str(uuid.uuid4()), "sure": "yes"})

    def _come_to_hands(self) -> None:
        """Where no tag came out and nobody knows why, one more print; then every hand goes down."""
        hands = HAND.findall(self._page("/floor/help/"))
        if not hands:
            return
        for parcel in dict.fromkeys(PARCEL.findall(self._page("/parcels/?needs=print"))):
            for address in dict.fromkeys(REPRINT.findall(self._page(f"/parcels/{parcel}/"))):
                self._line.post(address, {"command_id": str(uuid.uuid4()), "reason": "not_printed"})
                self.reprints += 1
        for hand in hands:
            self._line.post(f"/floor/help/{hand}/close/", {"command_id": str(uuid.uuid4())})
