"""A device becomes a station's screen by a one-time code, and stops being one when staff say so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from backend.facility import enrolling, keys
from backend.facility.models import Enrolment, Station, StationKey
from backend.kit import clock
from backend.kit.errors import Refused
from backend.ledger.models import Event
from backend.people.models import Person
from tests import doors, world
from tests.world import Quiet

pytestmark = pytest.mark.django_db


@pytest.fixture
def station() -> Station:
    return world.station(world.facility())


def test_a_device_with_a_good_code_becomes_the_screen_of_the_station(station: Station):
    code = enrolling.make_code(station, by=world.supervisor(station.facility)).code
    browser = Client()

    answer = browser.post("/enrol/", {"code": code.lower()})

    assert (answer.status_code, answer["Location"]) == (302, "/")
    cookie = answer.cookies[settings.STATION_COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    assert len(cookie.value) == 43
    assert StationKey.objects.get().digest == keys.digest_of(cookie.value)
    assert browser.get("/")["Location"] == "/station/sign-in/"
    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["station.code_made", "station.enrolled"]


def test_a_code_has_forty_eight_bits_and_is_stored_as_a_digest_only(station: Station):
    code = enrolling.make_code(station, by=world.supervisor(station.facility)).code

    assert len(code.replace(" ", "")) == 12
    assert code.replace(" ", "") not in str(Enrolment.objects.values().get())


@pytest.mark.parametrize("late", [timedelta(minutes=10), timedelta(days=1)])
def test_a_code_is_good_for_ten_minutes(station: Station, late: timedelta):
    code = enrolling.make_code(station, by=world.supervisor(station.facility)).code
    quiet = Quiet()

    with clock.at(clock.now() + late), pytest.raises(Refused) as refusal:
        enrolling.enrol(code, secret="s")

    assert refusal.value.code == "enrol_code_wrong"
    assert not StationKey.objects.exists()
    assert quiet.holds()


def test_a_code_works_once(station: Station):
    code = enrolling.make_code(station, by=world.supervisor(station.facility)).code
    enrolling.enrol(code, secret="one")
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        enrolling.enrol(code, secret="two")

    assert refusal.value.code == "enrol_code_wrong"
    assert StationKey.objects.get().digest == keys.digest_of("one")
    assert quiet.holds()


def test_a_wrong_code_is_refused_on_the_page(station: Station):
    answer = Client().post("/enrol/", {"code": "BCDF GHJK LNPR"})

    assert answer.status_code == 422
    assert settings.STATION_COOKIE not in answer.cookies


def test_a_new_screen_stops_the_old_one(station: Station):
    by = world.supervisor(station.facility)
    old = doors.enrolled(station)
    assert old.get("/station/sign-in/").status_code == 200

    enrolling.enrol(enrolling.make_code(station, by=by).code, secret="new")

    assert old.get("/station/sign-in/")["Location"] == "/enrol/"


def test_a_revoked_key_opens_nothing_at_the_next_request(station: Station):
    seat = world.seat(station, doors.worker(station))
    browser = doors.seated(seat)
    assert browser.get("/station/").status_code == 200

    enrolling.revoke(station, by=world.supervisor(station.facility))

    assert browser.get("/station/")["Location"] == "/enrol/"
    assert browser.get("/station/ping/").status_code == 302
    scan = browser.post("/station/lock/", data="{}", content_type="application/json")
    assert scan.status_code == 403


def test_a_browser_that_is_no_station_gets_no_further_than_the_door(station: Station):
    browser = Client()
    browser.cookies[settings.STATION_COOKIE] = "made up"

    for path in ("/station/", "/station/sign-in/", "/station/help/", "/station/leave/"):
        assert browser.get(path)["Location"] == "/enrol/"


def test_a_supervisor_of_another_area_makes_no_code(station: Station):
    other = world.person(station.facility, Person.Role.SUPERVISOR, "Tom")
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        enrolling.make_code(station, by=other)

    assert refusal.value.code == "not_your_area"
    assert not Enrolment.objects.exists()
    assert quiet.holds()


def test_making_a_code_asks_for_the_password_again(station: Station):
    by = world.supervisor(station.facility)
    stale, fresh = doors.signed_in(by, is_fresh=False), doors.signed_in(by)

    assert stale.post(f"/floor/stations/{station.pk}/code/")["Location"].startswith("/sign-in/again/")
    assert not Enrolment.objects.exists()
    assert b'id="one-time-code"' in fresh.post(f"/floor/stations/{station.pk}/code/").content


def test_a_station_of_another_facility_is_not_there(station: Station):
    elsewhere = world.station(world.facility())
    browser = doors.signed_in(world.supervisor(station.facility))

    foreign = browser.get(f"/floor/stations/{elsewhere.pk}/")
    unknown = browser.get("/floor/stations/999999/")

    assert foreign.status_code == unknown.status_code == 404
