"""Who gets what: stock is promised to orders in sets, taken from bins when a wave opens, and let go again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from backend.kit import clock, locks
from backend.kit.errors import ensure
from backend.ledger.happenings import Actor, Happening
from backend.ledger.recording import record, record_all
from backend.ledger.work import work
from warehouse import bins
from warehouse.bins import Take
from warehouse.counters import grown
from warehouse.events.orders import OrderPromised, OrderShort
from warehouse.events.stock import LocationDoubted, OrderFreed
from warehouse.models import Allocation, Balance, Level, Location, Order, OrderHold, OrderLine
from warehouse.shelves import on_shelves, out_of_reach, pickable

State = Allocation.State
GIVEN: Final = (State.SOFT, State.HARD, State.PICKED, State.PACKED, State.SHIPPED)
FREEABLE: Final = (State.SOFT, State.HARD, State.PICKED)


@dataclass(frozen=True)
class Promised:
    """What came of promising a set of orders."""

    promised: int
    short: int
    units: int


@dataclass(frozen=True)
class _Need:
    """Units of an order line that nothing covers yet."""

    line: int
    product: int
    quantity: int


@work
def promise(orders: Sequence[Order], *, by: Actor) -> Promised:
    """Speak for the stock of accepted orders, and of short ones again: earliest ship-by first, never more than is free.

    An order that ships complete gets all or nothing. What is missing stands beside it as a short row.
    """
    ids = [order.pk for order in orders]
    waiting, levels = locks.take(
        not_held(Order.objects.filter(pk__in=ids, state__in=[Order.State.ACCEPTED, Order.State.SHORT])),
        Level.objects.filter(product__in=OrderLine.objects.filter(order__in=ids).values("product")),
    )
    needs, left = _needs(waiting), free_units(levels)
    rows: list[Allocation] = []
    spoken_for: dict[int, int] = defaultdict(int)
    happened: list[tuple[Happening, Order]] = []
    for order in sorted(waiting, key=lambda each: (each.ship_by, each.pk)):
        given = _share(order, needs[order.pk], left)
        units = sum(given.values())
        missing = sum(need.quantity for need in needs[order.pk]) - units
        if units:
            happened.append((OrderPromised(units=units, missing=missing), order))
        elif order.state == Order.State.ACCEPTED:
            happened.append((OrderShort(missing=missing), order))
        else:
            continue
        rows += _rows(order, needs[order.pk], given)
        for need in needs[order.pk]:
            spoken_for[need.product] += given.get(need.line, 0)
    if not happened:
        return Promised(promised=0, short=0, units=0)
    again = [order.pk for _, order in happened if order.state == Order.State.SHORT]
    if again:
        Allocation.objects.filter(line__order__in=again, state=State.SHORT).update(state=State.FREED)
    Allocation.objects.bulk_create(rows)
    _promise_units(levels, spoken_for)
    promised, short = (
        change_states([order for event, order in happened if isinstance(event, kind)], kind)
        for kind in (OrderPromised, OrderShort)
    )
    record_all(happened, by=by)
    return Promised(promised=promised, short=short, units=sum(spoken_for.values()))


def let_go(order: Order, *, by: Actor, reason: str) -> int:
    """Free what an order holds in bins, as part of a work function that locked the order; units freed.

    Picked rows stay until their goods are put back.
    """
    units = _free(Allocation.objects.filter(line__order=order, state__in=[State.SOFT, State.HARD]), reason=reason)
    Allocation.objects.filter(line__order=order, state=State.SHORT).update(state=State.FREED)
    if units:
        record(OrderFreed(units=units), on=order, by=by)
    return units


def free(allocations: Sequence[Allocation], *, reason: str) -> int:
    """Free soft, hard or picked rows, as part of a work function; the goods stay where they lie. Units freed.

    Putting back the goods of a cancelled order is `free`, then a `stock.shift` from the tote to a bin.
    """
    return _free(Allocation.objects.filter(pk__in=[each.pk for each in allocations], state__in=FREEABLE), reason=reason)


def split(allocation: Allocation, quantity: int) -> Allocation:
    """Keep `quantity` units in the row; the rest becomes a new row beside it, which is given back."""
    ensure(0 < quantity < allocation.quantity, "split_leaves_nothing")
    rest = _child(allocation, allocation.quantity - quantity, balance=allocation.balance_id, stop=allocation.stop)
    rest.state = allocation.state
    rest.save()
    allocation.quantity = quantity
    allocation.save(update_fields=["quantity"])
    return rest


def anywhere(place: Location) -> bool:
    """A walk may go to any bin."""
    return True


def resource(
    allocation: Allocation,
    *,
    missing: int,
    reason: str,
    may_send: Callable[[Location], bool] = anywhere,
    by: Actor,
) -> int:
    """A bin holds fewer than the books say: find the missing units elsewhere, later on the same walk; units found.

    As part of a work function that locked the batch. The row keeps what lay in the bin; what lies nowhere else becomes
    short. Nothing is planned from the bin until it is counted.
    """
    ensure(allocation.state == State.HARD and 0 < missing <= allocation.quantity, "nothing_is_missing")
    product, facility = allocation.line.product_id, allocation.facility_id
    elsewhere = pickable(facility, products=[product]).values("pk")
    (level,), balances = locks.take(
        Level.objects.filter(product=product),
        Balance.objects.filter(Q(pk=allocation.balance_id) | Q(pk__in=elsewhere)).select_related(
            "location", "lot__product"
        ),
    )
    here = next(each for each in balances if each.pk == allocation.balance_id)
    others = [each for each in balances if each.location_id != here.location_id and may_send(each.location)]
    takes = bins.choose(missing, on_shelves(others, facility=facility).get(product, ()))
    lost = missing - sum(take.quantity for take in takes)
    allocate({here.pk: -missing} | {take.bin.balance: take.quantity for take in takes})
    if lost:
        Level.objects.filter(pk=level.pk).update(promised=F("promised") - lost)
    Location.objects.filter(pk=here.location_id).update(is_counting=True)
    _rewrite(allocation, takes, missing=missing, lost=lost, reason=reason)
    record(LocationDoubted(lot=here.lot_id, missing=missing, reason=reason), on=here.location, by=by)
    return missing - lost


def allocate(growth: Mapping[int, int]) -> None:
    """Let the allocated units of locked balances grow (or shrink) relatively, in one statement."""
    changed = Balance.objects.filter(pk__in=growth).update(allocated=grown("allocated", growth))
    ensure(changed == len(growth), "balance_gone")


def free_units(levels: Sequence[Level]) -> dict[int, int]:
    """What can still be promised of each product, whose levels are locked; below 0 once promised goods got out of reach
    (a bin is doubted, a lot grew too old).
    """
    if not levels:
        return {}
    lost = out_of_reach(levels[0].facility_id, products=[level.product_id for level in levels])
    return {level.product_id: level.sellable - level.promised - lost.get(level.product_id, 0) for level in levels}


def change_states(orders: Sequence[Order], kind: type[Happening]) -> int:
    """Move locked orders along in one statement; how many."""
    if orders:
        origins, target = Order.MOVES[kind]
        changed = Order.objects.filter(pk__in=[order.pk for order in orders], state__in=origins).update(state=target)
        ensure(changed == len(orders), "order_changed_under_lock")
    return len(orders)


def not_held(orders: QuerySet[Order]) -> QuerySet[Order]:
    """The orders that nobody stopped."""
    return orders.exclude(pk__in=OrderHold.objects.filter(lifted_at=None).values("order"))


def _needs(orders: Iterable[Order]) -> dict[int, list[_Need]]:
    needs: dict[int, list[_Need]] = defaultdict(list)
    lines = (
        OrderLine.objects.filter(order__in=[order.pk for order in orders])
        .annotate(given=Coalesce(Sum("allocations__quantity", filter=Q(allocations__state__in=GIVEN)), 0))
        .order_by("pk")
    )
    for line in lines:
        if line.quantity > line.given:
            needs[line.order_id].append(_Need(line.pk, line.product_id, line.quantity - line.given))
    return needs


def _share(order: Order, needs: Sequence[_Need], left: dict[int, int]) -> dict[int, int]:
    """The units that each line of an order gets, taken off what is free."""
    given = {need.line: max(0, min(need.quantity, left.get(need.product, 0))) for need in needs}
    if order.ships_complete and any(given[need.line] < need.quantity for need in needs):
        return {}
    for need in needs:
        left[need.product] = left.get(need.product, 0) - given[need.line]
    return given


def _rows(order: Order, needs: Sequence[_Need], given: Mapping[int, int]) -> list[Allocation]:
    now = clock.now()
    rows = []
    for need in needs:
        units = given.get(need.line, 0)
        for quantity, state, why in (
            (units, State.SOFT, ""),
            (need.quantity - units, State.SHORT, Allocation.Reason.NO_STOCK),
        ):
            if quantity:
                rows.append(
                    Allocation(
                        facility_id=order.facility_id,
                        line_id=need.line,
                        quantity=quantity,
                        state=state,
                        reason=why,
                        made_at=now,
                    )
                )
    return rows


def _promise_units(levels: Sequence[Level], units: Mapping[int, int]) -> None:
    growth = {level.pk: units[level.product_id] for level in levels if units.get(level.product_id)}
    changed = Level.objects.filter(pk__in=growth).update(promised=grown("promised", growth))
    ensure(changed == len(growth), "level_gone")


def _free(rows: QuerySet[Allocation], *, reason: str) -> int:
    locks.take(
        Level.objects.filter(product__in=rows.values("line__product")),
        Balance.objects.filter(pk__in=rows.exclude(balance=None).values("balance")),
    )
    units: dict[int, int] = defaultdict(int)
    in_bins: dict[int, int] = defaultdict(int)
    found = list(rows.select_related("line__product__level"))
    for row in found:
        units[row.line.product.level.pk] -= row.quantity
        if row.balance_id:
            in_bins[row.balance_id] -= row.quantity
    if found:
        Level.objects.filter(pk__in=units).update(promised=grown("promised", units))
        allocate(in_bins)
        Allocation.objects.filter(pk__in=[row.pk for row in found]).update(
            state=State.FREED, balance=None, reason=reason
        )
    return -sum(units.values())


def _rewrite(allocation: Allocation, takes: Sequence[Take], *, missing: int, lost: int, reason: str) -> None:
    """Keep the row for the first part there is (here, elsewhere, short) and make new rows for the others."""
    last = Allocation.objects.filter(batch=allocation.batch_id).order_by("-stop").values_list("stop", flat=True).first()
    parts = [
        _child(allocation, take.quantity, balance=take.bin.balance, stop=(last or 0) + place)
        for place, take in enumerate(takes, start=1)
    ]
    if lost:
        parts.append(_child(allocation, lost, balance=None, stop=allocation.stop, reason=reason))
    if missing < allocation.quantity:
        allocation.quantity -= missing
    else:
        first = parts.pop(0)
        for field in ("quantity", "balance_id", "stop", "state", "reason"):
            setattr(allocation, field, getattr(first, field))
    allocation.save(update_fields=["quantity", "balance", "stop", "state", "reason"])
    Allocation.objects.bulk_create(parts)


def _child(allocation: Allocation, quantity: int, *, balance: int | None, stop: int, reason: str = "") -> Allocation:
    return Allocation(
        facility_id=allocation.facility_id,
        line_id=allocation.line_id,
        balance_id=balance,
        quantity=quantity,
        state=State.HARD if balance else State.SHORT,
        parent=allocation,
        batch_id=allocation.batch_id,
        stop=stop,
        reason=reason,
        made_at=clock.now(),
    )
