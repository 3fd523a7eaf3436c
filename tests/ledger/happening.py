"""A thing that can happen in tests of the ledger, and the rows it happens to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.db import transaction

from backend.ledger.happenings import SYSTEM, Happening
from backend.ledger.recording import record, record_all
from backend.people.models import Person


@dataclass(frozen=True)
class BellRang(Happening):
    """The bell of the tests rang so many times."""

    kind: ClassVar[str] = "test.bell_rang"
    times: int


def somebody(facility: int = 1, pk: int = 1) -> Person:
    """A row for events to happen to; it need not be stored."""
    return Person(pk=pk, facility=facility)


def ring(times: int = 1, *, facility: int = 1, subject: int = 1, count: int = 1) -> None:
    """Record one or more events in a transaction of their own."""
    with transaction.atomic():
        record_all([(BellRang(times), somebody(facility, subject))] * count, by=SYSTEM)


def ring_here(times: int = 1) -> None:
    """Record within the caller's transaction, or without any."""
    record(BellRang(times), on=somebody(), by=SYSTEM)
