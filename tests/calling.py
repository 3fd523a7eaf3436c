"""A merchant's system that calls the API, as the tests use it."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.test import Client

from backend.ledger.happenings import SYSTEM
from backend.partners import buckets, keys
from backend.partners.models import ApiKey, Merchant

ORDERS = "/api/v1/orders/"
PRODUCTS = "/api/v1/products/"


@dataclass
class Caller:
    """One system with one key."""

    key: str
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def get(self, path: str, **headers: str) -> HttpResponse:
        """Read."""
        return self.client.get(path, headers={"Authorization": f"Bearer {self.key}", **headers})

    def post(self, path: str, body: Any, *, once: str | None = None, **headers: str) -> HttpResponse:
        """Send JSON under a new idempotency key, or under `once`."""
        return self.send(path, json.dumps(body), once=once, **headers)

    def send(
        self,
        path: str,
        text: str | bytes,
        *,
        once: str | None = None,
        media_type: str = "application/json",
        **headers: str,
    ) -> HttpResponse:
        """Send text as it is."""
        return self.client.post(
            path,
            data=text,
            content_type=media_type,
            headers={
                "Authorization": f"Bearer {self.key}",
                "Idempotency-Key": str(uuid.uuid4()) if once is None else once,
                **headers,
            },
        )

    @property
    def row(self) -> ApiKey:
        """The key's row."""
        return ApiKey.objects.select_related("merchant__facility").get(digest=keys.digest(self.key))


def system(shop: Merchant, *, scopes: tuple[str, ...] = keys.SCOPES) -> Caller:
    """A system with a fresh key of the shop."""
    for each in (buckets.merchants, buckets.bulk, buckets.strangers):
        each.clear()
    fresh = keys.draw()
    keys.issue(shop, by=SYSTEM, label="Web shop", fresh=fresh, scopes=scopes)
    return Caller(fresh.text)


def told(response: HttpResponse) -> Any:
    """What an answer says."""
    return json.loads(response.content)
