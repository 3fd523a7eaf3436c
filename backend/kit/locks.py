"""One sorted lock call per transaction: rows by primary key, tables in the order of the call."""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.db.models import Model, QuerySet


def take(*querysets: QuerySet[Any]) -> tuple[list[Any], ...]:
    """Lock the rows of each queryset in primary-key order and return them read afresh.

    Call it once per transaction, after refusals that need no lock and before the check that does. Tables go in the
    house's one order: parents (batch, order), Level, Balance, Sequence. SQLite needs no row locks: its transactions
    are IMMEDIATE, so whoever is inside is alone.
    """
    return tuple(_locked(rows) for rows in querysets)


def skipping(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The same queue with rows that others hold left out: for claiming the next piece of work, never for stock."""
    if connections[rows.db].vendor == "postgresql":
        return rows.select_for_update(skip_locked=True, no_key=True, of=("self",))
    return rows


def _locked(rows: QuerySet[Any]) -> list[Model]:
    ordered = rows.order_by("pk")
    if connections[rows.db].vendor == "postgresql":
        ordered = ordered.select_for_update(no_key=True, of=("self",))
    return list(ordered)
