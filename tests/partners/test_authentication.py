"""Who calls: a live key of an open shop, and nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from backend.kit import clock
from backend.ledger.happenings import SYSTEM
from backend.partners import keys
from backend.partners.models import Merchant
from tests import calling, world
from tests.calling import ORDERS, Caller, told

HOME = "/api/v1/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Merchant:
    """A merchant."""
    return world.merchant(world.facility())


@pytest.fixture
def system(shop: Merchant) -> Caller:
    """Its system."""
    return calling.system(shop)


def test_a_live_key_is_told_who_it_is(shop: Merchant, system: Caller) -> None:
    answer = told(system.get(HOME))

    assert answer["merchant"] == shop.name
    assert answer["facility"] == shop.facility.name
    assert answer["key"]["prefix"] == system.row.prefix
    assert answer["links"]["orders"] == ORDERS


def test_every_link_of_the_home_page_leads_somewhere(system: Caller) -> None:
    links = told(system.get(HOME))["links"]

    assert {name: system.get(path).status_code for name, path in links.items()} == {
        "orders": 200,
        "products": 200,
        "stock": 200,
        "events": 200,
        "keys_rotation": 405,
    }


def test_no_key_is_refused(system: Caller) -> None:
    response = Client().get(HOME)

    assert (response.status_code, told(response)["code"]) == (401, "key_missing")
    assert response["WWW-Authenticate"] == 'Bearer realm="Outbound merchant API"'


def test_a_key_in_another_scheme_or_in_the_address_is_no_key(system: Caller) -> None:
    for headers, path in (({"Authorization": f"Basic {system.key}"}, HOME), ({}, f"{HOME}?key={system.key}")):
        assert told(Client().get(path, headers=headers))["code"] == "key_missing"


def test_a_wrong_key_is_refused(system: Caller) -> None:
    wrong = Caller(system.key[:-1] + ("A" if system.key[-1] != "A" else "B"))

    response = wrong.get(HOME)

    assert (response.status_code, told(response)["code"]) == (401, "key_unknown")
    assert system.key[-20:-1] not in response.content.decode()


def test_a_revoked_key_is_refused_at_the_next_request(system: Caller) -> None:
    keys.revoke(system.row, by=SYSTEM)

    response = system.get(HOME)

    assert (response.status_code, told(response)["code"]) == (401, "key_revoked")


def test_an_expired_key_is_refused(system: Caller) -> None:
    with clock.at(clock.now() + timedelta(days=365, seconds=1)):
        response = system.get(HOME)

    assert (response.status_code, told(response)["code"]) == (401, "key_expired")


def test_a_key_of_a_closed_shop_is_refused(shop: Merchant, system: Caller) -> None:
    Merchant.objects.filter(pk=shop.pk).update(is_active=False)

    response = system.get(HOME)

    assert (response.status_code, told(response)["code"]) == (401, "merchant_closed")


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("get", "/api/v1/orders/", "orders:read"),
        ("get", "/api/v1/orders/1/", "orders:read"),
        ("post", "/api/v1/orders/", "orders:write"),
        ("post", "/api/v1/orders/1/cancellation/", "orders:write"),
        ("get", "/api/v1/products/", "products:read"),
        ("get", "/api/v1/products/A/", "products:read"),
        ("post", "/api/v1/products/", "products:write"),
        ("get", "/api/v1/stock/", "stock:read"),
        ("get", "/api/v1/events/", "events:read"),
    ],
)
def test_each_address_needs_its_scope(shop: Merchant, method: str, path: str, scope: str) -> None:
    system = calling.system(shop, scopes=tuple(each for each in keys.SCOPES if each != scope))

    response = system.get(path) if method == "get" else system.post(path, {})

    assert (response.status_code, told(response)["code"]) == (403, "scope_missing")
    assert scope in told(response)["detail"]


def test_a_key_with_only_the_scope_may(shop: Merchant) -> None:
    assert calling.system(shop, scopes=("stock:read",)).get("/api/v1/stock/").status_code == 200


def test_whoever_guesses_keys_is_slowed_down_but_a_good_key_is_not(system: Caller, settings: Settings) -> None:
    settings.API_STRANGERS_PER_MINUTE = 3
    wrong = Caller("ob_aaaaaaaa_" + "b" * 43)

    answers = [wrong.get(HOME) for _ in range(5)]

    assert [answer.status_code for answer in answers] == [401, 401, 401, 429, 429]
    assert int(answers[4]["Retry-After"]) in range(1, 21)
    assert system.get(HOME).status_code == 200


def test_a_key_that_asks_too_much_is_told_when_to_come_back(system: Caller, settings: Settings) -> None:
    settings.API_PER_MINUTE = 2

    answers = [system.get(HOME) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert told(answers[2])["code"] == "too_many_requests"
    assert answers[2]["Retry-After"] == "30"


def test_one_key_does_not_use_up_anothers_share(shop: Merchant, system: Caller, settings: Settings) -> None:
    other = calling.system(world.merchant(shop.facility))
    settings.API_PER_MINUTE = 1
    system.get(HOME)

    assert system.get(HOME).status_code == 429
    assert other.get(HOME).status_code == 200


def test_many_orders_at_once_have_a_smaller_share(system: Caller, settings: Settings) -> None:
    settings.API_BULK_PER_HOUR = 1

    answers = [system.post(ORDERS, {"orders": []}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [422, 429]
    assert system.post(ORDERS, {}).status_code == 422


def test_a_request_keeps_the_id_it_was_given(system: Caller) -> None:
    response = system.get("/api/v1/orders/9/", **{"X-Request-ID": "shop-2026-0001"})

    assert response["X-Request-ID"] == "shop-2026-0001"
    assert told(response)["request_id"] == "shop-2026-0001"
