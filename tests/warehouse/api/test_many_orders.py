"""Up to 500 orders in one request, each accepted or refused by itself."""

from __future__ import annotations

import pytest

from backend.ledger.models import Event
from backend.vault.models import Addressee
from tests import statements
from tests.calling import ORDERS, told
from tests.warehouse.api.shop import ADDRESSEE, Shop, Untouched
from tests.warehouse.api.test_bad_input import refused
from warehouse.models import Order, OrderRef

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_many_orders_are_accepted_in_their_order(shop: Shop) -> None:
    response = shop.system.post(ORDERS, {"orders": [shop.order(f"SO-{number}") for number in range(20)]})

    answer = told(response)
    assert response.status_code == 201
    assert (answer["accepted"], answer["refused"]) == (20, 0)
    assert [each["index"] for each in answer["results"]] == list(range(20))
    assert [each["order"]["merchant_ref"] for each in answer["results"]] == [f"SO-{number}" for number in range(20)]
    assert Order.objects.count() == 20
    assert Event.objects.filter(kind="order.accepted").count() == 20


def test_each_order_is_refused_by_itself_with_its_reason(shop: Shop) -> None:
    known = told(shop.system.post(ORDERS, shop.order("SO-0")))
    unknown_sku = shop.order("SO-3")
    unknown_sku["lines"][2]["sku"] = "NO-SUCH-THING"
    orders = [
        shop.order("SO-1"),
        shop.order("SO-0"),
        shop.order("SO-2", quantity=0),
        unknown_sku,
        shop.order("SO-1", quantity=5),
        "SO-5",
        shop.order("SO-6"),
    ]

    response = shop.system.post(ORDERS, {"orders": orders})

    answer = told(response)
    assert response.status_code == 207
    assert (answer["accepted"], answer["refused"]) == (2, 5)
    assert [(each["refusal"] or {}).get("code") for each in answer["results"]] == [
        None, "duplicate_merchant_ref", "out_of_range", "unknown_sku", "duplicate_merchant_ref", "not_an_object", None,
    ]  # fmt: skip
    assert [(each["refusal"] or {}).get("status") for each in answer["results"]] == [
        None, 409, 422, 422, 409, 422, None,
    ]  # fmt: skip
    assert answer["results"][1]["refusal"]["url"] == known["url"]
    assert answer["results"][3]["refusal"]["errors"][0]["pointer"] == "/lines/2/sku"
    assert set(OrderRef.objects.values_list("merchant_ref", flat=True)) == {"SO-0", "SO-1", "SO-6"}


def test_refused_orders_come_again_under_a_new_key(shop: Shop) -> None:
    shop.system.post(ORDERS, {"orders": [shop.order("SO-1"), shop.order("SO-2", quantity=0)]})

    again = shop.system.post(ORDERS, {"orders": [shop.order("SO-2")]})

    assert again.status_code == 201
    assert Order.objects.count() == 2


def test_the_same_key_gives_the_same_bytes(shop: Shop) -> None:
    body = {"orders": [shop.order("SO-1"), shop.order("SO-2", quantity=0), shop.order("SO-3", addressee=ADDRESSEE)]}
    first = shop.system.post(ORDERS, body, once="bulk-1")
    before = Untouched.now()

    second = shop.system.post(ORDERS, body, once="bulk-1")

    assert second.content == first.content
    assert second.status_code == 207
    assert second["Idempotent-Replayed"] == "true"
    assert before.holds()


def test_only_the_addressees_of_accepted_orders_are_kept(shop: Shop) -> None:
    orders = [shop.order(f"SO-{number}", addressee=ADDRESSEE) for number in range(3)]
    orders[1]["lines"][0]["sku"] = "NO-SUCH-THING"

    shop.system.post(ORDERS, {"orders": orders})

    assert set(Addressee.objects.values_list("token", flat=True)) == set(
        OrderRef.objects.values_list("vault_token", flat=True)
    )
    assert Addressee.objects.count() == 2


def test_one_order_with_a_forbidden_addressee_does_not_refuse_the_others(shop: Shop) -> None:
    type(shop.merchant).objects.filter(pk=shop.merchant.pk).update(allows_addressees=False)

    response = shop.system.post(ORDERS, {"orders": [shop.order("SO-1"), shop.order("SO-2", addressee=ADDRESSEE)]})

    assert [(each["refusal"] or {}).get("code") for each in told(response)["results"]] == [
        None,
        "addressee_not_allowed",
    ]
    assert not Addressee.objects.exists()


def test_five_hundred_and_one_orders_are_refused(shop: Shop) -> None:
    before = Untouched.now()

    response = shop.system.post(ORDERS, {"orders": [shop.order(f"SO-{number}") for number in range(501)]})

    refused(response, 422, "too_many", pointer="/orders")
    assert before.holds()


def test_no_orders_at_all_and_fields_beside_them_are_refused(shop: Shop) -> None:
    for body, code, pointer in (
        ({"orders": []}, "empty", "/orders"),
        ({"orders": {}}, "not_a_list", "/orders"),
        ({"orders": [shop.order()], "dry_run": True}, "field_unknown", "/dry_run"),
    ):
        before = Untouched.now()

        response = shop.system.post(ORDERS, body)

        refused(response, 422, code, pointer=pointer)
        assert before.holds()


def test_when_all_are_refused_nothing_but_the_answer_is_kept(shop: Shop) -> None:
    response = shop.system.post(ORDERS, {"orders": [shop.order("SO-1", quantity=0)]})

    assert response.status_code == 207
    assert not Order.objects.exists()
    assert not Event.objects.filter(kind="order.accepted").exists()


def test_a_hundred_orders_cost_no_more_statements_than_twenty(shop: Shop) -> None:
    counts = []
    for start, many in ((0, 20), (1000, 100)):
        body = {"orders": [shop.order(f"SO-{start + number}") for number in range(many)]}
        with statements.counted() as asked:
            shop.system.post(ORDERS, body)
        counts.append(len(asked))

    # Large inserts are split by what one statement may hold, never by order.
    assert counts[1] - counts[0] <= 4, counts
    assert counts[0] <= 12
