"""Tables that only ever grow: the database itself refuses to edit or delete their rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper

PREFIX: Final = "append_only"
POSTGRES_FUNCTION: Final = """
CREATE OR REPLACE FUNCTION append_only_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""


def protect(*tables: str) -> list[migrations.RunPython]:
    """The migration operations that make `tables` append-only: `operations = protect("warehouse_move")`."""

    def forwards(apps: Any, schema_editor: Any) -> None:
        guard(schema_editor.connection, tables)

    def backwards(apps: Any, schema_editor: Any) -> None:
        unguard(schema_editor.connection, tables)

    return [migrations.RunPython(forwards, backwards, elidable=False)]


def guard(connection: BaseDatabaseWrapper, tables: Sequence[str]) -> None:
    """Put the triggers on: UPDATE, DELETE and (PostgreSQL) TRUNCATE raise IntegrityError from now on."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES_FUNCTION)
        for table in tables:
            for statement in _triggers(connection.vendor, table):
                cursor.execute(statement)


def unguard(connection: BaseDatabaseWrapper, tables: Sequence[str]) -> None:
    """Take the triggers off."""
    with connection.cursor() as cursor:
        for table in tables:
            if connection.vendor == "postgresql":
                cursor.execute(f'DROP TRIGGER IF EXISTS {PREFIX} ON "{table}"')
            else:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{PREFIX}_update_{table}"')
                cursor.execute(f'DROP TRIGGER IF EXISTS "{PREFIX}_delete_{table}"')


def guarded(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    """The tables that the database protects now, in order of name."""
    if connection.vendor == "postgresql":
        query = (
            "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " WHERE tgname = %s AND tgenabled <> 'D' AND pg_table_is_visible(pg_class.oid) ORDER BY relname"
        )
        wanted = PREFIX
    else:
        query = (
            "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"
            " GROUP BY tbl_name HAVING count(*) = 2 ORDER BY tbl_name"
        )
        wanted = f"{PREFIX}\\_%"
        query = query.replace("LIKE %s", "LIKE %s ESCAPE '\\'")
    with connection.cursor() as cursor:
        cursor.execute(query, [wanted])
        return tuple(str(row[0]) for row in cursor.fetchall())


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Take every guard off for the length of the block: for emptying a test database, never for the work."""
    tables = guarded(connection)
    unguard(connection, tables)
    try:
        yield
    finally:
        guard(connection, tables)


def _triggers(vendor: str, table: str) -> list[str]:
    if vendor == "postgresql":
        return [
            f'CREATE OR REPLACE TRIGGER {PREFIX} BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}"'
            " FOR EACH STATEMENT EXECUTE FUNCTION append_only_refuse()"
        ]
    return [
        f'CREATE TRIGGER IF NOT EXISTS "{PREFIX}_{verb.lower()}_{table}" BEFORE {verb} ON "{table}"'
        f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ]
