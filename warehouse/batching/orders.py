"""What is planned and what comes out: orders, the cart, the time one may think, the plan. Whole numbers only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from warehouse.routing import Stop

LIMITS: Final = ("slots", "items", "stops", "weight_grams", "volume_ml")


class StoppedBy(StrEnum):
    """Why planning ended."""

    MOVES = "moves"
    DEADLINE = "deadline"
    HOLD = "hold"
    NOTHING_TO_DO = "nothing_to_do"


@dataclass(frozen=True, slots=True)
class PickOrder:
    """An order to be picked, without anything about its recipient.

    `stops` are its bins, one for each line; `ship_by` is a class, orders of different classes never share a cart, nor
    do orders that ask for different `clearances`; `zones` are those it needs beside the zones of its stops.
    """

    id: int
    stops: tuple[Stop, ...]
    items: int = 1
    weight_grams: int = 0
    volume_ml: int = 0
    ship_by: int = 0
    zones: frozenset[int] = frozenset()
    clearances: frozenset[str] = frozenset()

    @property
    def sizes(self) -> dict[str, int]:
        """What it takes of each limit of a cart."""
        return {
            "slots": 1,
            "items": self.items,
            "stops": len(self.stops),
            "weight_grams": self.weight_grams,
            "volume_ml": self.volume_ml,
        }


@dataclass(frozen=True, slots=True)
class Cart:
    """What fits on one walk of one worker; every limit must hold, None is no limit. One slot holds one order."""

    slots: int | None = None
    items: int | None = None
    weight_grams: int | None = None
    volume_ml: int | None = None
    stops: int | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """How long one may think: seconds of the clock, or so many moves of the annealing, or whichever ends first.

    `planned` and `moves` as an earlier plan tells them (`moves_planned`, `moves_done`) give that plan again.
    """

    seconds: float | None = None
    seed: int = 1
    moves: int | None = None
    planned: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The batches as ids of orders, and how long all walks are together; `length_mm` is None if no time was left to
    measure it. `moves_planned`, `moves_done` and `seed` give the same plan again.
    """

    batches: tuple[tuple[int, ...], ...]
    length_mm: int | None
    seed: int
    moves_planned: int
    moves_done: int
    stopped_by: StoppedBy


class Loads:
    """What orders put on a cart as one number each, so that all limits are checked by one subtraction.

    A field of 48 bits for each limit, the highest of them a guard that borrows when the limit is passed.
    """

    _WIDTH: Final = 48

    def __init__(self, cart: Cart) -> None:
        self._limited: Final = [name for name in LIMITS if getattr(cart, name) is not None]
        self.guards: Final = sum(1 << (self._WIDTH * place + self._WIDTH - 1) for place in range(len(self._limited)))
        self.empty: Final = self.guards + self._packed([getattr(cart, name) for name in self._limited])

    def of(self, order: PickOrder) -> int:
        """What an order takes from the room of a cart; a cart whose `empty - loads` keeps all guards has room."""
        sizes = order.sizes
        return self._packed([sizes[name] for name in self._limited])

    def _packed(self, sizes: list[int]) -> int:
        return sum(size << (self._WIDTH * place) for place, size in enumerate(sizes))
