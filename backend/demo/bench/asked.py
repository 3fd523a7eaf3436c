"""What a measurement was asked to do: on which database, for how long, with which seed, by how many at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

LONGEST_SECONDS: Final = 3600.0
MOST_CLIENTS: Final = 64
LARGEST_COUNT: Final = 200_000


@dataclass(frozen=True)
class Ask:
    """One measurement; what is zero is as the measurement itself has it.

    `seconds` bounds the measured time (not the founding of the house), `count` the rounds, orders or batches; whichever
    comes first ends it. `clients` work at once. `data` is the folder of published instances.
    """

    database: str = "sqlite"
    seconds: float = 0.0
    count: int = 0
    clients: int = 0
    seed: int = 1
    data: str = ""
    collection: str = ""
    files: str = ""
    limit: int = 0
    seeds: int = 1
    report: str = ""
    table: str = ""
    mode: str = "instant"

    def bounded(self, *, seconds: float, count: int, clients: int) -> Ask:
        """The same with the measurement's own figures where nothing was asked, never beyond the house's bounds."""
        return replace(
            self,
            seconds=min(self.seconds or seconds, LONGEST_SECONDS),
            count=min(self.count or count, LARGEST_COUNT),
            clients=min(self.clients or clients, MOST_CLIENTS),
        )
