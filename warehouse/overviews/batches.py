"""The list of batches, and one batch with its stops: whose walk it is, how far it is, since when nobody scanned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, FilteredRelation, Q, QuerySet

from backend.kit import clock, paging
from backend.kit.errors import NotFound
from backend.kit.paging import Page
from warehouse import leases, wording
from warehouse.cards.staff import BatchCard, BatchRow, StopCard
from warehouse.models import Allocation, Batch, Run, Slot
from warehouse.models.orders import document_code

State = Allocation.State
DONE = frozenset({State.PICKED, State.PACKED, State.SHIPPED})


def page(facility: int, *, state: str = "", cursor: str = "") -> Page[BatchRow]:
    """Newest first. Three queries at any size."""
    rows = with_place(Batch.objects.filter(facility=facility))
    if state:
        rows = rows.filter(state=state)
    found = paging.page(rows, cursor=cursor)
    pks = [batch.pk for batch in found.rows]
    orders, stops = _orders(pks), _stops_by_state(pks)
    return Page(tuple(_row(batch, orders[batch.pk], stops[batch.pk]) for batch in found.rows), found.next_cursor)


def with_place(batches: QuerySet[Batch]) -> QuerySet[Batch]:
    """Batches with their worker, and as `walk` the open run at a station."""
    walk: dict[str, Any] = {"walk": FilteredRelation("run", condition=Q(run__closed_at=None))}
    return batches.annotate(**walk).select_related("worker", "cart", "walk__station")  # type: ignore[misc]


def find(pk: int, *, facility: int) -> Batch:
    """A batch of this facility; 404 for others."""
    batch = with_place(Batch.objects.filter(pk=pk, facility=facility)).first()
    if batch is None:
        raise NotFound()
    return batch


def card(batch: Batch) -> BatchCard:
    """One batch with its stops in the order of the walk."""
    totes = {
        slot.order_id: slot.tote.name if slot.tote else "" for slot in batch.slots.select_related("tote").order_by("pk")
    }
    rows = (
        Allocation.objects.filter(batch=batch)
        .exclude(state=State.FREED)
        .select_related("line__order", "line__product", "balance__location", "taken_from")
        .order_by("stop", "pk")
    )
    stops = tuple(_stop(row, totes.get(row.line.order_id, "")) for row in rows)
    states: dict[str, int] = defaultdict(int)
    for row in rows:
        states[row.state] += 1
    return BatchCard(
        row=_row(batch, len(totes), states),
        code=document_code(batch.pk),
        cart=batch.cart.code if batch.cart else "",
        claimed_at=batch.claimed_at,
        finished_at=batch.finished_at,
        stops=stops,
    )


def station_of(batch: Batch) -> int | None:
    """The number of the station at which the walk of a batch is open; load it by `with_place`."""
    # Django leaves the attribute out where the filtered relation found nothing.
    walk: Run | None = getattr(batch, "walk", None)
    return walk.station.number if walk else None


def idle_seconds(batch: Batch, *, now: datetime) -> int | None:
    """For how long nobody scanned for a claimed batch; the lease begins anew with every scan, at most once a minute."""
    if batch.state != Batch.State.CLAIMED or batch.lease_until is None:
        return None
    return max(0, int((now - (batch.lease_until - leases.LENGTH)).total_seconds()))


def _orders(batches: Sequence[int]) -> dict[int, int]:
    found = Slot.objects.filter(batch__in=batches).order_by().values("batch").annotate(orders=Count("pk"))
    return defaultdict(int, {each["batch"]: each["orders"] for each in found})


def _stops_by_state(batches: Sequence[int]) -> dict[int, dict[str, int]]:
    found = Allocation.objects.filter(batch__in=batches).order_by().values("batch", "state").annotate(rows=Count("pk"))
    stops: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for each in found:
        stops[each["batch"]][each["state"]] = each["rows"]
    return stops


def _row(batch: Batch, orders: int, stops: dict[str, int]) -> BatchRow:
    station = station_of(batch)
    return BatchRow(
        id=batch.pk,
        state=wording.batch_state(batch.state),
        # Whose walk it was stands in its history; a list of what each finished would compare people.
        worker=batch.worker.first_name if batch.worker and batch.state == Batch.State.CLAIMED else "",
        station=station,
        orders=orders,
        stops=sum(count for state, count in stops.items() if state != State.FREED),
        stops_done=sum(count for state, count in stops.items() if state in DONE or state == State.SHORT),
        units=batch.units,
        ship_by=batch.ship_by,
        made_at=batch.made_at,
        is_claimed=batch.state == Batch.State.CLAIMED,
        lease_until=batch.lease_until,
        idle_seconds=idle_seconds(batch, now=clock.now()),
    )


def _stop(row: Allocation, tote: str) -> StopCard:
    place = row.taken_from or (row.balance.location if row.balance else None)
    return StopCard(
        stop=row.stop,
        place=place.name if place else "",
        title=row.line.product.title,
        sku=row.line.product.sku,
        order=row.line.order_id,
        order_number=row.line.order.number,
        tote=tote,
        quantity=row.quantity,
        state=wording.allocation_state(row.state),
        reason=wording.missing_because(row.reason) if row.state == State.SHORT else "",
    )
