"""Which orders go on one cart: a pure grouping, first come first on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class PickOrder:
    """An order to be picked: its id, the stops it needs (one per bin and item), and its units."""

    id: int
    stops: int
    units: int


@dataclass(frozen=True)
class Cart:
    """What fits on one walk: orders (one tote each), units and stops; a larger single order walks alone."""

    slots: int = 4
    units: int = 120
    stops: int = 24


@dataclass
class Group:
    """Orders that walk together."""

    orders: list[PickOrder] = field(default_factory=list)
    units: int = 0
    stops: int = 0

    def add(self, order: PickOrder) -> None:
        """Put an order on."""
        self.orders.append(order)
        self.units += order.units
        self.stops += order.stops

    def has_room_for(self, order: PickOrder, cart: Cart) -> bool:
        """Whether the order may still join."""
        return (
            len(self.orders) < cart.slots
            and self.units + order.units <= cart.units
            and self.stops + order.stops <= cart.stops
        )

    def is_full(self, cart: Cart) -> bool:
        """Whether nothing at all can join any more."""
        return len(self.orders) >= cart.slots or self.units >= cart.units or self.stops >= cart.stops


def first_fit(orders: Iterable[PickOrder], cart: Cart) -> list[Group]:
    """Put each order, in the order given, on the first cart that has room for it; else on a new one.

    Every cart but the last turned somebody away, so only the last can gain by waiting for further orders.
    Source: first-fit bin packing.
    """
    groups: list[Group] = []
    for order in orders:
        home = next((group for group in groups if group.has_room_for(order, cart)), None)
        if home is None:
            home = Group()
            groups.append(home)
        home.add(order)
    return groups
