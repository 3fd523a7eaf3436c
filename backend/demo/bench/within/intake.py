"""Inside the house: the queries of one order, and whether everything acknowledged is there once."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import connections
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backend.demo.bench import orders
from backend.demo.bench.within.counting import FRAME
from backend.partners.models import Merchant
from warehouse.models import OrderRef

WARM = 3


def merchant(asked: dict[str, Any]) -> dict[str, Any]:
    """The one shop of the house."""
    shop = Merchant.objects.get()
    return {"facility": shop.facility_id, "merchant": shop.pk}


def intake_queries(asked: dict[str, Any]) -> dict[str, Any]:
    """The SQL statements and commits of one order sent through the whole stack, as the last of a few."""
    client = Client(headers={"Authorization": f"Bearer {asked['key']}"}, SERVER_NAME="localhost")
    bodies = orders.bodies(0, prefix="queries")
    statements: list[str] = []
    for _ in range(WARM):
        with (
            CaptureQueriesContext(connections["default"]) as main,
            CaptureQueriesContext(connections["vault"]) as vault,
        ):
            answer = client.post(
                "/api/v1/orders/",
                next(bodies),
                content_type="application/json",
                headers={"Idempotency-Key": uuid.uuid4().hex},
            )
        if answer.status_code != 201:
            raise RuntimeError(f"An order was not accepted: {answer.status_code} {answer.content[:300]!r}")
        statements = [each["sql"] for each in (*main.captured_queries, *vault.captured_queries)]
    return {
        "queries": sum(not each.startswith(FRAME) for each in statements),
        "commits": sum(each.startswith("COMMIT") for each in statements),
        "statements": statements,
    }


def intake_kept(asked: dict[str, Any]) -> dict[str, Any]:
    """Of the acknowledged references: how many are not there, and how many more than once."""
    times = dict(OrderRef.objects.values_list("merchant_ref").annotate(n=Count("order")))
    return {
        "lost": sum(ref not in times for ref in asked["refs"]),
        "doubled": sum(n > 1 for n in times.values()),
    }
