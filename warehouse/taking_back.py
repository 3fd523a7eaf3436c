"""A promise that can no longer be kept is taken back: the order waits for stock again, and everybody can see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Sum

from backend.kit import clock, locks
from backend.ledger.happenings import Actor, Happening
from backend.ledger.recording import record_all
from backend.ledger.work import work
from warehouse.allocation import change_states, free_units
from warehouse.counters import grown
from warehouse.events.orders import OrderShort
from warehouse.events.stock import OrderFreed
from warehouse.models import Allocation, Level, Order, OrderLine
from warehouse.shelves import out_of_reach

State = Allocation.State


@dataclass(frozen=True)
class _Loss:
    """Units of a soft row that cannot be had any more."""

    order: Order
    row: Allocation
    units: int


@work
def take_back(facility: int, *, by: Actor) -> int:
    """Make short what was promised of goods that nobody can be sent for now; units taken back.

    A bin was found empty and waits to be counted, or a lot grew too old. The latest ship-by loses first; an order that
    ships complete waits as a whole. What is on a batch already is left alone: the worker there sees the bin.
    """
    doubtful = Level.objects.filter(product__in=list(out_of_reach(facility)))
    products = [product for product, units in free_units(list(doubtful)).items() if units < 0]
    if not products:
        return 0
    hit = Allocation.objects.filter(facility=facility, state=State.SOFT, line__product__in=products)
    lines = OrderLine.objects.filter(order__in=hit.values("line__order"))
    orders, levels = locks.take(
        Order.objects.filter(pk__in=hit.values("line__order"), state=Order.State.PROMISED),
        Level.objects.filter(product__in=lines.values("product")),
    )
    over = {product: -units for product, units in free_units(levels).items() if units < 0}
    rows = _soft_rows(orders)
    losses = [loss for order in _latest_first(orders) for loss in _losses(order, rows[order.pk], over)]
    if losses:
        _shorten(losses)
        _lower_promises(levels, losses)
        _record(losses, rows, by=by)
    return sum(loss.units for loss in losses)


def _soft_rows(orders: Sequence[Order]) -> dict[int, list[Allocation]]:
    rows: dict[int, list[Allocation]] = defaultdict(list)
    soft = Allocation.objects.filter(line__order__in=orders, state=State.SOFT)
    for row in soft.select_related("line").order_by("pk"):
        rows[row.line.order_id].append(row)
    return rows


def _latest_first(orders: Sequence[Order]) -> list[Order]:
    return sorted(orders, key=lambda order: (order.ship_by, order.pk), reverse=True)


def _losses(order: Order, rows: Sequence[Allocation], over: dict[int, int]) -> list[_Loss]:
    """What an order loses of the units that were promised too often, which become fewer."""
    units = {row.pk: min(row.quantity, over.get(row.line.product_id, 0)) for row in rows}
    if order.ships_complete and any(units.values()):
        units = {row.pk: row.quantity for row in rows}
    for row in rows:
        over[row.line.product_id] = max(0, over.get(row.line.product_id, 0) - units[row.pk])
    return [_Loss(order, row, units[row.pk]) for row in rows if units[row.pk]]


def _shorten(losses: Sequence[_Loss]) -> None:
    whole = [loss.row.pk for loss in losses if loss.units == loss.row.quantity]
    parts = [loss for loss in losses if loss.units < loss.row.quantity]
    Allocation.objects.filter(pk__in=whole).update(state=State.SHORT, reason=Allocation.Reason.NO_STOCK)
    Allocation.objects.filter(pk__in=[loss.row.pk for loss in parts]).update(
        quantity=grown("quantity", {loss.row.pk: -loss.units for loss in parts})
    )
    Allocation.objects.bulk_create(
        Allocation(
            facility_id=loss.row.facility_id,
            line_id=loss.row.line_id,
            parent=loss.row,
            quantity=loss.units,
            state=State.SHORT,
            reason=Allocation.Reason.NO_STOCK,
            made_at=clock.now(),
        )
        for loss in parts
    )


def _lower_promises(levels: Sequence[Level], losses: Sequence[_Loss]) -> None:
    lost: dict[int, int] = defaultdict(int)
    for loss in losses:
        lost[loss.row.line.product_id] -= loss.units
    growth = {level.pk: lost[level.product_id] for level in levels if lost[level.product_id]}
    Level.objects.filter(pk__in=growth).update(promised=grown("promised", growth))


def _record(losses: Sequence[_Loss], rows: Mapping[int, Sequence[Allocation]], *, by: Actor) -> None:
    lost: dict[int, int] = defaultdict(int)
    for loss in losses:
        lost[loss.order.pk] += loss.units
    touched = {loss.order.pk: loss.order for loss in losses}
    emptied = [pk for pk in touched if lost[pk] == sum(row.quantity for row in rows[pk])]
    ordered = OrderLine.objects.filter(order__in=emptied).values_list("order").annotate(units=Sum("quantity"))
    happened: list[tuple[Happening, Order]] = [(OrderFreed(units=units), touched[pk]) for pk, units in lost.items()]
    happened += [(OrderShort(missing=units), touched[pk]) for pk, units in ordered.order_by("order")]
    change_states([touched[pk] for pk in emptied], OrderShort)
    record_all(happened, by=by)
