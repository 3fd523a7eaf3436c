"""A merchant's system sends orders and reads them again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from backend.jobs.models import Job
from backend.kit import clock
from backend.ledger.models import Event
from backend.vault.models import Addressee
from tests import calling, statements, world
from tests.calling import ORDERS, told
from tests.warehouse.api.shop import ADDRESSEE, Shop
from warehouse.models import Allocation, Order, OrderHold, OrderLine, OrderRef, Parcel

MORNING = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_an_order_is_accepted_and_stands_in_the_house(shop: Shop) -> None:
    with clock.at(MORNING):
        response = shop.system.post(ORDERS, shop.order("SO-7"))

    order = Order.objects.get()
    assert response.status_code == 201
    assert response["Location"] == f"/api/v1/orders/{order.pk}/"
    assert "Idempotent-Replayed" not in response
    assert told(response) == {
        "id": order.pk,
        "url": f"/api/v1/orders/{order.pk}/",
        "number": f"O-{order.pk:06d}",
        "merchant_ref": "SO-7",
        "state": "accepted",
        "decision": {"outcome": "accepted", "code": "", "at": "2026-03-02T08:30:00Z"},
        "service": "standard",
        "ships_complete": False,
        "has_addressee": False,
        "ship_by": "2026-03-03T08:30:00Z",
        "made_at": "2026-03-02T08:30:00Z",
        "cancel_asked_at": None,
        "lines": [{"sku": each.sku, "quantity": 2, "shipped": 0, "missing": 0} for each in shop.products],
        "parcels": [],
        "carrier_label": None,
    }
    assert (order.merchant, order.facility_id, order.state) == (shop.merchant, shop.merchant.facility_id, "accepted")
    assert OrderLine.objects.filter(order=order).count() == 3
    assert OrderRef.objects.get().merchant_ref == "SO-7"


def test_an_accepted_order_is_recorded_and_the_planner_is_told(shop: Shop) -> None:
    shop.system.post(ORDERS, shop.order())

    event = Event.objects.get(kind="order.accepted")
    assert event.data == {"lines": 3, "units": 6}
    assert event.actor == shop.system.row.actor
    assert event.merchant == shop.merchant.pk
    job = Job.objects.get(kind="warehouse.promise")
    assert job.subject == f"facility.facility:{shop.merchant.facility_id}"


def test_an_order_of_three_lines_costs_ten_statements(shop: Shop) -> None:
    with statements.counted() as asked:
        shop.system.post(ORDERS, shop.order())

    assert len(asked) == 10, "\n".join(asked)


def test_an_order_with_an_addressee_costs_twelve_statements_here(shop: Shop) -> None:
    with statements.counted() as asked:
        shop.system.post(ORDERS, shop.order(addressee=ADDRESSEE))

    assert len(asked) == 12, "\n".join(asked)


def test_the_addressee_goes_to_the_vault_and_the_order_keeps_a_token(shop: Shop) -> None:
    response = shop.system.post(ORDERS, shop.order(addressee=ADDRESSEE))

    assert told(response)["has_addressee"] is True
    assert OrderRef.objects.get().vault_token == Addressee.objects.get().token
    assert "Marijke" not in response.content.decode()


def test_an_express_order_leaves_on_the_works_own_day(shop: Shop) -> None:
    with clock.at(MORNING):
        response = shop.system.post(ORDERS, shop.order(service="express"))

    assert told(response)["ship_by"] == "2026-03-02T23:00:00Z"  # midnight in Brussels


def test_a_merchant_may_name_the_moment(shop: Shop) -> None:
    with clock.at(MORNING):
        response = shop.system.post(ORDERS, shop.order(ship_by="2026-03-05T16:00:00+01:00", ships_complete=True))

    assert told(response)["ship_by"] == "2026-03-05T15:00:00Z"
    assert Order.objects.get().ships_complete is True


def test_an_order_of_seven_hundred_lines_is_taken(shop: Shop) -> None:
    products = [world.product(shop.merchant) for _ in range(700)]
    body = {"merchant_ref": "BIG", "lines": [{"sku": each.sku, "quantity": 1} for each in products]}

    response = shop.system.post(ORDERS, body)

    assert response.status_code == 201
    assert OrderLine.objects.count() == 700


def test_an_order_reads_as_it_was_answered(shop: Shop) -> None:
    made = told(shop.system.post(ORDERS, shop.order(addressee=ADDRESSEE)))

    assert told(shop.system.get(made["url"])) == made


def test_what_was_shipped_and_what_will_not_come_stands_on_the_lines(shop: Shop) -> None:
    made = told(shop.system.post(ORDERS, shop.order()))
    first, second, _third = OrderLine.objects.order_by("pk")
    bin_ = world.received(shop.products[0], 5)
    site = shop.merchant.facility
    for line, state, balance in ((first, "shipped", bin_), (second, "short", None)):
        Allocation.objects.create(
            facility=site, line=line, balance=balance, quantity=2, state=state, made_at=clock.now()
        )
    packer = world.person(site)
    for state, tag in (("shipped", "P1"), ("unpacked", "P2")):
        Parcel.objects.create(
            facility=site,
            merchant=shop.merchant,
            order_id=made["id"],
            tag=tag,
            state=state,
            weight_grams=840,
            packed_by=packer,
            made_at=clock.now(),
        )

    order = told(shop.system.get(made["url"]))

    assert [(line["shipped"], line["missing"]) for line in order["lines"]] == [(2, 0), (0, 2), (0, 0)]
    assert order["parcels"] == [{"state": "shipped", "weight_grams": 840, "sscc": ""}]


def test_a_held_order_says_so_with_the_reason(shop: Shop) -> None:
    made = told(shop.system.post(ORDERS, shop.order()))
    with clock.at(MORNING):
        OrderHold.objects.create(order_id=made["id"], reason="staff", held_at=clock.now())

    decision = told(shop.system.get(made["url"]))["decision"]

    assert decision == {"outcome": "held", "code": "staff", "at": "2026-03-02T08:30:00Z"}


def test_another_merchants_order_reads_like_one_that_never_was(shop: Shop) -> None:
    other = world.merchant(shop.merchant.facility)
    theirs = world.order(other, {world.product(other): 1})

    foreign = told(shop.system.get(f"{ORDERS}{theirs.pk}/", **{"X-Request-ID": "one-and-the-same"}))
    unknown = told(shop.system.get(f"{ORDERS}{theirs.pk + 1000}/", **{"X-Request-ID": "one-and-the-same"}))

    assert foreign == unknown
    assert foreign["status"] == 404
    assert foreign["code"] == "not_found"


def test_an_order_number_beyond_all_numbers_is_not_found(shop: Shop) -> None:
    assert shop.system.get(f"{ORDERS}{10**30}/").status_code == 404


def test_two_merchants_may_use_the_same_reference(shop: Shop) -> None:
    other = world.merchant(shop.merchant.facility)
    theirs = calling.system(other)
    sku = world.product(other).sku
    shop.system.post(ORDERS, shop.order("SO-1"))

    response = theirs.post(ORDERS, {"merchant_ref": "SO-1", "lines": [{"sku": sku, "quantity": 1}]})

    assert response.status_code == 201
