"""Forgetting what no longer needs remembering: answers of commands asked more than thirty days ago."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from backend.kit import clock
from backend.ledger.models import Command

KEPT: Final = timedelta(days=30)
PORTION: Final = 1000


def prune_commands() -> int:
    """Delete old commands, 1,000 in a transaction; how many went."""
    pruned = 0
    while True:
        old = Command.objects.filter(made_at__lt=clock.now() - KEPT).order_by("made_at")
        gone = Command.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:PORTION])).delete()[0]
        pruned += gone
        if gone < PORTION:
            return pruned
