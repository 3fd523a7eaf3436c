"""What cannot be an order is refused: a stable code, words that say what to do, and nothing changed."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse

from backend.kit import clock
from tests import calling, world
from tests.calling import ORDERS, told
from tests.warehouse.api.shop import ADDRESSEE, Shop, Untouched
from warehouse.models import Order, Product

MORNING = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
CARD = "4111 1111 1111 1111"
pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def refused(response: HttpResponse, status: int, code: str, *, pointer: str | None = None) -> dict[str, Any]:
    """The problem, after its shape was looked at."""
    problem: dict[str, Any] = told(response)
    assert (response.status_code, problem["status"], problem["code"]) == (status, status, code), problem
    assert response["Content-Type"] == "application/problem+json"
    assert problem["type"] == f"/api/problems/{code}/"
    assert problem["request_id"] == response["X-Request-ID"]
    assert problem["detail"].endswith(".")
    if pointer is not None:
        assert [each["pointer"] for each in problem["errors"]] == [pointer]
    return problem


def sends(shop: Shop, body: Any) -> HttpResponse:
    """Send a body, and see that nothing stands that did not stand before."""
    before = Untouched.now()

    response = shop.system.post(ORDERS, body)

    assert before.holds()
    return response


def sends_text(shop: Shop, text: str | bytes, **headers: str) -> HttpResponse:
    """Send a text, and see that nothing stands that did not stand before."""
    before = Untouched.now()

    response = shop.system.send(ORDERS, text, **headers)

    assert before.holds()
    return response


# The text


def test_broken_json_is_refused_with_its_place(shop: Shop) -> None:
    problem = refused(sends_text(shop, '{"merchant_ref": "SO-1",\n "lines": [}'), 400, "json_invalid")

    assert "line 2, column 12" in problem["detail"]


def test_a_body_that_is_not_utf_8_is_refused(shop: Shop) -> None:
    refused(sends_text(shop, b'{"merchant_ref": "SO-\xff"}'), 400, "json_invalid")


def test_a_number_that_is_none_is_refused(shop: Shop) -> None:
    refused(sends_text(shop, '{"merchant_ref": "SO-1", "lines": [{"sku": "A", "quantity": NaN}]}'), 400, "json_invalid")


def test_an_endless_number_is_refused(shop: Shop) -> None:
    refused(sends_text(shop, '{"merchant_ref": ' + "9" * 5_000 + "}"), 400, "json_invalid")


def test_a_field_that_stands_twice_is_refused(shop: Shop) -> None:
    text = '{"merchant_ref": "SO-1", "merchant_ref": "SO-2", "lines": []}'

    refused(sends_text(shop, text), 400, "field_repeated")


def test_a_body_of_thirty_three_levels_is_refused(shop: Shop) -> None:
    refused(sends_text(shop, "[" * 33 + "]" * 33), 400, "json_too_deep")


def test_a_body_of_thirty_two_levels_is_read(shop: Shop) -> None:
    refused(sends_text(shop, "[" * 32 + "]" * 32), 422, "not_an_object")


def test_a_bomb_of_brackets_is_refused(shop: Shop) -> None:
    refused(sends_text(shop, "[" * 400_000), 400, "json_too_deep")


def test_a_body_over_one_megabyte_is_refused(shop: Shop) -> None:
    problem = refused(sends_text(shop, b" " * 1_000_001), 413, "body_too_large")

    assert "fewer orders" in problem["detail"]


def test_a_body_of_one_megabyte_is_read(shop: Shop) -> None:
    text = json.dumps(shop.order())

    response = shop.system.send(ORDERS, text + " " * (1_000_000 - len(text)))

    assert response.status_code == 201


def test_another_media_type_is_refused(shop: Shop) -> None:
    text = json.dumps(shop.order())

    refused(sends_text(shop, text, media_type="text/xml"), 415, "media_type_unsupported")
    refused(sends_text(shop, text, media_type="application/x-www-form-urlencoded"), 415, "media_type_unsupported")


def test_another_method_is_refused_with_those_that_there_are(shop: Shop) -> None:
    before = Untouched.now()

    response = shop.system.client.delete(ORDERS, headers={"Authorization": f"Bearer {shop.system.key}"})

    refused(response, 405, "method_not_allowed")
    assert response["Allow"] == "GET, HEAD, POST"
    assert before.holds()


def test_another_answer_than_json_is_refused(shop: Shop) -> None:
    refused(shop.system.get(ORDERS, Accept="text/csv"), 406, "not_acceptable")


# The fields


def test_an_order_that_is_no_object_is_refused(shop: Shop) -> None:
    for body in (None, [], "SO-1", 7):
        refused(sends(shop, body), 422, "field_null" if body is None else "not_an_object", pointer="")


def test_an_unknown_field_is_refused(shop: Shop) -> None:
    refused(sends(shop, shop.order(ship_bye="2026-03-05T16:00:00Z")), 422, "field_unknown", pointer="/ship_bye")


def test_an_unknown_field_of_a_line_is_refused(shop: Shop) -> None:
    body = shop.order()
    body["lines"][1]["price"] = 1999

    refused(sends(shop, body), 422, "field_unknown", pointer="/lines/1/price")


def test_the_name_of_an_unknown_field_is_not_repeated_if_it_may_be_somebodys(shop: Shop) -> None:
    response = sends(shop, shop.order(**{"Marijke Vandenberghe": 1}))

    refused(response, 422, "field_unknown", pointer="/?")
    assert "Marijke" not in response.content.decode()


def test_a_missing_field_is_refused(shop: Shop) -> None:
    for name in ("merchant_ref", "lines"):
        body = shop.order()
        del body[name]
        refused(sends(shop, body), 422, "field_missing", pointer=f"/{name}")


def test_a_line_without_a_quantity_is_refused(shop: Shop) -> None:
    body = shop.order()
    del body["lines"][2]["quantity"]

    refused(sends(shop, body), 422, "field_missing", pointer="/lines/2/quantity")


def test_a_null_is_refused(shop: Shop) -> None:
    refused(sends(shop, shop.order(service=None)), 422, "field_null", pointer="/service")


def test_an_order_without_lines_is_refused(shop: Shop) -> None:
    refused(sends(shop, {"merchant_ref": "SO-1", "lines": []}), 422, "empty", pointer="/lines")


def test_an_order_of_seven_hundred_and_one_lines_is_refused(shop: Shop) -> None:
    body = {"merchant_ref": "SO-1", "lines": [{"sku": f"S{number}", "quantity": 1} for number in range(701)]}

    refused(sends(shop, body), 422, "too_many", pointer="/lines")


def test_a_quantity_of_zero_is_refused(shop: Shop) -> None:
    _refuses_quantity(shop, 0, "out_of_range")


def test_a_negative_quantity_is_refused(shop: Shop) -> None:
    _refuses_quantity(shop, -2, "out_of_range")


def test_a_fractional_quantity_is_refused(shop: Shop) -> None:
    _refuses_quantity(shop, 1.5, "not_whole")


def test_a_quantity_with_a_point_is_refused_even_if_whole(shop: Shop) -> None:
    _refuses_quantity(shop, 2.0, "not_whole")


def test_an_absurd_quantity_is_refused(shop: Shop) -> None:
    _refuses_quantity(shop, 10_001, "out_of_range")
    _refuses_quantity(shop, 10**40, "out_of_range")


def test_a_quantity_in_quotes_is_refused(shop: Shop) -> None:
    _refuses_quantity(shop, "2", "not_whole")


def test_a_quantity_of_true_is_refused(shop: Shop) -> None:
    _refuses_quantity(shop, True, "not_whole")


def test_ten_thousand_of_one_product_are_taken(shop: Shop) -> None:
    assert shop.system.post(ORDERS, shop.order(quantity=10_000)).status_code == 201


def test_an_unknown_service_is_refused(shop: Shop) -> None:
    refused(sends(shop, shop.order(service="teleport")), 422, "not_a_choice", pointer="/service")


def test_ships_complete_in_quotes_is_refused(shop: Shop) -> None:
    refused(sends(shop, shop.order(ships_complete="yes")), 422, "not_a_flag", pointer="/ships_complete")


def test_a_reference_with_a_space_a_control_sign_or_too_long_is_refused(shop: Shop) -> None:
    for ref, code in (
        ("SO 1", "form"),
        ("SO-\u0000", "unreadable"),
        ("S" * 65, "too_long"),
        ("", "empty"),
        (7, "not_text"),
    ):
        refused(sends(shop, shop.order(ref)), 422, code, pointer="/merchant_ref")


def test_half_a_character_is_refused(shop: Shop) -> None:
    refused(sends_text(shop, r'{"merchant_ref": "SO-\ud800", "lines": []}'), 422, "body_invalid")


def test_a_moment_without_an_offset_is_refused(shop: Shop) -> None:
    for text in ("2026-03-05T16:00:00", "2026-03-05", "tomorrow", "9999-12-31T23:59:59-14:00", 1_772_726_400):
        refused(sends(shop, shop.order(ship_by=text)), 422, "not_a_moment", pointer="/ship_by")


def test_a_moment_that_has_passed_is_refused(shop: Shop) -> None:
    with clock.at(MORNING):
        response = sends(shop, shop.order(ship_by="2026-03-02T08:30:00Z"))

    refused(response, 422, "ship_by_past", pointer="/ship_by")


def test_a_moment_more_than_a_year_away_is_refused(shop: Shop) -> None:
    with clock.at(MORNING):
        response = sends(shop, shop.order(ship_by=(MORNING + timedelta(days=367)).isoformat()))

    refused(response, 422, "ship_by_too_late", pointer="/ship_by")


def test_several_faults_are_told_at_once(shop: Shop) -> None:
    body = shop.order("SO 1", service="teleport")
    body["lines"][0]["quantity"] = 0

    problem = refused(sends(shop, body), 422, "body_invalid")

    assert {(each["pointer"], each["code"]) for each in problem["errors"]} == {
        ("/merchant_ref", "form"),
        ("/service", "not_a_choice"),
        ("/lines/0/quantity", "out_of_range"),
    }


# The goods


def test_an_unknown_sku_is_refused(shop: Shop) -> None:
    body = shop.order()
    body["lines"][1]["sku"] = "NO-SUCH-THING"

    refused(sends(shop, body), 422, "unknown_sku", pointer="/lines/1/sku")


def test_a_sku_of_another_merchant_is_unknown(shop: Shop) -> None:
    theirs = world.product(world.merchant(shop.merchant.facility))
    body = {"merchant_ref": "SO-1", "lines": [{"sku": theirs.sku, "quantity": 1}]}

    refused(sends(shop, body), 422, "unknown_sku", pointer="/lines/0/sku")


def test_a_product_that_may_not_be_handled_here_is_refused(shop: Shop) -> None:
    Product.objects.filter(pk=shop.products[2].pk).update(security=Product.Security.BANNED)

    refused(sends(shop, shop.order()), 422, "sku_not_allowed", pointer="/lines/2/sku")


def test_one_sku_on_two_lines_is_refused(shop: Shop) -> None:
    body = shop.order()
    body["lines"].append(dict(body["lines"][0]))

    refused(sends(shop, body), 422, "duplicate_sku", pointer="/lines/3/sku")


# The reference


def test_a_known_reference_with_the_same_content_is_refused_and_leads_to_its_order(shop: Shop) -> None:
    made = told(shop.system.post(ORDERS, shop.order("SO-1")))

    problem = refused(sends(shop, shop.order("SO-1")), 409, "duplicate_merchant_ref", pointer="/merchant_ref")

    assert problem["url"] == made["url"]


def test_a_known_reference_with_another_content_is_refused(shop: Shop) -> None:
    shop.system.post(ORDERS, shop.order("SO-1"))

    refused(sends(shop, shop.order("SO-1", quantity=9)), 409, "duplicate_merchant_ref")


def test_a_known_reference_keeps_nobody_in_the_vault(shop: Shop) -> None:
    shop.system.post(ORDERS, shop.order("SO-1"))

    refused(sends(shop, shop.order("SO-1", addressee=ADDRESSEE)), 409, "duplicate_merchant_ref")


# Personal data


def test_a_card_number_is_refused_in_any_field_and_not_repeated(shop: Shop) -> None:
    _refuses_everywhere(shop, CARD, "4111111111111111")


def test_an_iban_is_refused_in_any_field_and_not_repeated(shop: Shop) -> None:
    _refuses_everywhere(shop, "BE68 5390 0754 7034", "BE68539007547034")


def test_a_national_number_is_refused_in_any_field_and_not_repeated(shop: Shop) -> None:
    _refuses_everywhere(shop, "93.05.18-223.61", "93.05.18-223.61")


def test_an_email_address_is_refused_outside_the_addressee(shop: Shop) -> None:
    response = sends(shop, shop.order("marijke@example.org"))

    refused(response, 422, "personal_data", pointer="/merchant_ref")
    assert "marijke" not in response.content.decode()


def test_a_telephone_number_is_refused_outside_the_addressee(shop: Shop) -> None:
    refused(sends(shop, shop.order("+32470123456")), 422, "personal_data", pointer="/merchant_ref")


def test_an_addressee_is_refused_where_the_programme_forbids_one(shop: Shop) -> None:
    type(shop.merchant).objects.filter(pk=shop.merchant.pk).update(allows_addressees=False)

    response = sends(shop, shop.order(addressee=ADDRESSEE))

    refused(response, 422, "addressee_not_allowed", pointer="/addressee")
    assert "Marijke" not in response.content.decode()


def test_an_addressee_without_a_city_is_refused(shop: Shop) -> None:
    addressee = {name: value for name, value in ADDRESSEE.items() if name != "city"}

    refused(sends(shop, shop.order(addressee=addressee)), 422, "field_missing", pointer="/addressee/city")


def test_a_country_is_two_letters(shop: Shop) -> None:
    response = sends(shop, shop.order(addressee={**ADDRESSEE, "country": "be"}))

    refused(response, 422, "form", pointer="/addressee/country")


def test_a_refused_order_with_an_addressee_keeps_nobody_in_the_vault(shop: Shop) -> None:
    body = shop.order(addressee=ADDRESSEE)
    body["lines"][0]["sku"] = "NO-SUCH-THING"

    refused(sends(shop, body), 422, "unknown_sku")


# The query


def test_an_unknown_parameter_is_refused(shop: Shop) -> None:
    problem = refused(shop.system.get(f"{ORDERS}?page=2"), 422, "parameter_unknown")

    assert "cursor" in problem["detail"]


def test_a_parameter_that_stands_twice_is_refused(shop: Shop) -> None:
    refused(shop.system.get(f"{ORDERS}?limit=1&limit=2"), 422, "parameter_repeated", pointer="?limit")


def test_a_limit_outside_its_range_is_refused(shop: Shop) -> None:
    for text in ("0", "201", "-1", "ten", "9" * 19):
        refused(shop.system.get(f"{ORDERS}?limit={text}"), 422, "parameter_invalid", pointer="?limit")


def test_an_unknown_state_is_refused(shop: Shop) -> None:
    refused(shop.system.get(f"{ORDERS}?state=lost"), 422, "parameter_invalid", pointer="?state")


def test_a_moment_without_an_offset_in_the_query_is_refused(shop: Shop) -> None:
    refused(shop.system.get(f"{ORDERS}?made_after=2026-03-05"), 422, "parameter_invalid", pointer="?made_after")


def test_a_cursor_of_somebody_else_is_refused(shop: Shop) -> None:
    for text in ("x", "MTIz", "%00", "a" * 300):
        assert shop.system.get(f"{ORDERS}?cursor={text}").status_code == 422


# The key


def test_an_order_without_a_key_is_refused(shop: Shop) -> None:
    before = Untouched.now()

    response = shop.system.client.post(ORDERS, data=json.dumps(shop.order()), content_type="application/json")

    refused(response, 401, "key_missing")
    assert response["WWW-Authenticate"].startswith("Bearer ")
    assert before.holds()


def test_a_key_without_the_scope_is_refused(shop: Shop) -> None:
    other = world.merchant(shop.merchant.facility)
    reader = calling.system(other, scopes=("orders:read",))
    before = Untouched.now()

    response = reader.post(ORDERS, shop.order())

    problem = refused(response, 403, "scope_missing")
    assert "orders:write" in problem["detail"]
    assert before.holds()


def test_nothing_was_kept_of_all_this(shop: Shop) -> None:
    sends(shop, shop.order(CARD))

    assert not Order.objects.exists()


def _refuses_quantity(shop: Shop, quantity: Any, code: str) -> None:
    body = shop.order()
    body["lines"][0]["quantity"] = quantity

    refused(sends(shop, body), 422, code, pointer="/lines/0/quantity")


def _refuses_everywhere(shop: Shop, spoken: str, compact: str) -> None:
    """Sent as a reference, as a SKU, in a field of the addressee, in a field that we do not know."""
    bad_sku = shop.order()
    bad_sku["lines"][0]["sku"] = compact
    places: list[tuple[dict[str, Any], str]] = [
        (shop.order(compact), "/merchant_ref"),
        (bad_sku, "/lines/0/sku"),
        (shop.order(addressee={**ADDRESSEE, "note": f"pay with {spoken}"}), "/addressee/note"),
        (shop.order(addressee={**ADDRESSEE, "lines": [spoken]}), "/addressee/lines/0"),
    ]
    for body, pointer in places:
        response = sends(shop, body)
        refused(response, 422, "personal_data", pointer=pointer)
        assert compact not in response.content.decode()
        assert spoken not in response.content.decode()
    response = sends(shop, shop.order(comment=spoken))
    refused(response, 422, "field_unknown")
    assert spoken not in response.content.decode()
