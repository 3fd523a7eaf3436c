"""Django's SQLite for a process of many threads: writers form a queue instead of asking the file again and again.

SQLite lets one writer in at a time. Whoever finds the file taken sleeps, up to 100 ms, asks again, and may be overtaken
for ever. So the threads of one process take turns before they begin a transaction; only processes meet at the file.
"""

from __future__ import annotations

from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from backend.kit.sqlite import turns
from backend.kit.sqlite.turns import Turn


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that begins to write when it is its thread's turn."""

    _turn: Turn | None = None

    def _start_transaction_under_autocommit(self) -> None:
        turn = turns.of(str(self.settings_dict["NAME"]))
        if not turn.take(seconds=self.settings_dict["OPTIONS"].get("timeout", 5)):
            raise OperationalError("database is locked")
        self._turn = turn
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._pass_on()
            raise

    def _commit(self) -> Any:
        super()._commit()  # type: ignore[misc]  # a commit that fails leaves the transaction open: the rollback passes the turn on
        self._pass_on()

    def _rollback(self) -> Any:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._pass_on()

    def _close(self) -> Any:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._pass_on()

    def _pass_on(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.pass_on()
