"""Papers that a dispatch screen prints: counted before they are drawn, their hash kept, their bytes nowhere."""

from __future__ import annotations

import hashlib
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from backend.kit import clock
from backend.people.models import Person
from backend.printing import incidents, reconciling
from backend.printing.models import LabelSerial, Printer
from tests import doors, shipping, world
from warehouse.models import Parcel

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def at() -> shipping.Desk:
    return shipping.desk()


@pytest.fixture
def parcel(at: shipping.Desk) -> Parcel:
    return shipping.sealed_parcel(at)


@pytest.fixture
def screen(at: shipping.Desk) -> Client:
    return doors.signed_in(at.dispatcher, at=at.station)


@pytest.mark.parametrize(("name", "kind"), [("dispatch-label", "carrier"), ("dispatch-slip", "packing-masked")])
def test_the_paper_that_is_served_is_the_one_that_is_counted(
    screen: Client, parcel: Parcel, name: str, kind: str
) -> None:
    path, body = reverse(name, args=[parcel.pk]), {"command_id": str(uuid4())}

    first, again = screen.post(path, body), screen.post(path, body)

    serial = LabelSerial.objects.get(kind=kind)
    assert (first.status_code, first.content[:4]) == (200, b"%PDF")
    assert (serial.state, serial.digest) == ("sent", hashlib.sha256(first.content).hexdigest())
    assert again.content == first.content
    assert (serial.view, serial.begun_at is None) == ("", False)


def test_what_was_handed_out_is_accounted_for_like_any_label(at: shipping.Desk, screen: Client, parcel: Parcel) -> None:
    screen.post(reverse("dispatch-label", args=[parcel.pk]), {"command_id": str(uuid4())})
    boss = world.person(at.site, Person.Role.SUPERVISOR)
    before = reconciling.account(Printer.objects.get())

    incidents.see(LabelSerial.objects.get(), by=boss)
    after = reconciling.close(Printer.objects.get(), by=boss)

    assert (before.sent, before.missing) == (1, 1)
    assert (after.sent, after.missing, after.applied) == (1, 0, 1)
    assert LabelSerial.objects.get().begun_at <= clock.now()
