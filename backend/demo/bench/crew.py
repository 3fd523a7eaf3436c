"""Robots at as many kiosks as a measurement wants, each at its own pace, each asking every second and a half as a
kiosk's screen does."""

from __future__ import annotations

import itertools
import random
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from backend.demo.houses import House
from backend.demo.robots.floor import Floor, Papers
from backend.demo.robots.line import GivenUp, Line
from backend.demo.robots.packers import PackerRobot
from backend.demo.robots.pickers import PickerRobot
from backend.demo.robots.shift import lay_floor
from backend.demo.robots.timing import Watch
from backend.demo.robots.workers import UNKNOWN, Acknowledged, KioskRobot
from backend.demo.sign_ins import SignIn

PING_SECONDS: Final = 1.5
PACKERS_SHARE: Final = 0.15
READY_SECONDS: Final = 180.0
SEEN: Final = re.compile(r'data-seen="(\d+)"')

Hear = Callable[[int, httpx.Request, int, bytes, float], None]


class Ears(httpx.BaseTransport):
    """A transport that lets somebody hear every answer of one station."""

    def __init__(self, station: int, hear: Hear, *, around: httpx.BaseTransport | None = None) -> None:
        self._station, self._hear = station, hear
        self._around = around or httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send it on, and tell what came back and when it was sent."""
        sent_at = time.monotonic()
        response = self._around.handle_request(request)
        response.read()
        self._hear(self._station, request, response.status_code, response.content, sent_at)
        return response

    def close(self) -> None:
        """Hang up."""
        self._around.close()


class Screen(threading.Thread):
    """A kiosk's screen: asks whether it is still right, and for its page again when told so."""

    def __init__(self, line: Line, *, watch: Watch, over: threading.Event, delay: float) -> None:
        super().__init__(daemon=True)
        self._line, self._watch, self._over, self._delay = line, watch, over, delay

    def run(self) -> None:
        """Ask until it is over."""
        seen = "0"
        pause = self._delay
        try:
            while not self._over.wait(pause):
                with self._watch.on("ping"):
                    answer = self._line.get(f"/station/ping/?seen={seen}")
                if answer.status_code == 205:
                    answer = self._line.get("/station/")
                if answer.status_code == 200 and (found := SEEN.search(answer.text)):
                    seen = found[1]
                pause = PING_SECONDS
        except GivenUp:
            if not self._over.is_set():
                raise


@dataclass
class Crew:
    """The robots of a measurement, and what they share."""

    house: House
    floor: Floor
    watch: Watch = field(default_factory=Watch)
    acknowledged: Acknowledged = field(default_factory=Acknowledged)
    robots: dict[int, KioskRobot] = field(default_factory=dict)
    lines: dict[int, Line] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)
    screens: list[Screen] = field(default_factory=list)

    def begin(self, *, seed: int) -> None:
        """Everybody sits down, one after the other, then all screens begin to ask."""
        for robot in self.robots.values():
            robot.start()
        for robot in self.robots.values():
            robot.ready.wait(READY_SECONDS)
        source = random.Random(seed)
        for line in self.lines.values():
            screen = Screen(line, watch=self.watch, over=self.over, delay=source.uniform(0, PING_SECONDS))
            screen.start()
            self.screens.append(screen)

    def work_for(self, seconds: float) -> None:
        """Let them work so long; RuntimeError as soon as one does not understand the house."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            time.sleep(0.2)
            self.look_for_faults()

    def work_until(self, done: Callable[[], bool], *, most_seconds: float) -> None:
        """Let them work until something is so, at most so long."""
        until = time.monotonic() + most_seconds
        while not done() and time.monotonic() < until:
            self.work_for(0.2)

    def keep_pace(self, seconds: float, *, seed: int) -> None:
        """From now on everybody scans once in so many seconds, and not all at the same moment."""
        source = random.Random(seed)
        for robot in self.robots.values():
            robot.keep_pace(seconds, delay=source.uniform(0, seconds))

    def look_for_faults(self) -> None:
        """RuntimeError if a robot stopped because it did not understand what it saw."""
        for robot in self.robots.values():
            if robot.fault is not None:
                words = "\n".join(child.last_lines(40) for child in (*self.house.webs, *self.house.workers))
                raise RuntimeError(f"{robot.name}: {type(robot.fault).__name__}: {robot.fault}\n{words}")

    def end(self) -> None:
        """Everybody goes home now."""
        self.over.set()
        for robot in self.robots.values():
            robot.leave_now()
        for thread in (*self.robots.values(), *self.screens):
            if thread.is_alive():
                thread.join(5)


def size(stations: int) -> tuple[int, int]:
    """How many of so many stations pick, and how many pack."""
    packers = max(1, round(stations * PACKERS_SHARE))
    return max(1, stations - packers), packers


def hire(
    house: House,
    found: dict[str, Any],
    *,
    seed: int,
    leave_out: int = 0,
    hear: Hear | None = None,
    strays: tuple[str, ...] = UNKNOWN,
) -> Crew:
    """A robot for every picking and packing station, except for the last `leave_out` of each kind."""
    crew = Crew(house, lay_floor(found, house, random.Random(seed)))
    badges = iter([SignIn(**each) for each in found["sign_ins"] if each["role"] == "worker"])
    for kind in ("pick", "pack"):
        numbers = sorted(int(number) for number, each in found["kinds"].items() if each == kind)
        for number in numbers[: len(numbers) - leave_out]:
            line = Line(house.urls, seed=seed + number, transport=Ears(number, hear) if hear else None)
            crew.lines[number] = line
            crew.robots[number] = post(crew, found, number, badge=next(badges), line=line, seed=seed, strays=strays)
    return crew


def post(
    crew: Crew,
    found: dict[str, Any],
    number: int,
    *,
    badge: SignIn,
    line: Line,
    seed: int,
    strays: tuple[str, ...] = UNKNOWN,
) -> KioskRobot:
    """The robot for one station."""
    options: dict[str, Any] = {
        "station": number,
        "enrol_code": found["codes"][str(number)],
        "badge": badge,
        "floor": crew.floor,
        "watch": crew.watch,
        "acknowledged": crew.acknowledged,
        "seed": seed * 1000 + number,
        "line": line,
        "strays": strays,
    }
    if found["kinds"][str(number)] == "pick":
        return PickerRobot((), **options)
    return PackerRobot((), papers=Papers(crew.floor.papers[number]), **options)


def last_badges(found: dict[str, Any], many: int) -> list[SignIn]:
    """The badges that `hire` has not given out, when it left stations out."""
    workers = [SignIn(**each) for each in found["sign_ins"] if each["role"] == "worker"]
    return list(itertools.islice(reversed(workers), many))
