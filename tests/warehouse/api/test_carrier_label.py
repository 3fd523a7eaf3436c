"""A shop sends its carrier's own label for an order; what came of it stands on the order and in the feed."""

from __future__ import annotations

import base64
import logging
from typing import Any

import pytest

from backend.ledger import sealing
from backend.ledger.models import Command
from backend.vault.models import CarrierFile
from tests import calling, own_labels, world
from tests.calling import told
from tests.own_labels import RIGHT, SENTINELS, TRACKING, ZPL
from tests.warehouse.api.shop import Shop, Untouched
from tests.warehouse.api.test_bad_input import refused
from warehouse import carrier_labels
from warehouse.models import CarrierLabelFile, Order

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def body(data: bytes = RIGHT, **changes: Any) -> dict[str, Any]:
    usual = {"media_type": ZPL, "tracking_number": TRACKING, "file": base64.b64encode(data).decode()}
    return {**usual, **changes}


def where(order: Order) -> str:
    return f"/api/v1/orders/{order.pk}/carrier-label/"


@pytest.fixture
def order(shop: Shop) -> Order:
    made = world.order(shop.merchant, {shop.products[0]: 1})
    own_labels.addressed(made)
    return made


def test_a_label_is_taken_and_its_order_says_how_far_it_is(shop: Shop, order: Order) -> None:
    answer = shop.system.post(where(order), body())

    assert answer.status_code == 201
    assert answer["Location"] == f"/api/v1/orders/{order.pk}/"
    label = told(answer)
    assert (label["order"], label["state"], label["reason"], label["decided_at"]) == (order.pk, "waiting", "", None)

    carrier_labels.examine(label["id"])

    shown = told(shop.system.get(f"/api/v1/orders/{order.pk}/"))["carrier_label"]
    assert (shown["id"], shown["state"], shown["labels"]) == (label["id"], "accepted", 1)


def test_the_feed_tells_what_came_of_it(shop: Shop, order: Order) -> None:
    pk = told(shop.system.post(where(order), body(b"^XA^CC#^FDx^FS^XZ")))["id"]
    carrier_labels.examine(pk)
    sealing.run_all()

    events = [each for each in told(shop.system.get("/api/v1/events/"))["events"] if each["subject"] == "carrier_label"]

    assert [(each["type"], each["id"], each["data"]) for each in events] == [
        ("carrier_label.received", pk, {"order": order.pk}),
        ("carrier_label.refused", pk, {"order": order.pk, "reason": "hostile"}),
    ]


def test_the_same_key_gives_the_same_answer_and_one_file(shop: Shop, order: Order) -> None:
    first = shop.system.post(where(order), body(), once="k")
    again = shop.system.post(where(order), body(), once="k")
    other = shop.system.post(where(order), body(tracking_number="OTHER1234"), once="k")

    assert (again.content, again["Idempotent-Replayed"]) == (first.content, "true")
    refused(other, 422, "idempotency_key_reused")
    assert (CarrierLabelFile.objects.count(), CarrierFile.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "status", "code", "pointer"),
    [
        ({"file": "not base64!"}, 422, "not_base64", "/file"),
        ({"file": ""}, 422, "empty", "/file"),
        ({"file": 5}, 422, "not_text", "/file"),
        ({"media_type": "image/gif"}, 422, "not_a_choice", "/media_type"),
        ({"media_type": "application/pdf"}, 422, "label_type_wrong", "/file"),
        ({"tracking_number": "12345"}, 422, "form", "/tracking_number"),
        ({"tracking_number": None}, 422, "field_null", "/tracking_number"),
        ({"service": "x"}, 422, "field_unknown", "/service"),
        ({"file": base64.b64encode(b"0" * 700_001).decode()}, 413, "label_too_large", "/file"),
    ],
)
def test_what_is_no_label_is_refused_and_changes_nothing(
    shop: Shop, order: Order, changes: dict[str, Any], status: int, code: str, pointer: str
) -> None:
    before = Untouched.now()

    answer = shop.system.post(where(order), body(**changes))

    refused(answer, status, code, pointer=pointer)
    assert before.holds()
    assert not CarrierFile.objects.exists()


def test_a_body_over_a_megabyte_is_refused(shop: Shop, order: Order) -> None:
    before = Untouched.now()

    refused(shop.system.post(where(order), body(b"0" * 900_000)), 413, "body_too_large")

    assert before.holds()


def test_the_order_of_another_shop_is_not_there(shop: Shop, order: Order) -> None:
    stranger = calling.system(world.merchant(shop.merchant.facility))
    before = Untouched.now()

    foreign = refused(stranger.post(where(order), body()), 404, "not_found")
    unknown = refused(stranger.post("/api/v1/orders/999999/carrier-label/", body()), 404, "not_found")

    assert foreign["detail"] == unknown["detail"]
    assert before.holds()
    assert not CarrierFile.objects.exists()


def test_a_key_that_may_only_read_sends_no_label(shop: Shop, order: Order) -> None:
    reader = calling.system(shop.merchant, scopes=("orders:read",))

    refused(reader.post(where(order), body()), 403, "scope_missing")

    assert not CarrierFile.objects.exists()


def test_an_order_that_has_ended_is_a_conflict(shop: Shop, order: Order) -> None:
    Order.objects.filter(pk=order.pk).update(state=Order.State.CANCELLED)

    refused(shop.system.post(where(order), body()), 409, "order_ended")

    assert not CarrierFile.objects.exists()


def test_no_answer_log_or_kept_command_repeats_what_stands_on_it(
    shop: Shop, order: Order, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    good = shop.system.post(where(order), body())
    carrier_labels.examine(told(good)["id"])
    bad = shop.system.post(where(order), body(tracking_number=f"{TRACKING}!", file=RIGHT.decode()))

    said = [good.content.decode(), bad.content.decode(), caplog.text, *Command.objects.values_list("answer", flat=True)]
    assert [word for word in SENTINELS for text in said if word in text] == []
