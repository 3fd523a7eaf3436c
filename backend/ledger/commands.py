"""Asking twice changes nothing: the key is inserted first, in the effect's own transaction, and keeps the answer."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import OperationalError, connection

from backend.kit import clock
from backend.kit.errors import Refused
from backend.ledger.models import Command

LOCK_NOT_AVAILABLE: Final = "55P03"


@dataclass(frozen=True)
class Asked:
    """A command as it arrived: whose key space (`merchant:3`, `station:12`), the client's key, and what it asks."""

    scope: str
    key: str
    fingerprint: str
    kind: str


def fingerprint(*parts: str) -> str:
    """A keyed digest of method, path and canonical body; keyed, because a bare hash of an address can be guessed."""
    secret = settings.SECRET_KEY.encode()
    return hmac.new(secret, "\0".join(parts).encode(), hashlib.sha256).hexdigest()


def begin(asked: Asked) -> str | None:
    """Take the key inside the running transaction; the stored answer if it was taken before, else None.

    A twin in flight makes this wait on the unique index (PostgreSQL, at most `lock_timeout`, then Refused
    `request_in_progress`) or on the write lock (SQLite). Refused `idempotency_key_reused` (422) when the key was used
    for something else.
    """
    if _take(asked):
        return None
    stored = Command.objects.get(scope=asked.scope, key=asked.key)
    if not hmac.compare_digest(stored.fingerprint, asked.fingerprint):
        raise Refused(
            "This key was used for another request. Send a new key.", code="idempotency_key_reused", status=422
        )
    return stored.answer


def _take(asked: Asked) -> bool:
    """Whether the key was free and is ours now."""
    made_at = connection.ops.adapt_datetimefield_value(clock.now())
    with connection.cursor() as cursor:
        try:
            cursor.execute(
                "INSERT INTO ledger_command (scope, key, fingerprint, kind, answer, made_at)"
                " VALUES (%s, %s, %s, %s, '', %s) ON CONFLICT DO NOTHING",
                [asked.scope, asked.key, asked.fingerprint, asked.kind, made_at],
            )
        except OperationalError as fault:
            if getattr(fault.__cause__, "sqlstate", None) != LOCK_NOT_AVAILABLE:
                raise
            raise Refused(
                "The same request is being answered just now. Ask again in a second.", code="request_in_progress"
            ) from fault
        return bool(cursor.rowcount == 1)


def finish(asked: Asked, *, answer: str) -> None:
    """Keep the answer beside the key, in the same transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_command SET answer = %s WHERE scope = %s AND key = %s", [answer, asked.scope, asked.key]
        )
