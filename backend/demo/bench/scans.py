"""How long a worker waits for the answer to a scan, when a hall full of stations scans at a human pace."""

from __future__ import annotations

import math
from typing import Any, Final

from backend.demo.bench import crew, orders, scratch
from backend.demo.bench.asked import Ask
from backend.demo.bench.inside import Within, inside
from backend.demo.houses import House, house
from backend.demo.robots.timing import spread

PACE_SECONDS: Final = 3.0
WARM_UP_SECONDS: Final = 90.0
SETTLING_SECONDS: Final = 6.0
SPARE: Final = 1
LINES: Final = 2
SCANS_AN_ORDER: Final = 8
WEBS: Final = 2


def run(ask: Ask) -> dict[str, Any]:
    """Pick and pack at so many stations, one scan every three seconds each, and time every answer."""
    ask = ask.bounded(seconds=60, count=100_000, clients=40)
    pickers, packers = crew.size(ask.clients)
    with (
        scratch.databases(ask.database) as database,
        house(database=database, webs=WEBS) as ours,
        inside(ours) as within,
    ):
        found = orders.found(within, pickers=pickers + SPARE, packers=packers + SPARE)
        lay(within, ask, stations=ask.clients, seconds=ask.seconds)
        ours.start()
        queries = _queries(ours, within, found)
        team = crew.hire(ours, found, seed=ask.seed, leave_out=SPARE)
        try:
            team.begin(seed=ask.seed)
            team.work_until(lambda: team.floor.dropped.qsize() >= packers, most_seconds=WARM_UP_SECONDS)
            team.keep_pace(PACE_SECONDS, seed=ask.seed)
            team.work_for(SETTLING_SECONDS)
            warm = len(team.watch.seconds("scan"))
            team.work_for(ask.seconds)
            timed = team.watch.seconds("scan")[warm:]
        finally:
            team.end()
        kept = within("scans_kept", {"scans": team.acknowledged.scans})
    times = spread(timed)
    every = [*queries["still"], *queries["moving"]]
    return {
        "p50_ms": times.p50,
        "p95_ms": times.p95,
        "p99_ms": times.p99,
        "queries_per_scan": max(queries["still"]),
        "queries_when_goods_move": max(queries["moving"]),
        "queries_per_scan_mean": round(math.fsum(every) / len(every), 1),
        "queries_by_next_step": queries["by_step"],
        "scans": times.count,
        "scans_per_second": round(times.count / ask.seconds, 1),
        "lost_scans": kept["lost"],
        "ping_p95_ms": team.watch.spreads()["ping"].p95,
        "stations": ask.clients,
        "webs": len(ours.urls),
    }


def lay(within: Within, ask: Ask, *, stations: int, seconds: float) -> None:
    """Enough orders, planned before anybody sits down, that nobody runs out of work."""
    scans = stations * seconds / PACE_SECONDS
    count = math.ceil(scans / SCANS_AN_ORDER) + 16 * stations
    within("place_orders", {"count": count, "lines": LINES, "goods": orders.GOODS, "seed": ask.seed})
    within("release", {})


def _queries(ours: House, within: Within, found: dict[str, Any]) -> dict[str, Any]:
    spare = [max(int(n) for n, each in found["kinds"].items() if each == kind) for kind in ("pick", "pack")]
    return within("scan_queries", {"found": found, "stations": spare, "data": str(ours.data)})
