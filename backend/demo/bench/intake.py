"""How fast orders come in over the API, beside a bare view that writes the same rows, in turns on the same computer."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any, Final

from backend.demo.bench import orders, scratch
from backend.demo.bench.asked import Ask
from backend.demo.bench.inside import Within, inside
from backend.demo.bench.processes import cpu_seconds
from backend.demo.bench.wire import Tally, Wire, press
from backend.demo.houses import UNLIMITED, House, house
from backend.demo.robots.timing import spread

WEBS: Final = 2
TURN_SECONDS: Final = 2.5
WARM_UP_SECONDS: Final = 1.5
BARE: Final = "backend.demo.bench.bare_settings"

Send = Callable[[], tuple[str, int, bytes]]


def run(ask: Ask) -> dict[str, Any]:
    """Send one order of three lines per POST, ours and bare in turns."""
    ask = ask.bounded(seconds=20, count=100_000, clients=8)
    with (
        scratch.databases(ask.database) as database,
        house(database=database, webs=WEBS) as ours,
        inside(ours) as within,
    ):
        ours.environment |= UNLIMITED
        found = orders.found(within)
        bare = _bare_environment(ours, within, database)
        queries = within("intake_queries", {"key": orders.key_of(found)})
        ours.start(worker=False, pages=False)
        guests = ours.host("backend.demo.bench.bare_wsgi:application", webs=len(ours.urls), environment=bare)
        house_side = _Side(ours.urls, [child.process.pid for child in ours.webs if child.process], ask, "ours", found)
        bare_side = _Side(guests, [child.process.pid for child in ours.guests if child.process], ask, "bare", found)
        _in_turns(ask, house_side, bare_side)
        kept = within("intake_kept", {"refs": house_side.accepted})
    return _result(ask, house_side, bare_side, queries, kept)


class _Side:
    """One of the two that are compared: its senders, what they saw, and the processor time its servers used."""

    def __init__(self, urls: tuple[str, ...], pids: list[int], ask: Ask, prefix: str, found: dict[str, Any]) -> None:
        header = {"Authorization": f"Bearer {orders.key_of(found)}"}
        wires = [Wire(urls[number % len(urls)], headers=header) for number in range(ask.clients)]
        self.senders = [
            _sender(wire, orders.bodies(ask.seed, prefix=f"{prefix}-{number}")) for number, wire in enumerate(wires)
        ]
        self.pids = pids
        self.warm, self.tally = Tally(), Tally()
        self.cpu = 0.0

    @property
    def accepted(self) -> list[str]:
        """Every reference that was acknowledged, from the first second on."""
        return self.warm.accepted + self.tally.accepted

    @property
    def errors(self) -> int:
        """Answers that were no acknowledgement, from the first second on."""
        return self.warm.errors + self.tally.errors

    @property
    def cpu_ms(self) -> float:
        """Processor time of the web servers for one order."""
        return round(1000 * self.cpu / max(1, len(self.tally.accepted)), 2)

    def warm_up(self) -> None:
        """Let caches and connections be made."""
        press(self.warm, self.senders, seconds=WARM_UP_SECONDS, most=1_000_000)

    def take_turn(self, seconds: float, most: int) -> None:
        """Send for a while, and note what it cost."""
        before = cpu_seconds(self.pids)
        press(self.tally, self.senders, seconds=seconds, most=most)
        self.cpu += cpu_seconds(self.pids) - before


def _in_turns(ask: Ask, ours: _Side, bare: _Side) -> None:
    """Short turns, so that whatever else the computer does weighs on both alike."""
    for side in (ours, bare):
        side.warm_up()
    while ours.tally.busy_seconds < ask.seconds and len(ours.accepted) < ask.count:
        seconds = min(TURN_SECONDS, ask.seconds - ours.tally.busy_seconds)
        ours.take_turn(seconds, ask.count - len(ours.accepted))
        bare.take_turn(seconds, ask.count)


def _sender(wire: Wire, bodies: Iterator[dict[str, Any]]) -> Send:
    def send() -> tuple[str, int, bytes]:
        body = next(bodies)
        status, answer = wire.post("/api/v1/orders/", body, headers={"Idempotency-Key": uuid.uuid4().hex})
        return body["merchant_ref"], status, answer

    return send


def _bare_environment(ours: House, within: Within, database: str) -> dict[str, str]:
    who = within("merchant", {})
    return {
        "OUTBOUND_DATABASE_URL": scratch.twin(ours, database),
        "DJANGO_SETTINGS_MODULE": BARE,
        "OUTBOUND_BENCH_MERCHANT": f"{who['facility']}:{who['merchant']}",
    }


def _result(ask: Ask, ours: _Side, bare: _Side, queries: dict[str, Any], kept: dict[str, Any]) -> dict[str, Any]:
    times = spread(ours.tally.seconds)
    return {
        "orders_per_second": round(ours.tally.per_second, 1),
        "ratio_to_bare": round(ours.tally.per_second / bare.tally.per_second, 3) if bare.tally.per_second else 0.0,
        "cpu_ms_per_order": ours.cpu_ms,
        "queries_per_order": queries["queries"],
        "commits_per_order": queries["commits"],
        "errors": ours.errors + kept["lost"] + kept["doubled"],
        "orders": len(ours.accepted),
        "p50_ms": times.p50,
        "p95_ms": times.p95,
        "bare_orders_per_second": round(bare.tally.per_second, 1),
        "bare_cpu_ms_per_order": bare.cpu_ms,
        "bare_errors": bare.errors,
        "cpu_ratio_to_bare": round(ours.cpu_ms / bare.cpu_ms, 2) if bare.cpu_ms else 0.0,
        "clients": ask.clients,
        "examples": [*ours.warm.examples, *ours.tally.examples][:3],
    }
