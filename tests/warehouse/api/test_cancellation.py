"""A merchant asks to stop an order: granted until it is packed, refused with the reason after that."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from backend.jobs.models import Job
from backend.kit import clock
from backend.ledger.models import Event
from tests import world
from tests.calling import told
from tests.warehouse.api.shop import Shop, Untouched
from tests.warehouse.api.test_bad_input import refused
from warehouse.models import Allocation, Level, Order

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def an_order(shop: Shop, state: str = Order.State.ACCEPTED) -> Order:
    """An order of one product, of which five lie on the shelf."""
    world.received(shop.products[0], 5)
    order = world.order(shop.merchant, {shop.products[0]: 3})
    if state != Order.State.ACCEPTED:
        world.promised(order)
        Order.objects.filter(pk=order.pk).update(state=state)
    return order


def where(order: Order) -> str:
    """Where a cancellation is asked for."""
    return f"/api/v1/orders/{order.pk}/cancellation/"


@pytest.mark.parametrize("state", ["accepted", "promised", "short", "released", "picking", "picked"])
def test_an_order_is_stopped_until_it_is_packed(shop: Shop, state: str) -> None:
    order = an_order(shop, state)

    with clock.at(NOON):
        response = shop.system.post(where(order), {})

    assert response.status_code == 201
    assert told(response) == {
        "order": order.pk,
        "url": f"/api/v1/orders/{order.pk}/",
        "number": order.number,
        "outcome": "granted",
        "state": "cancelled",
        "at": "2026-03-02T12:00:00Z",
    }
    order.refresh_from_db()
    assert (order.state, order.cancel_asked_at) == ("cancelled", NOON)


def test_its_stock_is_free_at_once_and_others_are_asked_for(shop: Shop) -> None:
    order = an_order(shop)
    world.promised(order)
    Job.objects.all().delete()

    shop.system.post(where(order), {})

    assert Level.objects.get(product=shop.products[0]).promised == 0
    assert Allocation.objects.get(line__order=order).state == Allocation.State.FREED
    assert Job.objects.filter(kind="warehouse.promise").exists()
    kinds = Event.objects.filter(subject=f"warehouse.order:{order.pk}").order_by("pk").values_list("kind", flat=True)
    assert list(kinds)[-3:] == ["order.cancel_asked", "order.freed", "order.cancelled"]
    assert Event.objects.get(kind="order.cancelled").data == {"units": 3}


@pytest.mark.parametrize(
    ("state", "code"),
    [("packed", "already_packed"), ("shipped", "already_shipped"), ("rejected", "already_rejected")],
)
def test_an_order_that_is_packed_is_not_stopped_and_the_reason_is_told(shop: Shop, state: str, code: str) -> None:
    order = an_order(shop, state)

    response = shop.system.post(where(order), {})

    refused(response, 409, code)
    order.refresh_from_db()
    assert order.state == state
    assert Level.objects.get(product=shop.products[0]).promised == 3
    assert Event.objects.get(kind="order.cancel_refused").data == {"state": state}
    assert not Event.objects.filter(kind="order.cancelled").exists()


def test_the_same_refusal_is_answered_again_without_a_second_event(shop: Shop) -> None:
    order = an_order(shop, Order.State.PACKED)
    first = told(shop.system.post(where(order), {}, once="stop"))
    before = Untouched.now()

    response = shop.system.post(where(order), {}, once="stop")

    second = told(response)
    assert response["Idempotent-Replayed"] == "true"
    assert {**second, "request_id": ""} == {**first, "request_id": ""}
    assert before.holds()


def test_an_order_that_was_stopped_is_stopped(shop: Shop) -> None:
    order = an_order(shop)
    shop.system.post(where(order), {})
    events = Event.objects.count()

    response = shop.system.post(where(order), {})

    assert told(response)["outcome"] == "granted"
    assert Event.objects.count() == events


def test_another_merchants_order_is_not_there_to_stop(shop: Shop) -> None:
    other = world.merchant(shop.merchant.facility)
    theirs = world.order(other, {world.product(other): 1})
    before = Untouched.now()

    response = shop.system.post(where(theirs), {})

    refused(response, 404, "not_found")
    theirs.refresh_from_db()
    assert theirs.state == "accepted"
    assert before.holds()


def test_a_cancellation_takes_no_fields(shop: Shop) -> None:
    order = an_order(shop)
    before = Untouched.now()

    response = shop.system.post(where(order), {"reason": "changed my mind"})

    refused(response, 422, "field_unknown", pointer="/reason")
    assert before.holds()


def test_an_empty_body_is_enough(shop: Shop) -> None:
    assert shop.system.send(where(an_order(shop)), "").status_code == 201
