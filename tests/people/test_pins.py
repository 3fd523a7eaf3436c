"""PINs: six digits, not the first ones that anybody would try."""

from __future__ import annotations

import pytest
from django.test import override_settings

from backend.kit.errors import Refused
from backend.people import pins
from backend.people.models import Person
from tests import world
from tests.world import Quiet

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("pin", ["12345", "1234567", "12a456", "", "１２３４５６"])
def test_a_pin_has_six_digits(pin: str):
    site = world.facility()
    worker, manager = world.person(site), world.person(site, Person.Role.MANAGER)
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        pins.set_pin(worker, pin, by=manager)

    assert refusal.value.code == "pin_malformed"
    assert Person.objects.get(pk=worker.pk).pin == ""
    assert quiet.holds()


@pytest.mark.parametrize(
    "pin", ["000000", "777777", "123456", "654321", "121212", "123123", "112233", "159753", "987654"]
)
def test_a_pin_that_anybody_would_try_first_is_refused(pin: str):
    site = world.facility()
    worker, manager = world.person(site), world.person(site, Person.Role.MANAGER)
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        pins.set_pin(worker, pin, by=manager)

    assert refusal.value.code == "pin_common"
    assert quiet.holds()


def test_a_drawn_pin_is_six_digits_that_nobody_would_try_first():
    drawn = {pins.draw() for _time in range(200)}

    assert all(len(pin) == 6 and pin.isdecimal() and not pins.is_common(pin) for pin in drawn)
    assert len(drawn) > 190


def test_a_stored_pin_opens_for_its_owner_only():
    site = world.facility()
    one, other = world.person(site), world.person(site)
    pins.set_pin(one, "294751", by=world.person(site, Person.Role.MANAGER))
    other.pin = one.pin

    assert pins.is_right(one, "294751")
    assert not pins.is_right(one, "294752")
    assert not pins.is_right(other, "294751")
    assert not pins.is_right(None, "294751")


def test_a_stolen_database_without_the_pepper_opens_nothing():
    site = world.facility()
    worker = world.person(site)
    pins.set_pin(worker, "294751", by=world.person(site, Person.Role.MANAGER))

    with override_settings(PEPPER="another"):
        assert not pins.is_right(worker, "294751")


def test_nobody_without_a_pin_gets_in_with_an_empty_one():
    worker = world.person(world.facility())

    assert not pins.is_right(worker, "")
