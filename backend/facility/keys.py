"""The secrets that devices hold: 256 random bits each, kept here as a digest only."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

from django.db.models import FilteredRelation, Q

from backend.facility.models import Seat, StationKey
from backend.kit.standing import Standing

_live_key: Final = Standing(
    lambda digest: (
        StationKey.objects.annotate(
            sitting=FilteredRelation("station__seat", condition=Q(station__seat__left_at=None)),
        )
        .select_related("station__facility", "station__area", "sitting__person")  # type: ignore[misc]
        .filter(digest=digest, revoked_at=None)
    )
)


def draw() -> str:
    """A new secret for a cookie."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """How a secret is stored; it has 256 random bits, so a fast hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def find_station(secret: str) -> tuple[StationKey, Seat | None] | None:
    """The live key with its station, and whoever sits there: one query, on every request of every kiosk."""
    key = next(iter(_live_key(digest_of(secret))), None)
    if key is None:
        return None
    seat: Seat | None = getattr(key, "sitting", None)  # Django sets nothing where nobody sits
    if seat is not None:
        seat.station = key.station
    return key, seat


def opens(seat: Seat, secret: str) -> bool:
    """Whether this secret is the one that the device got when this worker's PIN was last right."""
    return bool(seat.digest) and hmac.compare_digest(seat.digest, digest_of(secret))
