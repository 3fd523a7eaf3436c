"""What a signature at the gate does to the books: parcels and orders are shipped, their goods are the customers'."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Sum

from backend.kit.errors import Broken
from backend.ledger import moves, recording
from backend.people.models import Person
from warehouse import stock
from warehouse.events.dispatch import ParcelShipped
from warehouse.events.orders import OrderShipped
from warehouse.models import Allocation, Location, Manifest, Move, Order, OrderLine, Parcel


def ship(manifest: Manifest, parcels: list[Parcel], orders: list[Order], *, by: Person) -> int:
    """Ship locked parcels and orders of a signed cage inside the caller's transaction; how many orders left."""
    allocations = list(
        Allocation.objects.filter(line__order__in=orders, state=Allocation.State.PACKED).select_related("balance")
    )
    customer = Location.objects.get(facility_id=manifest.facility_id, kind=Location.Kind.CUSTOMER)
    stock.shift(_shifts_out(allocations, customer, manifest), facility=manifest.facility_id, by=by)
    Allocation.objects.filter(pk__in=[each.pk for each in allocations]).update(state=Allocation.State.SHIPPED)
    for parcel in parcels:
        moves.refuse_unless(parcel, ParcelShipped)
    Parcel.objects.filter(manifest=manifest).update(state=Parcel.State.SHIPPED)
    for order in orders:
        moves.refuse_unless(order, OrderShipped)
    Order.objects.filter(pk__in=[order.pk for order in orders]).update(state=Order.State.SHIPPED)
    wanted, sent = _units(orders)
    recording.record_all(
        [(ParcelShipped(manifest=manifest.pk), parcel) for parcel in parcels]
        + [
            (
                OrderShipped(manifest=manifest.pk, units=sent[order.pk], missing=wanted[order.pk] - sent[order.pk]),
                order,
            )
            for order in orders
        ],
        by=by,
    )
    return len(orders)


def _shifts_out(allocations: list[Allocation], customer: Location, manifest: Manifest) -> list[stock.Shift]:
    units: dict[tuple[int, int], int] = defaultdict(int)
    for each in allocations:
        if each.balance is None:
            raise Broken("packed_without_a_place")
        units[each.balance.lot_id, each.balance.location_id] += each.quantity
    return [
        stock.Shift(
            lot=lot,
            source=location,
            target=customer.pk,
            quantity=quantity,
            reason=Move.Reason.SHIPPED,
            document=recording.subject_of(manifest),
            carries_allocation=True,
        )
        for (lot, location), quantity in units.items()
    ]


def _units(orders: list[Order]) -> tuple[dict[int, int], dict[int, int]]:
    lines = OrderLine.objects.filter(order__in=orders).values("order_id").annotate(units=Sum("quantity"))
    wanted = {row["order_id"]: row["units"] for row in lines}
    gone = (
        Allocation.objects.filter(line__order__in=orders, state=Allocation.State.SHIPPED)
        .values("line__order_id")
        .annotate(units=Sum("quantity"))
    )
    sent = {row["line__order_id"]: row["units"] for row in gone}
    return wanted, {order.pk: sent.get(order.pk, 0) for order in orders}
