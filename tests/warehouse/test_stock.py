"""Goods come, move and go: journal, balances and levels always say the same."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from backend.jobs.models import Job
from backend.kit.errors import Broken, Invalid, NotFound, Refused
from backend.ledger.commands import Asked
from backend.ledger.happenings import SYSTEM
from backend.ledger.models import Event
from tests import world
from tests.statements import counted
from warehouse import stock
from warehouse.models import Allocation, Balance, Level, Location, Lot, Move
from warehouse.reconciling import reconcile
from warehouse.stock import Receipt, Shift

pytestmark = pytest.mark.django_db


def _lot(product):
    return Lot.objects.get(product=product, code="")


def _books(balance):
    balance.refresh_from_db()
    level = Level.objects.get(product=balance.lot.product)
    return balance.on_hand, balance.allocated, level.sellable, level.promised


def test_received_goods_lie_in_their_bin_and_can_be_sold(site, soap):
    bin_ = world.location(site)

    received = stock.receive([Receipt(_lot(soap).pk, bin_.pk, 12)], facility=site.pk, by=SYSTEM, document="asn:1")

    assert received == stock.Received(receipts=1, units=12)
    assert _books(Balance.objects.get(location=bin_)) == (12, 0, 12, 0)
    move = Move.objects.get()
    assert (move.source.kind, move.target, move.quantity, move.reason) == ("supplier", bin_, 12, "received")
    assert (move.document, move.by) == ("asn:1", "system")
    event = Event.objects.get(kind="stock.received")
    assert (event.subject, event.data["units"]) == (f"warehouse.product:{soap.pk}", 12)
    assert Job.objects.get().kind == "warehouse.promise"
    assert reconcile(site.pk) == ()


def test_goods_in_the_receiving_area_cannot_be_sold_until_they_are_put_away(site, soap):
    dock, bin_ = world.location(site, Location.Kind.RECEIVING), world.location(site)
    at_dock = world.received(soap, 5, at=dock)
    assert _books(at_dock) == (5, 0, 0, 0)

    with transaction.atomic():
        stock.shift([Shift(at_dock.lot_id, dock.pk, bin_.pk, 3, Move.Reason.PUT_AWAY)], facility=site.pk, by=SYSTEM)

    assert _books(at_dock) == (2, 0, 3, 0)
    assert reconcile(site.pk) == ()


def test_goods_of_a_held_lot_are_there_but_cannot_be_sold(site, soap):
    held = Lot.objects.create(product=soap, code="L7", status=Lot.Status.HELD)

    balance = world.received(soap, 5, lot=held)

    assert _books(balance) == (5, 0, 0, 0)
    assert reconcile(site.pk) == ()


def test_a_delivery_of_many_goods_is_one_set_of_statements(site):
    shop = world.merchant(site)

    def receipts(count):
        goods = [world.product(shop) for _ in range(count)]
        return [Receipt(_lot(each).pk, world.location(site).pk, 7) for each in goods]

    few, many = receipts(10), receipts(60)
    stock.outside(site.pk, Location.Kind.SUPPLIER)
    with counted() as for_few:
        stock.receive(few, facility=site.pk, by=SYSTEM)
    with counted() as for_many:
        stock.receive(many, facility=site.pk, by=SYSTEM)

    assert len(for_few) == len(for_many) == 12
    assert Level.objects.aggregate(units=Sum("sellable"))["units"] == 490
    assert reconcile(site.pk) == ()


def test_one_pick_moves_in_five_statements(site, soap):
    balance, tote = world.received(soap, 5), world.location(site, Location.Kind.TOTE)
    world.released(world.order(soap.merchant, {soap: 2}))
    goods = Shift(balance.lot_id, balance.location_id, tote.pk, 2, Move.Reason.PICKED, carries_allocation=True)

    with counted() as asked, transaction.atomic():
        stock.shift([goods], facility=site.pk, by=SYSTEM)

    assert len(asked) == 5


def test_spoken_for_goods_take_their_allocation_along(site, soap):
    balance, tote = world.received(soap, 5), world.location(site, Location.Kind.TOTE)
    world.released(world.order(soap.merchant, {soap: 2}))
    goods = Shift(balance.lot_id, balance.location_id, tote.pk, 2, Move.Reason.PICKED, carries_allocation=True)

    with transaction.atomic():
        touched = stock.shift([goods], facility=site.pk, by=SYSTEM)

    in_tote = touched[tote.pk, balance.lot_id]
    assert (in_tote.on_hand, in_tote.allocated) == (2, 2)
    assert Balance.objects.get(location=tote) == in_tote
    assert _books(balance) == (3, 0, 5, 2)
    assert touched[balance.location_id, balance.lot_id].on_hand == 3


def test_goods_that_leave_take_their_promise_along(site, soap):
    balance = world.received(soap, 5)
    world.released(world.order(soap.merchant, {soap: 2}))
    customer = stock.outside(site.pk, Location.Kind.CUSTOMER)
    goods = Shift(balance.lot_id, balance.location_id, customer, 2, Move.Reason.SHIPPED, carries_allocation=True)

    with transaction.atomic():
        stock.shift([goods], facility=site.pk, by=SYSTEM)
        Allocation.objects.update(state=Allocation.State.SHIPPED)

    assert _books(balance) == (3, 0, 3, 0)


def test_several_shifts_of_one_place_add_up(site, soap):
    balance = world.received(soap, 9)
    totes = [world.location(site, Location.Kind.TOTE) for _ in range(3)]
    goods = [Shift(balance.lot_id, balance.location_id, tote.pk, 2, Move.Reason.PICKED) for tote in totes]

    with transaction.atomic():
        touched = stock.shift(goods, facility=site.pk, by=SYSTEM)

    assert len(touched) == 4
    assert _books(balance) == (3, 0, 9, 0)
    assert [touched[tote.pk, balance.lot_id].on_hand for tote in totes] == [2, 2, 2]
    assert reconcile(site.pk) == ()


@pytest.mark.parametrize(("quantity", "code"), [(6, "not_enough_here"), (4, "spoken_for")])
def test_goods_that_are_not_there_or_spoken_for_do_not_move(site, soap, quantity, code):
    balance, other = world.received(soap, 5), world.location(site)
    world.released(world.order(soap.merchant, {soap: 2}))
    quiet = world.Quiet()
    goods = Shift(balance.lot_id, balance.location_id, other.pk, quantity, Move.Reason.PUT_AWAY)

    with pytest.raises(Refused) as refused, transaction.atomic():
        stock.shift([goods], facility=site.pk, by=SYSTEM)

    assert refused.value.code == code
    assert _books(balance) == (5, 2, 5, 2)
    assert not Balance.objects.filter(location=other).exists()
    assert Move.objects.count() == 1
    assert quiet.holds()


def test_goods_never_leave_a_place_where_they_never_lay(site, soap):
    empty, other = world.location(site), world.location(site)

    with pytest.raises(Refused) as refused, transaction.atomic():
        stock.shift([Shift(_lot(soap).pk, empty.pk, other.pk, 1, Move.Reason.PUT_AWAY)], facility=site.pk, by=SYSTEM)

    assert refused.value.code == "not_enough_here"


def test_goods_cannot_go_to_a_place_of_another_facility(site, soap):
    balance, elsewhere = world.received(soap, 5), world.location(world.facility())
    goods = Shift(balance.lot_id, balance.location_id, elsewhere.pk, 1, Move.Reason.PUT_AWAY)

    with pytest.raises(NotFound), transaction.atomic():
        stock.shift([goods], facility=site.pk, by=SYSTEM)

    assert _books(balance) == (5, 0, 5, 0)


def test_an_allocation_cannot_be_carried_into_the_damaged_bay(site, soap):
    balance, bay = world.received(soap, 5), world.location(site, Location.Kind.DAMAGED)
    world.released(world.order(soap.merchant, {soap: 2}))
    goods = Shift(balance.lot_id, balance.location_id, bay.pk, 2, Move.Reason.DAMAGED, carries_allocation=True)

    with pytest.raises(Broken) as broken, transaction.atomic():
        stock.shift([goods], facility=site.pk, by=SYSTEM)

    assert broken.value.code == "allocation_cannot_go_there"


def test_lost_goods_are_written_off(site, soap):
    balance = world.received(soap, 5)

    stock.write_off(balance, quantity=2, by=SYSTEM)

    assert _books(balance) == (3, 0, 3, 0)
    assert Event.objects.get(kind="stock.written_off").data["units"] == 2
    assert reconcile(site.pk) == ()


def test_goods_promised_to_orders_are_not_written_off(site, soap):
    balance = world.received(soap, 5)
    world.promised(world.order(soap.merchant, {soap: 4}))
    quiet = world.Quiet()

    with pytest.raises(Refused) as refused:
        stock.write_off(balance, quantity=2, by=SYSTEM)

    assert refused.value.code == "spoken_for"
    assert _books(balance) == (5, 0, 5, 4)
    assert quiet.holds()


def test_found_goods_can_be_sold(site, soap):
    balance = world.received(soap, 5)

    stock.find(balance.lot, at=balance.location, quantity=2, by=SYSTEM)

    assert _books(balance) == (7, 0, 7, 0)
    assert Event.objects.get(kind="stock.found").data["units"] == 2
    assert reconcile(site.pk) == ()


def test_nothing_is_no_delivery(site, soap):
    quiet = world.Quiet()
    for receipts in ([], [Receipt(_lot(soap).pk, world.location(site).pk, 0)]):
        with pytest.raises(Invalid) as refused:
            stock.receive(receipts, facility=site.pk, by=SYSTEM)

        assert refused.value.code == "nothing_received"
    assert quiet.holds()


def test_a_double_click_receives_once(site, soap):
    asked = Asked(scope="station:1", key="5f0c", fingerprint="same", kind="stock.receive")
    receipts = [Receipt(_lot(soap).pk, world.location(site).pk, 3)]

    first = stock.receive.once(asked, receipts, facility=site.pk, by=SYSTEM)
    second = stock.receive.once(asked, receipts, facility=site.pk, by=SYSTEM)

    assert (first.replayed, second.replayed) == (False, True)
    assert first.card == second.card == stock.Received(receipts=1, units=3)
    assert Level.objects.get().sellable == 3


def test_nobody_edits_or_deletes_a_move(site, soap):
    world.received(soap, 5)

    for statement in ("UPDATE warehouse_move SET quantity = 6", "DELETE FROM warehouse_move"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    assert Move.objects.get().quantity == 5


@pytest.mark.parametrize(
    "change", [{"on_hand": -1}, {"allocated": 6}, {"allocated": -1}], ids=["below nothing", "above on hand", "negative"]
)
def test_the_database_refuses_a_balance_that_cannot_be(site, soap, change):
    balance = world.received(soap, 5)

    with pytest.raises(IntegrityError), transaction.atomic():
        Balance.objects.filter(pk=balance.pk).update(**change)


def test_the_database_refuses_to_promise_more_than_there_is(site, soap):
    world.received(soap, 5)

    with pytest.raises(IntegrityError), transaction.atomic():
        Level.objects.filter(product=soap).update(promised=6)
