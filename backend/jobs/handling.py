"""Who does what: the handlers of job kinds, and what is done at regular times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from backend.jobs.broker import QUEUES
from backend.jobs.models import Job

Run = Callable[[Job], None]
MOST_ATTEMPTS: Final = 8


@dataclass(frozen=True)
class Handler:
    """How a kind of job is done: by which function, from which queue, and how often it is tried."""

    kind: str
    run: Run
    queue: str
    attempts: int


@dataclass(frozen=True)
class Round:
    """Something done at regular times; safe to run at any moment, as often as one likes."""

    name: str
    seconds: float
    run: Callable[[], object]


HANDLERS: dict[str, Handler] = {}
ROUNDS: dict[str, Round] = {}


def handles(kind: str, *, queue: str = "default", attempts: int = MOST_ATTEMPTS) -> Callable[[Run], Run]:
    """Mark the function that does jobs of `kind`; it runs outside any transaction and may be run again at any time.

    A raised exception means "again later": 10 seconds, doubling to an hour, dead after `attempts`. Paper takes
    `attempts=1`: a machine never prints the same thing twice. A `Refused` is kept by its code, any other exception by
    the name of its class.
    """
    if queue not in QUEUES:
        raise ValueError(f"{queue!r} is not a queue: use one of {', '.join(QUEUES)}")

    def mark(run: Run) -> Run:
        known = HANDLERS.setdefault(kind, Handler(kind, run, queue, attempts))
        if known.run is not run:
            raise ValueError(f"Two functions handle {kind}: {known.run.__module__} and {run.__module__}")
        return run

    return mark


def every(*, seconds: float, name: str) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Mark a function without arguments to be run every `seconds` by whichever worker is free."""

    def mark(run: Callable[[], object]) -> Callable[[], object]:
        known = ROUNDS.setdefault(name, Round(name, seconds, run))
        if known.run is not run:
            raise ValueError(f"Two functions are called {name}: {known.run.__module__} and {run.__module__}")
        return run

    return mark


def queue_of(kind: str) -> str:
    """The queue that a kind of job waits in; `default` for a kind that nobody handles here."""
    handler = HANDLERS.get(kind)
    return handler.queue if handler else "default"
