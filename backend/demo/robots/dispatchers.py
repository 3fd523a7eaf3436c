"""The dispatcher of the robot shift: scans tags, prints labels and slips, loads cages, closes and signs them out."""

from __future__ import annotations

import queue
import re
import threading
import time
import uuid
from typing import Final

import httpx

from backend.demo.robots.line import Line
from backend.demo.robots.timing import Watch
from backend.demo.sign_ins import SignIn

CAGE: Final = re.compile(r"/dispatch/cages/(\d+)/")
COUNT: Final = re.compile(r'<p class="huge">(\d+) ')
HELD_SECONDS: Final = 0.5


class Stuck(Exception):
    """A robot saw an answer that no dispatcher could go on from."""


class DispatcherRobot(threading.Thread):
    """Works off the belt of sealed parcels; hands over whenever a cage has enough, and all of them at the end."""

    def __init__(
        self,
        urls: tuple[str, ...],
        *,
        sign_in: SignIn,
        gate: SignIn,
        enrol_code: str,
        belt: queue.Queue[str],
        watch: Watch,
        per_cage: int = 60,
    ) -> None:
        super().__init__(name="dispatcher", daemon=True)
        self._line = Line(urls)
        self._sign_in, self._gate, self._code = sign_in, gate, enrol_code
        self._belt, self._watch, self._per_cage = belt, watch, per_cage
        self._done = threading.Event()
        self._loaded = 0
        self._is_last = False
        self.labels = 0
        self.handed_over = 0
        self.fault: Exception | None = None

    @property
    def resent(self) -> int:
        """How many requests had to be sent again."""
        return self._line.resent

    def finish(self) -> None:
        """No more parcels will come: work off the belt, hand over, go."""
        self._done.set()

    def sweep_out(self, is_last: bool) -> None:
        """Nothing but packed orders are left on the floor: hand over what is loaded, however little it is."""
        self._is_last = is_last

    def run(self) -> None:
        """Take the desk and work."""
        try:
            self._arrive()
            while not (self._done.is_set() and self._belt.empty()):
                try:
                    tag = self._belt.get(timeout=0.2)
                except queue.Empty:
                    if self._is_last and self._loaded:
                        self._hand_over()
                    continue
                self._send_out(tag)
                if self._loaded >= self._per_cage:
                    self._hand_over()
            self._hand_over()
        except Exception as fault:
            self.fault = fault
        finally:
            self._line.close()

    def _arrive(self) -> None:
        self._line.get("/enrol/")
        self._line.post("/enrol/", {"code": self._code})
        self._prove()

    def _prove(self) -> None:
        self._line.get("/sign-in/")
        self._line.post("/sign-in/", {"username": self._sign_in.name, "password": self._sign_in.secret})

    def _send_out(self, tag: str) -> None:
        with self._watch.on("dispatch scan"):
            page = self._do("/dispatch/scans/", {"code": tag})
        parcel = page.headers["location"].rstrip("/").rpartition("/")[2]
        with self._watch.on("carrier label"):
            self._paper(f"/dispatch/parcels/{parcel}/label/")
        self._paper(f"/dispatch/parcels/{parcel}/slip/")
        with self._watch.on("load"):
            self._do(f"/dispatch/parcels/{parcel}/load/", command())
        self.labels += 1
        self._loaded += 1

    def _paper(self, path: str) -> None:
        answer = self._do(path, command())
        if answer.headers.get("content-type") != "application/pdf" or not answer.content.startswith(b"%PDF"):
            raise Stuck(f"{path} gave no paper: {answer.status_code}")

    def _hand_over(self) -> None:
        desk = self._line.get("/dispatch/")
        for cage in sorted({int(found) for found in CAGE.findall(desk.text)}):
            page = self._line.get(f"/dispatch/cages/{cage}/")
            if 'id="close"' in page.text:
                self._do(f"/dispatch/cages/{cage}/close/", command())
                page = self._line.get(f"/dispatch/cages/{cage}/")
            if 'id="hand-over"' not in page.text:
                continue
            count = COUNT.search(page.text)
            if count is None:
                raise Stuck("The cage page shows no count.")
            with self._watch.on("hand over"):
                self._do(
                    f"/dispatch/cages/{cage}/hand-over/",
                    {
                        **command(),
                        "gate_count": count[1],
                        "own_password": self._sign_in.secret,
                        "second_name": self._gate.name,
                        "second_password": self._gate.secret,
                    },
                )
            self.handed_over += int(count[1])
        self._loaded = 0

    def _do(self, path: str, fields: dict[str, str]) -> httpx.Response:
        """Send a form; wait out a hold, prove who we are when asked; Stuck at any other refusal."""
        while True:
            answer = self._line.post(path, fields)
            location = answer.headers.get("location", "")
            if answer.headers.get("X-Refusal") == "held":
                time.sleep(HELD_SECONDS)
            elif answer.status_code == 302 and "/sign-in/" in location:
                self._prove()
            elif answer.status_code in (200, 302, 303):
                return answer
            else:
                raise Stuck(f"{path}: {answer.status_code} {_words(answer.text)}")


def command() -> dict[str, str]:
    """A form's own number."""
    return {"command_id": str(uuid.uuid4())}


def _words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())[-300:]
