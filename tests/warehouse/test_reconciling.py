"""Whether the books agree, and that no drift escapes."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command

from tests import world
from tests.statements import counted
from warehouse import waves
from warehouse.models import Allocation, Balance, Batch, Level, Location, Move, Order, OrderLine
from warehouse.reconciling import Drift, reconcile

pytestmark = pytest.mark.django_db


@pytest.fixture
def balance(shop):
    """Ten pieces of soap in a bin, two of them on a batch, three promised."""
    soap = world.product(shop)
    bin_ = world.received(soap, 10)
    world.released(world.order(shop, {soap: 2}))
    world.promised(world.order(shop, {soap: 3}))
    bin_.refresh_from_db()
    return bin_


def _found(site):
    return {drift.invariant for drift in reconcile(site.pk)}


def test_books_that_agree_show_no_drift(site, balance):
    assert reconcile(site.pk) == ()


def test_a_balance_that_is_not_its_moves_is_drift(site, balance):
    Balance.objects.filter(pk=balance.pk).update(on_hand=11)

    assert _found(site) == {"I1", "I4", "I5"}
    assert reconcile(site.pk)[0] == Drift(
        "I1", f"warehouse.location:{balance.location_id} warehouse.lot:{balance.lot_id}", 10, 11
    )


def test_a_move_that_no_balance_knows_is_drift(site, balance):
    move = Move.objects.get()
    move.pk, move.target = None, world.location(site)
    move.save()

    assert _found(site) == {"I1", "I5"}


def test_units_spoken_for_without_an_allocation_are_drift(site, balance):
    Balance.objects.filter(pk=balance.pk).update(allocated=3)

    assert reconcile(site.pk) == (Drift("I2", f"warehouse.balance:{balance.pk}", 2, 3),)


def test_a_promise_without_an_allocation_is_drift(site, balance):
    Level.objects.update(promised=6)

    assert reconcile(site.pk) == (Drift("I3", f"warehouse.product:{balance.lot.product_id}", 5, 6),)


def test_a_level_that_is_not_its_goods_is_drift(site, balance):
    Level.objects.update(sellable=9)

    assert reconcile(site.pk) == (Drift("I4", f"warehouse.product:{balance.lot.product_id}", 10, 9),)


def test_a_line_that_holds_more_than_was_ordered_is_drift(site, balance):
    line = OrderLine.objects.order_by("pk").first()
    OrderLine.objects.filter(pk=line.pk).update(quantity=1)

    assert reconcile(site.pk) == (Drift("I6", f"warehouse.orderline:{line.pk}", 1, 2),)


def test_more_shipped_than_ordered_is_drift(site, balance):
    Allocation.objects.filter(state="hard").update(state="shipped")
    OrderLine.objects.filter(allocations__state="shipped").update(quantity=1)

    assert {"I6", "I7"} <= _found(site)


def test_an_order_whose_lines_say_something_else_is_drift(site, balance):
    order = Order.objects.get(state=Order.State.RELEASED)
    Order.objects.filter(pk=order.pk).update(state=Order.State.ACCEPTED)

    assert reconcile(site.pk) == (Drift("I8", f"warehouse.order:{order.pk} accepted hard", 0, 2),)


def test_a_released_order_that_holds_nothing_is_drift(site, shop, balance):
    empty = world.order(shop, {})
    Order.objects.filter(pk=empty.pk).update(state=Order.State.RELEASED)

    assert reconcile(site.pk) == (Drift("I8", f"warehouse.order:{empty.pk}", 1, 0),)


def test_a_finished_batch_with_goods_left_to_pick_is_drift(site, balance):
    batch = Batch.objects.get()
    Batch.objects.update(state=Batch.State.FINISHED)

    assert reconcile(site.pk) == (Drift("I8", f"warehouse.batch:{batch.pk}", 0, 2),)


def test_the_books_of_one_facility_say_nothing_about_another(site, balance):
    Level.objects.update(sellable=9)

    assert reconcile(world.facility().pk) == ()


@pytest.mark.parametrize("orders", [10, 100])
def test_the_comparison_takes_the_same_questions_for_any_number_of_rows(site, shop, orders):
    soap = world.product(shop)
    world.received(soap, 1000)
    world.promised(*[world.order(shop, {soap: 2}) for _ in range(orders)])
    waves.plan(site.pk)

    with counted() as asked:
        assert reconcile(site.pk) == ()

    assert len(asked) == 17


def test_the_command_says_that_the_books_agree(site, balance):
    out = StringIO()

    call_command("invariants", stdout=out)

    assert out.getvalue() == "The books agree.\n"


def test_the_command_names_every_drift_and_fails(site, balance):
    Level.objects.update(promised=6)
    out, as_json = StringIO(), StringIO()

    with pytest.raises(SystemExit):
        call_command("invariants", stdout=out)
    with pytest.raises(SystemExit):
        call_command("invariants", "--json", f"--facility={site.pk}", stdout=as_json)

    product = balance.lot.product_id
    assert f"I3 warehouse.product:{product}: the books say 5, it holds 6" in out.getvalue()
    assert json.loads(as_json.getvalue()) == {
        "stock_drift": 1,
        "drifts": [
            {
                "facility": site.pk,
                "invariant": "I3",
                "subject": f"warehouse.product:{product}",
                "expected": 5,
                "found": 6,
            }
        ],
    }


def test_goods_outside_the_house_have_no_balance(site, balance):
    assert not Balance.objects.filter(location__kind__in=Location.VIRTUAL).exists()
