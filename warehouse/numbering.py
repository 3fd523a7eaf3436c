"""Series of numbers without a gap: manifests and SSCC serials. One row per series, taken late in the transaction."""

from __future__ import annotations

from django.db.models import F

from backend.kit import locks
from backend.kit.errors import ensure
from warehouse.models import Sequence


def hold_series(name: str) -> None:
    """Make the series if it is new, and be the only one who counts in it until the commit."""
    Sequence.objects.bulk_create([Sequence(name=name)], ignore_conflicts=True)
    locks.take(Sequence.objects.filter(pk=name))


def next_number(name: str, *, ceiling: int = 2**63 - 1) -> int:
    """The next number of the series; a rollback gives it back, so no number is ever missing."""
    hold_series(name)
    Sequence.objects.filter(pk=name).update(last=F("last") + 1)
    number = Sequence.objects.values_list("last", flat=True).get(pk=name)
    ensure(number < ceiling, "series_exhausted")
    return number
