"""A promise that can no longer be kept is taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.kit import clock
from backend.ledger.happenings import SYSTEM
from backend.ledger.models import Event
from tests import world
from warehouse import releasing
from warehouse.models import Allocation, Level, Location, Lot, Order
from warehouse.reconciling import reconcile
from warehouse.taking_back import take_back

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_books_agree_at_the_end(site):
    yield
    assert reconcile(site.pk) == ()


def _doubt(balance):
    Location.objects.filter(pk=balance.location_id).update(is_counting=True)


def _orders(shop, *wanted, **options):
    now = clock.now()
    orders = [
        world.order(shop, each, ship_by=now + timedelta(hours=hour), **options) for hour, each in enumerate(wanted)
    ]
    world.promised(*orders)
    return orders


def _rows(order):
    order.refresh_from_db()
    return order.state, sorted(Allocation.objects.filter(line__order=order).values_list("state", "quantity"))


def test_the_latest_order_loses_what_lies_in_a_doubted_bin(site, shop, soap):
    doubted = world.received(soap, 3)
    world.received(soap, 4)
    first, second, third = _orders(shop, {soap: 3}, {soap: 2}, {soap: 2})
    _doubt(doubted)

    assert take_back(site.pk, by=SYSTEM) == 3

    assert _rows(first) == (Order.State.PROMISED, [("soft", 3)])
    assert _rows(second) == (Order.State.PROMISED, [("short", 1), ("soft", 1)])
    assert _rows(third) == (Order.State.SHORT, [("short", 2)])
    assert Level.objects.get().promised == 4
    assert Event.objects.get(kind="order.short").data == {"missing": 2}
    assert [event.data["units"] for event in Event.objects.filter(kind="order.freed").order_by("pk")] == [2, 1]


def test_an_order_that_ships_complete_waits_as_a_whole(site, shop, soap):
    tea = world.product(shop)
    doubted = world.received(soap, 3)
    world.received(tea, 3)
    (order,) = _orders(shop, {soap: 1, tea: 3}, ships_complete=True)
    _doubt(doubted)

    assert take_back(site.pk, by=SYSTEM) == 4

    assert _rows(order) == (Order.State.SHORT, [("short", 1), ("short", 3)])
    assert set(Level.objects.values_list("promised", flat=True)) == {0}


def test_what_is_on_a_batch_is_left_to_its_worker(site, shop, soap):
    doubted = world.received(soap, 3)
    order = world.order(shop, {soap: 2})
    world.released(order)
    _doubt(doubted)
    quiet = world.Quiet()

    assert take_back(site.pk, by=SYSTEM) == 0

    assert _rows(order) == (Order.State.RELEASED, [("hard", 2)])
    assert quiet.holds()


def test_goods_that_can_be_had_elsewhere_stay_promised(site, shop, soap):
    doubted = world.received(soap, 3)
    world.received(soap, 3)
    (order,) = _orders(shop, {soap: 3})
    _doubt(doubted)
    quiet = world.Quiet()

    assert take_back(site.pk, by=SYSTEM) == 0

    assert quiet.holds()
    assert _rows(order) == (Order.State.PROMISED, [("soft", 3)])


def test_a_lot_that_grew_too_old_is_no_longer_promised(site, shop, soap):
    milk = Lot.objects.create(product=soap, code="M", expires_on=clock.now().date() + timedelta(days=2))
    world.received(soap, 3, lot=milk)
    (order,) = _orders(shop, {soap: 2})

    with clock.at(clock.now() + timedelta(days=5)):
        assert take_back(site.pk, by=SYSTEM) == 2

    assert _rows(order) == (Order.State.SHORT, [("short", 2)])


def test_the_order_is_promised_again_once_the_bin_was_counted(site, shop, soap):
    doubted = world.received(soap, 3)
    (order,) = _orders(shop, {soap: 3}, ships_complete=True)
    _doubt(doubted)
    releasing.release(site.pk)
    assert _rows(order) == (Order.State.SHORT, [("short", 3)])
    Location.objects.update(is_counting=False)

    releasing.release(site.pk)

    assert _rows(order) == (Order.State.RELEASED, [("freed", 3), ("hard", 3)])


def test_taking_back_twice_changes_nothing(site, shop, soap):
    doubted = world.received(soap, 3)
    _orders(shop, {soap: 3})
    _doubt(doubted)
    take_back(site.pk, by=SYSTEM)
    quiet = world.Quiet()

    assert take_back(site.pk, by=SYSTEM) == 0

    assert quiet.holds()
