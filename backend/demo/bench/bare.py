"""The bare view: what a good Django + DRF developer writes in an afternoon to put the same rows into the same tables.

It writes order, lines, reference, event, unsealed mark and command in one transaction: 7 queries. What it leaves out:
whose key it is (it knows its one merchant), scopes and rate limit; a second sending under the same key; a reference
that was ordered before; personal data in the wrong field; unknown, doubled and absurd fields; addressees; problem
details with stable codes; request ids; the job for the planner; any retry when a row is busy.
"""

from __future__ import annotations

import json
import os
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.urls import path
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.ledger.models import Command, Event, Unsealed
from warehouse.models import Order, OrderLine, OrderRef, Product


class LineIn(serializers.Serializer[Any]):
    """So many of one SKU."""

    sku = serializers.CharField(max_length=64)
    quantity = serializers.IntegerField(min_value=1, max_value=10_000)


class OrderIn(serializers.Serializer[Any]):
    """What is sent."""

    merchant_ref = serializers.CharField(max_length=64)
    lines = LineIn(many=True)


class Orders(APIView):
    """`/api/v1/orders/`, bare."""

    def post(self, request: Request) -> Response:
        """Write one order."""
        body = OrderIn(data=request.data)
        body.is_valid(raise_exception=True)
        answer = _write(body.validated_data, key=request.headers["Idempotency-Key"])
        return Response(answer, status=201)


@transaction.atomic
def _write(data: dict[str, Any], *, key: str) -> dict[str, Any]:
    facility, merchant = (int(each) for each in os.environ["OUTBOUND_BENCH_MERCHANT"].split(":"))
    now = timezone.now()
    skus = [line["sku"] for line in data["lines"]]
    products = dict(Product.objects.filter(merchant=merchant, sku__in=skus).values_list("sku", "pk"))
    order = Order.objects.create(
        facility_id=facility, merchant_id=merchant, ship_by=now + timedelta(days=1), made_at=now
    )
    OrderRef.objects.create(order=order, merchant_id=merchant, merchant_ref=data["merchant_ref"])
    OrderLine.objects.bulk_create(
        OrderLine(order=order, product_id=products[line["sku"]], quantity=line["quantity"]) for line in data["lines"]
    )
    event = Event.objects.create(
        facility=facility,
        merchant=merchant,
        at=now,
        kind="order.accepted",
        subject=f"warehouse.order:{order.pk}",
        actor=f"partners.merchant:{merchant}",
        data={"lines": len(skus), "units": sum(line["quantity"] for line in data["lines"])},
    )
    Unsealed.objects.create(event=event, facility=facility)
    answer = {"id": order.pk, "state": order.state, "merchant_ref": data["merchant_ref"], "lines": data["lines"]}
    Command.objects.create(
        scope=f"merchant:{merchant}",
        key=key,
        fingerprint="0" * 64,
        kind="order.accept",
        answer=json.dumps(answer),
        made_at=now,
    )
    return answer


urlpatterns = [path("api/v1/orders/", Orders.as_view())]
