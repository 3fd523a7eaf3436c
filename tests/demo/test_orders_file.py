"""A file of orders is read as it is: what cannot be an order is listed with its reason, never dropped in silence."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from backend.demo import founding
from backend.demo.robots import orders_file
from tests.house.sources import ROOT

HEAD = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
REAL = ROOT.parent / "shared" / "data" / "online_retail_2010-12_2011-03.csv.gz"


def written(folder: Path, text: str) -> Path:
    path = folder / "orders.csv"
    path.write_text(text)
    return path


def test_our_own_demo_file_is_clean() -> None:
    found = orders_file.read(founding.DATA / "orders.csv", limit=1000)

    assert (len(found.orders), found.listed) == (400, [])
    assert {order.service for order in found.orders} == {"standard", "express"}


def test_dirt_is_listed_with_its_reason(tmp_path: Path) -> None:
    rows = [
        "1,85123A,HEART,6,12/1/10 8:26,2.55,1,UK",
        "1,85123A,HEART,2,12/1/10 8:26,2.55,1,UK",
        "1,POST,POSTAGE,1,12/1/10 8:26,18.00,1,UK",
        "C2,71053,LANTERN,-1,12/1/10 8:30,3.39,1,UK",
        "C2,71053,LANTERN,-2,12/1/10 8:30,3.39,1,UK",
        "3,M,Manual,1,12/1/10 8:31,3.39,1,UK",
        "4,22139,,-23,12/1/10 8:32,0,,UK",
        "5,22139,,x,12/1/10 8:32,0,,UK",
    ]

    found = orders_file.read(written(tmp_path, HEAD + "\n".join(rows)), limit=10)

    assert [(order.ref, order.lines) for order in found.orders] == [("1", {"85123A": 8}), ("4", {"22139": -23})]
    assert [(each.ref, each.reason) for each in found.listed] == [
        ("1", "line_merged"),
        ("1", "not_goods"),
        ("C2", "cancellation"),
        ("3", "not_goods"),
        ("5", "quantity_unreadable"),
        ("3", "no_goods"),
        ("5", "no_goods"),
    ]
    assert found.titles == {"85123A": "HEART", "71053": "LANTERN"}


def test_only_the_first_orders_are_read(tmp_path: Path) -> None:
    rows = [f"{number},A{number},THING,1,,,," for number in range(5)]

    found = orders_file.read(written(tmp_path, HEAD + "\n".join(rows)), limit=2)

    assert [order.ref for order in found.orders] == ["0", "1"]


def test_a_packed_file_is_unpacked_on_the_way(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv.gz"
    with gzip.open(path, "wt") as file:
        file.write("order_ref,sku,title,quantity,service\nA-1,S1,Soap,2,express\n")

    found = orders_file.read(path, limit=5)

    assert [(order.ref, order.service, order.lines) for order in found.orders] == [("A-1", "express", {"S1": 2})]
    assert found.demand == {"S1": 2}


def test_a_file_without_the_columns_says_which_are_missing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no column for order_ref, sku"):
        orders_file.read(written(tmp_path, "a,b,quantity\n1,2,3\n"), limit=5)


def test_the_real_shop_is_read_with_its_dirt() -> None:
    if not REAL.exists():
        pytest.skip("the real data set is not here")

    found = orders_file.read(REAL, limit=500)

    assert len(found.orders) == 499
    assert {each.reason for each in found.listed} == {"line_merged", "cancellation", "not_goods", "no_goods"}
    assert sum(1 for order in found.orders if min(order.lines.values()) <= 0) == 30
