"""What every address of the merchant API shares: a key, a scope per method, problems, and safe repetition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from backend.kit.errors import NotFound, Refused
from backend.ledger.work import Answered
from backend.partners import bodies
from backend.partners.authentication import key_of
from backend.partners.models import ApiKey, Merchant
from backend.partners.throttling import KeyThrottle


class MerchantView(APIView):
    """An address for merchants' systems; `scopes` names what a key needs for each method."""

    scopes: ClassVar[Mapping[str, str]] = {}
    throttle_classes = (KeyThrottle,)
    http_method_names = ("get", "head", "post", "put", "patch", "delete")

    @property
    def key(self) -> ApiKey:
        """The key that calls."""
        return key_of(self.request)

    @property
    def merchant(self) -> Merchant:
        """The merchant that calls."""
        return self.key.merchant

    def body(self) -> Any:
        """What was sent, parsed; a body without a length would read as empty, so it is refused."""
        request: Request = self.request
        if "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "") and not request.META.get("CONTENT_LENGTH"):
            raise Refused(
                _("Send the body in one piece, with a Content-Length header."), code="length_missing", status=411
            )
        return request.data


class Unknown(APIView):
    """Every other address: 404 in the same words, whatever the method and whoever asks."""

    authentication_classes = ()
    permission_classes = ()
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """There is nothing to begin with."""
        raise NotFound(_("There is no such address. Addresses end with a slash; see /api/docs/."))


def answer(shape: type[BaseSerializer[Any]], card: object, *, status: int = 200) -> Response:
    """A card as JSON through its Out serializer."""
    return Response(bodies.shared(shape).to_representation(card), status=status)


def flagged(response: Response, answered: Answered[Any]) -> Response:
    """The answer to a command: the same bytes each time, `Idempotent-Replayed: true` from the second on."""
    if answered.replayed:
        response["Idempotent-Replayed"] = "true"
    return response
