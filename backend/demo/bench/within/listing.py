"""Inside the house: a hundred thousand orders at once, and places in the middle of their list."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any, Final

import httpx
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils.module_loading import import_string

from backend.demo.bench.within.counting import FRAME
from backend.demo.robots.line import Line
from backend.kit import clock, paging
from backend.partners.models import Merchant
from warehouse.models import Order, OrderLine, OrderRef, Product

AT_ONCE: Final = 2_000
LINES: Final = 2


def seed_orders(asked: dict[str, Any]) -> dict[str, Any]:
    """Write `count` orders of two lines in the past, a second or so apart, by bulk insert."""
    shop = Merchant.objects.get()
    products = list(Product.objects.filter(merchant=shop).order_by("pk"))
    source = random.Random(asked["seed"])
    at = clock.now() - timedelta(days=60)
    states = list(Order.State)
    for start in range(0, asked["count"], AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, asked["count"]))
        moments = [at := at + timedelta(seconds=source.uniform(0.1, 2.0)) for _ in numbers]
        rows = Order.objects.bulk_create(
            Order(
                facility_id=shop.facility_id,
                merchant=shop,
                state=source.choice(states),
                ship_by=moment + timedelta(days=1),
                made_at=moment,
            )
            for moment in moments
        )
        OrderRef.objects.bulk_create(
            OrderRef(order=row, merchant=shop, merchant_ref=f"LIST-{number:07d}")
            for row, number in zip(rows, numbers, strict=True)
        )
        OrderLine.objects.bulk_create(
            OrderLine(order=row, product=product, quantity=source.randint(1, 5))
            for row in rows
            for product in source.sample(products, LINES)
        )
    with connection.cursor() as cursor:
        # A server does this by itself within a minute of such a load.
        cursor.execute("ANALYZE")
    return {"orders": Order.objects.count()}


def cursor_of_page(asked: dict[str, Any]) -> dict[str, Any]:
    """The cursor with which page `page` begins, as the page before it would give it."""
    last = asked["page"] - 1
    row = Order.objects.order_by("-made_at", "-pk")[last * paging.DEFAULT_SIZE - 1]
    moment: datetime = row.made_at
    return {"cursor": paging.write_cursor(moment, row.pk)}


def list_queries(asked: dict[str, Any]) -> dict[str, Any]:
    """The SQL statements of each path, asked through the whole stack by a signed-in supervisor or with a key."""
    transport = httpx.WSGITransport(app=import_string("backend.wsgi.application"))
    staff = Line(("http://localhost",), transport=transport)
    staff.get("/sign-in/")
    staff.post("/sign-in/", {"username": asked["name"], "password": asked["password"]})
    shop = Line(("http://localhost",), headers={"Authorization": f"Bearer {asked['key']}"}, transport=transport)
    counts = {}
    for path in asked["paths"]:
        line = shop if path.startswith("/api/") else staff
        with CaptureQueriesContext(connections["default"]) as captured:
            answer = line.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}.")
        counts[path] = sum(not each["sql"].startswith(FRAME) for each in captured.captured_queries)
    return {"queries": counts}
