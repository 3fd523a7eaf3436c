"""Inside the house: every cell of the main database is read for marked words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.contrib.sessions.models import Session
from django.db import connection

from backend.demo.bench.reading import Reader
from backend.demo.bench.tokens import Tokens
from warehouse.models import Order

AT_ONCE: Final = 1000
# The merchant's own reference stands in one column, and in the answers that only this merchant is given again.
REF: Final = frozenset({"merchant_ref"})
KINDS: Final = {"jobs_job": "job rows", "ledger_event": "ledger rows", "ledger_command": "stored answers"}
UNDERWAY: Final = ("accepted", "promised", "released", "picking", "picked")


def orders_underway(asked: dict[str, Any]) -> dict[str, Any]:
    """How many orders are not packed yet, nor ended."""
    return {"orders": Order.objects.filter(state__in=UNDERWAY).count()}


def dump(asked: dict[str, Any]) -> dict[str, Any]:
    """Read all tables of the main database, sessions opened; the vault is not looked at."""
    reader = Reader(Tokens(asked["seed"]))
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    for table in tables:
        for columns, row in _rows(table):
            _look_at(reader, table, dict(zip(columns, row, strict=True)))
    for session in Session.objects.all():
        reader.look("sessions", "django_session", repr(session.get_decoded()))
    return {"read": dict(reader.read), "hits": reader.hits, "examples": reader.examples}


def _rows(table: str) -> Iterator[tuple[list[str], tuple[Any, ...]]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names the database gave
        columns = [column[0] for column in cursor.description]
        while some := cursor.fetchmany(AT_ONCE):
            for row in some:
                yield columns, row


def _look_at(reader: Reader, table: str, row: dict[str, Any]) -> None:
    is_merchants = table == "ledger_command" and str(row["scope"]).startswith("merchant:")
    for column, cell in row.items():
        known = REF if (table, column) == ("warehouse_orderref", "merchant_ref") or is_merchants else frozenset()
        content = bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell)
        reader.look(KINDS.get(table, "database cells"), f"{table}.{column}", content, known=known)
