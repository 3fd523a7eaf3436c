"""Which orders go on one cart: a pure grouping, first come first on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True)
class PickOrder:
    """An order to be picked: its id, the stops it needs (one per bin and item), its units, weight and volume."""

    id: int
    stops: int
    units: int
    grams: int = 0
    ml: int = 0


@dataclass(frozen=True)
class Cart:
    """What fits on one walk: orders (one tote each), units and stops, and weight and volume where the cart limits them.

    A larger single order walks alone.
    """

    slots: int = 4
    units: int = 120
    stops: int = 24
    grams: int | None = None
    ml: int | None = None

    def takes(self, order: PickOrder) -> bool:
        """Whether the order is within every limit by itself."""
        return Group().has_room_for(order, self)


@dataclass
class Group:
    """Orders that walk together."""

    orders: list[PickOrder] = field(default_factory=list)
    units: int = 0
    stops: int = 0
    grams: int = 0
    ml: int = 0

    @classmethod
    def of(cls, orders: Iterable[PickOrder]) -> Self:
        """These orders together, whether a cart takes them or not."""
        group = cls()
        for order in orders:
            group.add(order)
        return group

    def add(self, order: PickOrder) -> None:
        """Put an order on."""
        self.orders.append(order)
        self.units += order.units
        self.stops += order.stops
        self.grams += order.grams
        self.ml += order.ml

    def has_room_for(self, order: PickOrder, cart: Cart) -> bool:
        """Whether the order may still join."""
        return (
            len(self.orders) < cart.slots
            and self.units + order.units <= cart.units
            and self.stops + order.stops <= cart.stops
            and (cart.grams is None or self.grams + order.grams <= cart.grams)
            and (cart.ml is None or self.ml + order.ml <= cart.ml)
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


def next_fit(orders: Iterable[PickOrder], cart: Cart) -> list[Group]:
    """Put each order on the cart that is being filled; the first that does not fit begins the next cart.

    First come, first served, as one picks without a plan. Source: next-fit bin packing.
    """
    groups: list[Group] = []
    for order in orders:
        if not groups or not groups[-1].has_room_for(order, cart):
            groups.append(Group())
        groups[-1].add(order)
    return groups
