"""The facility's own day: from its midnight to the next, whatever zone the server stands in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from backend.kit import clock


@dataclass(frozen=True)
class Day:
    """Today in a facility: `start` and `end` are its midnights, all moments are UTC."""

    now: datetime
    start: datetime
    end: datetime
    zone: ZoneInfo

    def clock_of(self, moment: datetime) -> str:
        """The time on the wall of the facility."""
        return moment.astimezone(self.zone).strftime("%H:%M")

    def hour_of(self, moment: datetime) -> datetime:
        """The full hour in which a moment lies, on that wall; some zones stand half an hour apart."""
        return moment.astimezone(self.zone).replace(minute=0, second=0, microsecond=0).astimezone(UTC)


def today(zone: ZoneInfo) -> Day:
    """The day that it is now in this zone; a day may have 23 or 25 hours."""
    now = clock.now()
    here = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    start, end = ((here + timedelta(days=days)).replace(tzinfo=zone).astimezone(UTC) for days in (0, 1))
    return Day(now=now, start=start, end=end, zone=zone)
