"""Staff sign in with a password and, where the house demands it, a code; wrong ones are counted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.checks import run_checks
from django.test import Client, override_settings
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from backend.kit import clock
from backend.kit.errors import Refused
from backend.ledger.models import Event
from backend.people import joining
from backend.people.models import Person
from tests import doors, world
from tests.world import Quiet

pytestmark = pytest.mark.django_db
ACCOUNT = "/account/"


@pytest.fixture
def manager() -> Person:
    return doors.staff(world.station(world.facility()), Person.Role.MANAGER)


def give_password(browser: Client, person: Person, password: str = doors.PASSWORD, **extra: str):
    return browser.post(reverse("sign-in"), {"username": person.username, "password": password, **extra})


def test_the_right_password_lets_in_and_is_recorded(manager: Person):
    browser = Client()

    answer = give_password(browser, manager, next=ACCOUNT)

    assert (answer.status_code, answer["Location"]) == (302, ACCOUNT)
    assert browser.get(ACCOUNT).status_code == 200
    event = Event.objects.get(kind="person.signed_in")
    assert (event.actor, event.data) == (manager.actor, {"station": 0})


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(manager: Person):
    quiet = Quiet()

    wrong = give_password(Client(), manager, "not this one!")
    unknown = Client().post(reverse("sign-in"), {"username": "nobody", "password": "not this one!"})

    assert wrong.status_code == unknown.status_code == 422
    assert b"Name and password do not match." in wrong.content
    assert b"Name and password do not match." in unknown.content
    assert quiet.holds()


def test_five_wrong_passwords_close_the_name_also_to_the_right_one(manager: Person):
    browser = Client()
    for _time in range(5):
        give_password(browser, manager, "not this one!")
    quiet = Quiet()

    answer = give_password(browser, manager)

    assert answer.status_code == 429
    assert browser.get(ACCOUNT).status_code == 302
    assert quiet.holds()


def test_a_blocked_person_does_not_get_in(manager: Person):
    joining.block(manager, by=world.person(world.facility(), Person.Role.MANAGER))

    answer = give_password(Client(), manager)

    assert answer.status_code == 403


def test_blocking_counts_from_the_next_request(manager: Person):
    browser = doors.signed_in(manager)
    assert browser.get(ACCOUNT).status_code == 200

    joining.block(manager, by=world.person(world.facility(), Person.Role.MANAGER))

    assert browser.get(ACCOUNT)["Location"].startswith(reverse("sign-in"))


def test_half_an_hour_without_a_click_signs_out(manager: Person):
    browser = doors.signed_in(manager)

    with clock.at(clock.now() + timedelta(minutes=31)):
        answer = browser.get(ACCOUNT)

    assert answer["Location"].startswith(reverse("sign-in"))


def test_signing_out_is_recorded_and_closes(manager: Person):
    browser = doors.signed_in(manager)

    answer = browser.post(reverse("sign-out"))

    assert answer["Clear-Site-Data"] == '"cache"'
    assert browser.get(ACCOUNT).status_code == 302
    assert Event.objects.filter(kind="person.signed_out", actor=manager.actor).count() == 1


def test_the_way_back_never_leaves_the_house(manager: Person):
    answer = give_password(Client(), manager, next="https://elsewhere.example/")

    assert answer["Location"] == "/"


def test_the_session_gets_a_new_number_at_sign_in(manager: Person):
    browser = Client()
    browser.get(reverse("sign-in"))
    give_password(browser, manager)
    first = browser.cookies["session"].value

    browser.post(reverse("sign-out"))
    give_password(browser, manager)

    assert browser.cookies["session"].value != first


@override_settings(STAFF_NEED_TOTP=True)
def test_where_codes_are_demanded_the_password_alone_opens_nothing(manager: Person):
    browser = Client()

    answer = give_password(browser, manager, next=ACCOUNT)

    assert answer["Location"].startswith(reverse("sign-in-set-up"))
    assert browser.get(ACCOUNT)["Location"].startswith(reverse("sign-in-set-up"))
    assert not Event.objects.filter(kind="person.signed_in").exists()


@override_settings(STAFF_NEED_TOTP=True)
def test_setting_up_the_code_shows_a_picture_and_lets_in_with_the_first_right_code(manager: Person):
    browser = Client()
    give_password(browser, manager)
    page = browser.get(reverse("sign-in-set-up"))
    device = TOTPDevice.objects.get(user=manager)
    assert b"<svg" in page.content
    assert not device.confirmed

    wrong = browser.post(reverse("sign-in-set-up"), {"code": "000000"})
    TOTPDevice.objects.update(throttling_failure_timestamp=None, throttling_failure_count=0)
    right = browser.post(reverse("sign-in-set-up"), {"code": f"{totp(device.bin_key):06d}", "next": ACCOUNT})

    assert wrong.status_code == 422
    assert (right.status_code, right["Location"]) == (302, ACCOUNT)
    assert browser.get(ACCOUNT).status_code == 200
    assert list(Event.objects.order_by("pk").values_list("kind", flat=True)) == [
        "code_device.confirmed",
        "person.signed_in",
    ]


@override_settings(STAFF_NEED_TOTP=True)
def test_the_next_sign_in_asks_for_the_code_of_the_moment(manager: Person):
    device = TOTPDevice.objects.create(user=manager, name="code", confirmed=True)
    browser = Client()

    answer = give_password(browser, manager)
    refused = browser.post(reverse("sign-in-code"), {"code": "000000"})
    TOTPDevice.objects.update(throttling_failure_timestamp=None, throttling_failure_count=0)
    let_in = browser.post(reverse("sign-in-code"), {"code": f"{totp(device.bin_key):06d}"})

    assert answer["Location"].startswith(reverse("sign-in-code"))
    assert refused.status_code == 422
    assert let_in.status_code == 302
    assert browser.get(ACCOUNT).status_code == 200


@override_settings(STAFF_NEED_TOTP=True)
def test_a_wrong_code_makes_the_device_wait(manager: Person):
    device = TOTPDevice.objects.create(user=manager, name="code", confirmed=True)
    browser = Client()
    give_password(browser, manager)
    browser.post(reverse("sign-in-code"), {"code": "000000"})

    answer = browser.post(reverse("sign-in-code"), {"code": f"{totp(device.bin_key):06d}"})

    assert answer.status_code == 422
    assert b"Too many wrong codes" in answer.content


@override_settings(STAFF_NEED_TOTP=True)
def test_nobody_sets_up_a_second_device_with_the_password_alone(manager: Person):
    TOTPDevice.objects.create(user=manager, name="code", confirmed=True)
    browser = Client()
    give_password(browser, manager)

    answer = browser.get(reverse("sign-in-set-up"))

    assert answer.status_code == 409
    assert TOTPDevice.objects.count() == 1


def test_proving_it_again_needs_the_password_of_the_same_person(manager: Person):
    browser = doors.signed_in(manager, is_fresh=False)

    wrong = browser.post(reverse("sign-in-again"), {"password": "not this one!", "next": ACCOUNT})
    right = browser.post(reverse("sign-in-again"), {"password": doors.PASSWORD, "next": ACCOUNT})

    assert wrong.status_code == 422
    assert (right.status_code, right["Location"]) == (302, ACCOUNT)


@pytest.mark.parametrize("password", ["short", "password1234"])
def test_a_password_that_is_short_or_leaked_is_refused(password: str):
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        joining.appoint(
            facility=world.facility().pk,
            role=Person.Role.MANAGER,
            username="ines",
            password=password,
            first_name="Ines",
            last_name="V",
            by=world.person(world.facility(), Person.Role.MANAGER),
        )

    assert refusal.value.code == "password_weak"
    assert not Person.objects.filter(username="ines").exists()
    assert quiet.holds()


def test_deployment_demands_codes_tls_and_hosts():
    with override_settings(STAFF_NEED_TOTP=False, TLS=False, ALLOWED_HOSTS=["localhost"]):
        found = {message.id for message in run_checks(tags=["security"], include_deployment_checks=True)}
    assert {"people.E001", "people.E002", "people.E003"} <= found

    with override_settings(STAFF_NEED_TOTP=True, TLS=True, ALLOWED_HOSTS=["outbound.example"]):
        found = {message.id for message in run_checks(tags=["security"], include_deployment_checks=True)}
    assert not {"people.E001", "people.E002", "people.E003"} & found
