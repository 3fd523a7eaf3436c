"""The scenes of the pictures, in the order of the main job."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from backend.facility.models import Station
from tests.browser import stage
from tests.browser.hands import Hands
from tests.browser.pictures import PHONE, ROOM, STAFF, Studio
from tests.browser.works import do_jobs
from warehouse.models import Balance, Batch, Cart, Location, Order, Parcel, Run, Tote

LISTS = (
    "orders",
    "batches",
    "parcels",
    "shortages",
    "totes",
    "waves",
    "floor-plan",
    "floor/stations",
    "floor/help",
    "floor/holds",
    "wall/jobs",
)


def play(studio: Studio) -> None:
    """Everything."""
    picker = _sit_down(studio, Station.Kind.PICK, badge=0)
    packer = _sit_down(studio, Station.Kind.PACK, badge=7)
    desk = _take_desk(studio)
    supervisor = _sign_in(studio, studio.open(STAFF), "supervisor")
    _pick(studio, picker)
    _pack(studio, packer)
    _dispatch(studio, desk)
    _wall(studio, supervisor)
    _wave(studio, supervisor)
    _api(studio)
    if studio.is_all:
        _held(studio, supervisor, picker.page)
        _lists(studio, supervisor)


def _sit_down(studio: Studio, kind: Station.Kind, *, badge: int) -> Hands:
    hands, who = Hands(studio.open(), studio.house), studio.works.of("worker", badge)
    if kind == Station.Kind.PICK:
        studio.visit(hands.page, "/enrol/", "enrol")
    hands.enrol(studio.works.enrol_code(kind))
    expect(hands.page.get_by_role("heading", name="Hello")).to_be_visible()
    if kind == Station.Kind.PICK:
        studio.take(hands.page, "badge")
        hands.press_scan(who.name, until=lambda: hands.page.locator("form[data-pin]").is_visible())
        hands.page.keyboard.type(who.secret[:2])
        studio.take(hands.page, "sign-in")
        hands.page.locator("[data-digit=clear]").click()
    hands.sit_down(who)
    return hands


def _sign_in(studio: Studio, page: Page, role: str) -> Page:
    who = studio.works.of(role)
    page.goto("/sign-in/")
    studio.take(page, "sign-in-staff")
    page.locator("[name=username]").fill(who.name)
    page.locator("[name=password]").fill(who.secret)
    page.locator("[name=password]").press("Enter")
    expect(page.locator("#main")).to_be_visible()
    return page


def _take_desk(studio: Studio) -> Page:
    page = studio.open(STAFF)
    Hands(page, studio.house).enrol(studio.works.enrol_code(Station.Kind.DISPATCH))
    return _sign_in(studio, page, "dispatcher")


def _pick(studio: Studio, hands: Hands) -> None:
    page = hands.page
    studio.take(page, "home")
    page.locator("#next-step button").click()
    hands.step("cart")
    studio.take(page, "pick-cart")
    hands.scan(_free_cart())
    totes = iter(Tote.objects.filter(order=None).order_by("-pk").values_list("code", flat=True))
    hands.step("totes")
    studio.take(page, "pick-totes")
    while page.locator("#card").get_attribute("data-step") == "totes":
        hands.scan(next(totes))
    _do_stop(hands)
    studio.take(page, "pick")
    shelf = _shelf_at(hands)
    wrong = Location.objects.filter(kind=Location.Kind.PICK).exclude(pk=shelf.pk).order_by("pk")[40]
    hands.scan(wrong.code)
    studio.take(page, "pick-wrong-shelf")
    hands.scan(shelf.code)
    hands.step("item")
    studio.take(page, "pick-item")
    hands.scan("HP-102")
    studio.take(page, "pick-wrong")
    page.locator("[data-opens=short]").click()
    studio.take(page, "pick-short")
    page.locator("#short [data-closes]").click()
    _take_all(hands, shelf)
    studio.take(page, "pick-tote")


def _do_stop(hands: Hands) -> None:
    shelf = _shelf_at(hands)
    hands.scan(shelf.code)
    _take_all(hands, shelf)
    hands.scan(_tote_at(hands))
    hands.step("bin")


def _take_all(hands: Hands, shelf: Location) -> None:
    sku = Balance.objects.values_list("lot__product__sku", flat=True).get(location=shelf)
    while hands.page.locator("#card").get_attribute("data-step") == "item":
        hands.scan(sku)


def _run() -> Run:
    return Run.objects.select_related("allocation__balance__location", "allocation__line").get(
        station__number=1, closed_at=None
    )


def _shelf_at(hands: Hands) -> Location:
    hands.step("bin")
    allocation = _run().allocation
    assert allocation is not None
    assert allocation.balance is not None
    return allocation.balance.location


def _tote_at(hands: Hands) -> str:
    hands.step("tote")
    allocation = _run().allocation
    assert allocation is not None
    return Tote.objects.get(order=allocation.line.order_id).code


def _free_cart() -> str:
    taken = Batch.objects.exclude(cart=None).filter(state=Batch.State.CLAIMED).values("cart")
    return Cart.objects.exclude(pk__in=taken).order_by("-pk")[0].code


def _pack(studio: Studio, hands: Hands) -> None:
    page = hands.page
    studio.take(page, "home-packer")
    page.locator("#next-step button").click()
    hands.step("tote")
    studio.take(page, "pack-tote")
    hands.scan(stage.tote_to_pack())
    hands.step("item")
    studio.take(page, "pack-item")
    goods = stage.goods_of(Run.objects.get(station__number=5, closed_at=None).parcel)
    for number, sku in enumerate(goods):
        hands.scan(sku)
        if number == 0:
            hands.scan("HP-102" if sku != "HP-102" else "FF-101")
            studio.take(page, "pack-wrong")
    hands.step("carton")
    studio.take(page, "pack-box")
    page.locator("[data-action=carton].is-main").click()
    hands.step("weight")
    studio.take(page, "pack-weight")
    parcel = Run.objects.select_related("parcel").get(station__number=5, closed_at=None).parcel
    assert parcel is not None
    hands.scan(f"{(parcel.expected_grams or 0) + 4} g")
    hands.step("seal")
    studio.take(page, "pack")
    hands.scan("20418")
    hands.step("tag")
    do_jobs()
    studio.take(page, "pack-tag")


def _dispatch(studio: Studio, page: Page) -> None:
    page.goto("/dispatch/")
    studio.take(page, "dispatch-empty")
    page.keyboard.type(stage.parcel_for_nobody())
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Show the address").click()
    expect(page.locator(".address")).to_be_visible()
    studio.take(page, "dispatch")
    if studio.is_all:
        page.get_by_role("link", name=re.compile(r"^Cage \d")).first.click()
        studio.take(page, "cage")


def _wall(studio: Studio, page: Page) -> None:
    page.goto("/wall/")
    expect(page.locator("#wall")).to_be_visible()
    studio.take(page, "wall")
    if studio.is_all:
        room = page.context.new_page()
        room.set_viewport_size({"width": ROOM[0], "height": ROOM[1]})
        studio.visit(room, "/wall/room/", "wall-room")
        room.close()


def _wave(studio: Studio, page: Page) -> None:
    page.goto("/waves/")
    page.locator("#ask #mode").select_option("instant")
    page.locator("#ask button").click()
    do_jobs()
    page.goto("/waves/")
    expect(page.locator("#release")).to_be_visible()
    studio.take(page, "waves")


def _api(studio: Studio) -> None:
    page = studio.open(STAFF)
    page.goto("/api/docs/")
    sending = page.locator("#operations-Orders-send_orders")
    sending.locator(".opblock-summary-description").click()
    expect(sending.locator(".opblock-body .highlight-code").first).to_be_visible()
    sending.evaluate("operation => operation.scrollIntoView()")
    studio.take(page, "api")


def _held(studio: Studio, supervisor: Page, kiosk: Page) -> None:
    studio.visit(kiosk, "/station/day/", "day")
    kiosk.goto("/station/work/")
    supervisor.goto("/floor/holds/")
    supervisor.locator("main .card [name=scope]").first.click()
    expect(kiosk.locator("#card.held")).to_be_visible()
    studio.take(kiosk, "held")
    studio.visit(supervisor, "/floor/holds/", "holds-held")
    supervisor.get_by_role("link", name=re.compile("^Resume: ")).first.click()
    studio.take(supervisor, "resume")
    supervisor.get_by_role("button", name="Resume now").click()
    expect(supervisor.get_by_text("Everything runs")).to_be_visible()


def _lists(studio: Studio, page: Page) -> None:
    pages = {name.replace("/", "-"): f"/{name}/" for name in LISTS}
    order = Order.objects.filter(state=Order.State.SHIPPED).order_by("-pk")[0]
    pages["order"] = f"/orders/{order.pk}/"
    pages["order-short"] = f"/orders/{Order.objects.exclude(lines__allocations__state='shipped').order_by('pk')[0].pk}/"
    pages["parcel"] = f"/parcels/{Parcel.objects.filter(state=Parcel.State.LOADED)[0].pk}/"
    pages["batch"] = f"/batches/{Batch.objects.order_by('-pk')[0].pk}/"
    pages["station"] = f"/floor/stations/{Station.objects.get(number=1).pk}/"
    for name, path in pages.items():
        studio.visit(page, path, name)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    for name, path in {**pages, "wall": "/wall/"}.items():
        studio.visit(page, path, f"phone-{name}")
