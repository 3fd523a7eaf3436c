"""The frame of every work function: one durable transaction that holds the change, its event and its answer."""

from __future__ import annotations

import functools
import random
import time
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec, TypeVar

from django.db import DatabaseError, connection, transaction

from backend.kit import cards
from backend.kit.errors import Busy
from backend.ledger import commands
from backend.ledger.commands import Asked

P = ParamSpec("P")
T = TypeVar("T")
# Lock not available, deadlock, serialization failure; and 25P03: we stood still, and PostgreSQL ended the transaction.
NOTHING_WAS_DONE = {"55P03", "40P01", "40001", "25P03"}


@dataclass(frozen=True)
class Answered(Generic[T]):
    """What a command answered, and whether this was the first time of asking."""

    card: T
    replayed: bool


class Work(Generic[P, T]):
    """A work function: call it as it is, or `once` under a client's key to make the call safe to repeat."""

    def __init__(self, function: Callable[P, T]) -> None:
        functools.update_wrapper(self, function)
        self._function = function

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        def run() -> T:
            with transaction.atomic(durable=True):
                return self._function(*args, **kwargs)

        return once_more_if_busy(run)

    def once(self, asked: Asked, /, *args: P.args, **kwargs: P.kwargs) -> Answered[T]:
        """Do the work unless `asked` was done before; then give the stored answer, whatever has happened since."""

        def run() -> Answered[T]:
            with transaction.atomic(durable=True):
                stored = commands.begin(asked)
                if stored is not None:
                    return Answered(cards.decode(self._answer_type(), stored), replayed=True)
                card = self._function(*args, **kwargs)
                commands.finish(asked, answer=cards.encode(card))
                return Answered(card, replayed=False)

        return once_more_if_busy(run)

    def inside(self, *args: P.args, **kwargs: P.kwargs) -> T:
        """The same work as part of another work function's transaction."""
        if not connection.in_atomic_block:
            raise RuntimeError("inside() is for use within another work function")
        return self._function(*args, **kwargs)

    def _answer_type(self) -> Any:
        return typing.get_type_hints(self._function)["return"]


def work(function: Callable[P, T]) -> Work[P, T]:
    """Mark a public work function: one entrance, one call, one transaction."""
    return Work(function)


def once_more_if_busy(run: Callable[[], T]) -> T:
    """Run a transaction; if a row was busy or we too slow, once more after 20 to 80 ms, then refuse as `Busy`."""
    try:
        return run()
    except DatabaseError as fault:
        if not _is_busy(fault):
            raise
    time.sleep(random.uniform(0.02, 0.08))
    try:
        return run()
    except DatabaseError as fault:
        if not _is_busy(fault):
            raise
        raise Busy() from fault


def _is_busy(fault: DatabaseError) -> bool:
    state = getattr(fault.__cause__, "sqlstate", None)
    return state in NOTHING_WAS_DONE or "database is locked" in str(fault)
