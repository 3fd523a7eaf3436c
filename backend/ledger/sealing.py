"""The sealer: gives recorded events their gap-free place and their hashes, off the path of whoever works."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction

from backend.kit import clock, locks, merkle
from backend.ledger import canonical
from backend.ledger.models import Event, Head, Node, Seal, Unsealed

BATCH: Final = 2000
# Whoever seals on SQLite holds the one write lock of the house: scans wait, so the portions are small.
SQLITE_BATCH: Final = 500
START: Final = bytes(32)


@dataclass
class _Grown:
    """What one portion adds to a facility's tree."""

    size: int
    chain: bytes
    frontier: list[bytes]
    seals: list[Seal]
    nodes: list[Node]


def run_once(facility: int, *, most: int | None = None) -> int:
    """Seal at most one portion of the facility's recorded events in order of id, in one transaction; how many.

    A second sealer finds the head locked and leaves with 0. Killed anywhere, nothing is lost or numbered twice.
    """
    Head.objects.get_or_create(facility=facility, defaults={"size": 0, "chain": START, "frontier": b""})
    with transaction.atomic():
        head = locks.skipping(Head.objects.filter(facility=facility)).first()
        if head is None:
            return 0
        ids = list(
            Unsealed.objects.filter(facility=facility)
            .order_by("event_id")
            .values_list("event_id", flat=True)[: most or portion()]
        )
        if not ids:
            return 0
        events = Event.objects.in_bulk(ids)
        grown = _grow(head, [events[each] for each in ids])
        Seal.objects.bulk_create(grown.seals)
        Node.objects.bulk_create(grown.nodes)
        Unsealed.objects.filter(pk__in=ids).delete()
        Head.objects.filter(facility=facility).update(
            size=grown.size, chain=grown.chain, frontier=merkle.pack(grown.frontier)
        )
        return len(ids)


def run_all() -> dict[int, int]:
    """Seal all that is recorded, in every facility; how many events in which."""
    sealed: dict[int, int] = {}
    for facility in waiting():
        while done := run_once(facility):
            sealed[facility] = sealed.get(facility, 0) + done
    return sealed


def waiting() -> list[int]:
    """The facilities that have events to seal."""
    return list(Unsealed.objects.order_by("facility").values_list("facility", flat=True).distinct())


def behind_seconds() -> float:
    """How long the oldest recorded event has been waiting for its seal; 0 if none waits."""
    oldest = Unsealed.objects.order_by("event_id").values_list("event__at", flat=True).first()
    return max(0.0, (clock.now() - oldest).total_seconds()) if oldest else 0.0


def portion() -> int:
    """How many events go into one transaction."""
    return SQLITE_BATCH if connection.vendor == "sqlite" else BATCH


def _grow(head: Head, events: list[Event]) -> _Grown:
    grown = _Grown(head.size, bytes(head.chain), merkle.unpack(bytes(head.frontier)), [], [])
    now = clock.now()
    for event in events:
        leaf = merkle.leaf_hash(canonical.content(event, seq=grown.size + 1))
        grown.chain = merkle.chain_hash(grown.chain, leaf)
        for level, index, made in merkle.append(grown.frontier, size=grown.size, leaf=leaf):
            grown.nodes.append(Node(facility=head.facility, level=level, index=index, hash=made))
        grown.size += 1
        grown.seals.append(
            Seal(facility=head.facility, seq=grown.size, event=event, leaf=leaf, chain=grown.chain, sealed_at=now)
        )
    return grown
