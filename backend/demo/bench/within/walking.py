"""Inside the house: one robot picks a cart and another packs a tote through the whole stack; each scan's queries."""

from __future__ import annotations

import random
import threading
import time
from pathlib import Path
from typing import Any, Final

import httpx
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils.module_loading import import_string

from backend.demo.bench import crew
from backend.demo.bench.within.counting import FRAME
from backend.demo.houses import House
from backend.demo.robots.line import Line
from backend.demo.robots.screens import look
from backend.demo.robots.shift import lay_floor
from backend.demo.robots.workers import KioskRobot
from warehouse.models import Move

PATIENCE_SECONDS: Final = 120.0


class Counting(httpx.BaseTransport):
    """Answers from the application in this process, and counts the queries of each scan."""

    def __init__(self) -> None:
        self._around = httpx.WSGITransport(app=import_string("backend.wsgi.application"))
        self.still: list[int] = []
        self.moving: list[int] = []
        self.by_step: dict[str, int] = {}
        self.longest: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        if request.url.path != "/station/scans/":
            return self._around.handle_request(request)
        before = Move.objects.count()
        with CaptureQueriesContext(connections["default"]) as captured:
            response = self._around.handle_request(request)
        asked = [each["sql"] for each in captured.captured_queries if not each["sql"].startswith(FRAME)]
        after = look(response.read().decode())
        step = f"{after.flow} {after.step}" if after else "no card"
        self.by_step[step] = max(self.by_step.get(step, 0), len(asked))
        (self.moving if Move.objects.count() > before else self.still).append(len(asked))
        if Move.objects.count() == before and len(asked) > len(self.longest):
            self.longest = asked
        return response


def scan_queries(asked: dict[str, Any]) -> dict[str, Any]:
    """One cart picked and one tote packed; the queries of every scan, apart for those that moved goods."""
    found, (picker, packer) = asked["found"], asked["stations"]
    badges = crew.last_badges(found, 2)
    house = House(data=Path(asked["data"]), environment={}, ports=())
    team = crew.Crew(house, lay_floor(found, house, random.Random(0)))
    counting = Counting()
    for number, badge in zip((picker, packer), badges, strict=True):
        line = Line(("http://localhost",), transport=counting)
        robot = crew.post(team, found, number, badge=badge, line=line, seed=1)
        _let_work(robot, until=_picked(team) if number == picker else _packed(team))
    return {
        "still": counting.still,
        "moving": counting.moving,
        "by_step": counting.by_step,
        "longest": counting.longest,
    }


def _picked(team: crew.Crew) -> Any:
    return lambda: not team.floor.dropped.empty()


def _packed(team: crew.Crew) -> Any:
    return lambda: not team.floor.belt.empty()


def _let_work(robot: KioskRobot, *, until: Any) -> None:
    """Let one robot work in its own thread until something is done."""
    robot.start()
    over = threading.Event()
    ends_at = time.monotonic() + PATIENCE_SECONDS
    while not until() and robot.fault is None and time.monotonic() < ends_at:
        over.wait(0.1)
    robot.finish()
    robot.leave_now()
    robot.join(10)
    if robot.fault is not None:
        raise robot.fault
    if not until():
        raise RuntimeError(f"{robot.name} got nothing done within {PATIENCE_SECONDS:.0f} s.")
