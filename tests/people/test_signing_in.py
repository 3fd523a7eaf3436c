"""Badge and PIN: recognised, or refused with the same words after the same time, and every attempt counts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.kit import clock, codes
from backend.kit.errors import Refused
from backend.people import badges, joining, pins, signing_in, throttle
from backend.people.models import Attempt, Person
from backend.people.signing_in import NotRecognised
from tests import doors, world
from tests.world import Quiet

pytestmark = pytest.mark.django_db


def refused(code: str, pin: str, *, station: int = 1, facility: int) -> NotRecognised:
    with pytest.raises(NotRecognised) as refusal:
        signing_in.recognise(code, pin, station=station, facility=facility)
    return refusal.value


def test_badge_and_pin_together_are_recognised():
    at = world.station(world.facility())
    worker = doors.worker(at)

    found = signing_in.recognise(doors.badge(worker), doors.PIN, station=at.pk, facility=at.facility_id)

    assert found == worker


def test_a_badge_typed_in_small_letters_is_recognised():
    at = world.station(world.facility())
    worker = doors.worker(at)

    found = signing_in.recognise(doors.badge(worker).lower(), doors.PIN, station=at.pk, facility=at.facility_id)

    assert found == worker


def test_a_wrong_pin_and_an_unknown_badge_get_the_same_words():
    at = world.station(world.facility())
    worker = doors.worker(at)
    quiet = Quiet()

    wrong = refused(doors.badge(worker), "111222", facility=at.facility_id)
    unknown = refused(codes.draw("N"), doors.PIN, facility=at.facility_id)

    assert (wrong.message, wrong.code, wrong.status) == (unknown.message, unknown.code, unknown.status)
    assert wrong.code == "pin_wrong"
    assert quiet.holds()


def test_an_unknown_badge_costs_the_same_hash(monkeypatch: pytest.MonkeyPatch):
    at = world.station(world.facility())
    hashed: list[str] = []
    verify = pins.HASHER.verify
    monkeypatch.setattr(
        type(pins.HASHER), "verify", lambda _self, stored, pin: hashed.append(stored) or verify(stored, pin)
    )

    refused(codes.draw("N"), doors.PIN, facility=at.facility_id)

    assert hashed == [pins.NOBODY]


def test_a_badge_that_was_taken_back_is_unknown():
    at = world.station(world.facility())
    worker = doors.worker(at)
    old = doors.badge(worker)
    badges.issue(worker, by=world.person(at.facility, Person.Role.MANAGER))

    assert refused(old, doors.PIN, facility=at.facility_id).code == "pin_wrong"
    assert signing_in.recognise(doors.badge(worker), doors.PIN, station=at.pk, facility=at.facility_id) == worker


def test_a_badge_of_another_facility_is_unknown():
    here, there = world.station(world.facility()), world.station(world.facility())
    worker = doors.worker(there)

    assert refused(doors.badge(worker), doors.PIN, facility=here.facility_id).code == "pin_wrong"


def test_a_blocked_person_is_told_so_only_with_the_right_pin():
    at = world.station(world.facility())
    worker = doors.worker(at)
    joining.block(worker, by=world.person(at.facility, Person.Role.MANAGER))
    quiet = Quiet()

    assert refused(doors.badge(worker), "111222", facility=at.facility_id).code == "pin_wrong"
    assert refused(doors.badge(worker), doors.PIN, facility=at.facility_id).code == "badge_blocked"
    assert quiet.holds()


@pytest.mark.parametrize("text", ["", "N", "NBBB", "LBBBBBCT", "PBBBBBBBBBBBBBBBB", "hello"])
def test_what_is_no_badge_is_refused_without_counting(text: str):
    with pytest.raises(Refused) as refusal:
        signing_in.recognise(text, doors.PIN, station=1, facility=1)

    assert refusal.value.code in ("code_unreadable", "not_a_badge")
    assert Attempt.objects.count() == 0


def test_five_wrong_pins_close_the_badge_at_that_station_for_a_minute():
    at = world.station(world.facility())
    worker = doors.worker(at)
    start = clock.now()

    with clock.at(start):
        for _time in range(5):
            assert refused(doors.badge(worker), "111222", facility=at.facility_id).code == "pin_wrong"
        closed = refused(doors.badge(worker), doors.PIN, facility=at.facility_id)
    assert closed.code == "pin_wait"
    assert closed.message == "Wait 1 minute, then try again."

    with clock.at(start + timedelta(seconds=60)):
        assert signing_in.recognise(doors.badge(worker), doors.PIN, station=1, facility=at.facility_id) == worker


def test_a_closed_badge_still_opens_at_another_station():
    at = world.station(world.facility())
    worker = doors.worker(at)
    for _time in range(5):
        refused(doors.badge(worker), "111222", station=1, facility=at.facility_id)

    assert signing_in.recognise(doors.badge(worker), doors.PIN, station=2, facility=at.facility_id) == worker


def test_each_further_wrong_pin_doubles_the_wait_up_to_a_quarter_of_an_hour():
    moment, waits = clock.now(), []
    badge = codes.draw("N")
    with clock.at(moment):
        assert [throttle.begin(badge, station=1).wait for _time in range(4)] == [timedelta(0)] * 4

    for _time in range(7):
        with clock.at(moment):
            assert throttle.begin(badge, station=1).wait == timedelta(0)
            waits.append(throttle.begin(badge, station=1).wait)
        moment += waits[-1]

    assert [int(wait.total_seconds() / 60) for wait in waits] == [1, 2, 4, 8, 15, 15, 15]


def test_a_right_pin_lets_the_throttle_forget():
    at = world.station(world.facility())
    worker = doors.worker(at)
    for _time in range(4):
        refused(doors.badge(worker), "111222", facility=at.facility_id)

    signing_in.recognise(doors.badge(worker), doors.PIN, station=1, facility=at.facility_id)
    throttle.forgive(doors.badge(worker), station=1)

    counts = dict(Attempt.objects.values_list("station", "tried"))
    assert counts == {1: 4, 0: 4}
    assert Attempt.objects.get(badge=doors.badge(worker), station=1).tried == 0


def test_twenty_wrong_pins_at_one_station_are_guessing():
    tries = [throttle.begin(codes.draw("N"), station=7) for _time in range(20)]

    assert [each.is_guessing for each in tries] == [False] * 19 + [True]


def test_fifteen_wrong_pins_of_one_badge_at_many_stations_are_guessing():
    badge = codes.draw("N")

    tries = [throttle.begin(badge, station=number) for number in range(1, 16)]

    assert [each.is_guessing for each in tries] == [False] * 14 + [True]


def test_a_busy_morning_is_not_guessing():
    start = clock.now()
    for minute in range(40):
        with clock.at(start + timedelta(minutes=minute)):
            assert not throttle.begin(codes.draw("N"), station=7).is_guessing


def test_old_counts_are_dropped():
    start = clock.now()
    with clock.at(start):
        throttle.begin(codes.draw("N"), station=1)

    with clock.at(start + timedelta(hours=11)):
        assert throttle.forget_old() == 0
    with clock.at(start + timedelta(hours=13)):
        assert throttle.forget_old() == 3


def test_a_new_pin_set_by_staff_opens_at_once():
    at = world.station(world.facility())
    worker = doors.worker(at)
    pins.set_pin(worker, "583914", by=world.person(at.facility, Person.Role.MANAGER))

    assert signing_in.recognise(doors.badge(worker), "583914", station=1, facility=at.facility_id) == worker
