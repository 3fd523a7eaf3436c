"""Sitting down, locking, coming back and leaving: one seat per worker, one worker per station."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from backend.facility import helping, holds, keys, leaving
from backend.facility.cards import SeatCard
from backend.facility.events import SeatLeft, SeatLocked, SeatTaken, SeatUnlocked
from backend.facility.models import HelpCall, Seat, Station
from backend.kit import clock, locks
from backend.kit.errors import Refused
from backend.ledger.happenings import SYSTEM, Actor
from backend.ledger.recording import record
from backend.ledger.work import work
from backend.people import signing_in
from backend.people.models import Person

# Where addresses are read nobody sits by badge: dispatchers sign in with their password.
STAFF_ONLY: Final = frozenset({Station.Kind.DISPATCH})
IDLE_END: Final = timedelta(minutes=15)
LONGEST: Final = timedelta(hours=12)
# Written at most this often, so that scanning costs no second commit; the lock waits as much longer.
NOTED_EVERY: Final = timedelta(seconds=20)
WARNED_BEFORE: Final = timedelta(seconds=15)


def sign_in(station: Station, *, badge: str, pin: str, secret: str) -> SeatCard:
    """A worker shows badge and PIN: they sit down, or come back to the step at which the screen was locked.

    `secret` is the new key of the seat, which the device keeps. Too many wrong PINs raise a hand for staff.
    """
    try:
        person = signing_in.recognise(badge, pin, station=station.pk, facility=station.facility_id)
    except signing_in.NotRecognised as refusal:
        if refusal.is_guessing:
            helping.call(station, reason=HelpCall.Reason.GUESSING, by=SYSTEM)
        raise
    return sit(station, by=person, badge=badge, secret=secret)


@work
def sit(station: Station, *, by: Person, badge: str, secret: str) -> SeatCard:
    """Seat a recognised worker; refuse while somebody else sits here, or while they sit elsewhere."""
    if station.kind in STAFF_ONLY:
        raise Refused(_("Only staff work here."), code="staff_station")
    locks.take(Person.objects.filter(pk=by.pk), Station.objects.filter(pk=station.pk))
    for seat in _open().filter(Q(person=by) | Q(station=station)).select_related("station").order_by("pk"):
        if seat.person_id == by.pk and seat.station_id == station.pk:
            return _come_back(seat, by=by, badge=badge, secret=secret)
        if seat.person_id == by.pk:
            raise Refused(
                _("You sit at station %(number)s. Leave there first.") % {"number": seat.station.number},
                code="seated_elsewhere",
            )
        raise Refused(_("Somebody works here. Take another station."), code="station_taken")
    now = clock.now()
    seat = Seat.objects.create(
        facility_id=station.facility_id,
        station=station,
        person=by,
        digest=keys.digest_of(secret),
        sat_at=now,
        active_at=now,
    )
    signing_in.welcome(by, badge=badge, station=station.pk)
    record(SeatTaken(station=station.pk, person=by.pk), on=seat, by=by)
    return _card(seat)


@work
def lock(seat: Seat, *, by: Actor, is_idle: bool = False) -> SeatCard:
    """Lock the screen; the task stays as it is. Locking twice is once."""
    if _open().filter(pk=seat.pk, locked_at=None).update(locked_at=clock.now()):
        record(SeatLocked(station=seat.station_id, is_idle=is_idle), on=seat, by=by)
    return SeatCard(id=seat.pk, station=seat.station_id, is_locked=True)


@work
def leave(seat: Seat, *, by: Actor) -> None:
    """The worker leaves this station; what they held goes back to the queue. Leaving twice is once."""
    _end(seat, reason="left", by=by)


@work
def end(seat: Seat, *, by: Person) -> None:
    """Staff end a sitting, e.g. because the worker was called away."""
    if not Station.objects.seen_by(by).filter(pk=seat.station_id).exists():
        raise Refused(_("You do not supervise this area."), code="not_your_area", status=403)
    _end(seat, reason="ended_by_staff", by=by)


@work
def end_all(*, facility: int, area: int | None = None, by: Person) -> int:
    """Staff end all sittings of an area or of the facility at once; how many there were."""
    stations = Station.objects.seen_by(by).filter(facility_id=facility)
    if area is not None:
        stations = stations.filter(area_id=area)
    return _end_each(_open().filter(station__in=stations), reason="ended_by_staff", by=by)


@work
def end_idle() -> int:
    """End sittings that nobody touched for a quarter of an hour, holds not counted, and those of twelve hours."""
    now = clock.now()
    old = _open().filter(Q(active_at__lt=now - IDLE_END) | Q(sat_at__lt=now - LONGEST)).select_related("station")
    over = [seat.pk for seat in old if seat.sat_at < now - LONGEST or _idle_seconds(seat, now=now) > IDLE_END.seconds]
    return _end_each(_open().filter(pk__in=over), reason="idle", by=SYSTEM)


def touch(seat: Seat) -> None:
    """Note that somebody is at the screen, at most every twenty seconds."""
    now = clock.now()
    if seat.active_at + NOTED_EVERY <= now:
        _open().filter(pk=seat.pk).update(active_at=now)
        seat.active_at = now


def locks_in(seat: Seat) -> timedelta:
    """How long the screen still stays open without a touch; negative when it should be locked."""
    return seat.active_at + timedelta(seconds=seat.station.lock_after_seconds) + NOTED_EVERY - clock.now()


def _idle_seconds(seat: Seat, *, now: datetime) -> float:
    return (now - seat.active_at).total_seconds() - holds.held_seconds(seat.station, since=seat.active_at)


def _open() -> QuerySet[Seat]:
    return Seat.objects.filter(left_at=None)


def _come_back(seat: Seat, *, by: Person, badge: str, secret: str) -> SeatCard:
    now = clock.now()
    _open().filter(pk=seat.pk).update(locked_at=None, active_at=now, digest=keys.digest_of(secret))
    seat.locked_at = None
    signing_in.welcome(by, badge=badge, station=seat.station_id)
    record(SeatUnlocked(station=seat.station_id), on=seat, by=by)
    return _card(seat)


def _end_each(seats: QuerySet[Seat], *, reason: str, by: Actor) -> int:
    (rows,) = locks.take(seats)
    for seat in rows:
        _end(seat, reason=reason, by=by)
    return len(rows)


def _end(seat: Seat, *, reason: str, by: Actor) -> None:
    if not _open().filter(pk=seat.pk).update(left_at=clock.now()):
        return
    leaving.take_back_from(seat, by=by)
    record(SeatLeft(station=seat.station_id, person=seat.person_id, reason=reason), on=seat, by=by)


def _card(seat: Seat) -> SeatCard:
    return SeatCard(id=seat.pk, station=seat.station_id, is_locked=seat.locked_at is not None)
