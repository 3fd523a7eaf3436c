"""Making a device the screen of a station: staff make a one-time code, the device gives it back and gets a key."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from backend.facility import keys
from backend.facility.cards import CodeCard
from backend.facility.events import StationCodeMade, StationEnrolled, StationRevoked
from backend.facility.models import Enrolment, Station, StationKey
from backend.kit import clock, codes, locks
from backend.kit.errors import NotFound, Refused
from backend.ledger.happenings import Actor
from backend.ledger.recording import record
from backend.ledger.work import work
from backend.people.models import Person

GOOD_FOR: Final = timedelta(minutes=10)
# Twelve of sixteen letters: 48 bits, typed in three groups of four.
LETTERS: Final = 12


@work
def make_code(station: Station, *, by: Person, good_for: timedelta = GOOD_FOR) -> CodeCard:
    """A code that turns one device into the screen of this station, once, within ten minutes unless said otherwise."""
    if not Station.objects.seen_by(by).filter(pk=station.pk).exists():
        raise Refused(_("You do not supervise this area."), code="not_your_area", status=403)
    code = "".join(secrets.choice(codes.LETTERS) for _place in range(LETTERS))
    made = Enrolment.objects.create(
        station=station, digest=_digest(code), made_by=by, expires_at=clock.now() + good_for
    )
    record(StationCodeMade(enrolment=made.pk), on=station, by=by)
    return CodeCard(
        station=station.pk,
        title=_("Station %(number)s") % {"number": station.number},
        code=" ".join(code[place : place + 4] for place in range(0, LETTERS, 4)),
        expires_at=made.expires_at,
    )


@work
def enrol(code: str, *, secret: str) -> Station:
    """The device that gives a good code becomes the station's screen under `secret`; the one before it stops."""
    digest = _digest("".join(code.split()).upper())
    (rows,) = locks.take(Enrolment.objects.filter(digest=digest).select_related("station", "made_by"))
    now = clock.now()
    if not rows or rows[0].used_at is not None or rows[0].expires_at <= now:
        raise Refused(_("This code is wrong or too old. Ask for a new one."), code="enrol_code_wrong", status=422)
    enrolment: Enrolment = rows[0]
    for old in locks.take(StationKey.objects.filter(station=enrolment.station, revoked_at=None))[0]:
        _revoke(old, station=enrolment.station, by=enrolment.made_by)
    Enrolment.objects.filter(pk=enrolment.pk).update(used_at=now)
    key = StationKey.objects.create(
        station=enrolment.station,
        digest=keys.digest_of(secret),
        enrolled_by=enrolment.made_by,
        enrolled_at=now,
        seen_at=now,
    )
    record(StationEnrolled(key=key.pk, enrolment=enrolment.pk), on=enrolment.station, by=enrolment.made_by)
    return enrolment.station


@work
def revoke(station: Station, *, by: Person) -> None:
    """The station's device opens nothing from its next request on."""
    if not Station.objects.seen_by(by).filter(pk=station.pk).exists():
        raise Refused(_("You do not supervise this area."), code="not_your_area", status=403)
    (live,) = locks.take(StationKey.objects.filter(station=station, revoked_at=None))
    if not live:
        raise Refused(_("This station has no screen."), code="station_not_enrolled")
    for key in live:
        _revoke(key, station=station, by=by)


def find(pk: int, *, seen_by: Person) -> Station:
    """A station of the person's own facility; 404 for others."""
    rows = Station.objects.select_related("area", "facility").filter(pk=pk, facility_id=seen_by.facility)
    station = rows.first()
    if station is None:
        raise NotFound()
    return station


def _revoke(key: StationKey, *, station: Station, by: Actor) -> None:
    StationKey.objects.filter(pk=key.pk).update(revoked_at=clock.now())
    record(StationRevoked(key=key.pk), on=station, by=by)


def _digest(code: str) -> str:
    return hmac.new(settings.PEPPER.encode(), f"enrol:{code}".encode(), hashlib.sha256).hexdigest()
