"""The event is the transition: one table of legal moves per model, one function that swaps the state and records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models

from backend.kit.errors import Refused
from backend.ledger.happenings import Actor, Happening
from backend.ledger.recording import record

Moves = Mapping[type[Happening], tuple[frozenset[str], str]]


def move(row: Any, event: Happening, *, by: Actor, **changes: Any) -> None:
    """Compare-and-swap the row's state along its `MOVES` table, set `changes`, record the event; else Refused."""
    swap(row, event, **changes)
    record(event, on=row, by=by)


def swap(row: Any, event: Happening, **changes: Any) -> None:
    """The state change alone, for callers that record several events at once."""
    origins, target = row.MOVES[type(event)]
    model: type[models.Model] = type(row)
    moved = model._default_manager.filter(pk=row.pk, state__in=origins).update(state=target, **changes)
    if not moved:
        raise Refused("This was already done, or is not ready. Look at the screen.", code="wrong_state")
    row.state = target
    for field, value in changes.items():
        setattr(row, field, value)


def refuse_unless(row: Any, event: type[Happening]) -> None:
    """Refuse if a locked row's state does not allow the move: for sets of rows that change in one statement."""
    if not may(row, event):
        raise Refused("This was already done, or is not ready. Look at the screen.", code="wrong_state")


def may(row: Any, event: type[Happening]) -> bool:
    """Whether the row's present state allows the move: for showing a button, never for doing the work."""
    return row.state in row.MOVES[event][0]
