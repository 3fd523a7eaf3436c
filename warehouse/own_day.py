"""What one worker did today, read off their own tallies in the clock of the facility."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from django.utils.translation import gettext as _

from backend.facility.models import Seat
from backend.kit import clock
from backend.kit.charts import Bar, Bars, figure
from warehouse.cards.day import DayCard
from warehouse.models import Tally


def today(seat: Seat) -> DayCard:
    """The worker's own day so far."""
    zone = seat.station.facility.clock_zone
    now = clock.now().astimezone(zone)
    begin = now.replace(hour=0, minute=0, second=0, microsecond=0)
    rows = list(
        Tally.objects.filter(
            facility=seat.facility_id,
            person=seat.person_id,
            quarter__gte=begin,
            quarter__lt=begin + timedelta(days=1),
        ).order_by("quarter")
    )
    units: dict[int, int] = defaultdict(int)
    misscans: dict[int, int] = defaultdict(int)
    for row in rows:
        hour = row.quarter.astimezone(zone).hour
        units[hour] += row.units
        misscans[hour] += row.misscans
    hours = range(min(units), max(units) + 1) if units else range(0)
    total = sum(row.units for row in rows)
    bars = tuple(Bar(f"{hour}:00", units[hour]) for hour in hours)
    words = _("%(n)d items today") % {"n": total}
    return DayCard(
        lines=sum(row.lines for row in rows),
        units=total,
        batches=sum(row.batches for row in rows),
        parcels=sum(row.parcels for row in rows),
        misscans=sum(row.misscans for row in rows),
        figure=figure(Bars(_("Items in each hour"), words, _("items"), bars, place=_("Hour"), width=620))
        if bars
        else None,
        hours=tuple((f"{hour}:00", units[hour], misscans[hour]) for hour in hours),
    )
