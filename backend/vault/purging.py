"""What is not needed is deleted: addressees and labels after their day, those whose order never came, their keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final

from django.db import connections, transaction

from backend.kit import clock
from backend.vault import keys
from backend.vault.models import Addressee, CarrierFile, Kept

NamedBy = Callable[[Sequence[str]], set[str]]
ORPHAN_AFTER: Final = timedelta(hours=24)
SETTLED_AFTER: Final = timedelta(minutes=5)
ROWS_AT_ONCE: Final = 500
KINDS: Final[tuple[type[Kept], ...]] = (Addressee, CarrierFile)
_named_by: Final[list[NamedBy]] = []


def register(named_by: NamedBy) -> None:
    """Let an app above say which of these tokens its rows name; call it in `ready()`."""
    if named_by not in _named_by:
        _named_by.append(named_by)


def sweep() -> int:
    """Hourly: keep what orders name, delete what no order came for in a day and what has had its day; how many went."""
    gone = sum(_settle_pending(kind) + _purge_due(kind) for kind in KINDS)
    if gone:
        keys.destroy_unused()
        _leave_no_trace()
    return gone


def _settle_pending(kind: type[Kept]) -> int:
    """Without anybody who can say what is named, nothing pending is deleted."""
    if not _named_by:
        return 0
    now, gone, last = clock.now(), 0, ""
    pending = kind._default_manager.filter(state=Kept.State.PENDING, made_at__lt=now - SETTLED_AFTER)
    while rows := list(pending.filter(token__gt=last).order_by("token").values_list("token", "made_at")[:ROWS_AT_ONCE]):
        tokens = [token for token, _made_at in rows]
        named = set[str]().union(*(named_by(tokens) for named_by in _named_by))
        pending.filter(token__in=named).update(state=Kept.State.KEPT)
        orphans = [token for token, made_at in rows if token not in named and made_at < now - ORPHAN_AFTER]
        gone += pending.filter(token__in=orphans, legal_hold=False).delete()[0]
        last = tokens[-1]
    return gone


def _purge_due(kind: type[Kept]) -> int:
    gone = 0
    due = kind._default_manager.filter(purge_on__lte=clock.now().date(), legal_hold=False)
    while tokens := list(due.values_list("token", flat=True)[:ROWS_AT_ONCE]):
        with transaction.atomic(using="vault", durable=True):
            gone += due.filter(token__in=tokens).delete()[0]
    return gone


def _leave_no_trace() -> None:
    """SQLite zeroes deleted rows (`secure_delete`); the log of changes still has them until it is cut."""
    vault = connections["vault"]
    if vault.vendor == "sqlite" and not vault.in_atomic_block:
        with vault.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
