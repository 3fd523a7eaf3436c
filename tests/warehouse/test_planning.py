"""A supervisor's wave: asked for, planned beside the floor, compared, released or dropped."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.demo import measuring
from backend.facility import holds
from backend.facility.models import Hold
from backend.jobs.models import Job
from backend.kit import clock
from backend.kit.errors import Invalid, NotFound, Refused
from backend.ledger.models import Event
from backend.people import separating
from backend.people.models import Person
from tests import world
from tests.warehouse.measured import measured_goods
from warehouse import carts, floor_plans, grouping, planning, pooling, tasks, waves
from warehouse.models import Batch, Cart, Order, Wave, WaveOrder
from warehouse.planning import Asked
from warehouse.reconciling import reconcile

pytestmark = pytest.mark.django_db
INSTANT = Asked(slots=2, workers=2, mode="instant")


@pytest.fixture
def boss(site):
    return world.supervisor(site)


@pytest.fixture
def measured(site):
    floor_plans.draw(site.pk, measuring.drawing(list("ABCDEF"), bays=12))
    Cart.objects.create(facility=site, code="CBBBBBKB", slots=2)
    return site


@pytest.fixture
def six_orders(measured, shop):
    """Three near the left end and three near the right, in turn, so that as they came they walk the whole floor."""
    left, right = measured_goods(shop, 0, 9), measured_goods(shop, 5, 9)
    orders = [world.order(shop, {thing: 1}) for thing in (left, right) * 3]
    world.promised(*orders)
    return orders


def _planned(site, boss, asked=INSTANT):
    wave = Wave.objects.get(pk=planning.ask(site.pk, asked=asked, by=boss).wave)
    tasks.wave(Job.objects.filter(kind="warehouse.wave").latest("pk"))
    wave.refresh_from_db()
    return wave


def test_a_try_says_how_far_it_walks_and_how_far_as_they_came(measured, boss, six_orders):
    wave = _planned(measured, boss)

    layout = floor_plans.in_force(measured.pk).layout
    pool = pooling.look(measured.pk)
    cart = grouping.cart_of(measured.pk, slots=2)
    came = [
        grouping.walk_of(floor_plans.in_force(measured.pk), [s for o in walked for s in o.stops], method="s_shape")
        for walked in grouping.first_come(pool.orders, cart, fit=carts.next_fit)
    ]
    assert wave.state == Wave.State.PLANNED
    assert wave.came_mm == sum(route.length_mm for route in came)
    assert wave.length_mm == sum(cart.length_mm for cart in wave.carts.all()) < wave.came_mm
    assert sum(cart.came_mm for cart in wave.carts.all()) == wave.came_mm
    assert sorted(WaveOrder.objects.values_list("order", flat=True)) == [order.pk for order in six_orders]
    assert layout.aisles == 6
    assert Event.objects.get(kind="wave.planned").data == {
        "orders": 6,
        "batches": wave.carts.count(),
        "length_mm": wave.length_mm,
        "seed": 1,
        "moves_planned": wave.moves_planned,
        "moves_done": wave.moves_done,
        "stopped_by": wave.stopped_by,
    }


def test_a_try_changes_nothing_on_the_floor(measured, boss, six_orders):
    _planned(measured, boss)

    assert not Batch.objects.exists()
    assert Order.objects.filter(state=Order.State.PROMISED).count() == 6


def test_a_released_wave_is_on_the_floor_as_it_was_planned(measured, boss, six_orders):
    wave = _planned(measured, boss)
    other = _planned(measured, boss, Asked(slots=1, workers=1, mode="instant"))
    planned = {frozenset(cart) for cart in planning.carts_of(wave)}

    opened = planning.release(wave, by=boss)

    wave.refresh_from_db()
    other.refresh_from_db()
    assert (opened.batches, opened.orders) == (wave.carts.count(), 6)
    assert {frozenset(batch.slots.values_list("order", flat=True)) for batch in Batch.objects.all()} == planned
    assert {batch.wave_id for batch in Batch.objects.all()} == {wave.pk}
    assert sum(batch.length_mm for batch in Batch.objects.all()) == wave.length_mm
    assert (wave.state, other.state) == (Wave.State.RELEASED, Wave.State.DROPPED)
    assert Event.objects.get(kind="wave.released").data == {"orders": 6, "batches": opened.batches}
    assert reconcile(measured.pk) == ()


def test_what_changed_between_planning_and_release_is_left_out(measured, boss, six_orders):
    wave = _planned(measured, boss)
    Order.objects.filter(pk=six_orders[0].pk).update(state=Order.State.SHORT)

    opened = planning.release(wave, by=boss)

    assert opened.orders == 5
    assert not Batch.objects.filter(slots__order=six_orders[0]).exists()


def test_a_wave_whose_orders_all_went_another_way_is_refused(measured, boss, six_orders):
    wave = _planned(measured, boss)
    waves.plan(measured.pk)

    with pytest.raises(Refused) as refusal:
        planning.release(wave, by=boss)

    wave.refresh_from_db()
    assert refusal.value.code == "empty_wave"
    assert wave.state == Wave.State.PLANNED
    assert not Event.objects.filter(kind="wave.released").exists()


def test_a_wave_is_released_once(measured, boss, six_orders):
    wave = _planned(measured, boss)
    planning.release(wave, by=boss)

    with pytest.raises(Refused) as refusal:
        planning.release(wave, by=boss)

    assert refusal.value.code == "wrong_state"
    assert Event.objects.filter(kind="wave.released").count() == 1


def test_a_dropped_wave_leaves_its_orders_in_the_pool(measured, boss, six_orders):
    wave = _planned(measured, boss)

    planning.drop(wave, by=boss)

    wave.refresh_from_db()
    assert wave.state == Wave.State.DROPPED
    assert Order.objects.filter(state=Order.State.PROMISED).count() == 6


def test_planning_that_was_stopped_keeps_nothing(measured, boss, six_orders):
    wave = Wave.objects.get(pk=planning.ask(measured.pk, asked=INSTANT, by=boss).wave)
    thought_of = Wave.objects.get(pk=wave.pk)
    planning.drop(wave, by=boss)

    planning.plan(thought_of)

    wave.refresh_from_db()
    assert wave.state == Wave.State.DROPPED
    assert not wave.carts.exists()
    assert not Event.objects.filter(kind="wave.planned").exists()


def test_a_hold_on_the_whole_floor_ends_the_thinking_with_the_best_so_far(measured, boss, six_orders, monkeypatch):
    manager = world.person(measured, Person.Role.MANAGER)
    wave = Wave.objects.get(pk=planning.ask(measured.pk, asked=Asked(2, 2, "best"), by=boss).wave)
    holds.place(Hold.Kind.ROLL_CALL, scope=holds.Scope(measured.pk), by=manager)
    monkeypatch.setattr(planning, "BETWEEN_LOOKS", timedelta(0))
    began = clock.now()

    planning.plan(wave)

    wave.refresh_from_db()
    assert (wave.state, wave.stopped_by) == (Wave.State.PLANNED, "hold")
    assert WaveOrder.objects.count() == 6
    assert clock.now() - began < timedelta(seconds=planning.BUDGETS[Wave.Mode.BEST].seconds)


def test_only_one_wave_is_thought_out_at_a_time(measured, boss, six_orders):
    planning.ask(measured.pk, asked=INSTANT, by=boss)

    with pytest.raises(Refused) as refusal:
        planning.ask(measured.pk, asked=INSTANT, by=boss)

    assert refusal.value.code == "already_planning"
    assert Wave.objects.count() == 1


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (Asked(slots=0, workers=1, mode="good"), "slots_unlikely"),
        (Asked(slots=25, workers=1, mode="good"), "slots_unlikely"),
        (Asked(slots=2, workers=0, mode="good"), "workers_unlikely"),
        (Asked(slots=2, workers=1, mode="for ever"), "mode_unknown"),
    ],
)
def test_an_unlikely_wish_is_refused(measured, boss, six_orders, asked, code):
    with pytest.raises(Invalid) as refusal:
        planning.ask(measured.pk, asked=asked, by=boss)

    assert refusal.value.code == code
    assert not Wave.objects.exists()
    assert not Job.objects.filter(kind="warehouse.wave").exists()


def test_an_empty_wave_is_refused(measured, boss):
    with pytest.raises(Refused) as refusal:
        planning.ask(measured.pk, asked=INSTANT, by=boss)

    assert refusal.value.code == "empty_wave"
    assert not Wave.objects.exists()


def test_only_orders_that_leave_in_time_are_planned(measured, boss, shop):
    thing = measured_goods(shop, 2, 2)
    soon = world.order(shop, {thing: 1}, ship_by=clock.now() + timedelta(hours=1))
    late = world.order(shop, {thing: 1}, ship_by=clock.now() + timedelta(days=3))
    world.promised(soon, late)

    _planned(measured, boss, Asked(2, 1, "instant", leave_before=clock.now() + timedelta(days=1)))

    assert list(WaveOrder.objects.values_list("order", flat=True)) == [soon.pk]


def test_orders_of_different_days_share_no_cart(measured, boss, shop):
    thing = measured_goods(shop, 2, 2)
    now = clock.now()
    world.promised(*[world.order(shop, {thing: 1}, ship_by=now + timedelta(days=days)) for days in (1, 5)])

    wave = _planned(measured, boss)

    assert wave.carts.count() == 2


def test_keeping_people_apart_has_its_price_beside_the_plan(measured, boss, six_orders):
    security = world.person(measured, Person.Role.SECURITY)
    one, other = (world.seat(world.station(measured)) for _ in range(2))
    free = _planned(measured, boss)
    separating.keep_apart(one.person, other.person, scope="adjacent", by=security)

    kept = _planned(measured, boss)

    assert (free.length_mm, free.pick_seconds) == (free.unkept_mm, free.unkept_seconds)
    assert kept.length_mm >= kept.unkept_mm == free.length_mm
    assert kept.unkept_seconds == free.pick_seconds


def test_a_floor_that_was_never_measured_is_planned_as_orders_came(site, shop, soap, boss):
    world.received(soap, 9)
    orders = [world.order(shop, {soap: 1}) for _ in range(3)]
    world.promised(*orders)

    wave = _planned(site, boss)

    assert (wave.length_mm, wave.came_mm) == (None, None)
    assert [cart.orders.count() for cart in wave.carts.order_by("position")] == [2, 1]


def test_a_wave_of_another_house_is_not_there(measured, boss, six_orders):
    wave = _planned(measured, boss)
    stranger = world.supervisor(world.facility())

    with pytest.raises(NotFound):
        planning.release(wave, by=stranger)
    with pytest.raises(NotFound):
        planning.drop(wave, by=stranger)

    assert not Batch.objects.exists()


def test_an_urgent_order_that_nobody_can_reach_does_not_hide_the_others(measured, boss, shop):
    cut_off, near = measured_goods(shop, 4, 1), measured_goods(shop, 0, 1)
    drawing = measuring.drawing(list("ABCDEF"), bays=12)
    drawing["blocks"][0][4] = {"length_mm": 15_000, "traffic": "closed"}
    floor_plans.draw(measured.pk, drawing)
    now = clock.now()
    urgent = world.order(shop, {cut_off: 1}, ship_by=now + timedelta(hours=1))
    other = world.order(shop, {near: 1}, ship_by=now + timedelta(hours=5))
    world.promised(urgent, other)

    wave = _planned(measured, boss)

    assert list(WaveOrder.objects.values_list("order", flat=True)) == [other.pk]
    assert wave.left_out == 1


def test_a_wave_of_orders_that_nobody_can_reach_is_given_up_with_the_reason(measured, boss, shop):
    drawing = measuring.drawing(list("ABCDEF"), bays=12)
    drawing["blocks"][0][4] = {"length_mm": 15_000, "traffic": "closed"}
    thing = measured_goods(shop, 4, 1)
    floor_plans.draw(measured.pk, drawing)
    world.promised(world.order(shop, {thing: 1}))

    wave = _planned(measured, boss)

    assert (wave.state, wave.fault) == (Wave.State.DROPPED, "No order can be picked now.")
    assert not Batch.objects.exists()
