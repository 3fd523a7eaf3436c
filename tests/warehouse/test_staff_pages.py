"""Staff pages of the warehouse: what a supervisor finds, what only a supervisor may allow, and what no page shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, models
from django.test import Client
from django.urls import reverse

from backend.kit import clock
from backend.ledger import append_only, sealing
from backend.ledger.happenings import CATALOGUE, SYSTEM
from backend.ledger.models import Event
from backend.printing import spool
from backend.printing.models import LabelSerial
from tests import doors, world
from tests import floor as floors
from tests.floor import Floor, Still
from tests.statements import counted
from tests.warehouse.bench import Bench
from warehouse import allocation, cancelling, telling
from warehouse.models import Batch, Order, OrderHold, OrderLine, OrderRef, Parcel, Product, Run, Tote
from warehouse.overviews import orders

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return floors.build(totes=8)


@pytest.fixture
def boss(floor: Floor) -> Client:
    return doors.signed_in(world.supervisor(floor.site))


def _boss_of(bench: Bench) -> Client:
    return doors.signed_in(world.supervisor(bench.floor.site))


def page(browser: Client, name: str, *args: object, **query: str) -> str:
    answer = browser.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def send(browser: Client, name: str, *args: object, **body: str) -> int:
    return browser.post(reverse(name, args=args), {"command_id": str(uuid4()), **body}).status_code


def _fill(floor: Floor, count: int) -> list[Order]:
    goods, now = world.product(floor.shop), clock.now()
    made = Order.objects.bulk_create(
        Order(
            facility=floor.site,
            merchant=floor.shop,
            state=Order.State.PROMISED,
            ship_by=now + timedelta(hours=n % 24 - 2),
            made_at=now - timedelta(minutes=n),
        )
        for n in range(count)
    )
    OrderLine.objects.bulk_create(OrderLine(order=order, product=goods, quantity=2) for order in made)
    return list(made)


def test_the_list_shows_the_newest_orders_and_the_next_page_goes_on(floor: Floor, boss: Client) -> None:
    made = _fill(floor, 60)

    first = boss.get("/orders/").context
    second = boss.get(first["pager"].after).context

    numbers = [row.cells[0].text for each in (first, second) for row in each["table"].rows]
    assert numbers == [order.number for order in made]
    assert (len(first["table"].rows), second["pager"].after, second["pager"].before) == (50, "", "/orders/")


def test_a_state_shows_what_leaves_first_on_top(floor: Floor, boss: Client) -> None:
    goods = floor.product("Soap", units=9)
    late, soon = (floor.order((goods, 1), ship_by=clock.now() + timedelta(hours=h)) for h in (5, 1))
    floor.order((goods, 1), ship_by=clock.now() - timedelta(hours=1))
    Order.objects.filter(pk__in=[late.pk, soon.pk]).update(state=Order.State.PICKED)

    rows = boss.get("/orders/", {"state": "picked"}).context["table"].rows

    assert [row.cells[0].text for row in rows] == [soon.number, late.number]


def test_late_means_that_it_should_have_left_and_has_not(floor: Floor, boss: Client) -> None:
    goods = floor.product("Soap", units=9)
    past = clock.now() - timedelta(hours=1)
    late, gone, _on_time = (
        floor.order((goods, 1), ship_by=past),
        floor.order((goods, 1), ship_by=past),
        floor.order((goods, 1)),
    )
    Order.objects.filter(pk=gone.pk).update(state=Order.State.SHIPPED)

    rows = boss.get("/orders/", {"late": "1"}).context["table"].rows

    assert [row.cells[0].text for row in rows] == [late.number]
    assert rows[0].cells[2].word == "1\u00a0h\u00a000 late"


def test_a_shop_and_a_service_narrow_the_list(floor: Floor, boss: Client) -> None:
    goods = floor.product("Soap", units=9)
    fast, _slow = floor.order((goods, 1)), floor.order((goods, 1))
    Order.objects.filter(pk=fast.pk).update(service=Order.Service.EXPRESS)
    other = world.merchant(floor.site, "Harbour Paper")

    express = boss.get("/orders/", {"service": "express", "shop": str(floor.shop.pk)}).context
    none = boss.get("/orders/", {"shop": str(other.pk)})

    assert [row.cells[0].text for row in express["table"].rows] == [fast.number]
    assert "No order fits this filter" in none.content.decode()


@pytest.mark.parametrize("wrong", [{"state": "x"}, {"shop": "999999"}, {"service": "'"}, {"late": "yes"}])
def test_a_filter_that_means_nothing_shows_everything(floor: Floor, boss: Client, wrong: dict[str, str]) -> None:
    _fill(floor, 3)

    assert len(boss.get("/orders/", wrong).context["table"].rows) == 3


def test_a_foreign_cursor_is_refused_in_words(floor: Floor, boss: Client) -> None:
    assert boss.get("/orders/", {"cursor": "nonsense"}).status_code == 422


def test_an_order_is_found_by_its_number(floor: Floor, boss: Client) -> None:
    order = floor.order((floor.product("Soap", units=1), 1))

    assert boss.get("/orders/", {"number": f" o-{order.pk:06d} "})["Location"] == f"/orders/{order.pk}/"
    assert boss.get("/orders/", {"number": "W-77"}).status_code == 404


@pytest.mark.parametrize("count", [10, 1000])
def test_a_list_asks_ten_questions_at_any_size(floor: Floor, boss: Client, count: int) -> None:
    _fill(floor, count)
    for batch in range(3):
        Batch.objects.create(facility=floor.site, ship_by=clock.now(), stops=1, units=batch + 1, made_at=clock.now())

    for url in ("/orders/", "/orders/?late=1", "/orders/?state=promised", "/batches/", "/parcels/"):
        with counted() as asked:
            assert boss.get(url).status_code == 200
        assert len(asked) <= 11, (url, len(asked))


def test_the_lists_themselves_ask_two_questions(floor: Floor) -> None:
    _fill(floor, 200)

    with counted() as first:
        found = orders.page(floor.site.pk, orders.Wanted())
    with counted() as deep:
        orders.page(floor.site.pk, orders.Wanted(), cursor=found.next_cursor)

    assert (len(first), len(deep)) == (2, 2)


def test_an_order_shows_its_lines_where_they_lie_and_what_is_missing(floor: Floor, boss: Client) -> None:
    soap, tea = floor.product("Soap", units=2, name="A 03 2"), floor.product("Tea", units=2, name="B 01 1")
    holder = _promised_only(floor, (tea, 2))
    order = floor.order((soap, 2), (tea, 3))
    floor.pick_all(order)

    card = boss.get(reverse("order", args=[order.pk])).context["order"]

    first, second = card.lines
    assert (first.title, first.places, first.wanted, first.picked, first.missing) == ("Soap", "A 03 2", 2, 2, 0)
    assert (second.title, second.wanted, second.picked, second.missing, second.reason) == (
        "Tea",
        3,
        0,
        3,
        "None is free",
    )
    assert [(each.order_number, each.units, each.place) for each in second.holders] == [(holder.number, 2, "")]
    assert [step.word for step in card.steps if step.is_now] == ["Picked"]


def test_the_story_of_an_order_is_told_from_the_sealed_ledger(floor: Floor, boss: Client) -> None:
    order = floor.order((floor.product("Soap", units=2, name="A 03 2"), 2))
    floor.pick_all(order)
    sealing.run_all()

    history = boss.get(reverse("order", args=[order.pk])).context["history"]

    [today] = history.days
    told = [(moment.title, moment.more) for moment in today.moments]
    assert ("2 units of Soap", "A 03 2") in told
    assert ("Taken by a worker", "Samir, station 1") in told
    assert ("Goods set aside", "2 units, nothing missing") in told
    numbers = [int(moment.number) for moment in today.moments]
    assert numbers == sorted(numbers, reverse=True)
    assert (history.words, history.is_whole) == ("Chain whole", True)


def test_events_without_a_seal_are_counted_as_such(floor: Floor, boss: Client) -> None:
    order = floor.order((floor.product("Soap", units=2), 2))
    floor.pick_all(order)

    history = boss.get(reverse("order", args=[order.pk])).context["history"]

    assert (history.is_whole, history.words) == (False, f"{history.waiting} not sealed yet")


def test_a_line_that_was_changed_after_its_seal_is_named(floor: Floor, boss: Client) -> None:
    order = floor.order((floor.product("Soap", units=2), 2))
    floor.pick_all(order)
    sealing.run_all()
    event = Event.objects.get(kind="order.picked", subject=f"warehouse.order:{order.pk}")
    with append_only.lifted(connection):
        Event.objects.filter(pk=event.pk).update(data={**event.data, "units": 1})

    history = boss.get(reverse("order", args=[order.pk])).context["history"]

    assert history.words == f"Line {event.seal.seq} was changed"
    assert history.tone == "bad"


def test_every_kind_of_event_that_a_story_can_hold_has_its_sentence() -> None:
    families = ("order", "wave", "pick", "parcel", "label", "addressee", "tote")
    kinds = {kind for kind in CATALOGUE if kind.partition(".")[0] in families}

    assert kinds - set(telling.TELLERS) == set()


def test_a_batch_shows_who_walks_it_and_how_far(floor: Floor, boss: Client) -> None:
    soap, tea = floor.product("Soap", units=2, name="A 03 2"), floor.product("Tea", units=2, name="B 01 1")
    card = floor.set_out(floor.order((soap, 1), (tea, 1)))
    floor.pick(card)
    batch = Batch.objects.get()

    shown = boss.get(reverse("batch", args=[batch.pk])).context["batch"]

    assert (shown.row.worker, shown.row.station, shown.row.stops_done, shown.row.stops) == ("Samir", 1, 1, 2)
    assert [(stop.place, stop.title, stop.state.word) for stop in shown.stops] == [
        ("A 03 2", "Soap", "In the tote"),
        ("B 01 1", "Tea", "On the shelf"),
    ]


def test_the_list_of_batches_does_not_say_who_finished_what(floor: Floor, boss: Client) -> None:
    soap = floor.product("Soap", units=9)
    floor.pick_all(floor.order((soap, 1)))
    floor.set_out(floor.order((soap, 1)))

    rows = boss.get("/batches/").context["table"].rows

    assert [(row.cells[1].word, row.cells[2].text) for row in rows] == [("Picking", "Samir"), ("Finished", "–")]


def test_a_supervisor_frees_a_batch_after_checking_what_it_means(floor: Floor, boss: Client) -> None:
    order = floor.order((floor.product("Soap", units=2), 2))
    floor.set_out(order)
    batch = Batch.objects.get()

    words = page(boss, "batch-free", batch.pk)
    status = send(boss, "batch-free", batch.pk)

    assert "Samir" in words
    assert "What was picked stays in its totes" in words
    batch.refresh_from_db()
    assert (status, batch.state, batch.worker_id) == (302, "open", None)
    assert Event.objects.get(kind="pick.given_back").data["reason"] == "stuck"
    assert "The batch is free" in page(boss, "batch", batch.pk)


def test_freeing_twice_by_one_form_is_once(floor: Floor, boss: Client) -> None:
    floor.set_out(floor.order((floor.product("Soap", units=2), 2)))
    batch, body = Batch.objects.get(), {"command_id": str(uuid4())}

    answers = [boss.post(reverse("batch-free", args=[batch.pk]), body).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert Event.objects.filter(kind="pick.given_back").count() == 1


def test_a_batch_that_nobody_has_cannot_be_freed(floor: Floor, boss: Client) -> None:
    batch = floor.plan(floor.order((floor.product("Soap", units=2), 2)))
    before = Still(floor.site)

    assert boss.get(reverse("batch-free", args=[batch.pk])).status_code == 409
    assert send(boss, "batch-free", batch.pk) == 409
    assert before.holds()


def test_another_print_is_allowed_with_a_reason() -> None:
    bench, parcel, serial = _tagged()
    boss = _boss_of(bench)
    here = reverse("parcel-reprint", args=[parcel.pk, serial.pk])

    question = boss.get(here).context["question"]
    check = boss.get(here, {"reason": "torn"}).context["question"]
    status = send(boss, "parcel-reprint", parcel.pk, serial.pk, reason="torn")

    assert [value for value, _word in question.ask.choices] == sorted(spool.REASONS)
    assert (check.ask, check.facts[-1].value, check.facts[-1].change_url) == (None, "The label is torn", here)
    states = list(LabelSerial.objects.order_by("pk").values_list("generation", "state"))
    assert (status, states) == (302, [(0, "revoked"), (1, "waiting")])


@pytest.mark.parametrize("reason", ["", "because", "torn'"])
def test_another_print_without_a_known_reason_is_refused(reason: str) -> None:
    bench, parcel, serial = _tagged()
    before = Event.objects.count()

    status = send(_boss_of(bench), "parcel-reprint", parcel.pk, serial.pk, reason=reason)

    assert (status, Event.objects.count(), LabelSerial.objects.count()) == (422, before, 1)


def test_a_label_of_another_parcel_is_not_there() -> None:
    bench, parcel, serial = _tagged()
    other = Parcel.objects.create(
        facility=bench.floor.site,
        merchant=bench.floor.shop,
        order=bench.floor.order((bench.goods[0], 1)),
        tag="PX",
        packed_by=bench.seat.person,
        made_at=clock.now(),
    )

    assert send(_boss_of(bench), "parcel-reprint", other.pk, serial.pk, reason="torn") == 404
    assert parcel.pk != other.pk


def test_a_weight_that_was_wrong_twice_stands_when_a_supervisor_says_so() -> None:
    bench = _weighed_wrong()
    boss, parcel = _boss_of(bench), bench.parcel

    shown = page(boss, "parcel", parcel.pk)
    listed = boss.get("/parcels/", {"needs": "weight"}).context["table"].rows
    status = send(boss, "parcel-weight", parcel.pk, reason="filler")

    assert "Allow this weight" in shown
    assert [row.cells[0].text for row in listed] == [parcel.tag]
    assert (status, Run.objects.get(parcel=parcel, closed_at=None).step) == (302, "seal")
    assert Event.objects.get(kind="parcel.weight_allowed").data["reason"] == "filler"


def test_a_weight_that_nobody_asked_about_cannot_be_allowed() -> None:
    bench = Bench(2, 1)
    bench.fill()
    before = Still(bench.floor.site)
    boss = _boss_of(bench)

    assert boss.get(reverse("parcel-weight", args=[bench.parcel.pk])).status_code == 409
    assert send(boss, "parcel-weight", bench.parcel.pk, reason="filler") == 409
    assert before.holds()


def test_a_sealed_parcel_is_opened_again_into_a_tote() -> None:
    bench, parcel, _serial = _tagged()
    bench.scan(parcel.tag)
    boss, tote = _boss_of(bench), Tote.objects.filter(order=None).latest("pk")
    here = reverse("parcel-unpack", args=[parcel.pk])

    first = boss.get(here).context["question"]
    second = boss.get(here, {"reason": "damaged"}).context["question"]
    wrong = boss.get(here, {"reason": "damaged", "tote": "T-999"})
    check = boss.get(here, {"reason": "damaged", "tote": tote.name.lower()}).context["question"]
    status = send(boss, "parcel-unpack", parcel.pk, reason="damaged", tote=tote.code)

    assert (first.ask.name, second.ask.name, check.ask) == ("reason", "tote", None)
    assert (wrong.status_code, wrong.context["question"].ask.wrong) == (422, "No tote has this code. Scan again.")
    parcel.refresh_from_db()
    tote.refresh_from_db()
    assert (status, parcel.state, tote.order_id, tote.at_check_lane) == (302, "unpacked", parcel.order_id, True)


def test_a_parcel_that_left_cannot_be_opened() -> None:
    bench, parcel, _serial = _tagged()
    Parcel.objects.filter(pk=parcel.pk).update(state=Parcel.State.SHIPPED)
    before = Still(bench.floor.site)
    tote = Tote.objects.filter(order=None).latest("pk")

    assert send(_boss_of(bench), "parcel-unpack", parcel.pk, reason="damaged", tote=tote.code) == 409
    assert before.holds()


def test_a_tote_at_the_check_lane_is_released_or_emptied(floor: Floor, boss: Client) -> None:
    soap = floor.product("Soap", units=9)
    wanted, stopped = floor.order((soap, 1)), floor.order((soap, 1))
    floor.pick_all(wanted, stopped)
    Tote.objects.filter(order__isnull=False).update(at_check_lane=True)
    cancelling.ask_cancel(stopped, by=world.person(floor.site))
    right, wrong = floor.tote_of(wanted), floor.tote_of(stopped)

    rows = boss.get("/totes/").context["totes"]
    answers = [send(boss, "tote-release", right.pk), send(boss, "tote-empty", wrong.pk)]

    assert [(row.name, row.is_stopped, row.units) for row in rows] == [(right.name, False, 1), (wrong.name, True, 1)]
    assert answers == [302, 302]
    right.refresh_from_db()
    wrong.refresh_from_db()
    assert (right.at_check_lane, right.order_id, wrong.order_id) == (False, wanted.pk, None)


def test_a_parcel_is_found_by_its_tag() -> None:
    bench, parcel, _serial = _tagged()
    boss = _boss_of(bench)

    assert boss.get("/parcels/", {"tag": parcel.tag.lower()})["Location"] == f"/parcels/{parcel.pk}/"
    assert boss.get("/parcels/", {"tag": "nonsense"}).status_code == 404


def test_a_shortage_says_who_holds_the_stock_and_which_shelf_is_doubted(floor: Floor, boss: Client) -> None:
    tea = floor.product("Tea", units=5, name="B 01 1")
    holder = _promised_only(floor, (tea, 2))
    floor.set_out(floor.order((tea, 3)))
    floor.touch("short", "0", "empty")

    [row] = boss.get("/shortages/").context["shortages"]

    assert (row.title, row.missing, row.orders, row.reasons) == ("Tea", 3, 1, ("The shelf was empty",))
    assert [(each.order_number, each.units, each.state) for each in row.holders] == [(holder.number, 2, "Set aside")]
    assert row.doubted == ("B 01 1",)


@pytest.mark.parametrize("url", ["/orders/", "/batches/", "/parcels/", "/totes/", "/shortages/", "/wall/jobs/"])
def test_an_empty_list_says_what_will_come_here(floor: Floor, boss: Client, url: str) -> None:
    assert 'class="empty"' in boss.get(url).content.decode()


def test_rows_of_another_house_are_not_there() -> None:
    bench, parcel, serial = _tagged()
    stranger = doors.signed_in(world.supervisor(world.station(world.facility("South works")).facility))
    batch, tote = Batch.objects.latest("pk"), Tote.objects.filter(facility=bench.floor.site).first()
    assert tote

    for url in _urls(parcel, serial, batch):
        assert stranger.get(url).status_code == 404, url
    before = Still(bench.floor.site)
    assert send(stranger, "batch-free", batch.pk) == 404
    assert send(stranger, "parcel-reprint", parcel.pk, serial.pk, reason="torn") == 404
    assert send(stranger, "parcel-unpack", parcel.pk, reason="damaged", tote=tote.code) == 404
    assert send(stranger, "tote-release", tote.pk) == 404
    assert before.holds()
    assert stranger.get("/orders/").context["table"].rows == ()


def test_no_page_shows_what_only_the_shop_and_dispatch_may_know() -> None:
    bench, parcel, serial = _tagged()
    OrderRef.objects.create(
        order=parcel.order, merchant=bench.floor.shop, merchant_ref="XK-SECRET-REF", vault_token="t0kenofthevault"
    )
    boss = _boss_of(bench)

    for url in ("/wall/", "/orders/", "/batches/", "/parcels/", *_urls(parcel, serial, Batch.objects.latest("pk"))):
        text = boss.get(url).content.decode()
        assert "XK-SECRET-REF" not in text, url
        assert "t0kenofthevault" not in text, url


def test_templates_get_cards_and_plain_values_only() -> None:
    bench, parcel, serial = _tagged()
    boss = _boss_of(bench)

    for url in ("/orders/", "/batches/", "/parcels/", *_urls(parcel, serial, Batch.objects.latest("pk"))):
        context = boss.get(url).context
        names = {key for each in context for layer in each for key in layer} if context else set()
        given = {name: context[name] for name in names if name not in ("request", "messages", "perms", "user")}
        assert [found for value in given.values() for found in _rows_in(value)] == [], url


def _urls(parcel: Parcel, serial: LabelSerial, batch: Batch) -> Iterator[str]:
    yield reverse("order", args=[parcel.order_id])
    yield reverse("batch", args=[batch.pk])
    yield reverse("parcel", args=[parcel.pk])
    yield reverse("parcel-reprint", args=[parcel.pk, serial.pk])


def _promised_only(floor: Floor, *wanted: tuple[Product, int]) -> Order:
    """An order that has its goods and is stopped before anybody walks for it."""
    order = floor.order(*wanted)
    allocation.promise([order], by=SYSTEM)
    OrderHold.objects.create(order=order, reason=OrderHold.Reason.STAFF, held_at=clock.now())
    return order


def _tagged() -> tuple[Bench, Parcel, LabelSerial]:
    """A parcel whose tag was just printed."""
    bench = Bench(2, 1)
    bench.fill()
    bench.box()
    bench.scan("W404")
    bench.scan("20418")
    serial = LabelSerial.objects.get()
    LabelSerial.objects.filter(pk=serial.pk).update(state=LabelSerial.State.SENT, begun_at=clock.now())
    return bench, bench.parcel, serial


def _weighed_wrong() -> Bench:
    bench = Bench(2, 1)
    bench.fill()
    bench.box()
    bench.scan("W900")
    bench.fill()
    bench.scan("W900")
    return bench


def _rows_in(value: Any) -> list[str]:
    """The names of models found anywhere in a card."""
    if isinstance(value, models.Model | models.QuerySet):
        return [type(value).__name__]
    if is_dataclass(value) and not isinstance(value, type):
        return [name for field in fields(value) for name in _rows_in(getattr(value, field.name))]
    if isinstance(value, tuple | list):
        return [name for item in value for name in _rows_in(item)]
    return []
