"""The whole main job through real browsers: an order comes in, and a parcel leaves with two signatures."""

from __future__ import annotations

import re
import time
import uuid
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from backend.facility.models import Station
from backend.ledger import sealing, verifying
from backend.ledger.models import Event
from tests.browser import chromium
from tests.browser.conftest import Opened
from tests.browser.hands import Hands
from tests.browser.watching import Watch
from tests.browser.works import Works, do_jobs
from warehouse import reconciling
from warehouse.models import Carton, Parcel

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "vault"]),
]

SHOP: Final = "Fern & Flint"
SOAP, TEA, CANDLE = "FF-101", "FF-104", "FF-107"
NAME: Final = "Wilhelmina Nowhere"
ADDRESSEE: Final = {
    "name": NAME,
    "lines": ["Imaginary Lane 7"],
    "postcode": "9000",
    "city": "Gent",
    "country": "BE",
}
GRAMS_OF_GOODS: Final = 2 * 112 + 178
SEAL: Final = "20418"


@dataclass
class Shop:
    """A shop's system at the API."""

    house: str
    key: str

    def order(self) -> dict[str, Any]:
        """Send an order with an addressee."""
        body = {
            "merchant_ref": "SO-7001",
            "lines": [{"sku": SOAP, "quantity": 2}, {"sku": TEA, "quantity": 1}],
            "addressee": ADDRESSEE,
        }
        return self._told(201, httpx.post(f"{self.house}/api/v1/orders/", json=body, headers=self._headers()))

    def look(self, order: int) -> dict[str, Any]:
        """How the order stands."""
        return self._told(200, httpx.get(f"{self.house}/api/v1/orders/{order}/", headers=self._headers()))

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}", "Idempotency-Key": str(uuid.uuid4())}

    def _told(self, status: int, answer: httpx.Response) -> dict[str, Any]:
        assert answer.status_code == status, answer.text
        told: dict[str, Any] = answer.json()
        return told


@dataclass
class Tray:
    """The paper that the dispatch desk printed."""

    papers: dict[str, bytes] = field(default_factory=dict)

    def under(self, context: BrowserContext) -> None:
        """Catch what is printed in a browser on its way."""
        context.route(re.compile(r"/dispatch/parcels/\d+/(label|slip)/"), self._catch)

    def _catch(self, route: Route) -> None:
        answer = route.fetch(max_redirects=0)
        assert answer.status == 200, f"{route.request.url}: {answer.status} {answer.text()[-500:]}"
        self.papers[route.request.url.rstrip("/").rpartition("/")[2]] = answer.body()
        route.fulfill(response=answer)


def test_an_order_goes_from_the_shop_to_the_gate(
    works: Works, live_server: LiveServer, watch: Watch, open_browser: Opened
) -> None:
    shop = Shop(live_server.url, works.key(SHOP))
    order = shop.order()
    do_jobs()
    supervisor = sign_in_at_the_wall(open_browser(1366, 768).new_page(), works, watch)

    tote = pick(Hands(open_browser().new_page(), live_server.url), works, watch, supervisor=supervisor)
    tag = pack(Hands(open_browser().new_page(), live_server.url), works, watch, tote=tote)
    papers = send_out(open_browser(1366, 768), works, watch, tag=tag)

    do_jobs()
    told = shop.look(order["id"])
    assert (told["state"], [line["shipped"] for line in told["lines"]]) == ("shipped", [2, 1])
    assert [paper[:5] for paper in papers.values()] == [b"%PDF-", b"%PDF-"]
    assert NAME not in str(list(Event.objects.values_list("data", flat=True)))
    assert [works.units_of(sku) for sku in (SOAP, TEA, CANDLE)] == [18, 19, 20]
    sealing.run_all()
    assert verifying.verify(works.site.pk).is_proven
    assert reconciling.reconcile(works.site.pk) == ()
    assert {what: found for what, found in watch.findings().items() if found} == {}
    assert len(watch.seen) == 34


def sign_in_at_the_wall(page: Page, works: Works, watch: Watch) -> Page:
    """A supervisor comes in the morning."""
    sign_in_staff(page, works, watch, role="supervisor")
    expect(page.locator("#wall")).to_be_visible()
    watch.check(page, "wall")
    return page


def sign_in_staff(page: Page, works: Works, watch: Watch, *, role: str) -> None:
    """Name and password."""
    who = works.of(role)
    page.goto(f"{watch.house}/sign-in/")
    watch.check(page, f"sign-in of a {role}")
    page.locator("[name=username]").fill(who.name)
    page.locator("[name=password]").fill(who.secret)
    page.locator("[name=password]").press("Enter")
    expect(page.locator("#main")).to_be_visible()


def pick(hands: Hands, works: Works, watch: Watch, *, supervisor: Page) -> str:
    """A walk with a wrong item and a freeze in the middle; the tote that now holds the order."""
    page, tote = hands.page, works.totes()[0]
    page.goto(f"{hands.house}/enrol/")
    watch.check(page, "enrol")
    hands.enrol(works.enrol_code(Station.Kind.PICK))
    expect(page.get_by_role("heading", name="Hello")).to_be_visible()
    watch.check(page, "station sign-in")
    hands.sit_down(works.of("worker"))
    watch.check(page, "home of a picker")

    page.locator("#next-step button").click()
    hands.step("cart")
    watch.check(page, "pick: cart")
    hands.scan(works.cart())
    hands.step("totes")
    watch.check(page, "pick: totes")
    hands.scan(tote)

    hands.step("bin")
    watch.check(page, "pick: shelf")
    hands.scan(works.shelf(SOAP))
    hands.step("item")
    watch.check(page, "pick: item")
    page.locator("[data-opens=short]").click()
    watch.check(page, "pick: not enough")
    page.locator("#short [data-closes]").click()
    hands.scan(CANDLE)
    hands.tone("wrong")
    expect(page.locator("#card .versus")).to_contain_text("Beeswax candle, small")
    expect(page.locator("#card .versus")).to_contain_text("Lavender soap bar, 100 g")
    watch.check(page, "pick: wrong item")
    hands.scan(SOAP)
    hands.step("item")
    hands.tone("ok")

    freeze_and_resume(supervisor, page, watch)
    hands.step("item")
    expect(page.locator("#card")).to_contain_text("1 of 2")
    hands.scan(SOAP)
    hands.step("tote")
    watch.check(page, "pick: tote")
    hands.scan(tote)

    hands.step("bin")
    hands.scan(works.shelf(TEA))
    hands.step("item")
    hands.scan(TEA)
    hands.step("tote")
    hands.scan(tote)
    hands.step("drop")
    watch.check(page, "pick: bench")
    hands.scan(works.bench())
    hands.step("done")
    watch.check(page, "pick: done")
    page.goto(f"{hands.house}/station/day/")
    watch.check(page, "own day")
    return tote


def freeze_and_resume(supervisor: Page, kiosk: Page, watch: Watch) -> None:
    """Everything stands still, and goes on where it was; how soon is measured by the bench."""
    supervisor.locator("[data-opens=freeze-dialog]").click()
    watch.check(supervisor, "freeze what")
    supervisor.locator("#freeze-dialog [name=scope]").first.click()
    expect(kiosk.locator("#card.held")).to_be_visible()
    expect(kiosk.locator("#run-state")).to_have_class(re.compile("is-warn"))
    watch.check(kiosk, "kiosk held")

    supervisor.goto(f"{watch.house}/floor/holds/")
    watch.check(supervisor, "holds")
    supervisor.get_by_role("link", name=re.compile("^Resume: ")).click()
    watch.check(supervisor, "resume")
    supervisor.get_by_role("button", name="Resume now").click()
    expect(supervisor.get_by_text("Everything runs")).to_be_visible()
    expect(kiosk.locator("#card.work")).to_be_visible()


def pack(hands: Hands, works: Works, watch: Watch, *, tote: str) -> str:
    """Items, box, weight, seal, tag; the tag that the printer beside the bench gave."""
    page = hands.page
    hands.enrol(works.enrol_code(Station.Kind.PACK))
    hands.sit_down(works.of("worker", 1))
    watch.check(page, "home of a packer")
    page.locator("#next-step button").click()
    hands.step("tote")
    watch.check(page, "pack: tote")
    hands.scan(tote)
    hands.step("item")
    watch.check(page, "pack: item")
    for sku in (SOAP, TEA):
        hands.scan(sku)
        hands.step("item")
    hands.scan(SOAP)
    hands.step("carton")
    watch.check(page, "pack: box")
    page.locator("[data-action=carton].is-main").click()
    hands.step("weight")
    watch.check(page, "pack: weight")
    carton = Carton.objects.get(parcel__order__facility=works.site)
    hands.scan(f"{GRAMS_OF_GOODS + carton.tare_grams} g")
    hands.step("seal")
    watch.check(page, "pack: seal")
    hands.scan(SEAL)
    hands.step("tag")
    watch.check(page, "pack: tag")
    do_jobs()
    tag = works.papers(Station.Kind.PACK).tag()
    assert tag is not None
    hands.scan(tag)
    hands.step("tote")
    return tag


def send_out(context: BrowserContext, works: Works, watch: Watch, *, tag: str) -> dict[str, bytes]:
    """Tag to address to label to cage to gate; what was printed."""
    page, tray = context.new_page(), Tray()
    tray.under(context)
    page.clock.install()
    Hands(page, watch.house).enrol(works.enrol_code(Station.Kind.DISPATCH))
    sign_in_staff(page, works, watch, role="dispatcher")
    page.goto(f"{watch.house}/dispatch/")
    watch.check(page, "dispatch: empty desk")
    page.keyboard.type(tag)
    page.keyboard.press("Enter")
    expect(page.locator("#print-label")).to_be_visible()
    watch.check(page, "dispatch: parcel")

    page.get_by_role("button", name="Show the address").click()
    expect(page.locator(".address")).to_contain_text(NAME)
    watch.check(page, "dispatch: address")
    page.clock.fast_forward(21_000)
    expect(page.locator(".address")).to_have_count(0)
    expect(page.get_by_role("button", name="Show the address")).to_be_visible()
    assert NAME not in page.content()

    print_paper(page, tray, "slip")
    print_paper(page, tray, "label")
    expect(page.locator("#load")).to_be_visible()
    watch.check(page, "dispatch: labelled")
    page.locator("#load").click()
    expect(page.get_by_text("Loaded. Scan the next tag.")).to_be_visible()
    page.get_by_role("link", name=re.compile(r"^Cage \d")).click()
    watch.check(page, "dispatch: cage")
    page.locator("#close").click()
    hand_over(page, works, watch)
    assert Parcel.objects.get().state == Parcel.State.SHIPPED
    return tray.papers


def print_paper(page: Page, tray: Tray, kind: str) -> None:
    """Press a print button; the paper opens beside the desk and is put away."""
    with page.expect_popup() as opened:
        page.locator(f"#print-{kind}").click()
    until = time.monotonic() + chromium.PATIENCE_MS / 1000
    while kind not in tray.papers:
        assert time.monotonic() < until, f"no {kind} came out"
        page.wait_for_timeout(50)
    opened.value.close()


def hand_over(page: Page, works: Works, watch: Watch) -> None:
    """The gate counts, two people sign."""
    own, gate = works.of("dispatcher"), works.of("security")
    expect(page.locator("#hand-over")).to_be_visible()
    watch.check(page, "dispatch: closed cage")
    page.locator("[name=gate_count]").fill("1")
    page.locator("[name=own_password]").fill(own.secret)
    page.locator("[name=second_name]").fill(gate.name)
    page.locator("[name=second_password]").fill(gate.secret)
    page.locator("#hand-over").click()
    expect(page.get_by_text("Second signature")).to_be_visible()
    watch.check(page, "dispatch: gone")
