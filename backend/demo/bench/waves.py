"""How long large waves take to plan, how much memory that needs, and how much walking it saves."""

from __future__ import annotations

import json
import math
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

from tqdm import tqdm

from backend.command.places import ROOT
from backend.demo.bench import batching_made, batching_referee, batching_report
from backend.demo.bench.asked import Ask
from backend.demo.bench.memory import peak_kb
from warehouse.batching import Mode, plan_batches

ORDERS: Final = 5_000
SIZES: Final = (1_000, 2_000, 5_000, 10_000, 20_000)
MOST_SECONDS: Final = 600


def run(ask: Ask) -> dict[str, Any]:
    """Plan a wave for each of `seeds`, each in a process of its own, then waves up to 20,000 orders for the growth.

    The former in the time that `mode` says, the latter in a moment.
    """
    ask = ask.bounded(seconds=MOST_SECONDS, count=ORDERS, clients=1)
    main = [_alone(ask.count, seed, ask.mode) for seed in range(ask.seed, ask.seed + ask.seeds)]
    until = time.monotonic() + ask.seconds
    growth: list[dict[str, Any]] = []
    for size in tqdm([size for size in SIZES if size <= (ask.limit or SIZES[-1])], unit=" waves", disable=None):
        if time.monotonic() < until:
            growth.append(_alone(size, ask.seed))
    if ask.report:
        Path(ask.report).write_text(batching_report.growth(growth), encoding="utf-8")
    return {
        "orders": ask.count,
        "mode": ask.mode,
        "seconds": max(each["seconds"] for each in main),
        "peak_mb": max(each["peak_mb"] for each in main),
        "metres": round(statistics.fmean(each["metres"] for each in main)),
        "ratio_to_fcfs_sshape": round(statistics.fmean(each["ratio"] for each in main), 3),
        "least_ratio": round(min(each["ratio"] for each in main), 3),
        "growth_exponent": _exponent(growth),
        "clock": "cpu",
        "faults": sum(each["faults"] for each in (*main, *growth)),
        "by_size": growth,
    }


def measured(count: int, seed: int, mode: str) -> dict[str, Any]:
    """Plan one wave in this process; a metre is 10 of the generator's units."""
    orders = batching_made.made(count, seed=seed)
    layout, asked, cart = batching_made.drawn(orders)
    began = time.process_time()
    plan = plan_batches(layout, asked, cart, mode, clock=time.process_time)
    seconds = time.process_time() - began
    area, capacity = batching_made.AREA, batching_made.CAPACITY
    ours = sum(batching_referee.shortest(area, _cells(orders, batch)) for batch in plan.batches)
    theirs = batching_referee.first_come(orders, capacity)
    first_come = sum(batching_referee.s_shape(area, _cells(orders, batch)) for batch in theirs)
    faults = batching_referee.faults(orders, capacity, plan.batches)
    return {
        "orders": count,
        "seconds": round(seconds, 2),
        "peak_mb": round(peak_kb() / 1024, 1),
        "metres": ours // 10,
        "ratio": round(first_come / ours, 4),
        "faults": len(faults) + (ours != plan.length_mm),
    }


def _alone(count: int, seed: int, mode: str = Mode.INSTANT) -> dict[str, Any]:
    """The same in a process of its own, so that its memory is its own."""
    command = [sys.executable, "-m", "backend.demo.bench.waves", str(count), str(seed), mode]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 (our own)
    if done.returncode:
        raise RuntimeError(f"The planning of {count} orders ended badly: {done.stderr.strip()[-400:]}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _cells(orders: list[batching_referee.Order], batch: Any) -> list[batching_referee.Cell]:
    return [cell for number in batch for cell in orders[number][0]]


def _exponent(growth: list[dict[str, Any]]) -> float | None:
    """The slope of seconds over orders, both logarithmic; null with fewer than two sizes."""
    points = [(math.log(each["orders"]), math.log(max(each["seconds"], 0.01))) for each in growth]
    return round(statistics.linear_regression(*zip(*points, strict=True)).slope, 3) if len(points) > 1 else None


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])))
