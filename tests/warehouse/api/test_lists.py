"""Lists go on by a cursor that stays right while rows come in, with a fixed number of statements."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backend.kit import clock
from tests import statements, world
from tests.calling import ORDERS, PRODUCTS, told
from tests.warehouse.api.shop import Shop
from warehouse.models import Order

MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def some_orders(shop: Shop, many: int) -> list[Order]:
    """Orders of one line each, a minute apart, the oldest first."""
    made = []
    for number in range(many):
        with clock.at(MORNING + timedelta(minutes=number)):
            made.append(world.order(shop.merchant, {shop.products[0]: number + 1}))
    return made


def test_orders_are_listed_newest_first_with_lines_and_units(shop: Shop) -> None:
    older, newer = some_orders(shop, 2)

    answer = told(shop.system.get(ORDERS))

    assert [each["id"] for each in answer["orders"]] == [newer.pk, older.pk]
    assert [(each["lines"], each["units"]) for each in answer["orders"]] == [(1, 2), (1, 1)]
    assert answer["next"] is None


def test_the_next_page_is_named_in_the_body_and_in_the_header(shop: Shop) -> None:
    orders = some_orders(shop, 5)

    first = shop.system.get(f"{ORDERS}?limit=2&state=accepted")
    second = shop.system.get(told(first)["next"])
    third = shop.system.get(told(second)["next"])

    assert first["Link"] == f'<{told(first)["next"]}>; rel="next"'
    pages = [[each["id"] for each in told(page)["orders"]] for page in (first, second, third)]
    assert pages == [[orders[4].pk, orders[3].pk], [orders[2].pk, orders[1].pk], [orders[0].pk]]
    assert told(third)["next"] is None
    assert "Link" not in third


def test_a_new_order_does_not_shift_the_pages(shop: Shop) -> None:
    orders = some_orders(shop, 4)
    first = told(shop.system.get(f"{ORDERS}?limit=2"))
    with clock.at(MORNING + timedelta(hours=1)):
        world.order(shop.merchant, {shop.products[0]: 1})

    second = told(shop.system.get(first["next"]))

    assert [each["id"] for each in second["orders"]] == [orders[1].pk, orders[0].pk]


def test_orders_of_the_same_moment_are_neither_lost_nor_doubled(shop: Shop) -> None:
    with clock.at(MORNING):
        made = {world.order(shop.merchant, {shop.products[0]: 1}).pk for _ in range(7)}

    seen: list[int] = []
    following = f"{ORDERS}?limit=3"
    while following:
        page = told(shop.system.get(following))
        seen += [each["id"] for each in page["orders"]]
        following = page["next"]

    assert len(seen) == 7
    assert set(seen) == made


def test_orders_are_filtered_by_state_reference_and_moment(shop: Shop) -> None:
    orders = some_orders(shop, 4)
    Order.objects.filter(pk=orders[1].pk).update(state=Order.State.SHIPPED)
    ref = orders[2].ref.merchant_ref

    def found(query: str) -> list[int]:
        return [each["id"] for each in told(shop.system.get(f"{ORDERS}?{query}"))["orders"]]

    assert found("state=shipped") == [orders[1].pk]
    assert found(f"merchant_ref={ref}") == [orders[2].pk]
    assert found("merchant_ref=no-such") == []
    assert found("made_after=2026-03-02T08:02:00Z") == [orders[3].pk, orders[2].pk]
    assert found("made_before=2026-03-02T09:01:00%2B01:00") == [orders[0].pk]
    assert found("made_before=2026-03-02T09:01:00+01:00") == [orders[0].pk]


def test_a_merchant_sees_none_of_anothers_orders(shop: Shop) -> None:
    other = world.merchant(shop.merchant.facility)
    theirs = world.order(other, {world.product(other): 1})

    assert told(shop.system.get(ORDERS))["orders"] == []
    assert told(shop.system.get(f"{ORDERS}?merchant_ref={theirs.ref.merchant_ref}"))["orders"] == []


def test_a_list_of_two_hundred_orders_costs_three_statements(shop: Shop) -> None:
    some_orders(shop, 200)

    with statements.counted() as asked:
        answer = told(shop.system.get(f"{ORDERS}?limit=200"))

    assert len(answer["orders"]) == 200
    assert len(asked) == 3, "\n".join(asked)


def test_an_order_of_fifty_lines_is_read_in_a_fixed_number_of_statements(shop: Shop) -> None:
    order = world.order(shop.merchant, {world.product(shop.merchant): 1 for _ in range(50)})

    with statements.counted() as asked:
        shop.system.get(f"{ORDERS}{order.pk}/")

    assert len(asked) == 7, "\n".join(asked)


def test_lists_of_products_and_levels_cost_no_more_for_more_rows(shop: Shop) -> None:
    for _ in range(60):
        world.product(shop.merchant)

    for path, most in ((f"{PRODUCTS}?limit=60", 3), ("/api/v1/stock/?limit=60", 2)):
        with statements.counted() as asked:
            response = shop.system.get(path)
        assert response.status_code == 200
        assert len(asked) == most, "\n".join(asked)
