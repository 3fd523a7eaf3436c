"""A merchant's own orders, read as cards: one by its number, many page by page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from backend.kit import paging
from backend.kit.errors import NotFound
from backend.kit.paging import Page
from backend.partners.models import Merchant
from warehouse import carrier_labels
from warehouse.cards.orders import DecisionCard, LineCard, OrderCard, OrderRow, ParcelCard
from warehouse.models import Allocation, Order, OrderHold, OrderLine, Parcel

CLOSED = (Parcel.State.SEALED, Parcel.State.LABELLED, Parcel.State.LOADED, Parcel.State.SHIPPED)


@dataclass(frozen=True)
class Filter:
    """Which orders of a list are wanted; empty means all."""

    state: str = ""
    merchant_ref: str = ""
    made_after: datetime | None = None
    made_before: datetime | None = None


def row(merchant: Merchant, pk: int) -> Order:
    """The merchant's order; NotFound in the same words for another's and for none."""
    order = Order.objects.filter(merchant=merchant, pk=pk).select_related("ref").first()
    if order is None:
        raise NotFound(_("You have no such order."))
    return order


def one(merchant: Merchant, pk: int) -> OrderCard:
    """One order with its lines, what was shipped of them, and its parcels."""
    order = row(merchant, pk)
    return OrderCard(
        id=order.pk,
        number=order.number,
        merchant_ref=order.ref.merchant_ref,
        state=order.state,
        decision=_decision(order),
        service=order.service,
        ships_complete=order.ships_complete,
        has_addressee=bool(order.ref.vault_token),
        ship_by=order.ship_by,
        made_at=order.made_at,
        cancel_asked_at=order.cancel_asked_at,
        lines=_lines(order),
        parcels=_parcels(order),
        carrier_label=carrier_labels.card(label) if (label := carrier_labels.current(order)) else None,
    )


def page(merchant: Merchant, wanted: Filter, *, cursor: str = "", size: int = paging.DEFAULT_SIZE) -> Page[OrderRow]:
    """The merchant's orders, newest first, by a cursor that stays right while new ones come in."""
    orders = Order.objects.filter(merchant=merchant).select_related("ref")
    if wanted.state:
        orders = orders.filter(state=wanted.state)
    if wanted.merchant_ref:
        orders = orders.filter(ref__merchant=merchant, ref__merchant_ref=wanted.merchant_ref)
    if wanted.made_after:
        orders = orders.filter(made_at__gte=wanted.made_after)
    if wanted.made_before:
        orders = orders.filter(made_at__lt=wanted.made_before)
    found = paging.page(orders, cursor=cursor, size=size)
    return Page(_rows(found.rows), found.next_cursor)


def _rows(orders: Sequence[Order]) -> tuple[OrderRow, ...]:
    counted = (
        OrderLine.objects.filter(order__in=[order.pk for order in orders])
        .order_by()
        .values("order")
        .annotate(lines=Count("pk"), units=Sum("quantity"))
    )
    sums = {each["order"]: (each["lines"], each["units"]) for each in counted}
    return tuple(
        OrderRow(
            id=order.pk,
            number=order.number,
            merchant_ref=order.ref.merchant_ref,
            state=order.state,
            service=order.service,
            ship_by=order.ship_by,
            made_at=order.made_at,
            lines=sums[order.pk][0],
            units=sums[order.pk][1],
        )
        for order in orders
    )


def _decision(order: Order) -> DecisionCard:
    if order.state == Order.State.REJECTED:
        return DecisionCard(outcome="rejected", code="rejected_by_staff", at=order.made_at)
    hold = OrderHold.objects.filter(order=order, lifted_at=None).order_by("pk").first()
    if hold is not None:
        return DecisionCard(outcome="held", code=hold.reason, at=hold.held_at)
    return DecisionCard(outcome="accepted", code="", at=order.made_at)


def _lines(order: Order) -> tuple[LineCard, ...]:
    counts: dict[tuple[int, str], int] = defaultdict(int)
    for line, state, units in (
        Allocation.objects.filter(line__order=order, state__in=[Allocation.State.SHIPPED, Allocation.State.SHORT])
        .order_by()
        .values_list("line", "state")
        .annotate(units=Sum("quantity"))
    ):
        counts[line, state] = units
    return tuple(
        LineCard(
            sku=line.product.sku,
            quantity=line.quantity,
            shipped=counts[line.pk, Allocation.State.SHIPPED],
            missing=counts[line.pk, Allocation.State.SHORT],
        )
        for line in OrderLine.objects.filter(order=order).select_related("product").order_by("pk")
    )


def _parcels(order: Order) -> tuple[ParcelCard, ...]:
    return tuple(
        ParcelCard(state=parcel.state, weight_grams=parcel.weight_grams, sscc=parcel.sscc)
        for parcel in Parcel.objects.filter(order=order, state__in=CLOSED).order_by("pk")
    )
