"""Whether the books of the warehouse agree with each other: reports every drift, repairs nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from django.db.models import F, QuerySet, Sum

from warehouse.models import Allocation, Balance, Batch, Level, Location, Lot, Move, Order, OrderLine

Key = TypeVar("Key")
State = Allocation.State
LYING: Final = (State.HARD, State.PICKED, State.PACKED)
PROMISED: Final = (State.SOFT, *LYING)
GIVEN: Final = (*PROMISED, State.SHIPPED)
MAY_HOLD: Final[Mapping[str, frozenset[str]]] = {
    Order.State.ACCEPTED: frozenset(),
    Order.State.REJECTED: frozenset(),
    Order.State.SHORT: frozenset(),
    Order.State.PROMISED: frozenset({State.SOFT}),
    Order.State.RELEASED: frozenset({State.HARD}),
    Order.State.PICKING: frozenset({State.HARD, State.PICKED}),
    Order.State.PICKED: frozenset({State.PICKED, State.PACKED}),
    Order.State.PACKED: frozenset({State.PACKED}),
    Order.State.SHIPPED: frozenset({State.SHIPPED}),
    Order.State.CANCELLED: frozenset({State.PICKED}),
}
MUST_HOLD: Final = frozenset(
    {Order.State.PROMISED, Order.State.RELEASED, Order.State.PICKED, Order.State.PACKED, Order.State.SHIPPED}
)


@dataclass(frozen=True)
class Drift:
    """Two numbers that should be one: which invariant, about which row, what the books say and what it holds."""

    invariant: str
    subject: str
    expected: int
    found: int


def reconcile(facility: int) -> tuple[Drift, ...]:
    """Every place where the facility's books disagree, by the invariants I1 to I8 of stock; empty is the only good
    answer. (I9 is about serial numbers, which no product has yet.)
    """
    return tuple(
        drift
        for check in (
            _on_hand_is_moves,
            _allocated_is_allocations,
            _promised_is_allocations,
            _sellable_is_on_hand,
            _lots_are_moves,
            _lines_are_not_exceeded,
            _orders_follow_lines,
            _batches_follow_picks,
        )
        for drift in check(facility)
    )


def _on_hand_is_moves(facility: int) -> Iterator[Drift]:
    """I1: what lies at a place is what came in minus what went out."""
    moved: dict[tuple[int, int], int] = defaultdict(int)
    for end, sign in (("source", -1), ("target", 1)):
        sums = Move.objects.filter(facility=facility).exclude(**{f"{end}__kind__in": Location.VIRTUAL})
        for location, lot, units in sums.values_list(end, "lot").annotate(units=Sum("quantity")).order_by():
            moved[location, lot] += sign * units
    held = {
        (location, lot): on_hand
        for location, lot, on_hand in _balances(facility).values_list("location", "lot", "on_hand")
    }
    names = {place: f"warehouse.location:{place[0]} warehouse.lot:{place[1]}" for place in {*moved, *held}}
    yield from _compare("I1", names, expected=moved, found=held)


def _allocated_is_allocations(facility: int) -> Iterator[Drift]:
    """I2: what is spoken for at a place is what allocations lie there."""
    rows = Allocation.objects.filter(facility=facility, state__in=LYING)
    expected = dict(rows.values_list("balance").annotate(units=Sum("quantity")).order_by())
    found = dict(_balances(facility).values_list("pk", "allocated"))
    yield from _compare("I2", _named("warehouse.balance", expected, found), expected=expected, found=found)


def _promised_is_allocations(facility: int) -> Iterator[Drift]:
    """I3: what is promised of a product is what allocations of it are alive."""
    rows = Allocation.objects.filter(facility=facility, state__in=PROMISED)
    expected = dict(rows.values_list("line__product").annotate(units=Sum("quantity")).order_by())
    found = dict(Level.objects.filter(facility=facility).values_list("product", "promised"))
    yield from _compare("I3", _named("warehouse.product", expected, found), expected=expected, found=found)


def _sellable_is_on_hand(facility: int) -> Iterator[Drift]:
    """I4: what can be sold of a product is what lies of good lots in sellable places."""
    rows = _balances(facility).filter(location__kind__in=Location.SELLABLE, lot__status=Lot.Status.OK)
    expected = dict(rows.values_list("lot__product").annotate(units=Sum("on_hand")).order_by())
    found = dict(Level.objects.filter(facility=facility).values_list("product", "sellable"))
    yield from _compare("I4", _named("warehouse.product", expected, found), expected=expected, found=found)


def _lots_are_moves(facility: int) -> Iterator[Drift]:
    """I5: of each lot there is in the house what came from outside minus what went there."""
    expected: dict[int, int] = defaultdict(int)
    for end, sign in (("source", 1), ("target", -1)):
        sums = Move.objects.filter(facility=facility, **{f"{end}__kind__in": Location.VIRTUAL})
        for lot, units in sums.values_list("lot").annotate(units=Sum("quantity")).order_by():
            expected[lot] += sign * units
    found = dict(_balances(facility).values_list("lot").annotate(units=Sum("on_hand")).order_by())
    yield from _compare("I5", _named("warehouse.lot", expected, found), expected=expected, found=found)


def _lines_are_not_exceeded(facility: int) -> Iterator[Drift]:
    """I6, I7: nobody holds, or was sent, more than was ordered."""
    for invariant, states in (("I6", GIVEN), ("I7", (State.SHIPPED,))):
        lines = OrderLine.objects.filter(allocations__facility=facility, allocations__state__in=states)
        over = lines.annotate(given=Sum("allocations__quantity")).filter(given__gt=F("quantity"))
        for line, ordered, given in over.values_list("pk", "quantity", "given"):
            yield Drift(invariant, f"warehouse.orderline:{line}", ordered, given)


def _orders_follow_lines(facility: int) -> Iterator[Drift]:
    """I8: an order holds stock in the states that its own state allows, and some where it must."""
    rows = Allocation.objects.filter(facility=facility, state__in=GIVEN)
    held = rows.values_list("line__order", "line__order__state", "state").annotate(units=Sum("quantity")).order_by()
    for order, order_state, state, units in held:
        if state not in MAY_HOLD[order_state]:
            yield Drift("I8", f"warehouse.order:{order} {order_state} {state}", 0, units)
    orders = Order.objects.filter(facility=facility, state__in=MUST_HOLD)
    for order in orders.exclude(pk__in=rows.values("line__order")).values_list("pk", flat=True):
        yield Drift("I8", f"warehouse.order:{order}", 1, 0)


def _batches_follow_picks(facility: int) -> Iterator[Drift]:
    """I8: nothing waits to be picked on a batch that was finished, or without a batch."""
    rows = Allocation.objects.filter(facility=facility, state=State.HARD)
    for batch, units in (
        rows.exclude(batch__state__in=[Batch.State.OPEN, Batch.State.CLAIMED])
        .values_list("batch")
        .annotate(units=Sum("quantity"))
        .order_by()
    ):
        yield Drift("I8", f"warehouse.batch:{batch}", 0, units)


def _balances(facility: int) -> QuerySet[Balance]:
    return Balance.objects.filter(facility=facility)


def _named(label: str, *keyed: Iterable[int]) -> dict[int, str]:
    return {key: f"{label}:{key}" for keys in keyed for key in keys}


def _compare(
    invariant: str, names: Mapping[Key, str], *, expected: Mapping[Key, int], found: Mapping[Key, int]
) -> Iterator[Drift]:
    for key, name in names.items():
        if expected.get(key, 0) != found.get(key, 0):
            yield Drift(invariant, name, expected.get(key, 0), found.get(key, 0))
