"""Goods over the merchant API: registered, read, how much of them is here, and what happened to them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from backend.kit.errors import Invalid, Refused
from backend.partners import asking, bodies
from backend.partners.queries import Query
from backend.partners.throttling import take_bulk
from backend.partners.views import MerchantView, answer, flagged
from warehouse import catalogue, feed
from warehouse.api import docs, links
from warehouse.api import goods_shapes as shapes
from warehouse.cards.products import ProductIn

LAST_PLACE = 2**63 - 1 - feed.REACH
FEED_SIZE = 100
LARGEST_FEED = 1_000


class Products(MerchantView):
    """`/api/v1/products/`"""

    scopes = {"GET": "products:read", "POST": "products:write"}

    @docs.list_products
    def get(self, request: Request) -> Response:
        """The merchant's products, by SKU."""
        query = Query(request, known=("cursor", "limit"))
        page = catalogue.page(self.merchant, cursor=query.text("cursor"), size=query.size())
        return links.listed("products", shapes.ProductOut, page, request)

    @docs.register_products
    def post(self, request: Request) -> Response:
        """One product, or up to 500."""
        data = self.body()
        if isinstance(data, dict) and "products" in data:
            return self._post_many(request, data)
        asked = asking.asked(request, data, kind="product.register")
        product = shapes.product(bodies.read(shapes.ProductBody, data))
        answered = catalogue.register.once(asked, self.merchant, by=self.key, product=product)
        response = answer(shapes.ProductOut, answered.card, status=201)
        response["Location"] = links.product(answered.card.sku)
        return flagged(response, answered)

    def _post_many(self, request: Request, data: dict[str, Any]) -> Response:
        asked = asking.asked(request, data, kind="product.register_many")
        take_bulk(request)
        answered = catalogue.register_many.once(asked, self.merchant, by=self.key, products=_each(data))
        status = HTTPStatus.CREATED if answered.card.refused == 0 else HTTPStatus.MULTI_STATUS
        return flagged(answer(shapes.ProductsOut, answered.card, status=status), answered)


class OneProduct(MerchantView):
    """`/api/v1/products/{sku}/`"""

    scopes = {"GET": "products:read"}

    @docs.read_product
    def get(self, request: Request, sku: str) -> Response:
        """One product."""
        return answer(shapes.ProductOut, catalogue.one(self.merchant, sku))


class Stock(MerchantView):
    """`/api/v1/stock/`"""

    scopes = {"GET": "stock:read"}

    @docs.list_stock
    def get(self, request: Request) -> Response:
        """How much of each product is here and free to order, by SKU."""
        query = Query(request, known=("sku", "cursor", "limit"))
        page = catalogue.levels(self.merchant, sku=query.text("sku"), cursor=query.text("cursor"), size=query.size())
        return links.listed("levels", shapes.LevelOut, page, request)


class Events(MerchantView):
    """`/api/v1/events/`"""

    scopes = {"GET": "events:read"}

    @docs.read_events
    def get(self, request: Request) -> Response:
        """What happened after a place in the sequence, oldest first."""
        query = Query(request, known=("after", "limit"))
        card = feed.read(
            self.merchant,
            after=query.number("after", default=0, least=0, most=LAST_PLACE),
            size=query.number("limit", default=FEED_SIZE, least=1, most=LARGEST_FEED),
        )
        return answer(shapes.FeedOut, card)


def _each(data: dict[str, Any]) -> list[ProductIn | Refused]:
    """The products of a bulk body, each read by itself; a fault of the frame refuses them all."""
    products: list[ProductIn | Refused] = []
    for each in bodies.read(shapes.ProductsFrame, data)["products"]:
        try:
            products.append(shapes.product(bodies.read(shapes.ProductBody, each)))
        except Invalid as refused:
            products.append(refused)
    return products
