"""The one set of examples of the merchant API: they stand in the schema, and tests send them."""

from __future__ import annotations

from typing import Any, Final

ORDER_IN: Final[dict[str, Any]] = {
    "merchant_ref": "SO-20417",
    "lines": [{"sku": "LAV-SOAP-100", "quantity": 2}, {"sku": "TEA-TIN-GREEN", "quantity": 1}],
}
SECOND_ORDER_IN: Final[dict[str, Any]] = {
    "merchant_ref": "SO-20418",
    "lines": [{"sku": "NO-SUCH-SKU", "quantity": 1}],
    "service": "express",
    "ships_complete": True,
}
ORDER_WITH_ADDRESSEE: Final[dict[str, Any]] = {
    "merchant_ref": "SO-20419",
    "lines": [{"sku": "LAV-SOAP-100", "quantity": 1}],
    "addressee": {
        "name": "R. Example",
        "lines": ["Example Street 1"],
        "postcode": "1000",
        "city": "Brussels",
        "country": "BE",
    },
}
ORDER: Final[dict[str, Any]] = {
    "id": 123,
    "url": "/api/v1/orders/123/",
    "number": "O-000123",
    "merchant_ref": "SO-20417",
    "state": "accepted",
    "decision": {"outcome": "accepted", "code": "", "at": "2026-03-01T09:00:00Z"},
    "service": "standard",
    "ships_complete": False,
    "has_addressee": False,
    "ship_by": "2026-03-02T09:00:00Z",
    "made_at": "2026-03-01T09:00:00Z",
    "cancel_asked_at": None,
    "lines": [
        {"sku": "LAV-SOAP-100", "quantity": 2, "shipped": 0, "missing": 0},
        {"sku": "TEA-TIN-GREEN", "quantity": 1, "shipped": 0, "missing": 0},
    ],
    "parcels": [],
    "carrier_label": None,
}
ORDER_ROW: Final[dict[str, Any]] = {
    **{name: ORDER[name] for name in ("id", "url", "number", "merchant_ref", "state", "service", "ship_by", "made_at")},
    "lines": 2,
    "units": 3,
}
UNKNOWN_SKU: Final = "We do not know this SKU. Register the product first."
MANY: Final[dict[str, Any]] = {
    "accepted": 1,
    "refused": 1,
    "results": [
        {"index": 0, "order": ORDER, "refusal": None},
        {
            "index": 1,
            "order": None,
            "refusal": {
                "status": 422,
                "code": "unknown_sku",
                "detail": UNKNOWN_SKU,
                "errors": [{"pointer": "/lines/0/sku", "code": "unknown_sku", "detail": UNKNOWN_SKU}],
                "url": None,
            },
        },
    ],
}
CANCELLATION: Final[dict[str, Any]] = {
    "order": 123,
    "url": "/api/v1/orders/123/",
    "number": "O-000123",
    "outcome": "granted",
    "state": "cancelled",
    "at": "2026-03-01T09:05:00Z",
}
# ^XA^FO40,40^BCN,120^FD3SABCD0123456789^FS^XZ
CARRIER_LABEL_IN: Final[dict[str, Any]] = {
    "media_type": "application/zpl",
    "tracking_number": "3SABCD0123456789",
    "file": "XlhBXkZPNDAsNDBeQkNOLDEyMF5GRDNTQUJDRDAxMjM0NTY3ODleRlNeWFo=",
}
CARRIER_LABEL: Final[dict[str, Any]] = {
    "id": 9,
    "order": 123,
    "state": "waiting",
    "reason": "",
    "labels": 0,
    "received_at": "2026-03-01T09:10:00Z",
    "decided_at": None,
}
PRODUCT_IN: Final[dict[str, Any]] = {
    "sku": "LAV-SOAP-100",
    "title": "Lavender soap",
    "detail": "100 g, wrapped in paper",
    "weight_grams": 110,
    "codes": [{"text": "5412345678908"}, {"text": "5412345678915", "units": 6}],
}
PRODUCT: Final[dict[str, Any]] = {
    "sku": "LAV-SOAP-100",
    "url": "/api/v1/products/LAV-SOAP-100/",
    "title": "Lavender soap",
    "detail": "100 g, wrapped in paper",
    "weight_grams": 110,
    "length_mm": 100,
    "width_mm": 100,
    "height_mm": 50,
    "may_be_ordered": True,
    "codes": [
        {"text": "5412345678908", "units": 1},
        {"text": "5412345678915", "units": 6},
        {"text": "LAV-SOAP-100", "units": 1},
    ],
}
TAKEN: Final = "You registered this SKU before. Read it, or send another."
PRODUCTS: Final[dict[str, Any]] = {
    "accepted": 0,
    "refused": 1,
    "results": [
        {
            "index": 0,
            "product": None,
            "refusal": {
                "status": 409,
                "code": "duplicate_product",
                "detail": TAKEN,
                "errors": [{"pointer": "/sku", "code": "duplicate_product", "detail": TAKEN}],
            },
        }
    ],
}
LEVEL: Final[dict[str, Any]] = {"sku": "LAV-SOAP-100", "sellable": 120, "promised": 14, "free": 106}
FEED: Final[dict[str, Any]] = {
    "events": [
        {
            "seq": 4711,
            "type": "order.shipped",
            "timestamp": "2026-03-02T14:30:00Z",
            "subject": "order",
            "id": 123,
            "data": {"units": 3, "missing": 0},
        }
    ],
    "next_after": 4711,
    "has_more": False,
}
