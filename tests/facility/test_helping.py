"""A raised hand stays up until staff came."""

from __future__ import annotations

import pytest

from backend.facility import helping
from backend.facility.models import HelpCall
from backend.kit.errors import Refused
from backend.ledger.models import Event
from backend.people.models import Person
from tests import doors, world
from tests.world import Quiet

pytestmark = pytest.mark.django_db


def test_a_worker_raises_a_hand_and_staff_close_it():
    station = world.station(world.facility())
    seat = world.seat(station)
    browser = doors.seated(seat)
    supervisor = world.supervisor(station.facility)
    staff = doors.signed_in(supervisor)

    browser.post("/station/help/")
    assert b"Staff will come" in browser.get("/station/help/").content
    assert f"Station {station.number}: Asks for help" in staff.get("/floor/help/").content.decode()
    staff.post(f"/floor/help/{HelpCall.objects.get().pk}/close/")

    call = HelpCall.objects.get()
    assert (call.person_id, call.closed_by_id) == (seat.person_id, supervisor.pk)
    assert list(Event.objects.order_by("pk").values_list("kind", "actor")) == [
        ("help.called", seat.actor),
        ("help.closed", supervisor.actor),
    ]


def test_asking_twice_is_one_hand():
    station = world.station(world.facility())
    seat = world.seat(station)
    helping.call(station, reason="help", by=seat)
    quiet = Quiet()

    helping.call(station, reason="help", by=seat)

    assert HelpCall.objects.count() == 1
    assert quiet.holds()


def test_two_reasons_are_two_hands():
    station = world.station(world.facility())
    seat = world.seat(station)

    helping.call(station, reason="help", by=seat)
    helping.call(station, reason="printer", by=seat)

    assert HelpCall.objects.count() == 2


def test_a_hand_is_closed_once():
    station = world.station(world.facility())
    helping.call(station, reason="help", by=world.seat(station))
    supervisor = world.supervisor(station.facility)
    helping.close(HelpCall.objects.get(), by=supervisor)
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        helping.close(HelpCall.objects.get(), by=supervisor)

    assert refusal.value.code == "call_closed"
    assert quiet.holds()


def test_a_supervisor_of_another_area_neither_sees_nor_closes_it():
    station = world.station(world.facility())
    helping.call(station, reason="help", by=world.seat(station))
    other = world.person(station.facility, Person.Role.SUPERVISOR)
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        helping.close(HelpCall.objects.get(), by=other)

    assert refusal.value.code == "not_your_area"
    assert helping.cards(other) == []
    assert quiet.holds()


def test_a_hand_of_another_facility_is_not_there():
    station = world.station(world.facility())
    helping.call(station, reason="help", by=world.seat(station))
    elsewhere = world.facility()
    world.station(elsewhere)

    answer = doors.signed_in(world.supervisor(elsewhere)).post(f"/floor/help/{HelpCall.objects.get().pk}/close/")

    assert answer.status_code == 404
    assert HelpCall.objects.get().closed_at is None
