"""How fast, and how safely, processes take batches from the one queue that all workers share."""

from __future__ import annotations

from typing import Any, Final

from backend.demo.bench import orders, scratch
from backend.demo.bench.asked import Ask
from backend.demo.bench.inside import inside
from backend.demo.houses import house
from backend.demo.robots.timing import spread

ORDERS_ON_A_CART: Final = 4


def run(ask: Ask) -> dict[str, Any]:
    """Real processes claim batches until the queue is empty or the time is over."""
    ask = ask.bounded(seconds=20, count=500, clients=8)
    with scratch.databases(ask.database) as database, house(database=database) as ours, inside(ours) as within:
        orders.found(within, pickers=ask.clients)
        wanted = {"count": ask.count * ORDERS_ON_A_CART, "lines": 1, "goods": orders.GOODS, "seed": ask.seed}
        within("place_orders", wanted)
        batches = within("release", {})["batches"]
        seats = within("seat_workers", {})["seats"]
        answers = within("claim_all", {"seats": seats, "seconds": ask.seconds})["answers"]
        recorded = within("claims_recorded", {})
    claimed = [batch for answer in answers for batch in answer["claimed"]]
    times = spread([seconds for answer in answers for seconds in answer["seconds"]])
    longest = max(answer["span"] for answer in answers)
    return {
        "claims_per_second": round(len(claimed) / longest, 1),
        "double_claims": max(len(claimed) - len(set(claimed)), recorded["twice"]),
        "lock_errors": sum(answer["lock_errors"] for answer in answers),
        "p99_ms": times.p99,
        "p50_ms": times.p50,
        "claims": len(claimed),
        "batches": batches,
        "processes": len(answers),
    }
