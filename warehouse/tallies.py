"""Counts per quarter of an hour and person, read off the sealed ledger: for the wall and for a worker's own day."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection

from backend.ledger import readers
from backend.ledger.readers import Reader, SealedEvent
from warehouse.events.packing import ParcelSealed
from warehouse.events.picking import LinePicked, PickFinished
from warehouse.models import Tally

COUNTS: Final = ("lines", "units", "misscans", "batches", "parcels")
KINDS: Final = frozenset({LinePicked.kind, PickFinished.kind, ParcelSealed.kind})
AT_ONCE: Final = 100


def follow(events: Sequence[SealedEvent]) -> None:
    """Add what happened to the tallies; each event once, which the cursor's transaction sees to."""
    tallies: dict[tuple[int, datetime, int], dict[str, int]] = defaultdict(lambda: dict.fromkeys(COUNTS, 0))
    for event in events:
        tally = tallies[event.facility, quarter_of(event.at), event.data["worker"]]
        for count, grown in _counts(event.kind, event.data).items():
            tally[count] += grown
    rows = [
        (facility, connection.ops.adapt_datetimefield_value(quarter), person, *tally.values())
        for (facility, quarter, person), tally in sorted(tallies.items())
    ]
    for start in range(0, len(rows), AT_ONCE):
        _add(rows[start : start + AT_ONCE])


def clear(facility: int) -> None:
    """Forget a facility's tallies, to read them again from the ledger."""
    Tally.objects.filter(facility=facility).delete()


def digest(facility: int) -> str:
    """One text over all tallies of a facility; equal tallies give equal texts."""
    rows = Tally.objects.filter(facility=facility).order_by("quarter", "person")
    text = hashlib.sha256()
    for quarter, *numbers in rows.values_list("quarter", "person", *COUNTS).iterator():
        text.update(f"{quarter.isoformat()} {' '.join(map(str, numbers))}\n".encode())
    return text.hexdigest()


def quarter_of(moment: datetime) -> datetime:
    """The quarter of an hour, in UTC, in which a moment lies."""
    return moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)


def register() -> None:
    """Have the tallies follow the ledger."""
    readers.register(Reader(name="tallies", kinds=KINDS, apply=follow, clear=clear, digest=digest))


def _counts(kind: str, data: Mapping[str, Any]) -> dict[str, int]:
    if kind == LinePicked.kind:
        return {"lines": 1, "units": data["units"], "misscans": data["misscans"]}
    if kind == PickFinished.kind:
        return {"batches": 1}
    return {"parcels": 1, "misscans": data["misscans"]}


def _add(rows: Sequence[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO warehouse_tally (facility, quarter, person, {', '.join(COUNTS)})"  # noqa: S608
            f" VALUES {', '.join(['(%s, %s, %s, %s, %s, %s, %s, %s)'] * len(rows))}"
            " ON CONFLICT (facility, quarter, person) DO UPDATE SET "
            + ", ".join(f"{count} = warehouse_tally.{count} + excluded.{count}" for count in COUNTS),
            [value for row in rows for value in row],
        )
