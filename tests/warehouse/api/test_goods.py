"""A merchant's system registers products and reads how much of them is here."""

from __future__ import annotations

from typing import Any

import pytest

from backend.ledger.models import Event
from tests import calling, statements, world
from tests.calling import PRODUCTS, told
from tests.warehouse.api.shop import Shop, Untouched
from tests.warehouse.api.test_bad_input import refused
from warehouse.models import Level, Lot, Product, ProductCode

SOAP: dict[str, Any] = {
    "sku": "LAV-100",
    "title": "Lavender soap",
    "detail": "100 g",
    "weight_grams": 110,
    "length_mm": 80,
    "codes": [{"text": "5412345678908"}, {"text": "5412345678915", "units": 6}],
}
pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_a_product_is_registered_ready_to_be_received_and_ordered(shop: Shop) -> None:
    response = shop.system.post(PRODUCTS, SOAP)

    product = Product.objects.get(sku="LAV-100")
    assert response.status_code == 201
    assert response["Location"] == "/api/v1/products/LAV-100/"
    assert told(response) == {
        "sku": "LAV-100",
        "url": "/api/v1/products/LAV-100/",
        "title": "Lavender soap",
        "detail": "100 g",
        "weight_grams": 110,
        "length_mm": 80,
        "width_mm": 100,
        "height_mm": 50,
        "may_be_ordered": True,
        "codes": [
            {"text": "5412345678908", "units": 1},
            {"text": "5412345678915", "units": 6},
            {"text": "LAV-100", "units": 1},
        ],
    }
    assert Lot.objects.get(product=product).code == ""
    assert (Level.objects.get(product=product).sellable, Level.objects.get(product=product).promised) == (0, 0)
    event = Event.objects.get(kind="product.registered")
    assert (event.subject, event.data) == (f"warehouse.product:{product.pk}", {"codes": 3})


def test_a_product_reads_as_it_was_answered(shop: Shop) -> None:
    made = told(shop.system.post(PRODUCTS, SOAP))

    assert told(shop.system.get(made["url"])) == made


def test_a_sku_with_a_slash_has_an_address_too(shop: Shop) -> None:
    made = told(shop.system.post(PRODUCTS, {"sku": "A/B/C", "title": "Odd"}))

    assert told(shop.system.get(made["url"]))["sku"] == "A/B/C"


def test_many_products_are_registered_each_by_itself(shop: Shop) -> None:
    products = [
        {"sku": "NEW-1", "title": "First"},
        {"sku": shop.products[0].sku, "title": "Known"},
        {"sku": "NEW-1", "title": "Twice"},
        {"sku": "NEW-2", "title": "Reads like a label", "codes": [{"text": "LBBBBBCT"}]},
        {"sku": "NEW-3", "title": ""},
        {"sku": "NEW-4", "title": "Last", "codes": [{"text": "5412345678908"}]},
        {"sku": "NEW-5", "title": "Same code", "codes": [{"text": "5412345678908"}]},
    ]

    response = shop.system.post(PRODUCTS, {"products": products})

    answer = told(response)
    assert response.status_code == 207
    assert [(each["refusal"] or {}).get("code") for each in answer["results"]] == [
        None, "duplicate_product", "duplicate_product", "code_reserved", "empty", None, "code_taken",
    ]  # fmt: skip
    assert set(Product.objects.filter(sku__startswith="NEW").values_list("sku", flat=True)) == {"NEW-1", "NEW-4"}


def test_five_hundred_products_cost_a_fixed_number_of_statements(shop: Shop) -> None:
    counts = []
    for start, many in ((0, 10), (1000, 60)):
        body = {"products": [{"sku": f"N{start + number}", "title": "Thing"} for number in range(many)]}
        with statements.counted() as asked:
            response = shop.system.post(PRODUCTS, body)
        assert response.status_code == 201
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 12


def test_a_known_sku_is_refused_and_the_product_stays_as_it_was(shop: Shop) -> None:
    before = Untouched.now()

    response = shop.system.post(PRODUCTS, {"sku": shop.products[0].sku, "title": "Another"})

    refused(response, 409, "duplicate_product", pointer="/sku")
    assert Product.objects.get(pk=shop.products[0].pk).title == "Lavender soap"
    assert before.holds()


def test_a_code_of_another_product_is_refused(shop: Shop) -> None:
    before = Untouched.now()

    response = shop.system.post(PRODUCTS, {"sku": "NEW", "title": "New", "codes": [{"text": shop.products[0].sku}]})

    refused(response, 422, "code_taken", pointer="/codes/0/text")
    assert before.holds()


def test_a_label_of_the_works_is_no_code_of_goods(shop: Shop) -> None:
    before = Untouched.now()

    response = shop.system.post(PRODUCTS, {"sku": "lbbbbbct", "title": "New"})

    refused(response, 422, "code_reserved", pointer="/sku")
    assert before.holds()


def test_a_barcode_is_not_taken_for_a_card(shop: Shop) -> None:
    response = shop.system.post(PRODUCTS, {"sku": "NEW", "title": "New", "codes": [{"text": "4111111111111111"}]})

    assert response.status_code == 201


@pytest.mark.parametrize(
    ("more", "code", "pointer"),
    [
        ({"sku": "has space"}, "form", "/sku"),
        ({"title": "Call +32 470 12 34 56"}, "personal_data", "/title"),
        ({"weight_grams": 0}, "out_of_range", "/weight_grams"),
        ({"weight_grams": 30_001}, "out_of_range", "/weight_grams"),
        ({"length_mm": 10.5}, "not_whole", "/length_mm"),
        ({"security": "open"}, "field_unknown", "/security"),
        ({"codes": [{"text": "A", "units": 0}]}, "out_of_range", "/codes/0/units"),
        ({"codes": [{"text": str(number)} for number in range(11)]}, "too_many", "/codes"),
    ],
)
def test_a_product_that_cannot_be_is_refused(shop: Shop, more: dict[str, Any], code: str, pointer: str) -> None:
    before = Untouched.now()

    response = shop.system.post(PRODUCTS, {"sku": "NEW", "title": "New", **more})

    refused(response, 422, code, pointer=pointer)
    assert before.holds()


def test_products_are_listed_by_sku_page_by_page(shop: Shop) -> None:
    skus = sorted(each.sku for each in shop.products)

    first = told(shop.system.get(f"{PRODUCTS}?limit=2"))
    second = told(shop.system.get(first["next"]))

    assert [each["sku"] for each in first["products"] + second["products"]] == skus
    assert second["next"] is None


def test_another_merchants_product_reads_like_none(shop: Shop) -> None:
    theirs = world.product(world.merchant(shop.merchant.facility))

    refused(shop.system.get(f"{PRODUCTS}{theirs.sku}/"), 404, "not_found")
    refused(shop.system.get(f"{PRODUCTS}NO-SUCH/"), 404, "not_found")


def test_two_merchants_may_use_the_same_sku_and_code(shop: Shop) -> None:
    theirs = calling.system(world.merchant(shop.merchant.facility))
    shop.system.post(PRODUCTS, SOAP)

    assert theirs.post(PRODUCTS, SOAP).status_code == 201
    assert ProductCode.objects.filter(text="5412345678908").count() == 2


def test_levels_say_what_is_here_spoken_for_and_free(shop: Shop) -> None:
    soap = shop.products[0]
    world.received(soap, 10)
    world.promised(world.order(shop.merchant, {soap: 3}))

    answer = told(shop.system.get(f"/api/v1/stock/?sku={soap.sku}"))

    assert answer == {"levels": [{"sku": soap.sku, "sellable": 10, "promised": 3, "free": 7}], "next": None}


def test_a_merchant_sees_only_its_own_levels(shop: Shop) -> None:
    world.product(world.merchant(shop.merchant.facility))

    levels = told(shop.system.get("/api/v1/stock/"))["levels"]

    assert [each["sku"] for each in levels] == sorted(each.sku for each in shop.products)
