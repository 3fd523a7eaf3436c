"""The plan of work: which orders walk together, from which bins, in which order."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from backend.jobs.models import Job
from backend.kit import clock
from backend.ledger.happenings import SYSTEM
from backend.ledger.models import Event
from tests import world
from tests.statements import counted
from warehouse import allocation, pooling, releasing, stock, tasks, waves
from warehouse.models import (
    Allocation,
    Batch,
    Cart,
    Level,
    Location,
    Lot,
    Order,
    OrderHold,
    OrderLine,
    Product,
    Slot,
)
from warehouse.reconciling import reconcile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_books_agree_at_the_end(site):
    yield
    assert reconcile(site.pk) == ()


def _promised(shop, *wanted, **options):
    orders = [world.order(shop, each, **options) for each in wanted]
    world.promised(*orders)
    return orders


def _on_carts(site):
    slots = Slot.objects.filter(batch__facility=site).order_by("batch", "position")
    carts: dict[int, list[int]] = {}
    for slot in slots:
        carts.setdefault(slot.batch_id, []).append(slot.order_id)
    return list(carts.values())


def test_orders_walk_in_the_order_of_their_ship_by(site, shop, soap):
    world.received(soap, 20)
    now = clock.now()
    late, *others = [
        world.order(shop, {soap: 1}, ship_by=now + timedelta(days=days)) for days in (9, 4, 3, 2, 1, 5, 6, 7)
    ]
    world.promised(late, *others)

    planned = waves.plan(site.pk)

    assert (planned.batches, planned.orders, planned.without_bins) == (2, 8, 0)
    assert _on_carts(site)[0] == [others[n].pk for n in (3, 2, 1, 0)]
    assert _on_carts(site)[1] == [others[n].pk for n in (4, 5, 6)] + [late.pk]
    assert Batch.objects.order_by("pk").first().ship_by == now + timedelta(days=1)


def test_the_largest_cart_of_the_floor_decides_how_many_orders_walk_together(site, shop, soap):
    world.received(soap, 20)
    Cart.objects.create(facility=site, code="CBBBBBKB", slots=2)
    Cart.objects.create(facility=site, code="CBBBBBLC", slots=3)
    _promised(shop, *[{soap: 1}] * 6)

    waves.plan(site.pk)

    assert [len(cart) for cart in _on_carts(site)] == [3, 3]


def test_a_cart_takes_no_more_weight_and_volume_than_it_carries_on_a_floor_nobody_measured(site, shop, soap):
    world.received(soap, 20)
    Product.objects.filter(pk=soap.pk).update(weight_grams=450, length_mm=100, width_mm=100, height_mm=100)
    Cart.objects.create(facility=site, code="CBBBBBKB", slots=4, limit_grams=1_000)
    _promised(shop, *[{soap: 1}] * 6)
    waves.plan(site.pk)
    assert [len(cart) for cart in _on_carts(site)] == [2, 2]

    Cart.objects.filter(facility=site).update(limit_grams=None, limit_ml=3_500)
    _promised(shop, *[{soap: 1}] * 7)
    waves.plan(site.pk)

    assert [len(cart) for cart in _on_carts(site)] == [2, 2, 3, 3]


def test_a_part_filled_cart_goes_only_when_nobody_has_anything_to_do(site, shop, soap):
    world.received(soap, 20)
    first = _promised(shop, *[{soap: 1}] * 2)
    assert waves.plan(site.pk).batches == 1
    waiting = _promised(shop, {soap: 1})

    assert waves.plan(site.pk).batches == 0
    _claim(Batch.objects.get(), site)
    assert waves.plan(site.pk).batches == 1

    assert _on_carts(site) == [[order.pk for order in first], [waiting[0].pk]]


def test_full_carts_go_at_once_and_the_rest_waits(site, shop, soap):
    world.received(soap, 20)
    orders = _promised(shop, *[{soap: 1}] * 9)

    assert waves.plan(site.pk).batches == 2

    orders[-1].refresh_from_db()
    assert orders[-1].state == Order.State.PROMISED


def test_stops_follow_the_way_through_the_house(site, shop):
    bins = [world.location(site) for _ in range(4)]
    goods = [world.product(shop) for _ in range(4)]
    for product, bin_ in zip(goods, reversed(bins), strict=True):
        world.received(product, 10, at=bin_)
    first, second = _promised(shop, {goods[0]: 1, goods[2]: 2}, {goods[0]: 3, goods[3]: 1, goods[1]: 1})

    waves.plan(site.pk)

    rows = Allocation.objects.order_by("stop").select_related("balance", "line")
    assert [row.stop for row in rows] == [1, 2, 3, 4, 5]
    assert [(row.balance.location_id, row.line.order_id) for row in rows] == [
        (bins[0].pk, second.pk),
        (bins[1].pk, first.pk),
        (bins[2].pk, second.pk),
        (bins[3].pk, first.pk),
        (bins[3].pk, second.pk),
    ]
    batch = Batch.objects.get()
    assert (batch.stops, batch.units) == (5, 8)


def test_units_from_several_bins_are_several_stops_of_one_line(site, shop, soap):
    first, second = world.received(soap, 2), world.received(soap, 2)
    (order,) = _promised(shop, {soap: 3})

    waves.plan(site.pk)

    rows = Allocation.objects.order_by("stop")
    assert [(row.balance_id, row.quantity, row.stop) for row in rows] == [(first.pk, 2, 1), (second.pk, 1, 2)]
    assert rows[1].parent_id == rows[0].pk
    assert {row.line_id for row in rows} == {order.lines.get().pk}


def test_every_release_and_every_batch_is_recorded(site, shop, soap):
    world.received(soap, 20)
    orders = _promised(shop, {soap: 1}, {soap: 2})

    waves.plan(site.pk)

    batch = Batch.objects.get()
    opened = Event.objects.get(kind="wave.opened")
    assert (opened.subject, opened.data) == (f"warehouse.batch:{batch.pk}", {"orders": 2, "stops": 2, "units": 3})
    released = Event.objects.filter(kind="order.released").order_by("pk")
    assert [each.subject for each in released] == [f"warehouse.order:{order.pk}" for order in orders]
    assert {each.data["batch"] for each in released} == {batch.pk}


def test_planning_twice_changes_nothing(site, shop, soap):
    world.received(soap, 20)
    _promised(shop, {soap: 1})
    waves.plan(site.pk)
    quiet = world.Quiet()

    assert waves.plan(site.pk).batches == 0

    assert quiet.holds()


def test_an_order_without_a_bin_for_all_of_it_stays_promised(site, shop, soap):
    tea = world.product(shop)
    shelf, in_tote = world.received(soap, 5), world.location(site, Location.Kind.TOTE)
    world.received(tea, 5, at=in_tote)
    waits, goes = _promised(shop, {soap: 3, tea: 1}, {soap: 2})

    planned = waves.plan(site.pk)

    assert (planned.orders, planned.without_bins) == (1, 1)
    waits.refresh_from_db()
    goes.refresh_from_db()
    assert (waits.state, goes.state) == (Order.State.PROMISED, Order.State.RELEASED)
    shelf.refresh_from_db()
    assert shelf.allocated == 2


def test_nothing_is_picked_from_a_bin_that_is_being_counted(site, shop, soap):
    doubted = world.received(soap, 5)
    _promised(shop, {soap: 3})
    Location.objects.filter(pk=doubted.location_id).update(is_counting=True)

    assert waves.plan(site.pk).without_bins == 1


def test_goods_of_a_recalled_lot_are_not_picked(site, shop, soap):
    balance = world.received(soap, 5)
    _promised(shop, {soap: 3})
    Lot.objects.filter(pk=balance.lot_id).update(status=Lot.Status.RECALLED)
    Level.objects.filter(product=soap).update(sellable=3)

    assert waves.plan(site.pk).without_bins == 1

    Lot.objects.filter(pk=balance.lot_id).update(status=Lot.Status.OK)
    Level.objects.filter(product=soap).update(sellable=5)


def test_a_held_order_does_not_walk(site, shop, soap):
    world.received(soap, 5)
    (order,) = _promised(shop, {soap: 3})
    OrderHold.objects.create(order=order, reason=OrderHold.Reason.STAFF, held_at=clock.now())

    assert waves.plan(site.pk).batches == 0


def test_a_batch_whose_orders_were_all_cancelled_is_withdrawn(site, shop, soap):
    world.received(soap, 5)
    orders = _promised(shop, {soap: 1}, {soap: 1})
    waves.plan(site.pk)
    for order in orders:
        with transaction.atomic():
            allocation.let_go(order, by=SYSTEM, reason=Allocation.Reason.CANCELLED)
            Order.objects.filter(pk=order.pk).update(state=Order.State.CANCELLED)
    assert not waves.waiting(site.pk).exists()

    waves.plan(site.pk)

    assert Batch.objects.get().state == Batch.State.FINISHED
    assert Event.objects.get(kind="wave.withdrawn").data == {"orders": 2}


def test_an_order_too_large_for_any_cart_walks_alone(site, shop):
    goods = [world.product(shop) for _ in range(30)]
    for product in goods:
        world.received(product, 9)
    large, small = _promised(shop, dict.fromkeys(goods, 5), {goods[0]: 1})

    waves.plan(site.pk)

    assert _on_carts(site) == [[large.pk]]
    small.refresh_from_db()
    assert small.state == Order.State.PROMISED


def test_whatever_waits_is_promised_and_planned_in_the_background(site, shop, soap):
    tea = world.product(shop)
    starved = world.order(shop, {tea: 1}, ship_by=clock.now())
    world.promised(starved)
    order = world.order(shop, {soap: 1})
    world.received(soap, 5)
    job = Job.objects.get(kind="warehouse.promise")

    tasks.promise(job)

    order.refresh_from_db()
    starved.refresh_from_db()
    assert (order.state, starved.state) == (Order.State.RELEASED, Order.State.SHORT)
    assert releasing.with_work_waiting() == []


def test_the_house_looks_every_half_minute_for_what_was_left_waiting(site, shop, soap):
    world.received(soap, 5)
    order = world.order(shop, {soap: 1})

    tasks.release()

    order.refresh_from_db()
    assert order.state == Order.State.RELEASED


def test_orders_beyond_the_first_five_hundred_are_planned_too(site, shop, soap, monkeypatch):
    monkeypatch.setattr(pooling, "AT_ONCE", 5)
    world.received(soap, 50)
    stuck = world.product(shop)
    world.received(stuck, 9, at=world.location(site, Location.Kind.TOTE))
    _promised(shop, *[{stuck: 1}] * 6, ship_by=clock.now())
    _promised(shop, *[{soap: 1}] * 4)

    assert waves.plan_all(site.pk) == 1

    assert Order.objects.filter(state=Order.State.RELEASED).count() == 4


def test_five_hundred_orders_of_three_lines_are_released_in_sixty_statements(site, shop):
    goods = _many_goods(site, shop, 300)
    orders = _many_orders(site, shop, goods, 500)
    for start in range(0, 500, 200):
        allocation.promise(orders[start : start + 200], by=SYSTEM)

    with counted() as asked:
        planned = waves.plan(site.pk)

    assert (planned.orders, planned.batches) == (500, 125)
    assert len(asked) <= 60
    assert Allocation.objects.filter(state=Allocation.State.HARD).count() >= 1500


def _many_goods(site, shop, count):
    now = clock.now()
    goods = Product.objects.bulk_create(
        Product(facility=site, merchant=shop, sku=f"S{n}", title="Soap", made_at=now) for n in range(count)
    )
    lots = Lot.objects.bulk_create(Lot(product=each) for each in goods)
    Level.objects.bulk_create(Level(facility=site, product=each) for each in goods)
    bins = Location.objects.bulk_create(
        Location(facility=site, code=f"X{n}", name=f"A {n}", kind=Location.Kind.PICK, pick_seq=n) for n in range(count)
    )
    receipts = [stock.Receipt(lot.pk, bin_.pk, 100) for lot, bin_ in zip(lots, bins, strict=True)]
    stock.receive(receipts, facility=site.pk, by=SYSTEM)
    return goods


def _many_orders(site, shop, goods, count):
    now = clock.now()
    orders = Order.objects.bulk_create(
        Order(facility=site, merchant=shop, ship_by=now + timedelta(hours=1), made_at=now) for _ in range(count)
    )
    OrderLine.objects.bulk_create(
        OrderLine(order=order, product=goods[(n * 7 + line * 31) % len(goods)], quantity=1 + n % 3)
        for n, order in enumerate(orders)
        for line in range(3)
    )
    return orders


def _claim(batch, site):
    Batch.objects.filter(pk=batch.pk).update(
        state=Batch.State.CLAIMED, worker=world.person(site), lease_until=clock.now() + timedelta(minutes=15)
    )
    Order.objects.filter(slot__batch=batch).update(state=Order.State.PICKING)
