"""Which statements count as queries: all but those that begin and end a transaction."""

from __future__ import annotations

from typing import Final

FRAME: Final = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE SAVEPOINT", "SET CONSTRAINTS")
