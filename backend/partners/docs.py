"""How the merchant's own addresses are documented: words, examples, problems."""

from __future__ import annotations

from typing import Final

from drf_spectacular.utils import OpenApiExample, extend_schema

from backend.partners import problem_catalogue as known
from backend.partners import shapes
from backend.partners.documenting import IDEMPOTENCY_KEY, REPLAYED, problems

KEY: Final = {
    "prefix": "aB3dE5gH",
    "label": "Web shop",
    "scopes": ["orders:write", "orders:read", "products:write", "products:read", "stock:read", "events:read"],
    "made_at": "2026-03-01T09:00:00Z",
    "expires_at": "2027-03-01T09:00:00Z",
}

home = extend_schema(
    operation_id="home",
    tags=["Keys"],
    summary="Who am I",
    description="Who calls, what the key may do, and where things are. Needs any live key.",
    responses={200: shapes.HomeOut, **problems()},
    examples=[
        OpenApiExample(
            "A web shop",
            response_only=True,
            status_codes=["200"],
            value={
                "merchant": "Fern & Flint",
                "facility": "North works",
                "is_practice": False,
                "key": KEY,
                "links": {
                    "orders": "/api/v1/orders/",
                    "products": "/api/v1/products/",
                    "stock": "/api/v1/stock/",
                    "events": "/api/v1/events/",
                    "keys_rotation": "/api/v1/keys/rotation/",
                },
            },
        )
    ],
)
rotate = extend_schema(
    operation_id="rotate_key",
    tags=["Keys"],
    summary="Put a new key beside this one",
    description=(
        "Makes a new key with the same scopes. The key that calls goes on for seven days; any other key of yours ends. "
        "The new key is shown here and kept nowhere: ask again with the same Idempotency-Key and the same old key if "
        "the answer was lost."
    ),
    parameters=[IDEMPOTENCY_KEY, REPLAYED],
    request=shapes.RotationBody,
    responses={201: shapes.FreshKeyOut, **problems(known.BODY, known.ROTATION, writes=True)},
    examples=[
        OpenApiExample("Nothing to say", request_only=True, value={}),
        OpenApiExample(
            "The new key",
            response_only=True,
            status_codes=["201"],
            value={**KEY, "key": "ob_aB3dE5gH_" + "x" * 43},
        ),
    ],
)
