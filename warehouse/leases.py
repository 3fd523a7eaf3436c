"""A claimed batch is lent for a quarter of an hour; every scan renews it, and a hold stands the clock still."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from backend.facility import holds
from backend.facility.models import Seat, Station
from backend.kit import clock
from backend.kit.errors import Refused
from warehouse.models import Batch

LENGTH: Final = timedelta(minutes=15)
RENEWED_EVERY: Final = timedelta(minutes=1)


def until() -> datetime:
    """When a lease that begins now ends."""
    return clock.now() + LENGTH


def refuse_unless_yours(batch: Batch, *, by: Seat) -> None:
    """Refuse work on a batch that another worker has, or whose lease ran out."""
    if batch.state != Batch.State.CLAIMED or batch.worker_id != by.person_id:
        raise Refused(_("This is another worker's batch."), code="not_yours")
    if is_over(batch, at=by.station):
        raise Refused(_("Your time for this ran out. Start again."), code="lease_over")


def renew(batch: Batch) -> None:
    """The worker is at it: the lease begins anew, written at most once a minute."""
    if batch.lease_until is not None and until() - batch.lease_until >= RENEWED_EVERY:
        batch.lease_until = until()
        Batch.objects.filter(pk=batch.pk).update(lease_until=batch.lease_until)


def is_over(batch: Batch, *, at: Station) -> bool:
    """Whether the lease ran out, not counting the time in which the station was held."""
    now = clock.now()
    if batch.lease_until is None or batch.lease_until > now:
        return batch.lease_until is None
    held = timedelta(seconds=holds.held_seconds(at, since=batch.lease_until - LENGTH))
    return batch.lease_until + held < now


def lapsed() -> QuerySet[Batch]:
    """The batches whose lease looks over; a hold may have made it longer."""
    return Batch.objects.filter(state=Batch.State.CLAIMED, lease_until__lt=clock.now()).order_by("pk")
