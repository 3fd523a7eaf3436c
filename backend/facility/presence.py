"""Which stations still answer: a ping is noted in memory and written with the others, at most every two seconds."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Final

from django.db import OperationalError, connection

from backend.facility.models import StationKey
from backend.kit import clock

WRITTEN_EVERY: Final = timedelta(seconds=2)
UNREACHED_AFTER: Final = timedelta(seconds=5)
_seen: Final[set[int]] = set()
_lock: Final = threading.Lock()
_written_at: Final[list[datetime]] = []


def note(key: StationKey) -> None:
    """The device with this key has just asked; whoever asks when two seconds have passed writes for all."""
    now = clock.now()
    with _lock:
        _seen.add(key.pk)
        if _written_at and _written_at[0] <= now < _written_at[0] + WRITTEN_EVERY:
            return
        _written_at[:] = [now]
        pks = list(_seen)
        _seen.clear()
    if not _write(pks, now):
        with _lock:
            _seen.update(pks)


def is_unreached(key: StationKey, *, now: datetime) -> bool:
    """Whether the screen of a station has not asked for too long: a freeze may not be seen there."""
    return key.seen_at + UNREACHED_AFTER < now


def _write(pks: list[int], now: datetime) -> bool:
    """One statement for all stations; a ping never waits for a writer: what is not written now goes with the next."""
    rows = StationKey.objects.filter(pk__in=pks)
    if connection.vendor != "sqlite":
        rows.update(seen_at=now)
        return True
    with connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            rows.update(seen_at=now)
        except OperationalError:
            return False
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(patience)}")
    return True
