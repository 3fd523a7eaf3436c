"""How the house says no: one refusal type that every entrance turns into words with a status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with what was sent: where (JSON pointer), which rule, and what to do about it."""

    pointer: str
    code: str
    detail: str


class Refused(Exception):
    """The house says no: words that a worker can read, and a stable code that a program can read."""

    status: int = 409

    def __init__(self, message: str, *, code: str, status: int | None = None, faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(message)
        self.message: Final = message
        self.code: Final = code
        self.status = self.status if status is None else status
        self.faults: Final = faults


class Invalid(Refused):
    """What was sent cannot be read as what was asked for; nothing was stored and the same key may be used again."""

    status = 422


class NotFound(Refused):
    """No such row for this caller; byte-equal for rows of others and rows that never were."""

    status = 404

    def __init__(self, message: str = "There is no such thing here.", *, code: str = "not_found") -> None:
        super().__init__(message, code=code)


class Busy(Refused):
    """A row or the database is taken for longer than we wait; try again in a moment."""

    status = 503

    def __init__(
        self, message: str = "The house is busy. Try again.", *, code: str = "busy", wait_seconds: int = 1
    ) -> None:
        super().__init__(message, code=code)
        self.wait_seconds: Final = wait_seconds


class Broken(Exception):
    """An invariant does not hold: the transaction is rolled back and that part of the house stops."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code: Final = code


def ensure(condition: bool, code: str) -> None:
    """Raise `Broken(code)` unless the invariant holds; unlike `assert` it stays on in production."""
    if not condition:
        raise Broken(code)
