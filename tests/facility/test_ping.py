"""The ping says in one or two reads whether the screen is still right, and never waits for a writer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from backend.facility import holds, presence, seating
from backend.facility.holds import Scope
from backend.facility.models import Hold, Seat, StationKey
from backend.kit import clock
from tests import doors, world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_seen_yet():
    presence._seen.clear()
    presence._written_at.clear()


@pytest.fixture
def seat() -> Seat:
    station = world.station(world.facility())
    return world.seat(station, doors.worker(station))


def seen(browser: Client) -> int:
    return browser.get("/station/").context["shell"].seen


def ping(browser: Client, version: int):
    return browser.get(f"/station/ping/?seen={version}")


def test_nothing_changed_is_204(seat: Seat):
    browser = doors.seated(seat)
    version = seen(browser)

    answer = ping(browser, version)

    assert (answer.status_code, answer.content) == (204, b"")


def test_a_freeze_shows_the_grey_screen_at_the_next_ping(seat: Seat):
    browser = doors.seated(seat)
    version = seen(browser)
    holds.place(Hold.Kind.ROLL_CALL, scope=Scope(seat.facility_id), by=world.supervisor(seat.station.facility))

    answer = ping(browser, version)

    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'id="card" class="held" data-tone="hold"' in page
    assert "Roll-call" in page
    assert 'id="run-state"' in page
    held = answer.context["seen"]
    assert f'data-seen="{held}"' in page
    assert ping(browser, held).status_code == 204


def test_a_resume_asks_for_the_page_again(seat: Seat):
    browser = doors.seated(seat)
    supervisor = world.supervisor(seat.station.facility)
    version = seen(browser)
    holds.place(Hold.Kind.FREEZE, scope=Scope(seat.facility_id), by=supervisor)
    held = ping(browser, version).context["seen"]

    holds.release(Hold.objects.get(), by=supervisor)

    assert ping(browser, held).status_code == 205
    assert seen(browser) == version


def test_a_held_station_shows_the_grey_screen_on_its_own_page_and_at_the_door(seat: Seat):
    holds.place(Hold.Kind.FIRE, scope=Scope(seat.facility_id), by=world.supervisor(seat.station.facility))

    assert b"Leave everything. Go out with staff now." in doors.seated(seat).get("/station/").content


def test_a_lock_or_an_ended_sitting_asks_for_the_page_again(seat: Seat):
    browser = doors.seated(seat)
    version = seen(browser)

    seating.lock(seat, by=seat)
    assert ping(browser, version).status_code == 205
    seating.leave(seat, by=seat)
    assert ping(browser, version).status_code == 205


def test_the_screen_warns_before_it_locks_and_one_touch_keeps_it_open(seat: Seat):
    browser = doors.seated(seat)
    version = seen(browser)
    start = Seat.objects.get().active_at

    with clock.at(start + timedelta(seconds=60)):
        assert ping(browser, version).status_code == 204
    with clock.at(start + timedelta(seconds=70)):
        warned = ping(browser, version)
        assert b'id="stay"' in warned.content
        assert ping(browser, warned.context["seen"]).status_code == 204
        assert b"Running" in browser.post("/station/stay/").content
        calm = ping(browser, warned.context["seen"])
    assert (calm.status_code, calm.context["seen"]) == (200, version)
    with clock.at(start + timedelta(seconds=120)):
        assert ping(browser, version).status_code == 204


def test_a_ping_keeps_no_screen_open(seat: Seat):
    browser = doors.seated(seat)
    version = seen(browser)
    start = Seat.objects.get().active_at

    for second in range(0, 80, 5):
        with clock.at(start + timedelta(seconds=second)):
            assert ping(browser, version).status_code in (200, 204)
    with clock.at(start + timedelta(seconds=81)):
        assert ping(browser, version).status_code == 205

    assert Seat.objects.get().locked_at is not None


def test_a_hold_locks_nobody_out_of_the_warning(seat: Seat):
    browser = doors.seated(seat)
    holds.place(Hold.Kind.FREEZE, scope=Scope(seat.facility_id), by=world.supervisor(seat.station.facility))

    with clock.at(Seat.objects.get().active_at + timedelta(seconds=70)):
        answer = ping(browser, 0)

    assert b'id="stay"' not in answer.content
    assert b'class="held"' in answer.content


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999"])
def test_a_version_that_is_none_of_ours_asks_for_the_page_again(seat: Seat, version: str):
    assert doors.seated(seat).get("/station/ping/", {"seen": version}).status_code == 205


def test_an_unchanged_ping_is_two_reads(seat: Seat, django_assert_num_queries):
    browser = doors.seated(seat)
    version = seen(browser)
    ping(browser, version)

    with django_assert_num_queries(2) as queries:
        ping(browser, version)

    assert all(query["sql"].startswith("SELECT") for query in queries.captured_queries)


def test_stations_are_written_together_at_most_every_two_seconds():
    site = world.facility()
    stations = [world.station(site) for _number in range(5)]
    browsers = [doors.enrolled(station) for station in stations]
    StationKey.objects.update(seen_at=clock.now() - timedelta(hours=1))
    start = clock.now()

    with clock.at(start):
        for browser in browsers:
            ping(browser, 0)
    with clock.at(start + timedelta(seconds=2)):
        ping(browsers[0], 0)

    times = StationKey.objects.order_by("pk").values_list("seen_at", flat=True)
    assert list(times) == [start + timedelta(seconds=2)] * 5


def test_a_station_that_does_not_ping_for_five_seconds_is_named_to_staff():
    site = world.facility()
    silent, loud = world.station(site), world.station(site)
    browser, other = doors.enrolled(silent), doors.enrolled(loud)
    supervisor = doors.signed_in(world.supervisor(site))
    start = clock.now()
    with clock.at(start):
        ping(browser, 0)
        ping(other, 0)

    with clock.at(start + timedelta(seconds=6)):
        ping(other, 0)
        page = supervisor.get("/floor/holds/")

    assert [card.number for card in page.context["reach"].unreached] == [silent.number]
    assert page.context["reach"].stations == 2
