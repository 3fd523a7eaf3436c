"""Checkpoints: from time to time the ledger's size and root are signed, to be kept outside the house."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from backend.kit import clock, merkle
from backend.kit.errors import Refused
from backend.ledger import notes
from backend.ledger.models import Checkpoint, Head

PAUSE: Final = timedelta(minutes=10)


def make(facility: int) -> Checkpoint:
    """Sign where the facility's ledger stands now; the checkpoint of this size if there is one already."""
    head = Head.objects.filter(facility=facility, size__gt=0).first()
    if head is None:
        raise Refused(f"Facility {facility} has nothing sealed yet.", code="nothing_sealed")
    root = merkle.root(merkle.unpack(bytes(head.frontier)))
    return Checkpoint.objects.get_or_create(
        facility=facility,
        size=head.size,
        defaults={
            "root": root,
            "note": notes.write(facility, size=head.size, root=root),
            "made_at": clock.now(),
        },
    )[0]


def make_if_due(facility: int) -> Checkpoint | None:
    """Sign again if the ledger has grown and the last checkpoint is ten minutes old."""
    last = latest(facility)
    if last and clock.now() - last.made_at < PAUSE:
        return None
    if last and not Head.objects.filter(facility=facility, size__gt=last.size).exists():
        return None
    return make(facility)


def latest(facility: int) -> Checkpoint | None:
    """The facility's newest checkpoint."""
    return Checkpoint.objects.filter(facility=facility).order_by("-size").first()
