"""The same request while its twin is still being answered: told so within two seconds, and nothing is done twice."""

from __future__ import annotations

import json
import uuid

import psycopg
import pytest
from django.db import connection

from backend.kit import clock
from backend.ledger.models import Command
from tests import calling, world
from tests.calling import PRODUCTS, told
from warehouse.models import Product


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, databases=["default", "vault"])
def test_a_twin_in_flight_is_told_to_ask_again(committed: dict[str, str]) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one transaction in at a time: a twin waits for the whole answer there")
    shop = world.merchant(world.facility())
    system = calling.system(shop)
    with psycopg.connect(committed["OUTBOUND_DATABASE_URL"]) as other:
        other.execute(
            "INSERT INTO ledger_command (scope, key, fingerprint, kind, answer, made_at)"
            " VALUES (%s, 'twin', %s, 'product.register', '', %s)",
            [f"merchant:{shop.pk}", uuid.uuid4().hex, clock.now()],
        )

        response = system.send(PRODUCTS, json.dumps({"sku": "A", "title": "Thing"}), once="twin")

        other.rollback()
    assert (response.status_code, told(response)["code"]) == (409, "request_in_progress")
    assert response["Retry-After"] == "1"
    assert not Product.objects.exists()
    assert not Command.objects.exists()
