"""How the house is at this moment, in one query: enough to say whether a wall would look different now."""

from __future__ import annotations

import zlib
from dataclasses import astuple, dataclass
from typing import Any

from django.db.models import Count, F, IntegerField, Max, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from backend.dashboard.day import Day
from backend.facility import presence
from backend.facility.models import Facility, StationKey
from backend.jobs.models import Job
from backend.ledger.models import Head, Unsealed
from backend.printing.models import LabelSerial
from warehouse.models import Manifest, Order, Parcel, Tote
from warehouse.overviews import parcels


@dataclass(frozen=True)
class Pulse:
    """How far the ledger is, and the counts that no event announces."""

    sealed: int
    unsealed: int
    unreached: int
    dead_jobs: int
    doubtful_prints: int
    wrong_weights: int
    at_check_lane: int
    sent: int
    sent_late: int
    minute: int

    @property
    def version(self) -> str:
        """A short text that changes when the wall does: with every event, and each minute for what time alone does."""
        return f"{self.sealed + self.unsealed:x}-{zlib.crc32(repr(astuple(self)).encode()):x}"


def feel(facility: int, day: Day) -> Pulse:
    """The pulse of a facility; every count is bounded by an index on what is open, or by what left today."""
    keys = StationKey.objects.filter(
        station__facility=facility, revoked_at=None, seen_at__lt=day.now - presence.UNREACHED_AFTER
    )
    # From today's manifests to their parcels: few rows, whatever left before.
    gone = Manifest.objects.filter(
        facility=facility, handed_over_at__gte=day.start, parcels__order__state=Order.State.SHIPPED
    )
    left_late = Q(parcels__order__ship_by__lt=F("handed_over_at"))
    row = (
        Facility.objects.filter(pk=facility)
        .values_list(
            Coalesce(Subquery(Head.objects.filter(facility=facility).values("size")), 0),
            _one(Unsealed.objects.filter(facility=facility), Max("event_id")),
            _one(keys, Sum("pk"), by="station__facility"),
            _one(Job.objects.filter(facility=facility, state=Job.State.DEAD), Count("pk")),
            _one(LabelSerial.objects.filter(facility=facility, state=LabelSerial.State.UNKNOWN), Count("pk")),
            _one(parcels.weight_refused(Parcel.objects.filter(facility=facility)), Count("pk")),
            _one(Tote.objects.filter(facility=facility, at_check_lane=True), Count("pk")),
            _one(gone, Count("parcels__order", distinct=True)),
            _one(gone, Count("parcels__order", distinct=True, filter=left_late)),
        )
        .get()
    )
    figures: list[int] = [*row, int(day.now.timestamp() // 60)]
    return Pulse(*figures)


def _one(rows: QuerySet[Any], figure: Count | Max | Sum, by: str = "facility") -> Coalesce:
    """One figure over `rows` as a part of another query; 0 if there are none."""
    found = rows.order_by().values(by).annotate(figure=figure).values("figure")
    return Coalesce(Subquery(found, output_field=IntegerField()), 0)
