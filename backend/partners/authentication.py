"""Who calls: the key in `Authorization: Bearer ob_...` names the merchant; nothing that a client chooses does."""

from __future__ import annotations

from typing import Any, cast

from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated, Throttled
from rest_framework.request import Request

from backend.kit import clock
from backend.partners import buckets, keys
from backend.partners.models import ApiKey

SCHEME = "bearer "


class ApiKeyAuthentication(BaseAuthentication):
    """Lets a live key in, says which way a dead one died, and slows down whoever guesses."""

    def authenticate(self, request: Request) -> tuple[Any, ApiKey]:
        """The key that called, as `request.auth`; 401 with a stable code otherwise."""
        text = presented(request)
        if not text:
            self._slow_down(request)
            raise NotAuthenticated(_("Send your key as: Authorization: Bearer ob_..."), code="key_missing")
        key = keys.find(text)
        if key is None:
            self._slow_down(request)
            raise AuthenticationFailed(_("We do not know this key. Check it letter by letter."), code="key_unknown")
        if key.revoked_at is not None:
            raise AuthenticationFailed(_("This key was revoked. Use the new one."), code="key_revoked")
        if key.expires_at <= clock.now():
            raise AuthenticationFailed(_("This key has expired. Ask the works for a new one."), code="key_expired")
        if not key.merchant.is_active:
            raise AuthenticationFailed(_("This shop is closed here. Ask the works."), code="merchant_closed")
        return None, key

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return 'Bearer realm="Outbound merchant API"'

    def _slow_down(self, request: Request) -> None:
        wait = buckets.strangers.take(request.META.get("REMOTE_ADDR", ""))
        if wait:
            raise Throttled(wait, code="too_many_requests")


def presented(request: Request) -> str:
    """The key text of the request, or nothing."""
    header = request.headers.get("Authorization", "")
    return header[len(SCHEME) :].strip() if header[: len(SCHEME)].lower() == SCHEME else ""


def key_of(request: Request) -> ApiKey:
    """The live key that called; only behind `ApiKeyAuthentication`."""
    return cast(ApiKey, request.auth)
