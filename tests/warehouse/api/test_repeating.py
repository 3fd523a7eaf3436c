"""A POST may be repeated until an answer arrives: one order, the same bytes, whatever happened on the way."""

from __future__ import annotations

import pytest

from backend.ledger.models import Command, Event
from backend.partners import keys
from backend.vault.models import Addressee
from tests import calling, world
from tests.calling import ORDERS, Caller, told
from tests.warehouse.api.shop import ADDRESSEE, Shop, Untouched
from tests.warehouse.api.test_bad_input import refused
from warehouse.models import Order, Product

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_the_same_request_again_gives_the_same_bytes_and_one_order(shop: Shop) -> None:
    first = shop.system.post(ORDERS, shop.order(), once="one")
    before = Untouched.now()

    second = shop.system.post(ORDERS, shop.order(), once="one")

    assert (second.status_code, second.content) == (201, first.content)
    assert second["Idempotent-Replayed"] == "true"
    assert second["Location"] == first["Location"]
    assert before.holds()


def test_the_answer_stays_the_same_whatever_has_happened_since(shop: Shop) -> None:
    first = shop.system.post(ORDERS, shop.order(), once="one")
    Order.objects.update(state=Order.State.SHIPPED)
    Product.objects.update(security=Product.Security.BANNED)

    second = shop.system.post(ORDERS, shop.order(), once="one")

    assert second.content == first.content


def test_spaces_and_the_order_of_fields_do_not_make_another_request(shop: Shop) -> None:
    first = shop.system.post(ORDERS, shop.order(), once="one")
    sku = [product.sku for product in shop.products]
    lines = ", ".join(f'{{ "quantity": 2, "sku": "{each}" }}' for each in sku)

    second = shop.system.send(ORDERS, f'{{ "lines": [{lines}], "merchant_ref": "SO-1" }}', once="one")

    assert second.content == first.content


def test_another_body_under_the_same_key_is_refused(shop: Shop) -> None:
    shop.system.post(ORDERS, shop.order("SO-1"), once="one")
    before = Untouched.now()

    response = shop.system.post(ORDERS, shop.order("SO-2"), once="one")

    refused(response, 422, "idempotency_key_reused")
    assert before.holds()


def test_another_addressee_under_the_same_key_is_refused_and_not_kept(shop: Shop) -> None:
    shop.system.post(ORDERS, shop.order("SO-1", addressee=ADDRESSEE), once="one")
    before = Untouched.now()

    response = shop.system.post(ORDERS, shop.order("SO-1", addressee={**ADDRESSEE, "city": "Aalst"}), once="one")

    refused(response, 422, "idempotency_key_reused")
    assert before.holds()


def test_another_address_under_the_same_key_is_refused(shop: Shop) -> None:
    made = told(shop.system.post(ORDERS, shop.order(), once="one"))

    response = shop.system.post(f"{made['url']}cancellation/", {}, once="one")

    refused(response, 422, "idempotency_key_reused")
    assert Order.objects.get().state == "accepted"


def test_a_repeated_order_keeps_its_addressee_once(shop: Shop) -> None:
    for _ in range(2):
        shop.system.post(ORDERS, shop.order(addressee=ADDRESSEE), once="one")

    assert Addressee.objects.count() == 1


def test_a_refused_request_leaves_its_key_free(shop: Shop) -> None:
    shop.system.post(ORDERS, shop.order(quantity=0), once="one")

    assert shop.system.post(ORDERS, shop.order(), once="one").status_code == 201


def test_a_request_without_a_key_is_refused(shop: Shop) -> None:
    before = Untouched.now()

    response = shop.system.client.post(
        ORDERS,
        data="{}",
        content_type="application/json",
        headers={"Authorization": f"Bearer {shop.system.key}"},
    )

    problem = refused(response, 400, "idempotency_key_missing")
    assert "UUID" in problem["detail"]
    assert before.holds()


def test_a_malformed_key_is_refused(shop: Shop) -> None:
    for once in ("", "a b", "x" * 256, "cl\u00e9"):
        before = Untouched.now()

        response = shop.system.post(ORDERS, shop.order(), once=once)

        refused(response, 400, "idempotency_key_invalid")
        assert before.holds()


def test_a_key_of_255_characters_is_taken(shop: Shop) -> None:
    assert shop.system.post(ORDERS, shop.order(), once="x" * 255).status_code == 201


def test_two_merchants_may_use_the_same_key(shop: Shop) -> None:
    other = world.merchant(shop.merchant.facility)
    theirs = calling.system(other)
    sku = world.product(other).sku
    shop.system.post(ORDERS, shop.order(), once="one")

    response = theirs.post(ORDERS, {"merchant_ref": "X", "lines": [{"sku": sku, "quantity": 1}]}, once="one")

    assert response.status_code == 201


def test_a_request_repeated_under_the_merchants_new_key_is_the_same_request(shop: Shop) -> None:
    first = shop.system.post(ORDERS, shop.order(), once="one")
    fresh = keys.draw()
    keys.rotate(shop.system.row, by=shop.system.row, fresh=fresh)

    second = Caller(fresh.text).post(ORDERS, shop.order(), once="one")

    assert second.content == first.content


def test_what_is_kept_of_an_answer_holds_no_addressee(shop: Shop) -> None:
    shop.system.post(ORDERS, shop.order(addressee=ADDRESSEE), once="one")

    kept = Command.objects.get(key="one").answer
    assert "Marijke" not in kept
    assert "Kerkstraat" not in kept
    assert not Event.objects.filter(data__icontains="Marijke").exists()
