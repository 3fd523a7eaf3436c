"""The feed: what happened to a merchant's orders and goods, in sealed order, and nothing about who did it."""

from __future__ import annotations

import pytest

from backend.ledger import sealing
from tests import statements, world
from tests.calling import ORDERS, told
from tests.warehouse.api.shop import Shop
from tests.warehouse.api.test_bad_input import refused
from warehouse import feed

EVENTS = "/api/v1/events/"
pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def sealed(shop: Shop) -> None:
    """Everything recorded so far has its place."""
    while sealing.run_once(shop.merchant.facility_id):
        pass


def test_what_happened_to_an_order_is_told_in_its_order(shop: Shop) -> None:
    made = told(shop.system.post(ORDERS, shop.order()))
    shop.system.post(f"{made['url']}cancellation/", {})
    sealed(shop)

    answer = told(shop.system.get(EVENTS))

    events = [each for each in answer["events"] if each["subject"] == "order"]
    assert [each["type"] for each in events] == ["order.accepted", "order.cancel_asked", "order.cancelled"]
    assert {each["id"] for each in events} == {made["id"]}
    assert events[0]["data"] == {"lines": 3, "units": 6}
    assert [each["seq"] for each in events] == sorted(each["seq"] for each in events)
    assert answer["has_more"] is False


def test_what_is_not_sealed_yet_is_not_told_yet(shop: Shop) -> None:
    sealed(shop)
    after = told(shop.system.get(EVENTS))["next_after"]
    shop.system.post(ORDERS, shop.order())

    before_seal = told(shop.system.get(f"{EVENTS}?after={after}"))
    sealed(shop)
    after_seal = told(shop.system.get(f"{EVENTS}?after={before_seal['next_after']}"))

    assert before_seal["events"] == []
    assert [each["type"] for each in after_seal["events"]] == ["order.accepted"]


def test_a_system_that_follows_sees_each_event_once(shop: Shop) -> None:
    for number in range(5):
        shop.system.post(ORDERS, shop.order(f"SO-{number}"))
    sealed(shop)

    seen: list[int] = []
    after, has_more = 0, True
    while has_more:
        answer = told(shop.system.get(f"{EVENTS}?after={after}&limit=2"))
        seen += [each["id"] for each in answer["events"]]
        after, has_more = answer["next_after"], answer["has_more"]

    assert len(seen) == len(set(seen)) == 5
    assert told(shop.system.get(f"{EVENTS}?after={after}")) == {"events": [], "next_after": after, "has_more": False}


def test_a_merchant_is_told_nothing_of_another(shop: Shop) -> None:
    other = world.merchant(shop.merchant.facility)
    theirs = world.order(other, {world.product(other): 1})
    world.promised(theirs)
    sealed(shop)

    assert told(shop.system.get(EVENTS))["events"] == []


def test_the_feed_names_no_worker_no_place_and_no_batch(shop: Shop) -> None:
    world.received(shop.products[0], 9)
    order = world.order(shop.merchant, {shop.products[0]: 1})
    world.released(order)
    sealed(shop)

    response = shop.system.get(EVENTS)

    events = {each["type"]: each["data"] for each in told(response)["events"]}
    assert events["order.released"] == {}
    assert events["stock.received"] == {"units": 9}
    assert b"people.person" not in response.content
    assert b"actor" not in response.content


def test_a_merchant_with_few_events_among_many_is_led_on(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "REACH", 3)
    other = world.merchant(shop.merchant.facility)
    for _ in range(4):
        world.promised(world.order(other, {world.product(other): 1}))
    shop.system.post(ORDERS, shop.order())
    sealed(shop)

    after, has_more, found = 0, True, []
    while has_more:
        answer = told(shop.system.get(f"{EVENTS}?after={after}"))
        found += [each["type"] for each in answer["events"]]
        assert answer["next_after"] <= after + 3
        after, has_more = answer["next_after"], answer["has_more"]

    assert found == ["order.accepted"]


def test_a_stretch_of_the_feed_costs_three_statements(shop: Shop) -> None:
    for number in range(20):
        shop.system.post(ORDERS, shop.order(f"SO-{number}"))
    sealed(shop)

    with statements.counted() as asked:
        shop.system.get(EVENTS)

    assert len(asked) == 3, "\n".join(asked)


def test_a_place_that_is_none_is_refused(shop: Shop) -> None:
    for text in ("-1", "x", str(2**63)):
        refused(shop.system.get(f"{EVENTS}?after={text}"), 422, "parameter_invalid", pointer="?after")
