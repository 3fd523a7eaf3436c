"""The plan of work: promised orders become batches for carts, with a bin for every unit and stops in walking order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from backend.kit import clock, locks
from backend.kit.errors import ensure
from backend.ledger.happenings import SYSTEM, Actor, Happening
from backend.ledger.recording import record_all
from backend.ledger.work import work
from warehouse import carts
from warehouse.allocation import allocate, not_held
from warehouse.bins import Take
from warehouse.carts import Group, PickOrder
from warehouse.counters import PerRow
from warehouse.events.orders import OrderReleased
from warehouse.events.stock import WaveOpened, WaveWithdrawn
from warehouse.models import Allocation, Batch, Cart, Order, OrderLine, Slot
from warehouse.shelves import choose_bins, pickable

AT_ONCE: Final = 500
IN_ONE_STATEMENT: Final = 500


@dataclass(frozen=True)
class Planned:
    """What one planning gave; `last_ship_by` and `last_order` say where to go on if there may be more orders."""

    batches: int
    orders: int
    without_bins: int
    last_ship_by: datetime | None = None
    last_order: int = 0


@dataclass(frozen=True)
class _Pick:
    """Units of one order line that come out of one bin."""

    order: int
    row: Allocation
    take: Take


@work
def plan(facility: int, *, by: Actor = SYSTEM, after: Planned | None = None) -> Planned:
    """Open batches for up to 500 promised orders, earliest ship-by first: full carts, and a part-filled one only when
    no batch waits for a worker.

    An order that cannot get all its units from bins stays promised and is tried again at the next planning.
    """
    _withdraw_cancelled(facility, by=by)
    queue = _queue(facility, after)
    orders, balances = locks.take(
        not_held(Order.objects.filter(pk__in=[pk for pk, _ in queue], state=Order.State.PROMISED)),
        pickable(facility, products=OrderLine.objects.filter(order__in=[pk for pk, _ in queue]).values("product")),
    )
    rows = _soft_rows(orders)
    chosen = choose_bins(rows, balances, facility=facility)
    picks = [_Pick(row.line.order_id, row, take) for row in rows if row.pk in chosen for take in chosen[row.pk]]
    groups = _worth_a_walk(picks, facility=facility)
    if groups:
        _open(groups, picks, {order.pk: order for order in orders}, facility=facility, by=by)
    last = queue[-1] if len(queue) == AT_ONCE else (0, None)
    return Planned(
        batches=len(groups),
        orders=sum(len(group.orders) for group in groups),
        without_bins=len(orders) - len({pick.order for pick in picks}),
        last_ship_by=last[1],
        last_order=last[0],
    )


def plan_all(facility: int, *, by: Actor = SYSTEM) -> int:
    """Plan until every promised order was looked at, in transactions of at most 500 orders; batches opened."""
    planned = plan(facility, by=by)
    batches = planned.batches
    while planned.last_ship_by is not None:
        planned = plan(facility, by=by, after=planned)
        batches += planned.batches
    return batches


def waiting(facility: int) -> QuerySet[Batch]:
    """The batches that a worker can take."""
    return Batch.objects.filter(_wants_a_worker(), facility=facility, state=Batch.State.OPEN)


def _wants_a_worker() -> Exists:
    """Goods wait in bins, or in totes of a batch that was given back and must be brought in."""
    states = [Allocation.State.HARD, Allocation.State.PICKED]
    return Exists(Allocation.objects.filter(batch=OuterRef("pk"), state__in=states))


def _withdraw_cancelled(facility: int, *, by: Actor) -> None:
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


def _queue(facility: int, after: Planned | None) -> list[tuple[int, datetime]]:
    promised = not_held(Order.objects.filter(facility=facility, state=Order.State.PROMISED))
    if after is not None:
        promised = promised.filter(
            Q(ship_by__gt=after.last_ship_by) | Q(ship_by=after.last_ship_by, pk__gt=after.last_order)
        )
    return list(promised.order_by("ship_by", "pk").values_list("pk", "ship_by")[:AT_ONCE])


def _soft_rows(orders: Sequence[Order]) -> list[Allocation]:
    turn = {order.pk: (order.ship_by, order.pk) for order in orders}
    rows = Allocation.objects.filter(line__order__in=turn, state=Allocation.State.SOFT).select_related("line")
    return sorted(rows, key=lambda row: (turn[row.line.order_id], row.pk))


def _worth_a_walk(picks: Sequence[_Pick], *, facility: int) -> list[Group]:
    stops: dict[int, int] = defaultdict(int)
    units: dict[int, int] = defaultdict(int)
    for pick in picks:
        stops[pick.order] += 1
        units[pick.order] += pick.take.quantity
    cart = _largest_cart(facility)
    groups = carts.first_fit((PickOrder(order, stops[order], units[order]) for order in stops), cart)
    if groups and not groups[-1].is_full(cart) and (len(groups) > 1 or waiting(facility).exists()):
        groups.pop()
    return groups


def _largest_cart(facility: int) -> carts.Cart:
    slots = Cart.objects.filter(facility=facility).aggregate(most=Max("slots"))["most"]
    return carts.Cart(slots=slots) if slots else carts.Cart()


def _open(
    groups: Sequence[Group], picks: Sequence[_Pick], orders: dict[int, Order], *, facility: int, by: Actor
) -> None:
    now = clock.now()
    batches = Batch.objects.bulk_create(
        Batch(
            facility_id=facility,
            ship_by=min(orders[each.id].ship_by for each in group.orders),
            stops=group.stops,
            units=group.units,
            made_at=now,
        )
        for group in groups
    )
    slots = [
        Slot(batch=batch, position=position, order=orders[each.id])
        for batch, group in zip(batches, groups, strict=True)
        for position, each in enumerate(group.orders, start=1)
    ]
    Slot.objects.bulk_create(slots)
    _send(picks, slots, now=now)
    released = [slot.order for slot in slots]
    origins, target = Order.MOVES[OrderReleased]
    changed = Order.objects.filter(pk__in=[order.pk for order in released], state__in=origins).update(state=target)
    ensure(changed == len(released), "order_changed_under_lock")
    happened: list[tuple[Happening, Batch | Order]] = [
        (WaveOpened(orders=len(group.orders), stops=group.stops, units=group.units), batch)
        for batch, group in zip(batches, groups, strict=True)
    ]
    happened += [(OrderReleased(batch=slot.batch_id), slot.order) for slot in slots]
    record_all(happened, by=by)


def _send(picks: Sequence[_Pick], slots: Sequence[Slot], *, now: datetime) -> None:
    """Give every pick its bin, batch and stop; a row whose units lie in several bins becomes several rows."""
    slot_of = {slot.order_id: slot for slot in slots}
    sent = sorted((pick for pick in picks if pick.order in slot_of), key=lambda pick: _way(pick, slot_of[pick.order]))
    stops: dict[int, int] = defaultdict(int)
    first: dict[int, Allocation] = {}
    more: list[Allocation] = []
    spoken_for: dict[int, int] = defaultdict(int)
    for pick in sent:
        batch = slot_of[pick.order].batch_id
        stops[batch] += 1
        row = pick.row
        if row.pk in first:
            row = Allocation(facility_id=row.facility_id, line_id=row.line_id, parent_id=row.pk, made_at=now)
            more.append(row)
        else:
            first[row.pk] = row
        row.balance_id, row.quantity, row.batch_id = pick.take.bin.balance, pick.take.quantity, batch
        row.stop, row.state = stops[batch], Allocation.State.HARD
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


def _way(pick: _Pick, slot: Slot) -> tuple[int, int, int, int, int]:
    return (slot.batch_id, pick.take.bin.pick_seq, pick.take.bin.location, pick.take.bin.balance, slot.position)
