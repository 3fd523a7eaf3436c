"""The plan of work: promised orders become batches for carts, with a bin for every unit and stops in walking order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from backend.facility.models import Facility
from backend.kit import clock, locks
from backend.kit.errors import ensure
from backend.ledger.happenings import SYSTEM, Actor, Happening
from backend.ledger.recording import record_all
from backend.ledger.work import work
from warehouse import grouping, pooling, ways
from warehouse.allocation import allocate, not_held
from warehouse.carts import Cart, Group
from warehouse.counters import PerRow
from warehouse.events.orders import OrderReleased
from warehouse.events.waves import WaveOpened, WaveWithdrawn
from warehouse.models import Allocation, Batch, Order, OrderLine, Slot, Wave
from warehouse.pooling import Pick, Reach, Waiting
from warehouse.shelves import pickable
from warehouse.ways import Way

IN_ONE_STATEMENT: Final = 500


@dataclass(frozen=True)
class Planned:
    """What one planning gave; `last` says where to go on if there may be more orders."""

    batches: int
    orders: int
    without_bins: int
    last: tuple[datetime, int] | None = None


@dataclass(frozen=True)
class Opened:
    """The batches that were opened, and how many orders are on them."""

    batches: int
    orders: int


@dataclass(frozen=True)
class _Cart:
    """Orders that go to the floor together, with what is picked for them and the way past it."""

    orders: tuple[Order, ...]
    picks: tuple[Pick, ...]
    way: Way

    @property
    def units(self) -> int:
        return sum(pick.take.quantity for pick in self.picks)


def plan(
    facility: int, *, by: Actor = SYSTEM, after: tuple[datetime, int] | None = None, most: int | None = None
) -> Planned:
    """Open batches for up to 500 promised orders, earliest ship-by first: full carts, and a part-filled one only when
    no batch waits for a worker; no more than `most` batches.

    Thought out beside the floor, opened under its locks. An order that cannot get all its units from bins stays
    promised and is tried again at the next planning.
    """
    withdraw_cancelled(facility, by=by)
    pool = pooling.look(facility, after=after)
    cart = grouping.cart_of(facility)
    zone = Facility.objects.get(pk=facility).clock_zone
    found = grouping.grouped(pool, cart, zone=zone).carts
    worth = _worth_a_walk(found, cart, is_there_work=waiting(facility).exists)
    sent = [[order.id for order in some] for some in worth[:most]]
    opened = open_carts(facility, sent, by=by) if sent else Opened(0, 0)
    return Planned(opened.batches, opened.orders, pool.left_out, pool.last)


def plan_all(facility: int, *, by: Actor = SYSTEM) -> int:
    """Plan until every promised order was looked at, 500 at a time; batches opened.

    Where the facility keeps only so many batches ahead, no more than are missing; the rest waits for the next wave.
    """
    ahead = Facility.objects.values_list("batches_ahead", flat=True).get(pk=facility)
    after, batches = None, 0
    while True:
        missing = None if ahead is None else ahead - waiting(facility).count()
        if missing is not None and missing <= 0:
            return batches
        planned = plan(facility, by=by, after=after, most=missing)
        batches += planned.batches
        after = planned.last
        if after is None:
            return batches


@work
def open_carts(facility: int, carts: Sequence[Sequence[int]], *, by: Actor, wave: Wave | None = None) -> Opened:
    """Send these carts of orders to the floor as batches; what was cancelled, held or sent meanwhile is left out."""
    ids = [pk for cart in carts for pk in cart]
    orders, balances = locks.take(
        not_held(Order.objects.filter(pk__in=ids, facility=facility, state=Order.State.PROMISED)),
        pickable(facility, products=OrderLine.objects.filter(order__in=ids).values("product")),
    )
    rows = pooling.soft_rows(sorted(orders, key=lambda order: (order.ship_by, order.pk)))
    reach = pooling.reach_of(facility, balances)
    picks: dict[int, list[Pick]] = defaultdict(list)
    for pick in pooling.picks(rows, balances, reach, facility=facility):
        picks[pick.order].append(pick)
    named = {order.pk: order for order in orders}
    filled = [_filled([named[pk] for pk in cart if pk in picks], picks, reach) for cart in carts]
    groups = [group for group in filled if group.orders]
    if groups:
        _open(groups, facility=facility, wave=wave, by=by)
    return Opened(len(groups), sum(len(group.orders) for group in groups))


def waiting(facility: int) -> QuerySet[Batch]:
    """The batches that a worker can take."""
    return Batch.objects.filter(_wants_a_worker(), facility=facility, state=Batch.State.OPEN)


def _wants_a_worker() -> Exists:
    """Goods wait in bins, or in totes of a batch that was given back and must be brought in."""
    states = [Allocation.State.HARD, Allocation.State.PICKED]
    return Exists(Allocation.objects.filter(batch=OuterRef("pk"), state__in=states))


@work
def withdraw_cancelled(facility: int, *, by: Actor) -> None:
    """Close the waiting batches whose orders were all cancelled; one that somebody is just taking is left alone."""
    empty = list(locks.skipping(Batch.objects.filter(~_wants_a_worker(), facility=facility, state=Batch.State.OPEN)))
    if empty:
        origins, target = Batch.MOVES[WaveWithdrawn]
        Batch.objects.filter(pk__in=[batch.pk for batch in empty], state__in=origins).update(
            state=target, finished_at=clock.now()
        )
        counts: dict[int, int] = defaultdict(int)
        for batch in Slot.objects.filter(batch__in=empty).values_list("batch", flat=True):
            counts[batch] += 1
        record_all([(WaveWithdrawn(orders=counts[batch.pk]), batch) for batch in empty], by=by)


def _worth_a_walk(
    found: Sequence[tuple[Waiting, ...]], cart: Cart, *, is_there_work: Callable[[], bool]
) -> list[tuple[Waiting, ...]]:
    """All but the least urgent of the part-filled carts, which waits for more orders while there is other work."""
    part_filled = [some for some in found if not Group.of(order.load for order in some).is_full(cart)]
    if not part_filled or not (len(found) > 1 or is_there_work()):
        return list(found)
    return [some for some in found if some is not part_filled[-1]]


def _filled(orders: Sequence[Order], picks: dict[int, list[Pick]], reach: Reach) -> _Cart:
    mine = [pick for order in orders for pick in picks[order.pk]]
    way = ways.way_past((pick.take.bin for pick in mine), reach)
    return _Cart(tuple(orders), tuple(mine), way)


def _open(groups: Sequence[_Cart], *, facility: int, wave: Wave | None, by: Actor) -> None:
    now = clock.now()
    batches = Batch.objects.bulk_create(
        Batch(
            facility_id=facility,
            ship_by=min(order.ship_by for order in group.orders),
            stops=len(group.picks),
            units=group.units,
            wave=wave,
            length_mm=group.way.length_mm,
            zones=group.way.zones,
            made_at=now,
        )
        for group in groups
    )
    slots = [
        Slot(batch=batch, position=position, order=order)
        for batch, group in zip(batches, groups, strict=True)
        for position, order in enumerate(group.orders, start=1)
    ]
    Slot.objects.bulk_create(slots)
    position = {slot.order_id: slot.position for slot in slots}
    _send([(batch.pk, _in_turn(group, position)) for batch, group in zip(batches, groups, strict=True)], now=now)
    released = [slot.order for slot in slots]
    origins, target = Order.MOVES[OrderReleased]
    changed = Order.objects.filter(pk__in=[order.pk for order in released], state__in=origins).update(state=target)
    ensure(changed == len(released), "order_changed_under_lock")
    happened: list[tuple[Happening, Batch | Order]] = [
        (WaveOpened(orders=len(group.orders), stops=len(group.picks), units=group.units), batch)
        for batch, group in zip(batches, groups, strict=True)
    ]
    happened += [(OrderReleased(batch=slot.batch_id), slot.order) for slot in slots]
    record_all(happened, by=by)


def _in_turn(group: _Cart, position: dict[int, int]) -> list[Pick]:
    """The picks of a cart in the order of its walk."""
    return sorted(
        group.picks,
        key=lambda pick: (group.way.turn(pick.take.bin), pick.take.bin.balance, position[pick.order]),
    )


def _send(batches: Iterable[tuple[int, Sequence[Pick]]], *, now: datetime) -> None:
    """Give every pick its bin, batch and stop; a row whose units lie in several bins becomes several rows."""
    first: dict[int, Allocation] = {}
    more: list[Allocation] = []
    spoken_for: dict[int, int] = defaultdict(int)
    for batch, picks in batches:
        for stop, pick in enumerate(picks, start=1):
            row = pick.row
            if row.pk in first:
                row = Allocation(facility_id=row.facility_id, line_id=row.line_id, parent_id=row.pk, made_at=now)
                more.append(row)
            else:
                first[row.pk] = row
            row.balance_id, row.quantity, row.batch_id = pick.take.bin.balance, pick.take.quantity, batch
            row.stop, row.state = stop, Allocation.State.HARD
            spoken_for[pick.take.bin.balance] += pick.take.quantity
    _send_rows(list(first.values()))
    Allocation.objects.bulk_create(more)
    allocate(spoken_for)


def _send_rows(rows: Sequence[Allocation]) -> None:
    for start in range(0, len(rows), IN_ONE_STATEMENT):
        some = rows[start : start + IN_ONE_STATEMENT]
        columns = {
            column: PerRow({row.pk: getattr(row, attribute) for row in some})
            for column, attribute in (
                ("balance", "balance_id"),
                ("batch", "batch_id"),
                ("quantity", "quantity"),
                ("stop", "stop"),
            )
        }
        sent = Allocation.objects.filter(pk__in=[row.pk for row in some], state=Allocation.State.SOFT)
        ensure(sent.update(state=Allocation.State.HARD, **columns) == len(some), "allocation_changed_under_lock")
