"""The names by which measurements ask for things inside the house."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from backend.demo.bench.within import claiming, dumping, floor, intake, listing, printing, racing, walking

REGISTRY: Final[dict[str, Callable[[dict[str, Any]], dict[str, Any]]]] = {
    each.__name__: each
    for each in (
        intake.merchant,
        intake.intake_queries,
        intake.intake_kept,
        floor.found,
        floor.place_orders,
        floor.release,
        floor.seat_workers,
        floor.scans_kept,
        claiming.claim_all,
        claiming.claims_recorded,
        racing.race,
        listing.seed_orders,
        listing.cursor_of_page,
        listing.list_queries,
        walking.scan_queries,
        dumping.orders_underway,
        dumping.dump,
        printing.printing_found,
        printing.printing_consume,
        printing.printing_look,
        printing.printing_scan,
        printing.printing_account,
    )
}
