"""One seat per worker, one worker per station; a locked screen keeps the task."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from backend.facility import holds, leaving, seating
from backend.facility.models import HelpCall, Hold, Seat, Station
from backend.kit import clock
from backend.kit.errors import Refused
from backend.ledger.happenings import Actor
from backend.ledger.models import Event
from backend.people import joining
from backend.people.models import Person
from tests import doors, world
from tests.world import Quiet

pytestmark = pytest.mark.django_db


@pytest.fixture
def station() -> Station:
    return world.station(world.facility())


@pytest.fixture
def returned() -> Iterator[list[int]]:
    """What the apps above got to take back."""
    seats: list[int] = []

    def take_back(seat: Seat, by: Actor) -> None:
        seats.append(seat.pk)

    before = list(leaving._registered)
    leaving._registered[:] = [take_back]
    yield seats
    leaving._registered[:] = before


def sit(person: Person, station: Station, pin: str = doors.PIN):
    return seating.sign_in(station, badge=doors.badge(person), pin=pin, secret="secret")


def give(browser: Client, person: Person, pin: str = doors.PIN):
    return browser.post("/station/sign-in/", {"badge": doors.badge(person), "pin": pin})


def test_a_worker_sits_down_with_badge_and_pin(station: Station):
    worker = doors.worker(station)
    browser = doors.enrolled(station)

    answer = give(browser, worker)

    assert (answer.status_code, answer["Location"]) == (302, "/station/")
    cookie = answer.cookies[settings.SEAT_COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Strict", "")
    seat = Seat.objects.get()
    assert (seat.person, seat.station, seat.locked_at, seat.left_at) == (worker, station, None, None)
    assert browser.get("/station/").status_code == 200
    events = list(Event.objects.exclude(kind="pin.set").order_by("pk").values_list("kind", "actor"))
    assert events == [("person.signed_in", worker.actor), ("seat.taken", worker.actor)]


def test_a_wrong_pin_seats_nobody_and_asks_again(station: Station):
    worker = doors.worker(station)
    quiet = Quiet()

    answer = give(doors.enrolled(station), worker, pin="111222")

    assert answer.status_code == 422
    assert b'data-code="pin_wrong"' in answer.content
    assert b"Samir" not in answer.content
    assert not Seat.objects.exists()
    assert quiet.holds()


def test_the_pin_pad_names_nobody_before_the_pin_was_right(station: Station):
    page = doors.enrolled(station).post("/station/sign-in/", {"badge": doors.badge(doors.worker(station))})

    assert b"data-pin" in page.content
    assert b"Samir" not in page.content


def test_the_pin_pad_speaks_the_language_of_the_badge(station: Station):
    worker = doors.worker(station)
    Person.objects.filter(pk=worker.pk).update(language="ar")

    page = doors.enrolled(station).post("/station/sign-in/", {"badge": doors.badge(worker)})

    assert b'lang="ar" dir="rtl"' in page.content


def test_a_second_sign_in_elsewhere_names_the_first_station(station: Station):
    worker = doors.worker(station)
    other = world.station(station.facility)
    sit(worker, station)
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        sit(worker, other)

    assert refusal.value.code == "seated_elsewhere"
    assert refusal.value.message == f"You sit at station {station.number}. Leave there first."
    assert Seat.objects.get().station == station
    assert quiet.holds()


def test_a_taken_station_says_so_and_names_nobody(station: Station):
    sit(doors.worker(station, "Idris"), station)
    quiet_worker = doors.worker(station)
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        sit(quiet_worker, station)

    assert refusal.value.code == "station_taken"
    assert "Idris" not in refusal.value.message
    assert Seat.objects.count() == 1
    assert quiet.holds()


def test_nobody_sits_at_a_dispatch_station_by_badge(station: Station):
    desk = world.station(station.facility, Station.Kind.DISPATCH)
    worker = doors.worker(desk)
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        sit(worker, desk)

    assert refusal.value.code == "staff_station"
    assert quiet.holds()


def test_locking_keeps_the_seat_and_the_pin_opens_the_same_one(station: Station):
    worker = doors.worker(station)
    browser = doors.enrolled(station)
    give(browser, worker)
    seat = Seat.objects.get()

    assert browser.post("/station/lock/")["Location"] == "/"
    assert browser.get("/")["Location"] == "/station/sign-in/"
    assert browser.get("/station/")["Location"] == "/station/sign-in/"
    assert b"Your task is kept." in browser.get("/station/sign-in/").content
    assert give(browser, worker)["Location"] == "/station/"

    assert Seat.objects.get().pk == seat.pk
    assert browser.get("/station/").status_code == 200
    kinds = Event.objects.filter(subject=f"facility.seat:{seat.pk}").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["seat.taken", "seat.locked", "seat.unlocked"]


def test_coming_back_changes_the_key_of_the_seat(station: Station):
    worker = doors.worker(station)
    browser = doors.enrolled(station)
    give(browser, worker)
    old = browser.cookies[settings.SEAT_COOKIE].value
    browser.post("/station/lock/")
    give(browser, worker)

    browser.cookies[settings.SEAT_COOKIE] = old

    assert browser.get("/station/")["Location"] == "/station/sign-in/"


def test_another_worker_does_not_open_a_locked_screen(station: Station):
    worker, other = doors.worker(station), doors.worker(station, "Idris")
    browser = doors.enrolled(station)
    give(browser, worker)
    browser.post("/station/lock/")

    answer = give(browser, other)

    assert b'data-code="station_taken"' in answer.content
    assert browser.get("/station/")["Location"] == "/station/sign-in/"


def test_a_screen_that_nobody_touches_locks_by_itself(station: Station):
    worker = doors.worker(station)
    browser = doors.enrolled(station)
    start = clock.now()
    with clock.at(start):
        give(browser, worker)

    with clock.at(start + timedelta(seconds=79)):
        assert browser.get("/station/").status_code == 200
    with clock.at(start + timedelta(seconds=79 + 81)):
        assert browser.get("/station/")["Location"] == "/station/sign-in/"

    locked = Event.objects.get(kind="seat.locked")
    assert (locked.actor, locked.data["is_idle"]) == ("system", True)


def test_a_script_at_a_locked_screen_is_told_to_keep_what_it_has(station: Station):
    browser = doors.enrolled(station)

    answer = browser.post("/station/lock/", data="{}", content_type="application/json")

    assert answer.status_code == 401
    assert b"Scan your badge again." in answer.content


def test_leaving_gives_the_work_back_and_frees_the_station(station: Station, returned: list[int]):
    worker = doors.worker(station)
    browser = doors.enrolled(station)
    give(browser, worker)
    seat = Seat.objects.get()

    assert b"Leave this work?" in browser.get("/station/leave/").content
    answer = browser.post("/station/leave/")

    assert answer["Location"] == "/station/sign-in/"
    assert Seat.objects.get().left_at is not None
    assert returned == [seat.pk]
    assert Event.objects.get(kind="seat.left").data["reason"] == "left"
    sit(worker, world.station(station.facility))


def test_leaving_twice_is_leaving_once(station: Station, returned: list[int]):
    seat = world.seat(station)
    seating.leave(seat, by=seat)

    seating.leave(seat, by=seat)

    assert returned == [seat.pk]
    assert Event.objects.filter(kind="seat.left").count() == 1


def test_a_locked_screen_may_be_left_by_its_worker_only(station: Station):
    worker = doors.worker(station)
    browser = doors.enrolled(station)
    give(browser, worker)
    browser.post("/station/lock/")
    del browser.cookies[settings.SEAT_COOKIE]

    assert browser.post("/station/leave/")["Location"] == "/station/sign-in/"

    assert Seat.objects.get().left_at is None


def test_a_blocked_worker_is_out_at_the_next_request(station: Station):
    worker = doors.worker(station)
    browser = doors.enrolled(station)
    give(browser, worker)

    joining.block(worker, by=world.person(station.facility, Person.Role.MANAGER))

    assert browser.get("/station/")["Location"] == "/station/sign-in/"


def test_a_sitting_that_nobody_touched_for_a_quarter_of_an_hour_ends(station: Station, returned: list[int]):
    start = clock.now()
    with clock.at(start):
        seat = world.seat(station)

    with clock.at(start + timedelta(minutes=15)):
        assert seating.end_idle() == 0
    with clock.at(start + timedelta(minutes=15, seconds=1)):
        assert seating.end_idle() == 1

    assert returned == [seat.pk]
    assert Event.objects.get(kind="seat.left").data["reason"] == "idle"


def test_a_long_roll_call_ends_no_sitting(station: Station):
    supervisor = world.supervisor(station.facility)
    start = clock.now()
    with clock.at(start):
        seat = world.seat(station)
        hold = holds.place(Hold.Kind.ROLL_CALL, scope=holds.Scope(station.facility_id), by=supervisor)

    with clock.at(start + timedelta(minutes=40)):
        assert seating.end_idle() == 0
        holds.release(Hold.objects.get(pk=hold.id), by=supervisor)
    with clock.at(start + timedelta(minutes=54)):
        assert seating.end_idle() == 0
    with clock.at(start + timedelta(minutes=56)):
        assert seating.end_idle() == 1

    assert Seat.objects.get(pk=seat.pk).left_at is not None


def test_staff_end_a_sitting_of_their_area(station: Station, returned: list[int]):
    seat = world.seat(station)
    browser = doors.signed_in(world.supervisor(station.facility))

    answer = browser.post(f"/floor/stations/{station.pk}/end/")

    assert answer.status_code == 302
    assert returned == [seat.pk]
    assert Event.objects.get(kind="seat.left").data["reason"] == "ended_by_staff"


def test_a_supervisor_of_another_area_ends_no_sitting(station: Station):
    seat = world.seat(station)
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        seating.end(seat, by=world.person(station.facility, Person.Role.SUPERVISOR))

    assert refusal.value.code == "not_your_area"
    assert Seat.objects.get().left_at is None
    assert quiet.holds()


def test_all_sittings_of_an_area_end_at_once_and_no_others(station: Station, returned: list[int]):
    site = station.facility
    seats = [world.seat(station), world.seat(world.station(site))]
    elsewhere = world.seat(world.station(site, at=world.area(site, "Hall 2")))
    supervisor = world.supervisor(site)

    ended = seating.end_all(facility=site.pk, area=station.area_id, by=supervisor)

    assert ended == 2
    assert sorted(returned) == sorted(seat.pk for seat in seats)
    assert list(Seat.objects.filter(left_at=None)) == [elsewhere]


def test_twenty_wrong_pins_at_a_station_raise_one_hand_for_staff(station: Station):
    workers = [doors.worker(station) for _place in range(7)]

    for _round in range(3):
        for worker in workers:
            with pytest.raises(Refused):
                sit(worker, station, pin="111222")

    call = HelpCall.objects.get()
    assert (call.reason, call.person, call.closed_at) == ("guessing", None, None)
    assert Event.objects.filter(kind="help.called").count() == 1


def test_the_home_page_costs_few_queries(station: Station, django_assert_max_num_queries):
    browser = doors.seated(world.seat(station))

    with django_assert_max_num_queries(8):
        assert browser.get("/station/").status_code == 200


def test_touching_is_written_at_most_every_twenty_seconds(station: Station, django_assert_num_queries):
    start = clock.now()
    with clock.at(start):
        seat = world.seat(station)

    with clock.at(start + timedelta(seconds=19)), django_assert_num_queries(0):
        seating.touch(seat)
    with clock.at(start + timedelta(seconds=20)), django_assert_num_queries(1):
        seating.touch(seat)
