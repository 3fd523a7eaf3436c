"""The kinds of things that can happen: each a frozen dataclass of ids, numbers, dates and enums, registered by kind."""

from __future__ import annotations

import dataclasses
import enum
from datetime import date, datetime
from typing import Any, ClassVar, Protocol

EXACT = 2**53  # above it, other readers of JSON round
CATALOGUE: dict[str, type[Happening]] = {}


class Happening:
    """Base of every event dataclass; a subclass names its `kind` ("pick.finished") and, once changed, its `version`."""

    kind: ClassVar[str]
    version: ClassVar[int] = 1

    def __init_subclass__(cls) -> None:
        twin = CATALOGUE.setdefault(cls.kind, cls)
        if twin.__qualname__ != cls.__qualname__ or twin.__module__ != cls.__module__:
            raise TypeError(f"Two events are called {cls.kind}: {twin.__module__} and {cls.__module__}")
        CATALOGUE[cls.kind] = cls

    def data(self) -> dict[str, Any]:
        """The fields as plain JSON values; TypeError for floats and free text holders."""
        return {field.name: _plain(getattr(self, field.name)) for field in dataclasses.fields(self)}  # type: ignore[arg-type]


class Actor(Protocol):
    """Whoever acts: a person, a seat, an API key. `actor` is the subject string that the ledger keeps."""

    @property
    def actor(self) -> str: ...


@dataclasses.dataclass(frozen=True)
class House:
    """The house itself as the actor of jobs, sweeps and sealers."""

    actor: str = "system"


SYSTEM = House()


def _plain(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int) and abs(value) < EXACT:
        return value
    raise TypeError(f"An event holds ids, exact numbers, dates and enums, not {type(value).__name__}")
