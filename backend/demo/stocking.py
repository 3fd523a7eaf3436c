"""Fills the shelves of a demo: each good is entered in the catalogue and received onto a shelf of its own."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from backend.demo.founding import DATA
from backend.facility.models import Facility
from backend.kit import clock
from backend.kit.errors import ensure
from backend.ledger.happenings import SYSTEM
from backend.partners.models import Merchant
from warehouse import stock
from warehouse.models import Level, Location, Lot, Product, ProductCode

AT_ONCE = 400


@dataclass(frozen=True)
class Good:
    """Something a shop sells, and how many units of it lie on the shelf at the start."""

    shop: str
    sku: str
    title: str
    units: int
    detail: str = ""
    picture: str = ""
    weight_grams: int = 250
    length_mm: int = 120
    width_mm: int = 90
    height_mm: int = 60


def demo_goods(*, units: int = 120, scarce: int = 2) -> list[Good]:
    """The demo shops' own goods, from the file beside this one; one in nine is scarce, so that there are shortages."""
    with (DATA / "goods.csv").open(newline="", encoding="utf-8") as file:
        return [
            Good(
                shop=row["shop"],
                sku=row["sku"],
                title=row["title"],
                units=scarce if number % 9 == 4 else units,
                detail=row["detail"],
                picture=row["picture"],
                weight_grams=int(row["weight_grams"]),
                length_mm=int(row["length_mm"]),
                width_mm=int(row["width_mm"]),
                height_mm=int(row["height_mm"]),
            )
            for number, row in enumerate(csv.DictReader(file))
        ]


def fill(site: Facility, goods: Sequence[Good]) -> None:
    """Enter the goods in the catalogue and receive their units, each onto a shelf of its own, all over the floor."""
    shops = {shop.name: shop for shop in Merchant.objects.filter(facility=site)}
    places = list(Location.objects.filter(facility=site, kind=Location.Kind.PICK).order_by("pick_seq"))
    ensure(len(places) >= len(goods), "not_enough_shelves")
    shelves = places[:: max(1, len(places) // max(1, len(goods)))][: len(goods)]
    lots = _enter(site, shops, goods)
    receipts = [
        stock.Receipt(lot=lot.pk, location=shelf.pk, quantity=good.units)
        for good, lot, shelf in zip(goods, lots, shelves, strict=True)
        if good.units
    ]
    for start in range(0, len(receipts), AT_ONCE):
        stock.receive(receipts[start : start + AT_ONCE], facility=site.pk, by=SYSTEM, document="demo")


@transaction.atomic
def _enter(site: Facility, shops: dict[str, Merchant], goods: Sequence[Good]) -> list[Lot]:
    products = Product.objects.bulk_create(
        [
            Product(
                facility=site,
                merchant=shops[good.shop],
                sku=good.sku,
                title=good.title,
                detail=good.detail,
                picture=good.picture,
                weight_grams=good.weight_grams,
                length_mm=good.length_mm,
                width_mm=good.width_mm,
                height_mm=good.height_mm,
                made_at=clock.now(),
            )
            for good in goods
        ]
    )
    ProductCode.objects.bulk_create(
        [ProductCode(product=each, merchant=each.merchant, text=each.sku) for each in products]
    )
    Level.objects.bulk_create([Level(facility=site, product=each) for each in products])
    return Lot.objects.bulk_create([Lot(product=each) for each in products])
