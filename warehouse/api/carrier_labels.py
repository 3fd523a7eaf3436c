"""The label of a shop's own carrier over the merchant API: sent for an order, read and compared afterwards."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from backend.kit.errors import Fault, Invalid
from backend.partners import asking, bodies
from backend.partners.views import MerchantView, answer, flagged
from backend.vault.carrier_files import Label
from warehouse import carrier_labels, order_book
from warehouse.api import docs, links, shapes


class OneCarrierLabel(MerchantView):
    """`/api/v1/orders/{id}/carrier-label/`"""

    scopes = {"POST": "orders:write"}

    @docs.send_carrier_label
    def post(self, request: Request, pk: int) -> Response:
        """Send the label for the parcel of an order."""
        data = self.body()
        asked = asking.asked(request, data, kind="carrier_label.take")
        label = _label(bodies.read(shapes.CarrierLabelBody, data))
        order = order_book.row(self.merchant, pk)
        answered = carrier_labels.receive(order, merchant=self.merchant, by=self.key, label=label, asked=asked)
        response = answer(shapes.CarrierLabelOut, answered.card, status=201)
        response["Location"] = links.order(order.pk)
        return flagged(response, answered)


def _label(values: dict[str, Any]) -> Label:
    try:
        data = base64.b64decode(values["file"], validate=True)
    except (binascii.Error, ValueError):
        words = _("This is not base64. Send the bytes of the file in base64, without line breaks.")
        raise Invalid(words, code="not_base64", faults=(Fault("/file", "not_base64", words),)) from None
    return Label(data, values["media_type"], values["tracking_number"])
