"""Writing the ledger: `record` inserts the event in the action's own transaction; no event, no action."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction

from backend.kit import clock
from backend.ledger.happenings import Actor, Happening
from backend.ledger.models import Event, Unsealed


def record(event: Happening, *, on: models.Model, by: Actor) -> None:
    """Record what happened to the row `on`, last in the transaction, after the lock on that row."""
    record_all([(event, on)], by=by)


def record_all(happened: Iterable[tuple[Happening, models.Model]], *, by: Actor) -> None:
    """Record several things in order with two statements; each goes with the row it happened to."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() outside a transaction: no event may stand without its action")
    at = clock.now()
    rows = [
        Event(
            facility=_facility_of(on),
            merchant=getattr(on, "merchant_id", None),
            at=at,
            kind=event.kind,
            version=event.version,
            subject=subject_of(on),
            actor=by.actor,
            data=event.data(),
        )
        for event, on in happened
    ]
    Event.objects.bulk_create(rows)
    Unsealed.objects.bulk_create([Unsealed(event_id=row.pk, facility=row.facility) for row in rows])


def subject_of(row: models.Model) -> str:
    """The string by which the ledger knows a row, e.g. `warehouse.batch:42`."""
    return f"{row._meta.label_lower}:{row.pk}"


def _facility_of(row: Any) -> int:
    if row._meta.label_lower == "facility.facility":
        return int(row.pk)
    return int(getattr(row, "facility_id", None) or row.facility)
