"""What no scanner sends gets one answer, `scan_malformed`, and leaves nothing behind; forms and addresses likewise."""

from __future__ import annotations

import json
import uuid

import pytest
from django.conf import settings
from django.test import Client

from backend.ledger.models import Command
from backend.people.models import Person
from tests import doors, world
from tests import floor as floors
from tests.floor import Floor, Still
from warehouse.models import Run

pytestmark = pytest.mark.django_db
UNKEEPABLE = ["A\0B", "\0", "\ud800", "12345\udfff", "\udc80\0"]


@pytest.fixture
def floor() -> Floor:
    return floors.build()


def record(**what: object) -> dict[str, object]:
    return {"scan_id": str(uuid.uuid4()), "seq": 1, "revision": Run.objects.get().revision, **what}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-le"])
def test_a_scan_in_another_encoding_is_malformed(floor: Floor, encoding: str) -> None:
    floor.set_out(floor.order((floor.product("Soap", units=5), 1)))
    browser, still = doors.seated(floor.seat), Still(floor.site)

    response = browser.post(
        "/station/scans/", json.dumps(record(text="x")).encode(encoding), content_type="application/json"
    )

    assert (response.status_code, response["X-Refusal"]) == (422, "scan_malformed")
    assert still.holds()
    assert not Command.objects.filter(kind="scan").exists()


@pytest.mark.parametrize(
    "media_type", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/plain"]
)
def test_a_scan_sent_as_a_form_is_malformed(floor: Floor, media_type: str) -> None:
    floor.set_out(floor.order((floor.product("Soap", units=5), 1)))
    browser, still = doors.seated(floor.seat), Still(floor.site)

    response = browser.post("/station/scans/", json.dumps(record(text="x")), content_type=media_type)

    assert (response.status_code, response["X-Refusal"]) == (422, "scan_malformed")
    assert still.holds()


@pytest.mark.parametrize("field", ["text", "value"])
@pytest.mark.parametrize("text", UNKEEPABLE)
def test_signs_that_no_database_keeps_are_malformed_at_every_step(floor: Floor, field: str, text: str) -> None:
    soap = floor.product("Soap", units=5)
    floor.set_out(floor.order((soap, 1)))
    browser = doors.seated(floor.seat)

    for good in ("", floor.shelves[soap.pk].code, soap.sku, floor.totes[0].code):
        if good:
            assert (
                browser.post("/station/scans/", record(text=good), content_type="application/json").status_code == 200
            )
        still = Still(floor.site)
        sent = record(**({"text": text} if field == "text" else {"action": "short", "value": text}))
        response = browser.post("/station/scans/", json.dumps(sent), content_type="application/json")
        assert (response.status_code, response["X-Refusal"]) == (422, "scan_malformed")
        assert still.holds()


@pytest.mark.parametrize("key", ["", "42", "x" * 36, "\0", "not-a-uuid"])
def test_a_claim_without_its_own_number_takes_nothing(floor: Floor, key: str) -> None:
    floor.plan(floor.order((floor.product("Soap", units=5), 1)))
    browser, still = doors.seated(floor.seat), Still(floor.site)

    response = browser.post("/station/claim/", {"command_id": key} if key else {})

    assert response.status_code == 422
    assert response["X-Refusal"] in ("command_id_missing", "text_unreadable")
    assert still.holds()
    assert not Command.objects.filter(kind="claim").exists()


@pytest.mark.parametrize(
    "address",
    [
        "/orders/?state=%00", "/orders/?number=A%00", "/orders/?cursor=%00", "/orders/?shop=%00", "/batches/?state=%00",
        "/parcels/?tag=%00", "/help/?theme=%00", "/sign-in/?next=%00",
    ],
)  # fmt: skip
def test_a_query_with_a_nul_is_refused(floor: Floor, address: str) -> None:
    response = doors.signed_in(world.supervisor(floor.site)).get(address)

    assert (response.status_code, response["X-Refusal"]) == (422, "text_unreadable")


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/sign-in/", "username"), ("/sign-in/", "password"), ("/enrol/", "code"), ("/station/sign-in/", "badge"),
        ("/station/sign-in/", "pin"), ("/station/language/", "language"), ("/dispatch/scans/", "code"),
        ("/floor/holds/place/", "reason"), ("/printers/new/", "name"), ("/dispatch/cages/1/hand-over/", "gate_count"),
        ("/labels/shelf/print/", "thing"), ("/sign-in/again/", "next"),
    ],
)  # fmt: skip
def test_a_form_with_a_nul_is_refused_and_changes_nothing(floor: Floor, address: str, field: str) -> None:
    manager = world.person(floor.site, Person.Role.MANAGER)
    browsers = [
        Client(),
        doors.seated(floor.seat),
        doors.signed_in(world.supervisor(floor.site)),
        doors.signed_in(manager),
    ]
    still = Still(floor.site)

    for browser in browsers:
        response = browser.post(address, {field: "A\0B", "command_id": str(uuid.uuid4())})
        assert (response.status_code, response["X-Refusal"]) == (422, "text_unreadable")

    assert still.holds()


def test_an_address_with_a_nul_is_not_there(floor: Floor) -> None:
    browser = doors.signed_in(world.supervisor(floor.site))

    for address in ("/help/licences/%00/", "/help/%00/", "/labels/%00/", "/%00"):
        assert browser.get(address).status_code == 404


@pytest.mark.parametrize("name", [settings.SESSION_COOKIE_NAME, settings.STATION_COOKIE, settings.SEAT_COOKIE])
@pytest.mark.parametrize("value", ['"\\000"', '"a\\000b"', "%00", '"\\355\\240\\200"'])
def test_a_cookie_with_a_nul_lets_nobody_in(floor: Floor, name: str, value: str) -> None:
    for address in ("/wall/", "/station/", "/station/work/"):
        response = Client(raise_request_exception=False).get(address, headers={"Cookie": f"{name}={value}"})
        assert response.status_code in (302, 403), response.status_code
