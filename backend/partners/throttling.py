"""Slows a key down that asks too much: 429 with the seconds to wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from backend.partners import buckets
from backend.partners.authentication import key_of

if TYPE_CHECKING:  # DRF reads this module while its own views are being imported
    from rest_framework.views import APIView


class KeyThrottle(BaseThrottle):
    """So many requests per key and minute."""

    _wait = 0

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Whether the key's bucket held one more."""
        self._wait = buckets.merchants.take(str(key_of(request).pk))
        return self._wait == 0

    def wait(self) -> float:
        """Seconds until it does."""
        return self._wait


def take_bulk(request: Request) -> None:
    """One bulk request of the key, of which there are fewer; 429 when they are used up."""
    wait = buckets.bulk.take(str(key_of(request).pk))
    if wait:
        raise Throttled(wait, code="too_many_requests")
