"""How the addresses of orders and goods are documented: words, examples, problems."""

from __future__ import annotations

from typing import Any, Final

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, PolymorphicProxySerializer, extend_schema

from backend.kit import paging
from backend.partners import problem_catalogue as known
from backend.partners.documenting import IDEMPOTENCY_KEY, REPLAYED, problems
from warehouse.api import examples, goods_shapes, shapes
from warehouse.feed import PUBLIC
from warehouse.models import Order

WRITES: Final = [IDEMPOTENCY_KEY, REPLAYED]
CURSOR: Final = OpenApiParameter("cursor", str, description="Where the list goes on: take it from `next`.")
LIMIT: Final = OpenApiParameter(
    "limit",
    {"type": "integer", "minimum": 1, "maximum": paging.LARGEST_SIZE, "default": paging.DEFAULT_SIZE},
    description="How many rows a page has at most.",
)
MOMENT: Final = {"type": "string", "format": "date-time"}
LOCATION: Final = OpenApiParameter(
    "Location", str, OpenApiParameter.HEADER, response=[201], description="Where it is read."
)
LINK: Final = OpenApiParameter(
    "Link", str, OpenApiParameter.HEADER, response=[200], description='The next page, `rel="next"`, if there is one.'
)


def sent(name: str, value: Any) -> OpenApiExample:
    """A request, as an example."""
    return OpenApiExample(name, value=value, request_only=True)


def got(name: str, value: Any, *, status: int = 200) -> OpenApiExample:
    """An answer, as an example."""
    return OpenApiExample(name, value=value, response_only=True, status_codes=[str(status)])


list_orders = extend_schema(
    operation_id="list_orders",
    tags=["Orders"],
    summary="List orders",
    description="Your orders, newest first. Needs the scope `orders:read`.",
    parameters=[
        OpenApiParameter("state", str, enum=Order.State.values, description="Only orders in this state."),
        OpenApiParameter("merchant_ref", str, description="Only the order with this reference of yours."),
        OpenApiParameter("made_after", MOMENT, description="Only orders made at or after this moment."),
        OpenApiParameter("made_before", MOMENT, description="Only orders made before this moment."),
        CURSOR,
        LIMIT,
        LINK,
    ],
    responses={200: shapes.OrderPageOut, **problems(known.QUERY)},
    examples=[got("One page", {"orders": [examples.ORDER_ROW], "next": "/api/v1/orders/?cursor=MjAyNi0w"})],
)
send_orders = extend_schema(
    operation_id="send_orders",
    tags=["Orders"],
    summary="Send one order, or up to 500",
    description=(
        'Send one order, or `{"orders": [...]}`. One order is answered with 201 or refused with a problem. Many are '
        "each accepted or refused by themselves: 201 when all were accepted, 207 when some were refused; send those "
        "again under a new Idempotency-Key. A refused order leaves no trace: its reference stays free. "
        "Without `ship_by` an order leaves within 24 hours, an express order on the same day. "
        "Needs the scope `orders:write`."
    ),
    parameters=[*WRITES, LOCATION],
    request=PolymorphicProxySerializer(
        "OrderOrOrders", [shapes.OrderBody, shapes.OrdersBody], resource_type_field_name=None
    ),
    responses={
        201: PolymorphicProxySerializer(
            "OrderOrOrdersOut", [shapes.OrderOut, shapes.ManyOut], resource_type_field_name=None
        ),
        207: shapes.ManyOut,
        **problems(known.BODY, known.ORDER, writes=True),
    },
    examples=[
        sent("One order", examples.ORDER_IN),
        sent("An order with an addressee", examples.ORDER_WITH_ADDRESSEE),
        sent("Many orders", {"orders": [examples.ORDER_IN, examples.SECOND_ORDER_IN]}),
        got("One order", examples.ORDER, status=201),
        got("Some of many", examples.MANY, status=207),
    ],
)
read_order = extend_schema(
    operation_id="read_order",
    tags=["Orders"],
    summary="Read an order",
    description=(
        "One order with its lines, what was shipped of them, and its parcels. Another merchant's order is answered "
        "like one that never was. Needs the scope `orders:read`."
    ),
    responses={200: shapes.OrderOut, **problems(known.NOT_FOUND)},
    examples=[got("An order", examples.ORDER)],
)
cancel_order = extend_schema(
    operation_id="cancel_order",
    tags=["Orders"],
    summary="Ask to stop an order",
    description=(
        "Granted until the order's parcels are closed; its stock is free at once. After that it is refused with the "
        "reason. Needs the scope `orders:write`."
    ),
    parameters=WRITES,
    request=shapes.CancellationBody,
    responses={
        201: shapes.CancellationOut,
        **problems(known.NOT_FOUND, known.BODY, known.CANCELLATION, writes=True),
    },
    examples=[sent("Nothing to say", {}), got("Stopped", examples.CANCELLATION, status=201)],
)
send_carrier_label = extend_schema(
    operation_id="send_carrier_label",
    tags=["Orders"],
    summary="Send your carrier's own label",
    description=(
        "The label that your carrier made for the parcel of an order: PDF, PNG or ZPL, at most 700,000 bytes, in "
        "base64. It is sealed at once and read afterwards; the order's `carrier_label` and the events say what came of "
        "it. It prints at dispatch if a code on it holds `tracking_number` and it names the addressee of the order, if "
        "we hold one; when we cannot tell, somebody of dispatch looks (`unclear`). `reason` says why one was refused: "
        "`unreadable`, `hostile` (it tries to command the printer), `other_parcel`, `other_addressee`, "
        "`refused_by_staff`. Sending another sets the one before aside, until the parcel bears its label. "
        "Needs the scope `orders:write`."
    ),
    parameters=[*WRITES, LOCATION],
    request=shapes.CarrierLabelBody,
    responses={
        201: shapes.CarrierLabelOut,
        **problems(known.NOT_FOUND, known.BODY, known.CARRIER_LABEL, writes=True),
    },
    examples=[
        sent("A label in ZPL", examples.CARRIER_LABEL_IN),
        got("It waits to be read", examples.CARRIER_LABEL, status=201),
    ],
)
list_products = extend_schema(
    operation_id="list_products",
    tags=["Goods"],
    summary="List products",
    description="Your products, by SKU. Needs the scope `products:read`.",
    parameters=[CURSOR, LIMIT, LINK],
    responses={200: goods_shapes.ProductPageOut, **problems(known.QUERY)},
    examples=[got("One page", {"products": [examples.PRODUCT], "next": None})],
)
register_products = extend_schema(
    operation_id="register_products",
    tags=["Goods"],
    summary="Register one product, or up to 500",
    description=(
        'Send one product, or `{"products": [...]}`, each accepted or refused by itself: 201 when all were accepted, '
        "207 when some were refused. Weight and measures that you leave out are taken here. The SKU is one of the "
        "product's codes. Needs the scope `products:write`."
    ),
    parameters=[*WRITES, LOCATION],
    request=PolymorphicProxySerializer(
        "ProductOrProducts", [goods_shapes.ProductBody, goods_shapes.ProductsBody], resource_type_field_name=None
    ),
    responses={
        201: PolymorphicProxySerializer(
            "ProductOrProductsOut", [goods_shapes.ProductOut, goods_shapes.ProductsOut], resource_type_field_name=None
        ),
        207: goods_shapes.ProductsOut,
        **problems(known.BODY, known.PRODUCT, writes=True),
    },
    examples=[
        sent("One product", examples.PRODUCT_IN),
        sent("Many products", {"products": [examples.PRODUCT_IN]}),
        got("One product", examples.PRODUCT, status=201),
        got("Some of many", examples.PRODUCTS, status=207),
    ],
)
read_product = extend_schema(
    operation_id="read_product",
    tags=["Goods"],
    summary="Read a product",
    description="One product with its codes. Needs the scope `products:read`.",
    responses={200: goods_shapes.ProductOut, **problems(known.NOT_FOUND)},
    examples=[got("A product", examples.PRODUCT)],
)
list_stock = extend_schema(
    operation_id="list_stock",
    tags=["Goods"],
    summary="Read stock levels",
    description=(
        "How much of each product lies here (`sellable`), how much of it is spoken for (`promised`) and how much you "
        "can still sell (`free`), by SKU. Needs the scope `stock:read`."
    ),
    parameters=[OpenApiParameter("sku", str, description="Only this product."), CURSOR, LIMIT, LINK],
    responses={200: goods_shapes.LevelPageOut, **problems(known.QUERY)},
    examples=[got("One page", {"levels": [examples.LEVEL], "next": None})],
)
read_events = extend_schema(
    operation_id="read_events",
    tags=["Events"],
    summary="Read what happened",
    description=(
        "What happened to your orders and goods, in the order in which it was sealed, at most a second behind. Keep "
        "`next_after` and ask again with `after`; at once if `has_more`. Nothing comes late or twice. "
        f"Types: {', '.join(f'`{kind}`' for kind in PUBLIC)}. Needs the scope `events:read`."
    ),
    parameters=[
        OpenApiParameter(
            "after",
            {"type": "integer", "minimum": 0, "default": 0},
            description="The last `next_after`; 0 for the beginning.",
        ),
        OpenApiParameter(
            "limit",
            {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100},
            description="How many events at most.",
        ),
    ],
    responses={200: goods_shapes.FeedOut, **problems(known.QUERY)},
    examples=[got("A stretch", examples.FEED)],
)
