"""Who gets what: promises, what is let go, and what a short pick finds elsewhere."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction

from backend.kit import clock
from backend.kit.errors import Broken
from backend.ledger.happenings import SYSTEM
from backend.ledger.models import Event
from tests import world
from tests.statements import counted
from warehouse import allocation, stock
from warehouse.models import Allocation, Balance, Level, Location, Lot, Order, OrderHold
from warehouse.reconciling import reconcile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_books_agree_at_the_end(site):
    yield
    assert reconcile(site.pk) == ()


def _level(product):
    level = Level.objects.get(product=product)
    return level.sellable, level.promised


def _rows(order):
    return sorted(Allocation.objects.filter(line__order=order).values_list("state", "quantity"))


def _kinds(order):
    return list(
        Event.objects.filter(subject=f"warehouse.order:{order.pk}").order_by("pk").values_list("kind", flat=True)
    )


def test_an_order_gets_the_stock_that_is_free(shop, soap):
    world.received(soap, 5)
    order = world.order(shop, {soap: 3})

    result = allocation.promise([order], by=SYSTEM)

    assert result == allocation.Promised(promised=1, short=0, units=3)
    assert _level(soap) == (5, 3)
    assert _rows(order) == [("soft", 3)]
    order.refresh_from_db()
    assert order.state == Order.State.PROMISED
    event = Event.objects.get(kind="order.promised")
    assert (event.merchant, event.data) == (shop.pk, {"units": 3, "missing": 0})


def test_the_earlier_ship_by_gets_the_last_units(shop, soap):
    world.received(soap, 3)
    later = world.order(shop, {soap: 2}, ship_by=clock.now() + timedelta(days=2))
    earlier = world.order(shop, {soap: 2}, ship_by=clock.now() + timedelta(days=1))

    world.promised(later, earlier)

    assert (earlier.state, _rows(earlier)) == (Order.State.PROMISED, [("soft", 2)])
    assert (later.state, _rows(later)) == (Order.State.PROMISED, [("short", 1), ("soft", 1)])
    assert _level(soap) == (3, 3)


def test_what_is_missing_stands_beside_the_order(shop, soap):
    world.received(soap, 2)
    order = world.order(shop, {soap: 3})

    world.promised(order)

    assert _rows(order) == [("short", 1), ("soft", 2)]
    assert Allocation.objects.get(state="short").reason == Allocation.Reason.NO_STOCK
    assert Event.objects.get(kind="order.promised").data == {"units": 2, "missing": 1}


def test_an_order_that_ships_complete_gets_all_or_nothing(shop, soap):
    tea = world.product(shop)
    world.received(soap, 5)
    order, next_one = world.order(shop, {soap: 3, tea: 1}, ships_complete=True), world.order(shop, {soap: 4})

    world.promised(order, next_one)

    assert order.state == Order.State.SHORT
    assert Event.objects.get(kind="order.short").data == {"missing": 4}
    assert _rows(next_one) == [("soft", 4)]
    assert _level(soap) == (5, 4)


def test_an_order_for_which_nothing_is_there_waits_as_short(shop, soap):
    order = world.order(shop, {soap: 3})

    world.promised(order)

    assert order.state == Order.State.SHORT
    assert _rows(order) == [("short", 3)]
    assert _kinds(order) == ["order.short"]


def test_a_short_order_asked_again_in_vain_changes_nothing(shop, soap):
    order = world.order(shop, {soap: 3})
    world.promised(order)
    quiet = world.Quiet()

    result = allocation.promise([order], by=SYSTEM)

    assert result == allocation.Promised(promised=0, short=0, units=0)
    assert _rows(order) == [("short", 3)]
    assert quiet.holds()


def test_a_short_order_is_promised_when_goods_come_in(shop, soap):
    order = world.order(shop, {soap: 3})
    world.promised(order)
    world.received(soap, 2)

    world.promised(order)

    assert order.state == Order.State.PROMISED
    assert _rows(order) == [("freed", 3), ("short", 1), ("soft", 2)]
    assert _kinds(order) == ["order.short", "order.promised"]


def test_promising_twice_speaks_for_the_goods_once(shop, soap):
    world.received(soap, 5)
    order = world.order(shop, {soap: 3})
    world.promised(order)
    quiet = world.Quiet()

    allocation.promise([order], by=SYSTEM)

    assert _level(soap) == (5, 3)
    assert quiet.holds()


def test_a_held_order_is_not_promised(shop, soap):
    world.received(soap, 5)
    order = world.order(shop, {soap: 3})
    OrderHold.objects.create(order=order, reason=OrderHold.Reason.STAFF, held_at=clock.now())
    quiet = world.Quiet()

    world.promised(order)

    assert order.state == Order.State.ACCEPTED
    assert quiet.holds()


def test_goods_in_a_bin_that_is_being_counted_are_not_promised(site, shop, soap):
    doubted = world.received(soap, 5)
    world.received(soap, 1)
    Location.objects.filter(pk=doubted.location_id).update(is_counting=True)
    order = world.order(shop, {soap: 3})

    world.promised(order)

    assert _rows(order) == [("short", 2), ("soft", 1)]


def test_goods_that_would_expire_on_the_buyers_shelf_are_not_promised(shop, soap):
    soap.min_days_left = 30
    soap.save()
    today = date(2026, 11, 21)
    old = Lot.objects.create(product=soap, code="OLD", expires_on=today + timedelta(days=29))
    fresh = Lot.objects.create(product=soap, code="NEW", expires_on=today + timedelta(days=30))
    world.received(soap, 5, lot=old)
    world.received(soap, 1, lot=fresh)
    order = world.order(shop, {soap: 3})

    with clock.at(clock.datetime(2026, 11, 21, 12, tzinfo=clock.UTC)):
        world.promised(order)

    assert _rows(order) == [("short", 2), ("soft", 1)]


@pytest.mark.parametrize("count", [10, 200])
def test_promising_takes_the_same_questions_for_few_orders_and_many(shop, soap, count):
    world.received(soap, 5000)
    orders = [world.order(shop, {soap: 2}) for _ in range(count)]

    with counted() as asked:
        allocation.promise(orders, by=SYSTEM)

    inserts = sum(sql.startswith("INSERT") for sql in asked)
    assert len(asked) - inserts == 7
    assert inserts <= 12
    assert _level(soap) == (5000, 2 * len(orders))


def test_a_cancelled_order_lets_its_goods_go(shop, soap):
    balance = world.received(soap, 5)
    on_the_floor, promised = world.order(shop, {soap: 2}), world.order(shop, {soap: 2})
    world.released(on_the_floor)
    world.promised(promised)

    freed = []
    for order in (on_the_floor, promised):
        with transaction.atomic():
            freed.append(allocation.let_go(order, by=SYSTEM, reason=Allocation.Reason.CANCELLED))
            Order.objects.filter(pk=order.pk).update(state=Order.State.CANCELLED)

    assert freed == [2, 2]
    balance.refresh_from_db()
    assert (balance.allocated, _level(soap)) == (0, (5, 0))
    assert _rows(on_the_floor) == _rows(promised) == [("freed", 2)]
    assert _kinds(promised) == ["order.promised", "order.freed"]


def test_goods_in_a_tote_stay_with_a_cancelled_order_until_they_are_put_back(site, shop, soap):
    balance, tote = world.received(soap, 5), world.location(site, Location.Kind.TOTE)
    order = world.order(shop, {soap: 2})
    world.released(order)
    row = Allocation.objects.get()
    _pick(row, balance, tote)

    with transaction.atomic():
        assert allocation.let_go(order, by=SYSTEM, reason=Allocation.Reason.CANCELLED) == 0
        Order.objects.filter(pk=order.pk).update(state=Order.State.CANCELLED)
    assert _level(soap) == (5, 2)
    with transaction.atomic():
        assert allocation.free([row], reason=Allocation.Reason.CANCELLED) == 2

    assert _level(soap) == (5, 0)
    in_tote = Balance.objects.get(location=tote)
    assert (in_tote.on_hand, in_tote.allocated) == (2, 0)
    with transaction.atomic():
        assert allocation.free([row], reason=Allocation.Reason.CANCELLED) == 0


def test_a_split_row_keeps_its_line_and_its_bin(shop, soap):
    world.received(soap, 5)
    world.released(world.order(shop, {soap: 3}))
    row = Allocation.objects.get()

    with transaction.atomic():
        rest = allocation.split(row, 1)

    row.refresh_from_db()
    assert (row.quantity, rest.quantity, rest.parent_id) == (1, 2, row.pk)
    same = [(each.line_id, each.balance_id, each.batch_id, each.stop, each.state) for each in (row, rest)]
    assert same[0] == same[1]
    for impossible in (0, 1):
        with pytest.raises(Broken), transaction.atomic():
            allocation.split(row, impossible)


def test_a_short_pick_is_found_in_another_bin_later_on_the_walk(shop, soap):
    first, second = world.received(soap, 3), world.received(soap, 4)
    order = world.order(shop, {soap: 3})
    world.released(order)
    row = Allocation.objects.get()

    with transaction.atomic():
        found = allocation.resource(row, missing=2, reason=Allocation.Reason.EMPTY, by=SYSTEM)

    assert found == 2
    row.refresh_from_db()
    child = Allocation.objects.get(parent=row)
    assert (row.quantity, row.balance_id, row.stop) == (1, first.pk, 1)
    assert (child.quantity, child.balance_id, child.stop, child.batch_id) == (2, second.pk, 2, row.batch_id)
    assert _level(soap) == (7, 3)
    first.location.refresh_from_db()
    assert first.location.is_counting
    event = Event.objects.get(kind="stock.doubted")
    assert event.subject == f"warehouse.location:{first.location_id}"
    assert event.data == {"lot": first.lot_id, "missing": 2, "reason": "empty"}


def test_an_empty_bin_sends_the_row_itself_to_the_other_bin(shop, soap):
    first, second = world.received(soap, 3), world.received(soap, 4)
    world.released(world.order(shop, {soap: 3}))
    row = Allocation.objects.get()

    with transaction.atomic():
        found = allocation.resource(row, missing=3, reason=Allocation.Reason.EMPTY, by=SYSTEM)

    assert found == 3
    row = Allocation.objects.get()
    assert (row.state, row.quantity, row.balance_id, row.stop) == ("hard", 3, second.pk, 2)
    first.refresh_from_db()
    assert first.allocated == 0


def test_what_lies_nowhere_else_becomes_short(shop, soap):
    balance = world.received(soap, 3)
    order = world.order(shop, {soap: 3})
    world.released(order)
    row = Allocation.objects.get()

    with transaction.atomic():
        found = allocation.resource(row, missing=2, reason=Allocation.Reason.DAMAGED, by=SYSTEM)

    assert found == 0
    assert _rows(order) == [("hard", 1), ("short", 2)]
    short = Allocation.objects.get(state="short")
    assert (short.reason, short.balance, short.parent_id) == ("damaged", None, row.pk)
    balance.refresh_from_db()
    assert (balance.allocated, _level(soap)) == (1, (3, 1))


def test_a_short_pick_may_be_found_in_part(shop, soap):
    world.received(soap, 3)
    order = world.order(shop, {soap: 3})
    world.released(order)
    elsewhere = world.received(soap, 1)
    row = Allocation.objects.get()

    with transaction.atomic():
        found = allocation.resource(row, missing=3, reason=Allocation.Reason.EMPTY, by=SYSTEM)

    assert found == 1
    row.refresh_from_db()
    assert (row.state, row.quantity, row.balance_id) == ("hard", 1, elsewhere.pk)
    assert _rows(order) == [("hard", 1), ("short", 2)]


def test_a_short_pick_never_takes_what_another_order_holds(shop, soap):
    world.received(soap, 2)
    other_bin = world.received(soap, 2)
    mine, theirs = world.order(shop, {soap: 2}), world.order(shop, {soap: 2})
    world.released(mine, theirs)
    row = Allocation.objects.get(line__order=mine)

    with transaction.atomic():
        found = allocation.resource(row, missing=1, reason=Allocation.Reason.EMPTY, by=SYSTEM)

    assert found == 0
    other_bin.refresh_from_db()
    assert (other_bin.on_hand, other_bin.allocated) == (2, 2)


def _pick(row, balance, tote):
    with transaction.atomic():
        goods = stock.Shift(
            balance.lot_id, balance.location_id, tote.pk, row.quantity, "picked", carries_allocation=True
        )
        touched = stock.shift([goods], facility=row.facility_id, by=SYSTEM)
        row.balance, row.state = touched[tote.pk, balance.lot_id], Allocation.State.PICKED
        row.save()
        Order.objects.filter(pk=row.line.order_id).update(state=Order.State.PICKED)
