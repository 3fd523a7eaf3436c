"""The list of orders, and all that a supervisor may know of one; never an addressee, never the shop's own number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Exists, OuterRef, Sum
from django.utils.translation import gettext as _

from backend.kit import clock, paging
from backend.kit.errors import NotFound
from backend.kit.paging import Page
from backend.partners.models import Merchant
from backend.web.parts import Chip, Step
from warehouse import wording
from warehouse.cards.staff import HolderCard, LineCard, OrderBatch, OrderCard, OrderRow
from warehouse.models import Allocation, Order, OrderHold, OrderLine, Parcel, Slot
from warehouse.overviews import parcels, shortages
from warehouse.overviews.shortages import OPEN

State = Allocation.State
TAKEN: Final = (State.PICKED, State.PACKED, State.SHIPPED)
# How far an order is, as the row of steps shows it.
STAGES: Final = {
    Order.State.ACCEPTED: 1,
    Order.State.SHORT: 1,
    Order.State.PROMISED: 2,
    Order.State.RELEASED: 2,
    Order.State.PICKING: 2,
    Order.State.PICKED: 3,
    Order.State.PACKED: 4,
    Order.State.SHIPPED: 6,
}


@dataclass(frozen=True)
class Wanted:
    """Which orders a list shows."""

    state: str = ""
    service: str = ""
    shop: int = 0
    is_late: bool = False


def page(facility: int, wanted: Wanted, *, cursor: str = "") -> Page[OrderRow]:
    """Newest first; with a state or only the late ones, what leaves first on top. Two queries at any size."""
    # A shop's orders come by the shop's own index, so the facility is asked of the shop.
    mine = {"merchant": wanted.shop, "merchant__facility": facility} if wanted.shop else {"facility": facility}
    rows = Order.objects.filter(**mine)
    if wanted.service:
        rows = rows.filter(service=wanted.service)
    if wanted.is_late:
        rows = rows.filter(state__in=[wanted.state] if wanted.state in OPEN else OPEN, ship_by__lt=clock.now())
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    by_ship_by = bool(wanted.state or wanted.is_late)
    held = Exists(OrderHold.objects.filter(order=OuterRef("pk"), lifted_at=None))
    found = paging.page(
        rows.select_related("merchant").annotate(is_held=held),
        cursor=cursor,
        moment="ship_by" if by_ship_by else "made_at",
        rising=by_ship_by,
    )
    return Page(_rows(found.rows), found.next_cursor)


def shops(facility: int) -> tuple[tuple[int, str], ...]:
    """The shops that the list can be narrowed to."""
    return tuple(Merchant.objects.filter(facility=facility).order_by("name").values_list("pk", "name"))


def find(pk: int, *, facility: int) -> Order:
    """An order of this facility; 404 for others."""
    order = Order.objects.filter(pk=pk, facility=facility).select_related("merchant").first()
    if order is None:
        raise NotFound()
    return order


def card(order: Order) -> OrderCard:
    """One order with its lines, walks and parcels."""
    lines = list(OrderLine.objects.filter(order=order).select_related("product").order_by("pk"))
    allocations = list(
        Allocation.objects.filter(line__order=order)
        .select_related("balance__location", "taken_from")
        .order_by("stop", "pk")
    )
    short = [line.product_id for line in lines if any(_is_missing(row, line) for row in allocations)]
    held, _counts = shortages.holders(short, each=3)
    boxes = parcels.of_order(order)
    holds = OrderHold.objects.filter(order=order, lifted_at=None).order_by("held_at")
    reasons = tuple(wording.held_because(hold.reason) for hold in holds)
    return OrderCard(
        row=_row(order, lines=len(lines), units=sum(line.quantity for line in lines), is_held=bool(reasons)),
        steps=_steps(order),
        lines=tuple(
            _line(order, line, [row for row in allocations if row.line_id == line.pk], held.get(line.product_id, ()))
            for line in lines
        ),
        batches=_batches(order),
        parcels=boxes,
        weight_grams=sum(box.weight_grams or 0 for box in boxes if box.state.tone == "ok"),
        held=reasons,
        cancel_asked_at=order.cancel_asked_at,
    )


def _rows(found: Sequence[Order]) -> tuple[OrderRow, ...]:
    sums = {
        each["order"]: (each["lines"], each["units"])
        for each in OrderLine.objects.filter(order__in=[order.pk for order in found])
        .order_by()
        .values("order")
        .annotate(lines=Count("pk"), units=Sum("quantity"))
    }
    return tuple(
        _row(order, lines=sums.get(order.pk, (0, 0))[0], units=sums.get(order.pk, (0, 0))[1], is_held=order.is_held)  # type: ignore[attr-defined]
        for order in found
    )


def _row(order: Order, *, lines: int, units: int, is_held: bool) -> OrderRow:
    return OrderRow(
        id=order.pk,
        number=order.number,
        shop=order.merchant.name,
        service=wording.service(order.service),
        state=wording.order_state(order.state),
        lines=lines,
        units=units,
        made_at=order.made_at,
        ship_by=order.ship_by,
        seconds_left=int((order.ship_by - clock.now()).total_seconds()),
        is_open=order.state in OPEN,
        is_held=is_held,
    )


def _steps(order: Order) -> tuple[Step, ...]:
    words = (_("Accepted"), _("Set aside"), _("Picked"), _("Packed"), _("In the cage"), _("Sent"))
    stage = STAGES.get(Order.State(order.state), 0)
    at_gate = order.state == Order.State.PACKED and _all_loaded(order)
    now = 5 if at_gate else stage
    return tuple(
        Step(word, is_done=n < now or (n == now == 6), is_now=n == now != 6) for n, word in enumerate(words, start=1)
    )


def _all_loaded(order: Order) -> bool:
    states = set(
        Parcel.objects.filter(order=order).exclude(state=Parcel.State.UNPACKED).values_list("state", flat=True)
    )
    return states == {Parcel.State.LOADED}


def _line(order: Order, line: OrderLine, rows: Sequence[Allocation], holders: tuple[HolderCard, ...]) -> LineCard:
    units: dict[str, int] = defaultdict(int)
    for row in rows:
        units[row.state] += row.quantity
    missing = sum(row.quantity for row in rows if row.state == State.SHORT)
    # Freed rows of one order are the past of another row, save that a stopped order has only them.
    reasons = {row.reason for row in rows if row.state == State.SHORT and row.reason}
    return LineCard(
        title=line.product.title,
        sku=line.product.sku,
        picture=line.product.picture,
        places=_places(rows),
        wanted=line.quantity,
        picked=sum(units[state] for state in TAKEN),
        missing=missing,
        state=_line_state(order, line, units),
        reason=", ".join(sorted(wording.missing_because(reason) for reason in reasons)),
        holders=holders if missing and order.state in OPEN else (),
    )


def _places(rows: Sequence[Allocation]) -> str:
    """The shelves that the units lie on or were taken from."""
    names = []
    for row in rows:
        place = row.taken_from or (row.balance.location if row.balance and row.state == State.HARD else None)
        if place and place.name not in names:
            names.append(place.name)
    return ", ".join(names)


def _line_state(order: Order, line: OrderLine, units: dict[str, int]) -> Chip:
    if order.state in (Order.State.CANCELLED, Order.State.REJECTED):
        return wording.order_state(order.state)
    if units[State.SHORT]:
        return wording.allocation_state(State.SHORT)
    for state in (State.HARD, State.SOFT, State.PICKED, State.PACKED, State.SHIPPED):
        if units[state]:
            return wording.allocation_state(state)
    return wording.order_state(Order.State.ACCEPTED)


def _is_missing(row: Allocation, line: OrderLine) -> bool:
    return row.line_id == line.pk and row.state == State.SHORT


def _batches(order: Order) -> tuple[OrderBatch, ...]:
    slots = Slot.objects.filter(order=order).select_related("batch", "tote").order_by("batch")
    return tuple(
        OrderBatch(
            id=slot.batch_id,
            state=wording.batch_state(slot.batch.state),
            tote=slot.tote.name if slot.tote else "",
        )
        for slot in slots
    )
