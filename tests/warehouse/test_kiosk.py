"""The worker's screen over HTTP: what it shows, what it answers, what it must not know, and what it costs."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backend.facility.models import Hold, Station
from backend.kit import clock
from backend.ledger.models import Event
from backend.people.models import Person
from backend.printing.models import Printer, StationPrinter
from tests import doors, world
from tests import floor as floors
from tests.floor import Floor, Still
from warehouse.models import Carton, OrderRef, Parcel, Run, Tally

pytestmark = pytest.mark.django_db
SECRET = "Hendrika van der Berg"


class Kiosk:
    """The browser of the picker's station."""

    def __init__(self, floor: Floor, browser: Client) -> None:
        self.floor, self.browser = floor, browser

    def send(self, **what: Any) -> HttpResponse:
        run = Run.objects.filter(closed_at=None).latest("pk")
        record = {"scan_id": str(uuid.uuid4()), "seq": 1, "revision": run.revision, **what}
        return self.post(record)

    def post(self, record: object) -> HttpResponse:
        body = record if isinstance(record, str) else json.dumps(record)
        return self.browser.post("/station/scans/", body, content_type="application/json")  # type: ignore[return-value]

    def cost(self, **what: Any) -> int:
        """How many queries the answer takes: entrance, command, hold and all; not the marks of transactions."""
        revision = Run.objects.filter(closed_at=None).latest("pk").revision
        with CaptureQueriesContext(connection) as queries:
            response = self.post({"scan_id": str(uuid.uuid4()), "seq": 1, "revision": revision, **what})
        assert response.status_code == 200, response.content
        return sum(1 for query in queries.captured_queries if "SAVEPOINT" not in query["sql"])


@pytest.fixture
def kiosk() -> Kiosk:
    floor = floors.build()
    return Kiosk(floor, doors.seated(floor.seat))


def tone(response: HttpResponse) -> str:
    return response.content.decode().split('data-tone="')[1].split('"')[0]


def test_a_worker_takes_the_offered_walk_and_scans_it(kiosk: Kiosk) -> None:
    floor = kiosk.floor
    soap = floor.product("Lavender soap", units=5, name="A 03 2")
    order = floor.order((soap, 1))
    floor.plan(order)

    home = kiosk.browser.get("/station/").content.decode()
    assert "Pick 1 stops, 1 items" in home
    taken = kiosk.browser.post("/station/claim/", {"command_id": str(uuid.uuid4())})
    assert (taken.status_code, taken["Location"]) == (302, "/station/work/")
    page = kiosk.browser.get("/station/work/").content.decode()
    assert "Take a cart. Scan it." in page
    for text in (floor.cart.code, floor.totes[0].code, floor.shelves[soap.pk].code, soap.sku, floor.totes[0].code):
        assert tone(kiosk.send(text=text)) == "ok"
    done = kiosk.send(text=floor.bench_place.code)

    assert tone(done) == "done"
    assert "Done. Thank you." in done.content.decode()
    assert kiosk.browser.get("/station/work/")["Location"] == "/station/"


def test_the_claim_sent_twice_takes_one_batch(kiosk: Kiosk) -> None:
    floor = kiosk.floor
    soap = floor.product("Lavender soap", units=5)
    floor.plan(floor.order((soap, 1)))
    key = str(uuid.uuid4())

    for _ in range(2):
        kiosk.browser.post("/station/claim/", {"command_id": key})

    assert Event.objects.filter(kind="pick.claimed").count() == 1


def test_a_scan_sent_twice_gets_the_same_answer(kiosk: Kiosk) -> None:
    soap = kiosk.floor.product("Lavender soap", units=5)
    kiosk.floor.set_out(kiosk.floor.order((soap, 2)))
    shelf = kiosk.floor.shelves[soap.pk].code
    record = {"scan_id": str(uuid.uuid4()), "seq": 1, "revision": Run.objects.get().revision, "text": shelf}

    first, second = kiosk.post(record), kiosk.post(record)

    assert first.content == second.content
    assert "Idempotent-Replayed" not in first
    assert second["Idempotent-Replayed"] == "true"


def test_a_stale_scan_gets_the_card_as_it_stands(kiosk: Kiosk) -> None:
    soap = kiosk.floor.product("Lavender soap", units=5)
    kiosk.floor.set_out(kiosk.floor.order((soap, 2)))
    still = Still(kiosk.floor.site)

    response = kiosk.send(revision=0, text="x")

    assert response.status_code == 409
    assert f'data-revision="{Run.objects.get().revision}"' in response.content.decode()
    assert 'data-code="stale_revision"' in response.content.decode()
    assert still.holds()


def test_a_scan_in_a_hold_gets_the_grey_screen(kiosk: Kiosk) -> None:
    soap = kiosk.floor.product("Lavender soap", units=5)
    kiosk.floor.set_out(kiosk.floor.order((soap, 2)))
    by = world.supervisor(kiosk.floor.site)
    Hold.objects.create(facility=kiosk.floor.site, kind="roll_call", placed_at=clock.now(), placed_by=by)
    still = Still(kiosk.floor.site)

    response = kiosk.send(text="x")

    assert (response.status_code, tone(response)) == (409, "hold")
    assert "Roll-call" in response.content.decode()
    assert still.holds()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "null",
        '{"scan_id": "x", "revision": 1, "text": "A"}',
        '{"scan_id": "SCAN", "revision": -1, "text": "A"}',
        '{"scan_id": "SCAN", "revision": true, "text": "A"}',
        '{"scan_id": "SCAN", "revision": "1", "text": "A"}',
        '{"scan_id": "SCAN", "revision": 1}',
        '{"scan_id": "SCAN", "revision": 1, "text": "A", "action": "skip"}',
        '{"scan_id": "SCAN", "revision": 1, "text": "' + "A" * 129 + '"}',
        '{"scan_id": "SCAN", "revision": 1, "keys": [["KeyA", 1, 0, 0]]}',
        '{"scan_id": "SCAN", "revision": 1, "keys": [["KeyA"]]}',
        '{"scan_id": "SCAN", "revision": 1, "action": "Robert; drop"}',
        '{"scan_id": "SCAN", "revision": 1, "text": "A", "worker": 7}',
        '{"scan_id": "SCAN", "revision": 1, "text": "A", "taken_at": "yesterday"}',
        '{"scan_id": "SCAN", "revision": 1, "text": "A", "taken_at": 5}',
    ],
)
def test_a_record_that_is_none_of_ours_is_refused(kiosk: Kiosk, body: str) -> None:
    soap = kiosk.floor.product("Lavender soap", units=5)
    kiosk.floor.set_out(kiosk.floor.order((soap, 2)))
    still = Still(kiosk.floor.site)

    response = kiosk.post(body.replace("SCAN", str(uuid.uuid4())))

    assert response.status_code == 422
    assert still.holds()


def test_nobody_scans_without_a_seat_or_a_station(kiosk: Kiosk) -> None:
    soap = kiosk.floor.product("Lavender soap", units=5)
    kiosk.floor.set_out(kiosk.floor.order((soap, 2)))
    still = Still(kiosk.floor.site)
    record = {"scan_id": str(uuid.uuid4()), "seq": 1, "revision": Run.objects.get().revision, "text": "x"}
    empty_station = doors.enrolled(world.station(kiosk.floor.site))
    staff = doors.signed_in(world.person(kiosk.floor.site, Person.Role.SUPERVISOR))

    for browser, status in ((Client(), 403), (empty_station, 401), (staff, 403)):
        answer = browser.post("/station/scans/", json.dumps(record), content_type="application/json")
        assert answer.status_code == status
    assert still.holds()


def test_no_card_knows_for_whom_the_goods_are(kiosk: Kiosk) -> None:
    floor = kiosk.floor
    soap = floor.product("Lavender soap", units=9)
    order = floor.order((soap, 2))
    OrderRef.objects.create(order=order, merchant=floor.shop, merchant_ref=SECRET, vault_token="f" * 32)
    floor.set_out(order)
    seen = [kiosk.browser.get("/station/work/").content.decode()]
    for text in ("NONSENSE", floor.shelves[soap.pk].code, floor.totes[1].code, soap.sku, soap.sku):
        seen.append(kiosk.send(text=text).content.decode())

    for page in seen:
        assert SECRET not in page
        assert "f" * 32 not in page
        assert order.number not in page


def test_templates_of_the_kiosk_get_cards_and_no_rows(kiosk: Kiosk) -> None:
    soap = kiosk.floor.product("Lavender soap", units=9)
    kiosk.floor.set_out(kiosk.floor.order((soap, 2)))

    for address in ("/station/", "/station/work/", "/station/day/"):
        response = kiosk.browser.get(address)
        rows = [
            value
            for context in response.context
            for layer in context.dicts
            for value in layer.values()
            if hasattr(value, "_meta") or hasattr(value, "_result_cache")
        ]
        assert rows == [], address


def test_a_worker_sees_the_own_day_and_nobody_elses(kiosk: Kiosk) -> None:
    site, me = kiosk.floor.site, kiosk.floor.seat.person
    other = world.person(site, first_name="Ana")
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    Tally.objects.create(facility=site.pk, quarter=hour, person=me.pk, lines=4, units=17, misscans=2, batches=1)
    Tally.objects.create(facility=site.pk, quarter=hour, person=other.pk, lines=90, units=991)

    page = kiosk.browser.get("/station/day/").content.decode()

    assert '<p class="stat-n">17</p>' in page
    assert "2 scans were not right" in page
    assert not re.search(r"\b991\b", re.sub(r"[0-9a-f-]{36}", "", page))


# What a scan costs: queries with entrance, command and hold, none of them hidden.


def test_a_scan_costs_at_most_twelve_queries_and_eighteen_when_goods_move(kiosk: Kiosk) -> None:
    floor = kiosk.floor
    soap, tea = floor.product("Lavender soap", units=9), floor.product("Mint tea", units=9)
    floor.plan(floor.order((soap, 2), (tea, 1)), floor.order((tea, 1)))
    floor.claim()

    costs = {
        "cart": kiosk.cost(text=floor.cart.code),
        "tote": kiosk.cost(text=floor.totes[0].code),
        "last tote": kiosk.cost(text=floor.totes[1].code),
        "wrong shelf": kiosk.cost(text=floor.bench_place.code),
        "shelf": kiosk.cost(text=floor.shelves[soap.pk].code),
        "wrong item": kiosk.cost(text=tea.sku),
        "item": kiosk.cost(text=soap.sku),
        "last item": kiosk.cost(text=soap.sku),
        "goods": kiosk.cost(text=floor.totes[0].code),
        "next shelf": kiosk.cost(text=floor.shelves[tea.pk].code),
        "next item": kiosk.cost(text=tea.sku),
        "last goods of an order": kiosk.cost(text=floor.totes[0].code),
        "another item": kiosk.cost(text=tea.sku),
        "last goods": kiosk.cost(text=floor.totes[1].code),
        "bench": kiosk.cost(text=floor.bench_place.code),
    }

    assert costs == {
        "cart": 10,
        "tote": 9,
        "last tote": 10,
        "wrong shelf": 8,
        "shelf": 7,
        "wrong item": 8,
        "item": 8,
        "last item": 8,
        "goods": 15,
        "next shelf": 7,
        "next item": 8,
        "last goods of an order": 16,
        "another item": 8,
        "last goods": 16,
        "bench": 11,
    }


def test_packing_costs_as_little(kiosk: Kiosk) -> None:
    floor = kiosk.floor
    soap, tea = floor.product("Lavender soap", units=9), floor.product("Mint tea", units=9)
    floor.pick_all(floor.order((soap, 2), (tea, 1)))
    station = world.station(floor.site, Station.Kind.PACK)
    printer = Printer.objects.create(facility=floor.site, name="P", zone="worker", way="file")
    StationPrinter.objects.create(station=station, printer=printer)
    seat = world.seat(station, world.person(floor.site, first_name="Nadia"))
    bench = Kiosk(floor, doors.seated(seat))
    bench.browser.post("/station/claim/", {"command_id": str(uuid.uuid4())})

    costs = {
        "tote": bench.cost(text=floor.totes[0].code),
        "item": bench.cost(text=soap.sku),
        "second": bench.cost(text=soap.sku),
        "wrong": bench.cost(text="NONSENSE"),
        "last item": bench.cost(text=tea.sku),
        "carton": bench.cost(action="carton", value=str(Carton.objects.get(name="Box S").pk)),
        "weight": bench.cost(text="400"),
        "seal and print": bench.cost(text="20418"),
        "tag": bench.cost(text=Parcel.objects.get().tag),
    }

    assert costs == {
        "tote": 12,
        "item": 8,
        "second": 8,
        "wrong": 7,
        "last item": 9,
        "carton": 9,
        "weight": 7,
        "seal and print": 12,
        "tag": 17,
    }
