"""The step at which a station stands: one row per worker and station, moved only by the work modules of the floor."""

from __future__ import annotations

from django.db.models import Exists

from backend.facility import holds
from backend.facility.models import Seat, Station
from backend.kit import clock, locks
from warehouse.models import Batch, Run

RELATED = ("facility", "batch__cart", "last_location", "station__scanner", "parcel__order__tote", "parcel__carton")


def lock_at(station: Station) -> tuple[Run | None, bool]:
    """The open run of a station with what its step needs, locked; and whether work is stopped there. One query."""
    rows = Run.objects.filter(station=station, closed_at=None).select_related(*RELATED)
    (found,) = locks.take(rows.annotate(is_held=Exists(holds.on_station(station))))
    return (found[0], found[0].is_held) if found else (None, False)


def find_at(station: Station) -> Run | None:
    """The same run, only to be looked at."""
    return Run.objects.filter(station=station, closed_at=None).select_related(*RELATED).first()


def start(*, by: Seat, flow: str, step: str, batch: Batch | None = None) -> Run:
    """A worker begins at a station; whatever stood open there or with the worker must be closed before."""
    return Run.objects.create(
        facility_id=by.facility_id,
        station=by.station,
        worker=by.person,
        flow=flow,
        step=step,
        batch=batch,
        opened_at=clock.now(),
    )


def save(run: Run) -> None:
    """Write where the run stands now."""
    run.save(
        update_fields=[
            "step",
            "revision",
            "allocation",
            "parcel",
            "counted",
            "misscans",
            "misscans_in_a_row",
            "last_location",
            "closed_at",
        ]
    )


def close(run: Run) -> None:
    """The task is over for this station."""
    run.closed_at = clock.now()
    run.revision += 1
