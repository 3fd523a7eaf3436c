"""On a floor that was measured, orders that lie near each other walk together, on the shortest way."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from backend.demo import measuring
from backend.facility.models import Facility
from backend.kit import clock
from backend.ledger.models import Event
from tests import world
from tests.warehouse.measured import measured_goods
from warehouse import floor_plans, routing, waves
from warehouse.models import Allocation, Batch, Cart, Order, Product, Slot
from warehouse.reconciling import reconcile

pytestmark = pytest.mark.django_db


@pytest.fixture
def measured(site):
    floor_plans.draw(site.pk, measuring.drawing(list("ABCDEF"), bays=12))
    Cart.objects.create(facility=site, code="CBBBBBKB", slots=2)
    return site


@pytest.fixture
def goods_in(shop):
    """Goods that lie in a bay, one product for each bay that is asked for."""
    return partial(measured_goods, shop)


def _walks(site):
    slots = Slot.objects.filter(batch__facility=site).order_by("batch", "position")
    carts: dict[int, set[int]] = {}
    for slot in slots:
        carts.setdefault(slot.batch_id, set()).add(slot.order_id)
    return list(carts.values())


def test_orders_that_lie_near_each_other_share_a_cart(measured, shop, goods_in):
    left, right = goods_in(0, 9), goods_in(5, 9)
    orders = [world.order(shop, {thing: 1}) for thing in (left, right, left, right)]
    world.promised(*orders)

    waves.plan(measured.pk)

    pks = [order.pk for order in orders]
    assert sorted(map(sorted, _walks(measured))) == [[pks[0], pks[2]], [pks[1], pks[3]]]
    assert reconcile(measured.pk) == ()


def test_stops_are_walked_in_the_order_of_the_shortest_way(measured, shop, goods_in):
    things = [goods_in(aisle, bay) for aisle, bay in ((5, 2), (0, 7), (3, 11), (1, 1), (5, 10))]
    order = world.order(shop, dict.fromkeys(things, 1))
    world.promised(order)

    waves.plan(measured.pk)

    batch = Batch.objects.get()
    rows = Allocation.objects.filter(batch=batch).select_related("balance__location").order_by("stop")
    walked = [floor_plans.stop_of(row.balance.location) for row in rows]
    route = routing.route(floor_plans.in_force(measured.pk).layout, walked)
    assert tuple(walked) == route.stops
    assert batch.length_mm == route.length_mm


def test_two_units_of_one_bay_are_one_stop_of_the_walk(measured, shop, goods_in):
    thing = goods_in(2, 4)
    orders = [world.order(shop, {thing: 1}), world.order(shop, {thing: 2})]
    world.promised(*orders)

    waves.plan(measured.pk)

    assert Batch.objects.get().length_mm == routing.shortest_mm(
        floor_plans.in_force(measured.pk).layout, [routing.Stop(**measuring.place_of(2, 4, bays=12))]
    )


def test_an_order_whose_bin_cannot_be_reached_waits_and_the_others_go(measured, shop, goods_in):
    near, far = goods_in(0, 1), goods_in(4, 1)
    drawing = measuring.drawing(list("ABCDEF"), bays=12)
    drawing["blocks"][0][4] = {"length_mm": 15_000, "traffic": "closed"}
    floor_plans.draw(measured.pk, drawing)
    goes, waits = world.order(shop, {near: 1}), world.order(shop, {far: 1})
    world.promised(goes, waits)

    planned = waves.plan(measured.pk)

    goes.refresh_from_db()
    waits.refresh_from_db()
    assert (planned.orders, planned.without_bins) == (1, 1)
    assert (goes.state, waits.state) == (Order.State.RELEASED, Order.State.PROMISED)


def test_a_bin_that_was_never_measured_is_walked_by_its_number(measured, shop, goods_in):
    thing = world.product(shop)
    world.received(thing, 5, at=world.location(measured))
    order = world.order(shop, {thing: 1, goods_in(1, 1): 1})
    world.promised(order)

    waves.plan(measured.pk)

    batch = Batch.objects.get()
    assert (batch.stops, batch.length_mm, batch.zones) == (2, None, None)


def test_only_so_many_batches_go_ahead_and_the_rest_waits_for_the_next_wave(measured, shop, goods_in):
    Facility.objects.filter(pk=measured.pk).update(batches_ahead=2)
    thing = goods_in(1, 1)
    world.promised(*[world.order(shop, {thing: 1}) for _ in range(8)])

    assert waves.plan_all(measured.pk) == 2
    assert waves.plan_all(measured.pk) == 0

    assert Order.objects.filter(state=Order.State.PROMISED).count() == 4
    assert Event.objects.filter(kind="wave.opened").count() == 2


def test_what_was_cancelled_between_thinking_and_opening_is_left_out(measured, shop, goods_in):
    thing = goods_in(1, 1)
    orders = [world.order(shop, {thing: 1}) for _ in range(2)]
    world.promised(*orders)
    Order.objects.filter(pk=orders[0].pk).update(state=Order.State.SHORT)

    opened = waves.open_carts(measured.pk, [[order.pk for order in orders]], by=world.supervisor(measured))

    assert (opened.batches, opened.orders) == (1, 1)
    assert Slot.objects.get().order_id == orders[1].pk


def test_what_only_staff_may_touch_is_never_on_a_workers_walk(measured, shop, goods_in):
    knives, soap = goods_in(0, 1), goods_in(0, 2)
    Product.objects.filter(pk=knives.pk).update(security=Product.Security.STAFF_ONLY)
    waits, goes = world.order(shop, {knives: 1, soap: 1}), world.order(shop, {soap: 1})
    world.promised(waits, goes)

    planned = waves.plan(measured.pk)

    waits.refresh_from_db()
    goes.refresh_from_db()
    assert (planned.orders, planned.without_bins) == (1, 1)
    assert (waits.state, goes.state) == (Order.State.PROMISED, Order.State.RELEASED)


def test_a_cart_takes_no_more_weight_than_it_carries(measured, shop, goods_in):
    Cart.objects.filter(facility=measured).update(slots=4, limit_grams=1_000)
    heavy = goods_in(1, 1)
    Product.objects.filter(pk=heavy.pk).update(weight_grams=450)
    world.promised(*[world.order(shop, {heavy: 1}) for _ in range(6)])

    waves.plan(measured.pk)

    # The third cart waits for company while there is other work.
    assert list(map(len, _walks(measured))) == [2, 2]


def test_a_cart_takes_no_more_volume_than_it_holds(measured, shop, goods_in):
    Cart.objects.filter(facility=measured).update(slots=4, limit_ml=10_000)
    bulky = goods_in(1, 1)
    Product.objects.filter(pk=bulky.pk).update(length_mm=200, width_mm=200, height_mm=100)
    world.promised(*[world.order(shop, {bulky: 1}) for _ in range(6)])

    waves.plan(measured.pk)

    assert list(map(len, _walks(measured))) == [2, 2]


def test_an_order_larger_than_any_cart_walks_alone(measured, shop, goods_in):
    thing = goods_in(1, 1)
    large, small = world.order(shop, {thing: 45}), world.order(shop, {thing: 1})
    Cart.objects.filter(facility=measured).update(limit_grams=2_000)
    world.promised(large, small)

    waves.plan(measured.pk)

    assert {large.pk} in _walks(measured)


def test_the_cart_that_waits_for_company_is_never_the_urgent_one(measured, shop, goods_in):
    near, now = goods_in(1, 1), clock.now()
    urgent = world.order(shop, {near: 1}, ship_by=now + timedelta(hours=1))
    others = [world.order(shop, {near: 1}, ship_by=now + timedelta(days=days)) for days in (3, 3, 5)]
    world.promised(urgent, *others)

    waves.plan(measured.pk)

    urgent.refresh_from_db()
    others[-1].refresh_from_db()
    assert (urgent.state, others[-1].state) == (Order.State.RELEASED, Order.State.PROMISED)
