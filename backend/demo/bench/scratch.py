"""Empty databases for one measurement: made on the PostgreSQL server that was named, dropped when it ends."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

from backend.demo.houses import House

try:
    import psycopg
except ImportError:  # a house on SQLite has no driver for PostgreSQL
    psycopg = None  # type: ignore[assignment]

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@contextmanager
def databases(asked: str) -> Iterator[str]:
    """`sqlite` as it is; of a PostgreSQL URL only the server is used, and its databases are left alone.

    ValueError for a server that is not on this computer, RuntimeError when the driver is missing.
    """
    if asked == "sqlite":
        yield asked
        return
    server = _server(asked)
    name = f"outbound_bench_{secrets.token_hex(4)}"
    names = (name, f"{name}_vault", f"{name}_bare")
    try:
        for each in names[:2]:
            _tell(server, f'CREATE DATABASE "{each}"')
        yield f"{server}/{name}"
    finally:
        for each in names:
            _tell(server, f'DROP DATABASE IF EXISTS "{each}" WITH (FORCE)')


def twin(house: House, database: str) -> str:
    """The URL of a second database with the same rows, while nothing is connected to the first."""
    if database == "sqlite":
        path = house.data / "bare.sqlite3"
        shutil.copyfile(house.data / "main.sqlite3", path)
        return f"sqlite:///{path}"
    server, _, name = database.rpartition("/")
    _tell(server, f'CREATE DATABASE "{name}_bare" TEMPLATE "{name}"')
    return f"{database}_bare"


def ask_server(database: str, question: str) -> Any:
    """The one value that a PostgreSQL database answers."""
    with psycopg.connect(database, autocommit=True, connect_timeout=5) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def _server(asked: str) -> str:
    parts = urlsplit(asked)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError(f"The database is {asked!r}: say sqlite, or postgres://user:password@127.0.0.1:5432/postgres.")
    if parts.hostname not in LOOPBACK:
        raise ValueError("Only a server on this computer is measured: name 127.0.0.1.")
    if psycopg is None:
        raise RuntimeError("The driver for PostgreSQL is missing: ./outbound bench installs it when it is named.")
    return f"{parts.scheme}://{parts.netloc}"


def _tell(server: str, statement: str) -> None:
    with psycopg.connect(f"{server}/postgres", autocommit=True, connect_timeout=5) as connection:
        connection.execute(statement.encode())
