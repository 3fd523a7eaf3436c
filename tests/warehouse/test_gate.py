"""The cage page: the gate's number, the signatures with all that a sign-in asks, and the way back."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from backend.kit import clock
from backend.kit.errors import Refused
from backend.ledger.models import Event
from backend.people import staff_signing_in
from backend.people.models import Person
from tests import doors, shipping
from tests.world import Quiet
from warehouse import dispatch, manifests
from warehouse.models import Manifest, Parcel
from warehouse.screens.cages import HandOverForm

pytestmark = pytest.mark.django_db


class Gate:
    """A closed cage of one parcel, the dispatcher's browser, and an officer."""

    def __init__(self) -> None:
        self.at = shipping.desk()
        self.dispatcher = doors.staff(self.at.station, Person.Role.DISPATCHER)
        self.officer = doors.staff(self.at.station, Person.Role.SECURITY)
        parcel = shipping.sealed_parcel(self.at)
        dispatch.label(parcel, by=self.dispatcher, at=self.at.station)
        parcel.refresh_from_db()
        manifests.load(parcel, by=self.dispatcher, at=self.at.station)
        self.cage = Manifest.objects.get()
        manifests.close(self.cage, by=self.dispatcher, at=self.at.station)
        self.browser: Client = doors.signed_in(self.dispatcher, at=self.at.station)

    def sign(self, **changed: str):
        fields = {
            "command_id": str(uuid.uuid4()),
            "gate_count": "1",
            "own_password": doors.PASSWORD,
            "second_name": self.officer.username or "",
            "second_password": doors.PASSWORD,
        }
        return self.browser.post(reverse("dispatch-hand-over", args=[self.cage.pk]), {**fields, **changed})

    def open_again(self, counted: str):
        fields = {"command_id": str(uuid.uuid4()), "counted": counted}
        return self.browser.post(reverse("dispatch-reopen", args=[self.cage.pk]), fields)


@pytest.fixture
def gate() -> Gate:
    return Gate()


def test_two_right_signatures_send_the_cage_away(gate: Gate) -> None:
    answer = gate.sign()

    assert answer.status_code == 302
    assert Parcel.objects.get().state == "shipped"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"own_password": "not this one!"}, "password_wrong"),
        ({"second_password": "not this one!"}, "password_wrong"),
        ({"second_name": "nobody"}, "password_wrong"),
        ({"gate_count": "2"}, "gate_count_differs"),
    ],
)
def test_a_wrong_answer_at_the_gate_ships_nothing(gate: Gate, changed: dict[str, str], code: str) -> None:
    quiet = Quiet()

    answer = gate.sign(**changed)

    assert answer["X-Refusal"] == code
    assert answer.status_code in (409, 422)
    assert quiet.holds()


def test_the_password_of_a_blocked_officer_signs_nothing(gate: Gate) -> None:
    Person.objects.filter(pk=gate.officer.pk).update(blocked_at=clock.now())
    quiet = Quiet()

    answer = gate.sign()

    assert (answer.status_code, answer["X-Refusal"]) == (403, "person_blocked")
    assert quiet.holds()


def test_where_codes_are_demanded_the_second_signature_needs_one_too(gate: Gate) -> None:
    device = TOTPDevice.objects.create(user=gate.officer, name="code", confirmed=True)

    with override_settings(STAFF_NEED_TOTP=True):
        assert "second_code" in HandOverForm().fields
        given = {"username": gate.officer.username or "", "password": doors.PASSWORD}
        request = gate.browser.get(reverse("dispatch-cage", args=[gate.cage.pk])).wsgi_request
        with pytest.raises(Refused) as refusal:
            staff_signing_in.vouch(request, **given, code="000000")
        TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
        signer = staff_signing_in.vouch(request, **given, code=f"{totp(device.bin_key):06d}")

    assert refusal.value.code == "code_wrong"
    assert signer == gate.officer
    assert "second_code" not in HandOverForm().fields


def test_the_gates_number_is_asked_for_and_kept_when_a_cage_is_opened_again(gate: Gate) -> None:
    quiet = Quiet()
    without = gate.open_again("")
    assert without.status_code == 422
    assert quiet.holds()

    differs = gate.sign(gate_count="3")
    assert 'name="counted" value="3"' in differs.content.decode()
    answer = gate.open_again("3")

    assert answer.status_code == 302
    assert Event.objects.get(kind="manifest.reopened").data == {"parcels": 1, "gate_count": 3}
