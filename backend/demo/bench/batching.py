"""How near our batches come to the best known of published waves, and how we compare with arrival order and S-shape."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tqdm import tqdm

from backend.command.places import ROOT
from backend.demo.bench import batching_read, batching_referee, batching_report
from backend.demo.bench.asked import Ask
from backend.demo.bench.batching_read import Instance
from warehouse.batching import Budget, Plan, plan_batches

LIMIT: Final = 6
MOST_FILES: Final = 600
MOST_EXAMPLES: Final = 10
SECONDS: Final = (10, 60)
ABSENT: Final = "No instances there: name the folder that has them with --data DIR."


@dataclass
class Tally:
    """What was found of one set."""

    files: int = 0
    instant: list[float] = field(default_factory=list)
    instant_seconds: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    gaps: dict[float, list[float]] = field(default_factory=dict)
    overruns: list[float] = field(default_factory=list)
    better: int = 0

    def told(self, seeds: int) -> dict[str, Any]:
        """The figures as the answer has them; null where it was not measured."""
        gaps = {
            f"{what}_gap_{seconds:g}s": _rounded(of(self.gaps[seconds])) if self.gaps.get(seconds) else None
            for seconds in sorted({*SECONDS, *self.gaps})
            for what, of in (("mean", statistics.fmean), ("max", max))
        }
        return {
            "files": self.files,
            "seeds": seeds,
            **gaps,
            "instant_mean_gap": _rounded(statistics.fmean(self.instant)) if self.instant else None,
            "instant_max_seconds": round(max(self.instant_seconds, default=0.0), 3),
            "ratio_to_fcfs_sshape": round(statistics.fmean(self.ratios), 3) if self.ratios else None,
            "max_overrun_seconds": round(max(self.overruns, default=0.0), 3),
            "better_than_best_known": self.better,
        }


def run(ask: Ask) -> dict[str, Any]:
    """Plan `limit` files of each set, instantly and in 10 seconds (60 too, if asked), and let a referee measure."""
    folder = batching_read.folder_of(ask.data, ROOT)
    patterns = [pattern for pattern in ask.files.split(",") if pattern]
    limit = min(ask.limit or ask.count or (MOST_FILES if patterns else LIMIT), MOST_FILES)
    tallies = {name: Tally() for name in batching_read.SETS}
    rows: list[dict[str, Any]] = []
    wrong: list[str] = []
    for name in [name for name in batching_read.SETS if folder and ask.collection in ("", name)]:
        assert folder is not None
        found = batching_read.instances(folder, name, limit=limit, files=patterns)
        for instance in tqdm(found, unit=" files", disable=None):
            rows.append(_measured(instance, ask, tallies[name], wrong))
    if ask.report:
        Path(ask.report).write_text(batching_report.gaps(rows), encoding="utf-8")
    return {
        **{name: tally.told(ask.seeds) for name, tally in tallies.items()},
        "clock": "cpu",
        "faults": len(wrong),
        "skipped": "" if folder else ABSENT,
        "by_file": [{key: value for key, value in row.items() if key != "traces"} for row in rows],
        "examples": wrong[:MOST_EXAMPLES],
    }


def _measured(instance: Instance, ask: Ask, tally: Tally, wrong: list[str]) -> dict[str, Any]:
    """All plans of one file; what the referee finds wrong goes to `wrong`."""
    layout, orders, cart = instance.drawn()
    began = time.process_time()
    plan = plan_batches(layout, orders, cart)
    tally.instant_seconds.append(time.process_time() - began)
    tally.files += 1
    instant = _gap(instance, plan, wrong)
    tally.instant.append(instant)
    row: dict[str, Any] = {"file": instance.name, "orders": len(orders), "instant": _rounded(instant), "traces": {}}
    for seconds in _seconds(ask.seconds):
        gaps = []
        for seed in range(ask.seed, ask.seed + ask.seeds):
            trace: list[tuple[float, float]] = []
            began = time.process_time()
            plan = plan_batches(
                layout,
                orders,
                cart,
                budget=Budget(seconds=seconds, seed=seed),
                clock=time.process_time,
                on_progress=lambda length, began=began, trace=trace: trace.append(  # type: ignore[misc]
                    (time.process_time() - began, length / instance.best_known - 1)
                ),
            )
            tally.overruns.append(time.process_time() - began - seconds)
            gaps.append(_gap(instance, plan, wrong))
            row["traces"][f"{seconds:g}s, seed {seed}"] = trace
            row["moves_done"], row["moves_planned"] = plan.moves_done, plan.moves_planned
        tally.gaps.setdefault(seconds, []).extend(gaps)
        tally.better += sum(gap < 0 for gap in gaps)
        row[f"gap_{seconds:g}s"] = _rounded(statistics.fmean(gaps))
    tally.ratios.append(_first_come(instance) / (plan.length_mm or 1))
    return row


def _seconds(asked: float) -> Sequence[float]:
    """How long each plan may take: as asked if less than 10, 10, or 10 and 60."""
    if 0 < asked < SECONDS[0]:
        return (asked,)
    return [seconds for seconds in SECONDS if seconds <= (asked or SECONDS[0])]


def _gap(instance: Instance, plan: Plan, wrong: list[str]) -> float:
    """How much longer than the best known, by the referee's own lengths."""
    area = _area(instance)
    length = sum(
        batching_referee.shortest(area, [cell for number in batch for cell in instance.orders[number][0]])
        for batch in plan.batches
    )
    length += 2 * instance.number("DISTANCE_TOP_OR_BOTTOM_TO_DEPOT") * len(plan.batches)
    faults = batching_referee.faults(instance.orders, instance.number("PICKER_CAPACITY"), plan.batches)
    if length != plan.length_mm:
        faults.append(f"the walks are {length} long, not {plan.length_mm}")
    if instance.is_proven and length < instance.best_known:
        faults.append(f"{length} is shorter than the proven {instance.best_known}")
    wrong += [f"{instance.name}: {fault}" for fault in faults]
    return length / instance.best_known - 1


def _first_come(instance: Instance) -> int:
    """How long the walks are in arrival order, each through every aisle with stops."""
    batches = batching_referee.first_come(instance.orders, instance.number("PICKER_CAPACITY"))
    cells = [[cell for number in batch for cell in instance.orders[number][0]] for batch in batches]
    return sum(batching_referee.s_shape(_area(instance), some) for some in cells)


def _area(instance: Instance) -> batching_referee.Area:
    return batching_referee.Area(
        cells=instance.number("NUM_CELLS"),
        gap=instance.gap,
        cell_pitch=instance.number("DISTANCE_CELL_TO_CELL"),
        aisle_pitch=instance.number("DISTANCE_AISLE_TO_AISLE"),
    )


def _rounded(gap: float) -> float:
    return round(gap, 5)
