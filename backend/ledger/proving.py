"""Showing one event to an outsider without showing the others."""

from __future__ import annotations

from dataclasses import dataclass

from backend.kit import merkle
from backend.kit.errors import NotFound, Refused
from backend.ledger import canonical, checkpoints
from backend.ledger.models import Checkpoint, Seal
from backend.ledger.tree import Tree


@dataclass(frozen=True)
class Proof:
    """An event, its place, and the way from it to the root of a signed note."""

    note: str
    seq: int
    event: str
    path: tuple[str, ...]


def prove(event: int) -> Proof:
    """The proof of one event by the first checkpoint that holds it; signs a new one if none does yet."""
    seal = Seal.objects.select_related("event").filter(event_id=event).first()
    if seal is None:
        raise NotFound(f"There is no sealed event {event}.", code="event_unknown")
    signed = _checkpoint_with(seal)
    path = merkle.path(seal.seq - 1, size=signed.size, subtree=Tree(seal.facility).subtree)
    return Proof(
        note=signed.note,
        seq=seal.seq,
        event=canonical.content(seal.event, seq=seal.seq).decode(),
        path=tuple(each.hex() for each in path),
    )


def prove_growth(facility: int, *, old: int, size: int) -> tuple[str, ...]:
    """The proof that the ledger of `size` events begins with the one of `old` events; both sizes must be sealed."""
    try:
        proof = merkle.consistency(old, size=size, subtree=Tree(facility).subtree)
    except (KeyError, ValueError) as fault:
        raise Refused(f"The ledger of facility {facility} has no such sizes.", code="size_unknown") from fault
    return tuple(each.hex() for each in proof)


def _checkpoint_with(seal: Seal) -> Checkpoint:
    held = Checkpoint.objects.filter(facility=seal.facility, size__gte=seal.seq).order_by("size").first()
    return held or checkpoints.make(seal.facility)
