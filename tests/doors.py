"""Ways in for tests: browsers of enrolled stations, of seated workers, of staff who signed in."""

from __future__ import annotations

from django.conf import settings
from django.test import Client

from backend.facility import keys
from backend.facility.models import Seat, Station, StationKey
from backend.kit import clock
from backend.people import freshness, pins, staff_signing_in
from backend.people.models import Badge, Person
from tests import world

PIN = "294751"
PASSWORD = "correct horse battery"


def enrolled(station: Station) -> Client:
    """The browser of a station, with nobody signed in."""
    secret = keys.draw()
    now = clock.now()
    by = world.person(station.facility, Person.Role.MANAGER, "Ines")
    StationKey.objects.create(
        station=station, digest=keys.digest_of(secret), enrolled_by=by, enrolled_at=now, seen_at=now
    )
    browser = Client()
    browser.cookies[settings.STATION_COOKIE] = secret
    return browser


def seated(seat: Seat) -> Client:
    """The browser of a station at which this worker sits, unlocked."""
    browser = enrolled(seat.station)
    secret = keys.draw()
    seat.digest = keys.digest_of(secret)
    Seat.objects.filter(pk=seat.pk).update(digest=seat.digest)
    browser.cookies[settings.SEAT_COOKIE] = secret
    return browser


def signed_in(person: Person, *, at: Station | None = None, is_fresh: bool = True) -> Client:
    """The browser of somebody of staff; `at` makes it the screen of a station as well."""
    browser = enrolled(at) if at else Client()
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    session = browser.session
    session[staff_signing_in.SEEN] = clock.now().isoformat()
    if is_fresh:
        session[freshness.SLOT] = clock.now().isoformat()
    session.save()
    return browser


def worker(station: Station, first_name: str = "Samir") -> Person:
    """A worker of the station's facility with a badge and the PIN of the tests."""
    someone = world.person(station.facility, first_name=first_name)
    pins.set_pin(someone, PIN, by=world.person(station.facility, Person.Role.MANAGER, "Ines"))
    return someone


def badge(person: Person) -> str:
    """The code on somebody's badge."""
    return Badge.objects.get(person=person, revoked_at=None).code


def staff(station: Station, role: Person.Role) -> Person:
    """Somebody of staff with the password of the tests."""
    someone = world.person(station.facility, role, "Maria")
    someone.set_password(PASSWORD)
    someone.save(update_fields=["password"])
    return someone
