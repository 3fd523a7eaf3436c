"""How soon every station stands still after a supervisor's press, and whether a scan is lost in it."""

from __future__ import annotations

import re
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from backend.demo.bench import crew, orders, scans, scratch
from backend.demo.bench.asked import Ask
from backend.demo.bench.inside import inside
from backend.demo.houses import house
from backend.demo.robots.line import Line
from backend.demo.robots.timing import spread

PACE_SECONDS: Final = 3.0
BETWEEN_SECONDS: Final = 6.0
LONGEST_SECONDS: Final = 15.0
HELD: Final = b'data-tone="hold"'
RESUME: Final = re.compile(r"/floor/holds/(\d+)/resume/")
WEBS: Final = 2


@dataclass
class Floorwatch:
    """When each station first showed that work is stopped, and scans that were taken although it was."""

    pressed_at: float = 0.0
    stopped_at: float = 0.0
    held_at: dict[int, float] = field(default_factory=dict)
    late: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def hear(self, station: int, request: httpx.Request, status: int, body: bytes, sent_at: float) -> None:
        """One answer to one station."""
        with self.lock:
            if not self.pressed_at or sent_at < self.pressed_at - crew.PING_SECONDS:
                return
            if HELD in body:
                self.held_at.setdefault(station, time.monotonic())
            elif self.stopped_at and sent_at > self.stopped_at and request.url.path == "/station/scans/":
                self.late += status == 200

    def press(self) -> None:
        """The supervisor presses now."""
        with self.lock:
            self.held_at.clear()
            self.pressed_at, self.stopped_at = time.monotonic(), 0.0

    def stopped(self) -> None:
        """The supervisor's press was answered: from now on no scan may be taken."""
        with self.lock:
            self.stopped_at = time.monotonic()

    def resumed(self) -> None:
        """Work goes on."""
        with self.lock:
            self.pressed_at = self.stopped_at = 0.0


def run(ask: Ask) -> dict[str, Any]:
    """Stop and resume the whole floor, again and again, while every station scans and asks."""
    ask = ask.bounded(seconds=60, count=1000, clients=60)
    pickers, packers = crew.size(ask.clients)
    watch = Floorwatch()
    with (
        scratch.databases(ask.database) as database,
        house(database=database, webs=WEBS) as ours,
        inside(ours) as within,
    ):
        found = orders.found(within, pickers=pickers, packers=packers)
        scans.lay(within, ask, stations=ask.clients, seconds=ask.seconds)
        ours.start()
        team = crew.hire(ours, found, seed=ask.seed, hear=watch.hear)
        supervisor = _sign_in(Line(ours.urls), found)
        try:
            team.begin(seed=ask.seed)
            team.keep_pace(PACE_SECONDS, seed=ask.seed)
            rounds, answers = _stop_and_go(ask, team, supervisor, watch)
        finally:
            team.end()
        kept = within("scans_kept", {"scans": team.acknowledged.scans})
    times = spread([seconds for each in rounds for seconds in each])
    reached = sum(len(each) for each in rounds)
    return {
        "p95_seconds": round(times.p95 / 1000, 2),
        "max_seconds": round(times.most / 1000, 2),
        "p50_seconds": round(times.p50 / 1000, 2),
        "lost_scans": kept["lost"],
        "late_scans": watch.late,
        "unreached": ask.clients * len(rounds) - reached,
        "freezes": len(rounds),
        "press_p95_ms": spread(answers).p95,
        "scans": len(team.acknowledged.scans),
        "stations": ask.clients,
        "webs": len(ours.urls),
    }


def _stop_and_go(
    ask: Ask, team: crew.Crew, supervisor: Line, watch: Floorwatch
) -> tuple[list[list[float]], list[float]]:
    rounds: list[list[float]] = []
    answers: list[float] = []
    until = time.monotonic() + ask.seconds
    while time.monotonic() < until and len(rounds) < ask.count:
        team.work_for(BETWEEN_SECONDS)
        watch.press()
        supervisor.post(
            "/floor/holds/place/", {"scope": "facility", "reason": "freeze", "command_id": str(uuid.uuid4())}
        )
        watch.stopped()
        answers.append(watch.stopped_at - watch.pressed_at)
        ends_at = time.monotonic() + LONGEST_SECONDS
        while len(watch.held_at) < len(team.robots) and time.monotonic() < ends_at:
            time.sleep(0.05)
        rounds.append([at - watch.pressed_at for at in watch.held_at.values()])
        watch.resumed()
        _resume(supervisor)
    return rounds, answers


def _resume(supervisor: Line) -> None:
    page = supervisor.get("/floor/holds/")
    for hold in sorted(set(RESUME.findall(page.text))):
        supervisor.post(f"/floor/holds/{hold}/resume/", {"command_id": str(uuid.uuid4()), "sure": "yes"})


def _sign_in(line: Line, found: dict[str, Any]) -> Line:
    supervisor = next(each for each in found["sign_ins"] if each["role"] == "supervisor")
    line.get("/sign-in/")
    line.post("/sign-in/", {"username": supervisor["name"], "password": supervisor["secret"]})
    return line
