"""Whether a list of orders is as fast far down as at its top."""

from __future__ import annotations

import statistics
import time
from typing import Any, Final

from backend.demo.bench import orders, scratch
from backend.demo.bench.asked import Ask
from backend.demo.bench.inside import inside
from backend.demo.houses import UNLIMITED, house
from backend.demo.robots.line import Line

DEEP_PAGE: Final = 1000
PAGE: Final = 50
LEAST_TURNS: Final = 5


def run(ask: Ask) -> dict[str, Any]:
    """Read the first page and the 1,000th of the merchant's and of the supervisor's list, in turns."""
    ask = ask.bounded(seconds=10, count=100_000, clients=1)
    page = max(2, min(DEEP_PAGE, ask.count // PAGE - 1))
    with scratch.databases(ask.database) as database, house(database=database) as ours, inside(ours) as within:
        ours.environment |= UNLIMITED
        found = orders.found(within)
        supervisor = next(each for each in found["sign_ins"] if each["role"] == "supervisor")
        total = within("seed_orders", {"count": ask.count, "seed": ask.seed})["orders"]
        cursor = within("cursor_of_page", {"page": page})["cursor"]
        paths = [f"{path}{query}" for path in ("/api/v1/orders/", "/orders/") for query in ("", f"?cursor={cursor}")]
        who = {"name": supervisor["name"], "password": supervisor["secret"], "key": orders.key_of(found)}
        ours.collect()
        queries = within("list_queries", {"paths": paths, **who})["queries"]
        ours.start(worker=False, pages=False)
        merchant = Line(ours.urls, headers={"Authorization": f"Bearer {who['key']}"})
        staff = Line(ours.urls)
        staff.get("/sign-in/")
        staff.post("/sign-in/", {"username": who["name"], "password": who["password"]})
        times = _time({path: merchant if path.startswith("/api/") else staff for path in paths}, ask.seconds)
    api_first, api_deep, staff_first, staff_deep = (times[path] for path in paths)
    return {
        "queries": max(queries.values()),
        "first_page_ms": max(api_first, staff_first),
        "deep_page_ms": max(api_deep, staff_deep),
        "deep_to_first": round(max(api_deep / api_first, staff_deep / staff_first), 2),
        "api_first_page_ms": api_first,
        "api_deep_page_ms": api_deep,
        "staff_first_page_ms": staff_first,
        "staff_deep_page_ms": staff_deep,
        "orders": total,
        "page": page,
    }


def _time(lines: dict[str, Line], seconds: float) -> dict[str, float]:
    """The median of each path in milliseconds, read in turns so that other load weighs on all alike."""
    taken: dict[str, list[float]] = {path: [] for path in lines}
    until = time.monotonic() + seconds
    turns = -1
    while turns < LEAST_TURNS or time.monotonic() < until:
        turns += 1
        for path, line in lines.items():
            began = time.perf_counter()
            status = line.get(path).status_code
            if status != 200:
                raise RuntimeError(f"{path} answered {status}.")
            if turns:  # the first turn warms up
                taken[path].append(time.perf_counter() - began)
    return {path: round(1000 * statistics.median(some), 1) for path, some in taken.items()}
