"""How near our batches come to the best known of published waves, and how we compare with arrival order and S-shape."""

from __future__ import annotations

import statistics
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from tqdm import tqdm

from backend.command.places import ROOT
from backend.demo.bench import batching_read, batching_referee, batching_report, batching_table
from backend.demo.bench.asked import Ask
from backend.demo.bench.batching_read import Instance
from warehouse.batching import Budget, Plan, plan_batches

LIMIT: Final = 6
MOST_FILES: Final = 600
MOST_EXAMPLES: Final = 10
SECONDS: Final = (10, 60)
ABSENT: Final = "No instances there: name the folder that has them with --data DIR."
_TOLD: Final = ("file", "orders", "instant", "moves_done", "moves_planned")


@dataclass
class Tally:
    """What was found of one set."""

    rows: list[dict[str, Any]] = field(default_factory=list)

    def told(self, seeds: int) -> dict[str, Any]:
        """The figures as the answer has them; null where it was not measured."""
        found = {seconds: self._all(f"gaps_{seconds:g}s") for seconds in SECONDS}
        found |= {seconds: self._all(f"gaps_{seconds:g}s") for row in self.rows for seconds in row["seconds"]}
        gaps = {
            f"{what}_gap_{seconds:g}s": _rounded(of(some)) if some else None
            for seconds, some in sorted(found.items())
            for what, of in (("mean", statistics.fmean), ("max", max))
        }
        instant, ratios = [row["instant"] for row in self.rows], [row["ratio"] for row in self.rows]
        return {
            "files": len(self.rows),
            "seeds": seeds,
            **gaps,
            "instant_mean_gap": _rounded(statistics.fmean(instant)) if instant else None,
            "instant_max_seconds": round(max((row["instant_seconds"] for row in self.rows), default=0.0), 3),
            "ratio_to_fcfs_sshape": round(statistics.fmean(ratios), 3) if ratios else None,
            "max_overrun_seconds": round(max(self._all("overruns"), default=0.0), 3),
            "better_than_best_known": sum(gap < 0 for some in found.values() for gap in some),
        }

    def _all(self, key: str) -> list[float]:
        return [value for row in self.rows for value in row.get(key, ())]


def run(ask: Ask) -> dict[str, Any]:
    """Plan `limit` files of each set, instantly and in 10 seconds (60 too, if asked), and let a referee measure.

    `clients` processes plan at once. What the file `table` has already is not measured again; every file's figures are
    added to it as soon as they are known.
    """
    folder = batching_read.folder_of(ask.data, ROOT)
    kept = batching_table.read(ask.table)
    batching_table.begin(ask.table, kept)
    known = {batching_table.name_of(row): row for row in kept}
    rows: list[dict[str, Any]] = []
    asked: list[Instance] = []
    for instance in _instances(folder, ask) if folder else []:
        row = known.get(batching_table.name_of(_named(instance, ask)))
        if row is None:
            asked.append(instance)
        else:
            rows.append(row)
    resumed = len(rows)
    with closing(_each(asked, ask)) as found:
        for row in tqdm(found, total=resumed + len(asked), initial=resumed, unit=" files", disable=None):
            batching_table.add(ask.table, row)
            rows.append(row)
    rows.sort(key=lambda row: (list(batching_read.SETS).index(row["set"]), row["file"]))
    if ask.report:
        Path(ask.report).write_text(batching_report.gaps([_with_means(row) for row in rows]), encoding="utf-8")
    wrong = [fault for row in rows for fault in row["faults"]]
    return {
        **{name: Tally([row for row in rows if row["set"] == name]).told(ask.seeds) for name in batching_read.SETS},
        "clock": "cpu",
        "faults": len(wrong),
        "skipped": "" if folder else ABSENT,
        "resumed": resumed,
        "by_file": [
            {key: value for key, value in _with_means(row).items() if key in _TOLD or key.startswith("gap_")}
            for row in rows
        ],
        "examples": wrong[:MOST_EXAMPLES],
    }


def measured(instance: Instance, ask: Ask) -> dict[str, Any]:
    """All plans of one file as one row, with what the referee found wrong."""
    layout, orders, cart = instance.drawn()
    wrong: list[str] = []
    began = time.process_time()
    plan = plan_batches(layout, orders, cart)
    instant_seconds = time.process_time() - began
    row = _named(instance, ask) | {
        "orders": len(orders),
        "instant": _rounded(_gap(instance, plan, wrong)),
        "instant_seconds": round(instant_seconds, 4),
        "overruns": [],
        "traces": {},
        "faults": wrong,
    }
    for seconds in _seconds(ask.seconds):
        gaps = row[f"gaps_{seconds:g}s"] = []
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
                    (round(time.process_time() - began, 2), _rounded(length / instance.best_known - 1))
                ),
            )
            row["overruns"].append(round(time.process_time() - began - seconds, 4))
            gaps.append(_rounded(_gap(instance, plan, wrong)))
            if ask.report:
                row["traces"][f"{seconds:g}s, seed {seed}"] = trace
            row["moves_done"], row["moves_planned"] = plan.moves_done, plan.moves_planned
    row["ratio"] = round(_first_come(instance) / (plan.length_mm or 1), 4)
    return row


def _instances(folder: Path, ask: Ask) -> Iterator[Instance]:
    """Every file asked for, set after set."""
    patterns = [pattern for pattern in ask.files.split(",") if pattern]
    limit = min(ask.limit or ask.count or (MOST_FILES if patterns else LIMIT), MOST_FILES)
    for name in batching_read.SETS:
        if ask.collection in ("", name):
            yield from batching_read.instances(folder, name, limit=limit, files=patterns)


def _each(instances: Sequence[Instance], ask: Ask) -> Generator[dict[str, Any], None, None]:
    """A row for each file as soon as it is known, from as many processes as were asked for."""
    if ask.clients < 2:
        yield from (measured(instance, ask) for instance in instances)
        return
    with get_context("spawn").Pool(ask.clients) as pool:
        yield from pool.imap_unordered(partial(measured, ask=ask), instances)


def _named(instance: Instance, ask: Ask) -> dict[str, Any]:
    """What is asked about a file: the beginning of its row."""
    named = {"set": instance.collection, "file": instance.name, "seed": ask.seed, "seeds": ask.seeds}
    return named | {"seconds": list(_seconds(ask.seconds))}


def _with_means(row: dict[str, Any]) -> dict[str, Any]:
    """The row with one gap for each time to think, the mean of its seeds."""
    return row | {
        f"gap_{seconds:g}s": _rounded(statistics.fmean(row[f"gaps_{seconds:g}s"])) for seconds in row["seconds"]
    }


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
