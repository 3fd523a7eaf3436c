"""A merchant's own keys over its API: read them, and put a new one beside the old."""

from __future__ import annotations

from dataclasses import asdict

from rest_framework.request import Request
from rest_framework.response import Response

from backend.partners import asking, bodies, docs, keys
from backend.partners.authentication import presented
from backend.partners.shapes import FreshKeyOut, HomeOut, RotationBody
from backend.partners.views import MerchantView, answer, flagged


class Home(MerchantView):
    """`/api/v1/`"""

    @docs.home
    def get(self, request: Request) -> Response:
        """Who calls, what it may do, and where things are."""
        names = ("orders", "products", "stock", "events", "keys/rotation")
        home = {
            "merchant": self.merchant.name,
            "facility": self.merchant.facility.name,
            "is_practice": self.merchant.facility.is_practice,
            "key": keys.card(self.key),
            "links": {name.replace("/", "_"): f"{request.path}{name}/" for name in names},
        }
        return answer(HomeOut, home)


class Rotation(MerchantView):
    """`/api/v1/keys/rotation/`"""

    @docs.rotate
    def post(self, request: Request) -> Response:
        """Put a new key beside the one that calls, which goes on for seven days."""
        data = self.body()
        asked = asking.asked(request, data, kind="key.rotate")
        bodies.read(RotationBody, data)
        fresh, old = keys.draw(), presented(request)
        answered = keys.rotate.once(asked, self.key, by=self.key, fresh=fresh, sealed=keys.seal(fresh, under=old))
        shown = {**asdict(answered.card), "key": keys.unseal(answered.card.sealed, under=old)}
        return flagged(answer(FreshKeyOut, shown, status=201), answered)
