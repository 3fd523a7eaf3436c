"""Faults that good warehouse systems shipped, planted on purpose: a race that misses them proves nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from unittest import mock

from backend.kit import locks
from warehouse import allocation
from warehouse.models import Level


def no_lock() -> None:
    """Rows are read, not locked; the CHECK constraint alone stands between two buyers."""
    mock.patch.object(locks, "_locked", lambda rows: list(rows.order_by("pk"))).start()


def generator() -> None:
    """The lock is a generator, so that whoever uses it a second time sees nothing."""
    taken = locks.take
    mock.patch.object(locks, "take", lambda *rows: tuple((row for row in each) for each in taken(*rows))).start()


def absolute_write() -> None:
    """The new number is computed from one read earlier without a lock, and written back."""
    no_lock()

    def write(levels: Sequence[Level], units: Mapping[int, int]) -> None:
        for level in levels:
            Level.objects.filter(pk=level.pk).update(promised=level.promised + units.get(level.product_id, 0))

    mock.patch.object(allocation, "_promise_units", write).start()


FAULTS: dict[str, Callable[[], Any]] = {"no_lock": no_lock, "generator": generator, "absolute_write": absolute_write}
