"""Signs that no database keeps (NUL, half a pair of UTF-16) are a fault of the body, wherever in it they stand."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from backend.ledger.models import Event
from backend.vault.models import Addressee
from tests.calling import ORDERS, PRODUCTS, told
from tests.warehouse.api.shop import ADDRESSEE, Shop, Untouched
from warehouse.models import Order

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
UNKEEPABLE = ["\0", "A\0B", "\ud800", "Ge\udc80nt"]
TALKATIVE = {**ADDRESSEE, "company": "Fern", "note": "Ring twice"}
PRODUCT = {
    "sku": "NEW-1", "title": "Soap", "detail": "Red", "codes": [{"text": "5412345678908"}], "weight_grams": 100,
}  # fmt: skip


def spoilt(body: Any, text: str, at: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """The body once for every text in it, and once for every object, with the bad text there or as a field's name."""
    inner = body
    for step in at:
        inner = inner[step]
    changed = copy.deepcopy(body)
    if isinstance(inner, str):
        _put(changed, at, text)
        yield at, changed
    elif isinstance(inner, dict):
        _put(changed, (*at, text), "x")
        yield (*at, "?"), changed
        for name in inner:
            yield from spoilt(body, text, (*at, name))
    elif isinstance(inner, list):
        for index in range(len(inner)):
            yield from spoilt(body, text, (*at, index))


def _put(body: Any, at: tuple[Any, ...], value: Any) -> None:
    for step in at[:-1]:
        body = body[step]
    body[at[-1]] = value


@pytest.mark.parametrize("text", UNKEEPABLE)
def test_no_text_of_an_order_may_hold_them(shop: Shop, text: str) -> None:
    body = shop.order(addressee=TALKATIVE, service="standard", ship_by="2030-01-01T12:00:00Z")
    before = Untouched.now()

    for at, changed in spoilt(body, text):
        response = shop.system.post(ORDERS, changed)
        assert response.status_code in (400, 422), (at, response.content)
        assert response["Content-Type"] == "application/problem+json"
        assert "\\ud" not in response.content.decode()

    assert before.holds()


@pytest.mark.parametrize("text", UNKEEPABLE)
def test_no_text_of_one_of_many_orders_may_hold_them(shop: Shop, text: str) -> None:
    for at, changed in spoilt({"orders": [shop.order(addressee=TALKATIVE)]}, text):
        response = shop.system.post(ORDERS, changed)
        assert response.status_code in (207, 400, 422), (at, response.content)
        if response.status_code == 207:
            assert told(response)["accepted"] == 0, at

    assert not Order.objects.exists()
    assert not Event.objects.filter(kind="order.accepted").exists()
    assert not Addressee.objects.exists()


@pytest.mark.parametrize("text", UNKEEPABLE)
def test_no_text_of_a_product_may_hold_them(shop: Shop, text: str) -> None:
    before = Untouched.now()

    for at, changed in spoilt(PRODUCT, text):
        response = shop.system.post(PRODUCTS, changed)
        assert response.status_code in (400, 422), (at, response.content)

    assert before.holds()


@pytest.mark.parametrize("text", UNKEEPABLE)
def test_a_cancellation_and_a_rotation_with_them_change_nothing(shop: Shop, text: str) -> None:
    number = told(shop.system.post(ORDERS, shop.order()))["id"]
    before = Untouched.now()

    for path in (f"{ORDERS}{number}/cancellation/", "/api/v1/keys/rotation/"):
        for body in ({"reason": text}, {text: "x"}, text, [text]):
            response = shop.system.post(path, body)
            assert response.status_code in (400, 422), (path, body, response.content)

    assert before.holds()


@pytest.mark.parametrize(
    "path",
    [
        f"{PRODUCTS}%00/", f"{PRODUCTS}A%00B/", f"{PRODUCTS}%ED%A0%80/", "/api/v1/stock/?sku=%00",
        "/api/v1/stock/?cursor=%00", f"{PRODUCTS}?cursor=A%00", f"{ORDERS}?merchant_ref=%00", f"{ORDERS}?state=%00",
        f"{ORDERS}?cursor=%00", f"{ORDERS}?%00=1", "/api/v1/events/?after=%00", f"{ORDERS}?merchant_ref=%ED%A0%80",
    ],
)  # fmt: skip
def test_an_address_with_them_is_a_problem_of_the_caller(shop: Shop, path: str) -> None:
    response = shop.system.get(path)

    assert response.status_code in (200, 400, 404, 422), response.content
    assert "%00" not in path or response.status_code != 200
    assert response.status_code == 200 or response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("key", ["\0", "a\0b", "\ud800", "é"])
def test_an_idempotency_key_with_them_is_refused(shop: Shop, key: str) -> None:
    before = Untouched.now()

    response = shop.system.send(ORDERS, b'{"merchant_ref": "SO-9"}', once=key)

    assert response.status_code in (400, 422)
    assert before.holds()
