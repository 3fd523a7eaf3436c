"""Orders over the merchant API: sent, read, listed, asked to be stopped."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from backend.kit.errors import Invalid, Refused
from backend.partners import asking, bodies, problems
from backend.partners.queries import Query
from backend.partners.throttling import take_bulk
from backend.partners.views import MerchantView, answer, flagged
from warehouse import cancelling, intake, order_book
from warehouse.api import docs, links, shapes
from warehouse.intake import AlreadyOrdered, Wanted
from warehouse.models import Order


class Orders(MerchantView):
    """`/api/v1/orders/`"""

    scopes = {"GET": "orders:read", "POST": "orders:write"}

    @docs.list_orders
    def get(self, request: Request) -> Response:
        """The merchant's orders, newest first."""
        query = Query(request, known=("state", "merchant_ref", "made_after", "made_before", "cursor", "limit"))
        wanted = order_book.Filter(
            state=query.one_of("state", tuple(Order.State.values)),
            merchant_ref=query.text("merchant_ref"),
            made_after=query.moment("made_after"),
            made_before=query.moment("made_before"),
        )
        page = order_book.page(self.merchant, wanted, cursor=query.cursor(), size=query.size())
        return links.listed("orders", shapes.OrderRowOut, page, request)

    @docs.send_orders
    def post(self, request: Request) -> Response:
        """One order, or up to 500."""
        data = self.body()
        if isinstance(data, dict) and "orders" in data:
            return self._post_many(request, data)
        asked = asking.asked(request, data, kind="order.accept")
        wanted = shapes.wanted(bodies.read(shapes.OrderBody, data))
        try:
            answered = intake.receive(self.merchant, by=self.key, wanted=wanted, asked=asked)
        except AlreadyOrdered as fault:
            fault.url = links.order(fault.order) if fault.order else ""
            raise
        response = answer(shapes.OrderOut, answered.card, status=201)
        response["Location"] = links.order(answered.card.id)
        return flagged(response, answered)

    def _post_many(self, request: Request, data: dict[str, Any]) -> Response:
        asked = asking.asked(request, data, kind="order.accept_many")
        take_bulk(request)
        wanted = _each(data)
        answered = intake.receive_many(self.merchant, by=self.key, wanted=wanted, asked=asked)
        status = HTTPStatus.CREATED if answered.card.refused == 0 else HTTPStatus.MULTI_STATUS
        return flagged(answer(shapes.ManyOut, answered.card, status=status), answered)


class OneOrder(MerchantView):
    """`/api/v1/orders/{id}/`"""

    scopes = {"GET": "orders:read"}

    @docs.read_order
    def get(self, request: Request, pk: int) -> Response:
        """One order as it stands."""
        return answer(shapes.OrderOut, order_book.one(self.merchant, pk))


class Cancellation(MerchantView):
    """`/api/v1/orders/{id}/cancellation/`"""

    scopes = {"POST": "orders:write"}

    @docs.cancel_order
    def post(self, request: Request, pk: int) -> Response:
        """Ask to stop an order."""
        data = self.body()
        asked = asking.asked(request, data, kind="order.ask_cancel")
        bodies.read(shapes.CancellationBody, data)
        answered = cancelling.ask_cancel.once(asked, order_book.row(self.merchant, pk), by=self.key)
        if answered.card.outcome == "granted":
            return flagged(answer(shapes.CancellationOut, answered.card, status=201), answered)
        refused = Refused(str(shapes.TOO_LATE[answered.card.code]), code=answered.card.code)
        return flagged(problems.response(request, refused), answered)


def _each(data: dict[str, Any]) -> list[Wanted | Refused]:
    """The orders of a bulk body, each read by itself; a fault of the frame refuses them all."""
    wanted: list[Wanted | Refused] = []
    for each in bodies.read(shapes.OrdersFrame, data)["orders"]:
        try:
            wanted.append(shapes.wanted(bodies.read(shapes.OrderBody, each)))
        except Invalid as refused:
            wanted.append(refused)
    return wanted
