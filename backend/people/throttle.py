"""How often a PIN may be tried: counted in a transaction of its own before it is looked at, so no refusal forgets it.

Per badge and station five wrong ones close the pair for a minute, each further one for twice as long, up to a quarter
of an hour; nothing is closed for ever, since anybody can spoil another's badge. Twenty at one station or fifteen with
one badge within ten minutes are guessing, and staff are called.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F

from backend.kit import clock, locks
from backend.ledger.work import once_more_if_busy
from backend.people.models import Attempt

FREE_TRIES: Final = 5
LONGEST_WAIT: Final = timedelta(minutes=15)
WINDOW: Final = timedelta(minutes=10)
# A pair's count outlives its longest wait many times over; it ends so that a bad morning does not last a week.
FORGOTTEN_AFTER: Final = timedelta(hours=12)
MOST_AT_STATION: Final = 20
MOST_OF_BADGE: Final = 15
ANY_STATION: Final = 0
ANY_BADGE: Final = ""


@dataclass(frozen=True)
class Try:
    """One counted attempt: how long the pair is closed already (zero: go on), and whether this looks like guessing."""

    wait: timedelta = timedelta(0)
    is_guessing: bool = False


def begin(badge: str, *, station: int) -> Try:
    """Count an attempt and say whether its PIN may be looked at; nothing is counted while the pair is closed."""

    def count() -> Try:
        with transaction.atomic(durable=True):
            now = clock.now()
            pair, of_badge, at_station = _rows(badge, station, now=now)
            closed_until = pair.last_at + _wait_after(pair.tried)
            if closed_until > now:
                return Try(wait=closed_until - now)
            _count(pair, window=FORGOTTEN_AFTER, now=now)
            _count(of_badge, window=WINDOW, now=now)
            _count(at_station, window=WINDOW, now=now)
            return Try(is_guessing=of_badge.tried >= MOST_OF_BADGE or at_station.tried >= MOST_AT_STATION)

    return once_more_if_busy(count)


def forgive(badge: str, *, station: int) -> None:
    """The PIN was right: the pair starts anew, and this attempt counts as guessing nowhere; within the caller's."""
    Attempt.objects.filter(badge=badge, station=station).update(tried=0)
    for one, at in ((badge, ANY_STATION), (ANY_BADGE, station)):
        Attempt.objects.filter(badge=one, station=at, tried__gt=0).update(tried=F("tried") - 1)


def forget_old() -> int:
    """Drop counts that no longer matter; hourly."""
    return Attempt.objects.filter(last_at__lt=clock.now() - FORGOTTEN_AFTER).delete()[0]


def _rows(badge: str, station: int, *, now: datetime) -> list[Attempt]:
    """The three counts, locked; whoever tries the same badge or at the same station waits here."""
    keys = ((badge, station), (badge, ANY_STATION), (ANY_BADGE, station))
    Attempt.objects.bulk_create(
        [Attempt(badge=one, station=at, tried=0, first_at=now, last_at=now) for one, at in keys], ignore_conflicts=True
    )
    locked = locks.take(*(Attempt.objects.filter(badge=one, station=at) for one, at in keys))
    return [rows[0] for rows in locked]


def _count(row: Attempt, *, window: timedelta, now: datetime) -> None:
    if row.first_at + window <= now:
        row.tried, row.first_at = 0, now
    row.tried += 1
    Attempt.objects.filter(pk=row.pk).update(tried=row.tried, first_at=row.first_at, last_at=now)


def _wait_after(tried: int) -> timedelta:
    if tried < FREE_TRIES:
        return timedelta(0)
    return min(LONGEST_WAIT, timedelta(minutes=2 ** min(tried - FREE_TRIES, 8)))
