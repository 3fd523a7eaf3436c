"""One consumer per printer: whoever holds the lease sends, and whoever lost it sends nothing more."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import Q

from backend.kit import clock
from backend.printing.models import Printer

# Longer than the slowest single label: connect, status, write and wait for the printer (`wires.py`).
LEASE: Final = timedelta(seconds=12)


class LeaseLost(Exception):
    """Another consumer has taken the printer over: nothing more may leave from here."""


@dataclass(frozen=True)
class Lease:
    """The right to send to one printer."""

    printer: int
    key: str


def take(printer: int) -> Lease | None:
    """Take a printer that nobody sends to, or whose consumer fell silent; None if it is not to be had."""
    now, lease = clock.now(), Lease(printer, secrets.token_hex(16))
    free = Printer.objects.filter(Q(lease_until=None) | Q(lease_until__lt=now), pk=printer)
    return lease if free.update(lease_key=lease.key, lease_until=now + LEASE) else None


def keep(lease: Lease) -> None:
    """Lengthen the lease, inside the transaction that needs it; LeaseLost rolls that transaction back."""
    now = clock.now()
    mine = Printer.objects.filter(pk=lease.printer, lease_key=lease.key, lease_until__gte=now)
    if not mine.update(lease_until=now + LEASE):
        raise LeaseLost(lease.printer)


def release(lease: Lease) -> None:
    """Give the printer back; nothing if somebody else has it."""
    Printer.objects.filter(pk=lease.printer, lease_key=lease.key).update(lease_key="", lease_until=None)
