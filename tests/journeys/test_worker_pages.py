"""All that a worker's screen shows from the badge to the tag: cards only, nobody's name, few buttons."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Final

import pytest
from django.db.models import Manager, Model, QuerySet
from django.http import HttpResponse
from django.test import Client

from backend.facility import holds
from backend.facility.models import Facility, Hold, Seat, Station
from backend.printing.models import Printer, StationPrinter
from backend.vault import addressees
from backend.vault.cards import AddresseeCard
from tests import doors, world
from tests import floor as floors
from tests.floor import Floor
from tests.house.matrix import MATRIX, WORKER
from warehouse.models import Carton, Order, OrderRef, Parcel, Product, Run

pytestmark = [pytest.mark.canary, pytest.mark.django_db(databases=["default", "vault"])]

CANARIES: Final = {
    name: f"Canary{name.title()}Q7"
    for name in ("person", "firm", "street", "town", "phone", "mail", "note", "reference", "postcode")
}
DIALOG: Final = re.compile(r"<dialog.*?</dialog>", re.DOTALL)
ACTION: Final = re.compile(r'<(?:a|button) class="btn is-big')
CHOICE: Final = re.compile(r'<(?:a|button) class="btn is-big[^>]*data-value=')
MOST_BESIDE_THE_PROMPT: Final = 2


@dataclass
class Screen:
    """The browser of a station, with everything it was ever shown."""

    browser: Client
    seen: list[HttpResponse] = field(default_factory=list)

    def get(self, path: str, status: int = 200) -> HttpResponse:
        """Look at a page."""
        return self._keep(self.browser.get(path), status)

    def post(self, path: str, status: int = 302, **what: str) -> HttpResponse:
        """Send a form."""
        return self._keep(self.browser.post(path, {"command_id": str(uuid.uuid4()), **what}), status)

    def scan(self, text: str, *, status: int = 200) -> str:
        """Scan a code at the task; the tone of the answer."""
        return self._send(status, text=text)

    def touch(self, action: str, **what: str) -> str:
        """Touch a button of the task; the tone of the answer."""
        return self._send(200, action=action, **what)

    @property
    def names(self) -> set[str]:
        """The addresses that were visited, by name."""
        return {response.resolver_match.url_name for response in self.seen}  # type: ignore[attr-defined]

    def _send(self, status: int, **what: str) -> str:
        run = Run.objects.filter(closed_at=None).latest("pk")
        record = {"scan_id": str(uuid.uuid4()), "seq": 1, "revision": run.revision, **what}
        answer = self.browser.post("/station/scans/", json.dumps(record), content_type="application/json")
        page = self._keep(answer, status).content.decode()
        return page.split('data-tone="')[1].split('"')[0]

    def _keep(self, answer: Any, status: int) -> HttpResponse:
        assert answer.status_code == status, (answer.status_code, answer.content.decode()[-600:])
        self.seen.append(answer)
        return answer  # type: ignore[no-any-return]


@pytest.fixture
def shift() -> Screen:
    """A worker's whole day, with every page on the way: badge, walk, faults, a stop, bench, tag."""
    floor = floors.build()
    Seat.objects.all().delete()
    soap, tea = (floor.product(title, units=9) for title in ("Lavender soap", "Mint tea"))
    other = floor.product("Rose soap", units=9)
    orders = [_order(floor, soap, tea), _order(floor, tea)]
    floor.plan(*orders)
    screen = Screen(doors.enrolled(floor.station))
    _come_in(screen, floor.station)
    _look_around(screen)
    _walk(screen, floor, soap, tea, other)
    _leave(screen)
    bench = world.station(floor.site, Station.Kind.PACK)
    printer = Printer.objects.create(facility=floor.site, name="P", zone="worker", way="file")
    StationPrinter.objects.create(station=bench, printer=printer)
    screen.browser = doors.enrolled(bench)
    _come_in(screen, bench)
    _pack(screen, floor, soap, tea)
    return screen


def test_no_page_of_a_worker_is_left_out(shift: Screen) -> None:
    theirs = {name for name, who in MATRIX.items() if WORKER in who and name.startswith("station-")} | {"station"}

    assert shift.names == theirs


def test_no_page_of_a_worker_is_given_a_row_of_the_database(shift: Screen) -> None:
    rows = {
        f"{response.request['PATH_INFO']}: {path}"  # type: ignore[attr-defined]
        for response in shift.seen
        for layer in _layers(response)
        for path in _rows_in(layer)
    }

    assert rows == set()


def test_no_page_of_a_worker_names_whom_the_goods_are_for(shift: Screen) -> None:
    numbers = {order.number for order in Order.objects.all()}
    forbidden = {*CANARIES.values(), *numbers, *OrderRef.objects.values_list("vault_token", flat=True)}

    said = {
        (response.request["PATH_INFO"], word)  # type: ignore[attr-defined]
        for response in shift.seen
        for word in forbidden
        if word.lower() in _everything_in(response).lower()
    }
    assert len(forbidden) == 13
    assert said == set()


def test_a_task_asks_one_thing_and_offers_two_more_at_most(shift: Screen) -> None:
    cards = [page for page in _pages(shift) if 'class="split work"' in page and "data-flow=" in page]

    offered = [
        (len(ACTION.findall(page)) - len(CHOICE.findall(page)), page.count('<section class="prompt'))
        for page in (DIALOG.sub("", page.split('<main id="card"')[1].split("</main>")[0]) for page in cards)
    ]
    assert len(cards) > 30
    assert {prompts for _, prompts in offered} == {1}
    assert max(actions for actions, _ in offered) == MOST_BESIDE_THE_PROMPT


def test_help_and_stop_stand_above_every_task(shift: Screen) -> None:
    tasks = [page for page in _pages(shift) if 'id="bar"' in page and "data-flow=" in page]

    bars = [page.split('id="bar"')[1].split("</header>")[0] for page in tasks]
    assert len(bars) == 6
    assert all('action="/station/help/"' in bar and 'action="/station/lock/"' in bar for bar in bars)


def _come_in(screen: Screen, station: Station) -> None:
    someone = doors.worker(station)
    badge = doors.badge(someone)
    screen.get("/station/sign-in/")
    screen.post("/station/sign-in/", status=200, badge=badge)
    screen.post("/station/sign-in/", status=422, badge=badge, pin="000000")
    screen.post("/station/sign-in/", badge=badge, pin=doors.PIN)
    screen.get("/station/")


def _look_around(screen: Screen) -> None:
    screen.get("/station/language/")
    screen.post("/station/language/", language="en")
    screen.post("/station/help/")
    screen.get("/station/help/")
    screen.post("/station/stay/", status=200)
    screen.get("/station/ping/?seen=0", status=205)


def _walk(screen: Screen, floor: Floor, soap: Product, tea: Product, other: Product) -> None:
    first, second = floor.totes[:2]
    screen.post("/station/claim/")
    screen.get("/station/work/")
    assert screen.scan("NONSENSE") == "wrong"
    for code in (floor.cart.code, first.code, second.code):
        assert screen.scan(code) == "ok"
    assert screen.scan(floor.shelves[other.pk].code) == "wrong"
    screen.get("/station/work/")
    assert screen.scan(floor.shelves[soap.pk].code) == "ok"
    assert screen.scan(other.sku) == "wrong"
    _be_stopped(screen, floor.site)
    assert screen.touch("help") == "help"
    screen.scan(soap.sku)
    screen.scan(soap.sku)
    assert screen.scan(second.code) == "wrong"
    assert screen.scan(first.code) == "ok"
    assert screen.touch("skip") == "ok"
    assert screen.scan(floor.shelves[tea.pk].code) == "ok"
    assert screen.touch("short", value="2", reason="empty") == "wrong"
    for _order_with_tea in range(2):
        assert screen.scan(tea.sku) == "ok"
        stop = Run.objects.select_related("allocation__line__order").get(closed_at=None).allocation
        assert stop is not None
        assert screen.scan(floor.tote_of(stop.line.order).code) == "ok"
    screen.get("/station/work/")
    assert screen.scan(floor.bench_place.code) == "done"
    screen.get("/station/day/")


def _be_stopped(screen: Screen, site: Facility) -> None:
    by = world.supervisor(site)
    holds.place(Hold.Kind.ROLL_CALL, scope=holds.Scope(site.pk), by=by)
    screen.get("/station/")
    screen.get("/station/ping/?seen=0")
    assert screen.scan("NONSENSE", status=409) == "hold"
    holds.release(Hold.objects.get(), by=by)


def _leave(screen: Screen) -> None:
    screen.post("/station/lock/")
    screen.get("/station/sign-in/")
    screen.get("/station/leave/")
    screen.post("/station/leave/")


def _pack(screen: Screen, floor: Floor, soap: Product, tea: Product) -> None:
    screen.post("/station/claim/")
    screen.get("/station/work/")
    assert screen.scan("NONSENSE") == "wrong"
    assert screen.scan(floor.totes[0].code) == "ok"
    assert screen.scan("NONSENSE") == "wrong"
    for sku in (soap.sku, soap.sku, tea.sku):
        assert screen.scan(sku) == "ok"
    screen.get("/station/work/")
    assert screen.touch("carton", value=str(Carton.objects.get(name="Box S").pk)) == "ok"
    assert screen.scan("9000") == "help"
    for sku in (soap.sku, soap.sku, tea.sku):
        assert screen.scan(sku) == "ok"
    assert screen.scan(str(300 + 100)) == "ok"
    assert screen.scan("20418") == "ok"
    screen.get("/station/work/")
    assert screen.scan(Parcel.objects.get().tag) == "done"
    screen.get("/station/")
    screen.get("/station/day/")


def _order(floor: Floor, *goods: Product) -> Order:
    """An order with everything in its addressee and its reference that a worker must never see."""
    wanted = [(product, 2 if product.title.startswith("Lavender") else 1) for product in goods]
    order = floor.order(*wanted)
    card = AddresseeCard(
        name=CANARIES["person"],
        lines=(CANARIES["street"],),
        postcode=CANARIES["postcode"],
        city=CANARIES["town"],
        country="BE",
        company=CANARIES["firm"],
        phone=CANARIES["phone"],
        email=CANARIES["mail"],
        note=CANARIES["note"],
    )
    token = addressees.keep(card, merchant=floor.shop.pk, facility=floor.site.pk)
    reference = f"{CANARIES['reference']}-{order.pk}"
    OrderRef.objects.create(order=order, merchant=floor.shop, merchant_ref=reference, vault_token=token)
    return order


def _pages(screen: Screen) -> list[str]:
    return [response.content.decode() for response in screen.seen if response.content]


def _everything_in(response: HttpResponse) -> str:
    return response.content.decode() + str(response.headers) + response.cookies.output()


def _layers(response: HttpResponse) -> Iterator[Mapping[str, Any]]:
    # One template gives its context, several a list of them.
    for context in getattr(response, "context", None) or ():
        yield from getattr(context, "dicts", [context])


def _rows_in(value: object, path: str = "", seen: frozenset[int] = frozenset()) -> Iterator[str]:
    """The places in a context where a row or a query hides; the request itself is no card and is not drawn."""
    if id(value) in seen:
        return
    seen |= {id(value)}
    if isinstance(value, Model | QuerySet | Manager):
        yield f"{path} is {type(value).__name__}"
    elif isinstance(value, Mapping):
        for name, each in value.items():
            if name not in ("request", "block"):
                yield from _rows_in(each, f"{path}.{name}", seen)
    elif is_dataclass(value):
        for each in fields(value):
            yield from _rows_in(getattr(value, each.name), f"{path}.{each.name}", seen)
    elif isinstance(value, list | tuple | set | frozenset):
        for number, each in enumerate(value):
            yield from _rows_in(each, f"{path}[{number}]", seen)
