"""How long our routes are beside the proven shortest of published instances, and how long we think about each."""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

from tqdm import tqdm

from backend.command.places import ROOT
from backend.demo.bench import routing_read, routing_referee
from backend.demo.bench.asked import Ask
from backend.demo.bench.routing_read import Instance
from warehouse import routing
from warehouse.routing import Layout, Stop

BLOCKS: Final = {1: "single_block", 2: "two_block"}
MOST_EXAMPLES: Final = 10
MOST_INSTANCES: Final = 2400
ABSENT: Final = "No instances there: name the folder that has them with --data DIR."


@dataclass
class Tally:
    """What was found of one set of instances."""

    optimal: int = 0
    route_ms: list[float] = field(default_factory=list)
    length_ms: list[float] = field(default_factory=list)
    gaps: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def told(self) -> dict[str, Any]:
        """The figures as the answer has them."""
        files = len(self.route_ms)
        return {
            "files": files,
            "optimal": self.optimal,
            "optimal_share": round(self.optimal / files, 4) if files else 0.0,
            "p50_ms": _quantile(self.route_ms, 0.5),
            "p99_ms": _quantile(self.route_ms, 0.99),
            "length_p50_ms": _quantile(self.length_ms, 0.5),
            "length_p99_ms": _quantile(self.length_ms, 0.99),
            "mean_gap": {method: round(statistics.fmean(gaps), 4) for method, gaps in self.gaps.items()},
            "max_gap": {method: round(max(gaps), 4) for method, gaps in self.gaps.items()},
        }


def run(ask: Ask) -> dict[str, Any]:
    """Route `count` instances with one and with two blocks by every method; the referee looks at every route."""
    ask = ask.bounded(seconds=3600, count=MOST_INSTANCES, clients=1)
    folder = routing_read.folder_of(ask.data, ROOT)
    found = routing_read.instances(folder, count=ask.count) if folder else []
    until = time.monotonic() + ask.seconds
    sets = {name: Tally() for name in BLOCKS.values()}
    classes: dict[str, dict[str, Tally]] = defaultdict(lambda: {name: Tally() for name in BLOCKS.values()})
    wrong: list[str] = []
    routed = 0
    if found:
        _warm_up(found[0])
    for instance in tqdm(found, unit=" instances", disable=None):
        if time.monotonic() > until:
            break
        routed += 1
        for blocks, name in BLOCKS.items():
            wrong += _routed(instance, blocks, (sets[name], classes[instance.kind][name]))
    _show(classes)
    return {
        **{name: tally.told() for name, tally in sets.items()},
        "instances": routed,
        "not_optimal": sum(len(tally.route_ms) - tally.optimal for tally in sets.values()),
        "faults": len(wrong),
        "by_class": {kind: {name: tally.told() for name, tally in both.items()} for kind, both in classes.items()},
        "unfinished": int(routed < len(found)),
        "skipped": "" if folder else ABSENT,
        "examples": wrong[:MOST_EXAMPLES],
    }


def _routed(instance: Instance, blocks: int, tallies: tuple[Tally, ...]) -> list[str]:
    """Route one instance by every method, add to the tallies, and tell what the referee found wrong."""
    layout, stops = instance.drawn(blocks)
    optimum = instance.optima[blocks]
    wrong: list[str] = []
    for method in routing.METHODS:
        began = time.thread_time()
        route = routing.route(layout, stops, method)
        taken_ms = 1000 * (time.thread_time() - began)
        faults = routing_referee.faults(layout, stops, route)
        if route.length_mm < optimum:
            faults.append(f"{route.length_mm} is shorter than the proven {optimum}")
        wrong += [f"{instance.name}, {blocks} blocks, {method}: {fault}" for fault in faults]
        for tally in tallies:
            if method == "exact":
                tally.optimal += route.length_mm == optimum
                tally.route_ms.append(taken_ms)
            tally.gaps[method].append(route.length_mm / optimum - 1)
    return wrong + _length_alone(instance, layout, stops, tallies)


def _length_alone(instance: Instance, layout: Layout, stops: set[Stop], tallies: tuple[Tally, ...]) -> list[str]:
    began = time.thread_time()
    length = routing.shortest_mm(layout, stops)
    taken_ms = 1000 * (time.thread_time() - began)
    for tally in tallies:
        tally.length_ms.append(taken_ms)
    optimum = instance.optima[layout.crosses - 1]
    return [] if length == optimum else [f"{instance.name}: the length alone is {length}, not {optimum}"]


def _show(classes: dict[str, dict[str, Tally]]) -> None:
    """A table for people: optima, and how much longer each method walks, by class of instances."""
    methods = [method for method in routing.METHODS if method != "exact"]
    heads = "".join(f"{method:>13}" for method in methods)
    lines = [f"{'class':<16}{'blocks':>7}{'files':>7}{'optimal':>9}{'p99 ms':>9}{heads}"] if classes else []
    for kind, both in sorted(classes.items()):
        for blocks, name in BLOCKS.items():
            told = both[name].told()
            gaps = "".join(f"{told['mean_gap'][method]:>13.1%}" for method in methods)
            lines.append(f"{kind:<16}{blocks:>7}{told['files']:>7}{told['optimal']:>9}{told['p99_ms']:>9}{gaps}")
    for line in lines:
        tqdm.write(line)


def _warm_up(instance: Instance) -> None:
    """The first question builds tables that all later ones use."""
    for blocks in BLOCKS:
        routing.route(*instance.drawn(blocks))


def _quantile(values: list[float], share: float) -> float:
    """The value at the nearest rank, in ms with three places; 0 for no values at all."""
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 3) if ordered else 0.0
