"""Whether the last unit of anything can be promised twice."""

from __future__ import annotations

from typing import Any, Final

from backend.demo.bench import orders, scratch
from backend.demo.bench.asked import Ask
from backend.demo.bench.inside import inside
from backend.demo.houses import house

PLAYERS: Final = (2, 8, 20)


def run(ask: Ask) -> dict[str, Any]:
    """Let 2, 8 and 20 processes go for the last unit at the same moment, a third of the rounds each."""
    ask = ask.bounded(seconds=600, count=1000, clients=max(PLAYERS))
    sizes = [players for players in PLAYERS if players <= ask.clients] or [ask.clients]
    results = []
    with scratch.databases(ask.database) as database, house(database=database) as ours, inside(ours) as within:
        orders.found(within, goods=1)
        for number, players in enumerate(sizes):
            rounds = ask.count // len(sizes) + (number < ask.count % len(sizes))
            wanted = {"players": players, "rounds": rounds, "seconds": ask.seconds / len(sizes)}
            if rounds:
                results.append(within("race", wanted))
    return {
        "rounds": sum(each["rounds"] for each in results),
        "oversold_units": sum(each["oversold"] for each in results),
        "unsold_units": sum(each["undersold"] for each in results),
        "errors": sum(each["errors"] for each in results),
        "stock_drift": sum(each["drift"] for each in results),
        "processes": sizes,
        "examples": [text for each in results for text in each["examples"]],
    }
