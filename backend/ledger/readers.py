"""What follows the ledger: tallies, pay, skills, webhooks, each with a cursor on the sealed sequence."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from backend.kit import locks
from backend.ledger.models import Cursor, Head, Seal

log = logging.getLogger(__name__)
STEP: Final = 500


@dataclass(frozen=True)
class SealedEvent:
    """An event with its place in the facility's sequence, as readers see it."""

    facility: int
    seq: int
    at: datetime
    kind: str
    version: int
    subject: str
    actor: str
    merchant: int | None
    data: dict[str, Any]


@dataclass(frozen=True)
class Reader:
    """One that follows: `apply` works inside the cursor's transaction and sees only `kinds`, in order of `seq`.

    `clear` removes all that it keeps of a facility, `digest` is one text over all of that: rebuilding from nothing
    must give the same text.
    """

    name: str
    kinds: frozenset[str]
    apply: Callable[[Sequence[SealedEvent]], None]
    clear: Callable[[int], None]
    digest: Callable[[int], str]


@dataclass(frozen=True)
class Replayed:
    """What a rebuild from nothing gave, beside what is kept."""

    reader: str
    facility: int
    events: int
    kept: str
    rebuilt: str

    @property
    def is_equal(self) -> bool:
        """Whether what is kept is what the ledger says."""
        return self.kept == self.rebuilt


READERS: dict[str, Reader] = {}


def register(reader: Reader) -> None:
    """Have `reader` follow the ledger; called by its app when the house starts."""
    known = READERS.setdefault(reader.name, reader)
    if known != reader:
        raise ValueError(f"Two readers are called {reader.name}")


def catch_up(reader: Reader, *, facility: int) -> int:
    """Show `reader` at most 500 further events in one transaction with its cursor; how far it moved, 0 at the end.

    Somebody else who moves the same cursor makes this leave at once with 0.
    """
    head = _size(facility)
    Cursor.objects.get_or_create(reader=reader.name, facility=facility)
    with transaction.atomic():
        cursor = locks.skipping(Cursor.objects.filter(reader=reader.name, facility=facility)).first()
        if cursor is None or cursor.seq >= head:
            return 0
        upto = min(int(cursor.seq) + STEP, head)
        found = sealed(facility, after=cursor.seq, upto=upto, kinds=reader.kinds)
        if found:
            reader.apply(found)
        Cursor.objects.filter(pk=cursor.pk).update(seq=upto)
        return upto - int(cursor.seq)


def catch_up_all(*, facility: int) -> int:
    """Bring every reader to the end of the facility's sequence; one that fails stands still alone, and is logged."""
    followed = 0
    for reader in READERS.values():
        try:
            while moved := catch_up(reader, facility=facility):
                followed += moved
        except Exception:
            log.exception("Reader %s stands still in facility %s", reader.name, facility)
    return followed


def behind(*, facility: int) -> dict[str, int]:
    """How many sealed events each reader has not yet seen."""
    head = _size(facility)
    seen = dict(Cursor.objects.filter(facility=facility).values_list("reader", "seq"))
    return {name: head - seen.get(name, 0) for name in READERS}


def replay(reader: Reader, *, facility: int) -> Replayed:
    """Rebuild what the reader keeps from nothing, up to its cursor, and compare; what is kept stays as it was.

    The rebuild is rolled back. On SQLite it holds the write lock for its length.
    """
    with transaction.atomic():
        kept = locks.take(Cursor.objects.filter(reader=reader.name, facility=facility))[0]
        upto = kept[0].seq if kept else 0
        before = reader.digest(facility)
        reader.clear(facility)
        events = 0
        for found in _in_steps(facility, upto=upto, kinds=reader.kinds):
            reader.apply(found)
            events += len(found)
        rebuilt = reader.digest(facility)
        transaction.set_rollback(True)
    return Replayed(reader.name, facility, events, before, rebuilt)


def sealed(
    facility: int, *, after: int, upto: int, kinds: frozenset[str] | None = None, merchant: int | None = None
) -> list[SealedEvent]:
    """The sealed events of `kinds` (all, if None) with after < seq <= upto, in order."""
    rows = Seal.objects.filter(facility=facility, seq__gt=after, seq__lte=upto)
    if kinds is not None:
        rows = rows.filter(event__kind__in=kinds)
    if merchant is not None:
        rows = rows.filter(event__merchant=merchant)
    return [_sealed(seal) for seal in rows.select_related("event").order_by("seq")]


def _in_steps(facility: int, *, upto: int, kinds: frozenset[str]) -> Iterator[list[SealedEvent]]:
    for after in range(0, upto, STEP):
        found = sealed(facility, after=after, upto=min(after + STEP, upto), kinds=kinds)
        if found:
            yield found


def _sealed(seal: Seal) -> SealedEvent:
    event = seal.event
    return SealedEvent(
        facility=seal.facility,
        seq=seal.seq,
        at=event.at,
        kind=event.kind,
        version=event.version,
        subject=event.subject,
        actor=event.actor,
        merchant=event.merchant,
        data=event.data,
    )


def _size(facility: int) -> int:
    return Head.objects.filter(facility=facility).values_list("size", flat=True).first() or 0
