"""Picking: a worker takes a batch, walks with its cart, and brings what orders asked for to the packing benches."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from backend.facility import holds
from backend.facility.models import Seat
from backend.jobs import asking
from backend.kit import clock, locks
from backend.kit.errors import Invalid, Refused
from backend.ledger import moves, recording
from backend.ledger.happenings import SYSTEM, Happening
from backend.ledger.work import work
from warehouse import allocation, handing_back, keeping_apart, leases, runs, stock, waves
from warehouse.events import orders, picking
from warehouse.models import Allocation, Batch, Cart, Location, Move, Order, Run, Slot, Tote
from warehouse.stock import Shift
from warehouse.walk import Walk, place_of, tote_of

SKIPS = 2
REASONS = (
    Allocation.Reason.EMPTY,
    Allocation.Reason.DAMAGED,
    Allocation.Reason.WRONG_ITEM,
    Allocation.Reason.NOT_REACHABLE,
)


@work
def claim_next(*, by: Seat) -> Run:
    """Take the most urgent batch that waits, or go on with the one that the worker has."""
    holds.refuse_if_held(by.station)
    locks.take(Seat.objects.filter(pk=by.pk))
    begun = _clear_place(by)
    if begun is not None:
        return _take_up_again(begun, by=by)
    batch = _next_waiting(by)

    taken = list(Order.objects.filter(slot__batch=batch, state=Order.State.RELEASED))
    claimed = picking.PickClaimed(worker=by.person_id, station=by.station_id, orders=len(taken))
    moves.swap(batch, claimed, worker=by.person, lease_until=leases.until(), claimed_at=clock.now())
    Order.objects.filter(pk__in=[order.pk for order in taken]).update(state=Order.State.PICKING)
    run = runs.start(by=by, flow=Run.Flow.PICK, step="cart", batch=batch)

    started = orders.OrderPicking(batch=batch.pk)
    recording.record_all([(claimed, batch), *((started, order) for order in taken)], by=by)
    asking.ask("warehouse.plan", subject=f"facility.facility:{by.facility_id}", facility=by.facility_id)
    return run


@work
def take_cart(walk: Walk, *, cart: Cart, by: Seat) -> None:
    """Walk with this cart; a batch that was begun keeps the cart on which its totes stand."""
    leases.refuse_unless_yours(walk.batch, by=by)
    if walk.batch.cart_id not in (None, cart.pk):
        raise Refused(_("Your totes stand on another cart."), code="wrong_cart")
    locks.take(Cart.objects.filter(pk=cart.pk))
    busy = Batch.objects.filter(cart=cart, state__in=[Batch.State.OPEN, Batch.State.CLAIMED])
    if busy.exclude(pk=walk.batch.pk).exists():
        raise Refused(_("This cart is in use. Take another."), code="cart_in_use")
    if cart.slots < len(walk.slots):
        raise Refused(_("This cart is too small. Take another."), code="cart_too_small")

    Batch.objects.filter(pk=walk.batch.pk).update(cart=cart)
    walk.batch.cart = cart


@work
def place_tote(walk: Walk, *, slot: Slot, tote: Tote, by: Seat) -> None:
    """Give an order its tote: from now on its goods go there and nowhere else."""
    leases.refuse_unless_yours(walk.batch, by=by)
    if tote.at_check_lane:
        raise Refused(_("This tote waits for a check. Take another."), code="tote_at_check_lane")
    given = Tote.objects.filter(pk=tote.pk, order=None, at_check_lane=False).update(order=slot.order)
    if not given:
        raise Refused(_("This tote is in use. Take another."), code="tote_in_use")
    Slot.objects.filter(pk=slot.pk).update(tote=tote)
    slot.tote = tote


@work
def put_in_tote(walk: Walk, *, row: Allocation, by: Seat) -> None:
    """Book the counted units from their shelf into the tote of their order; its last ones make the order picked."""
    leases.refuse_unless_yours(walk.batch, by=by)
    _refuse_if_stopped(row)
    if walk.run.counted != row.quantity:
        raise Refused(_("Scan each item first."), code="not_counted")
    shelf, tote = place_of(row), tote_of(walk.slot_for(row.line.order_id))

    settled = _settle(walk, row.line.order_id, taking=row)
    _take(row, into=tote, document=_document(walk), by=by)

    picked = picking.LinePicked(
        order=row.line.order_id,
        line=row.line_id,
        product=row.line.product_id,
        location=shelf.pk,
        units=row.quantity,
        misscans=walk.run.misscans,
        worker=by.person_id,
        station=by.station_id,
    )
    walk.run.misscans = 0
    walk.run.last_location = shelf
    recording.record_all([(picked, walk.batch), *settled], by=by)


@work
def skip(walk: Walk, *, row: Allocation, by: Seat) -> None:
    """Come back to this stop later, at most twice; then nobody can reach it and staff look."""
    leases.refuse_unless_yours(walk.batch, by=by)
    _refuse_if_stopped(row)
    if walk.run.counted:
        raise Refused(_("Put what you hold in the tote first."), code="already_counted")
    if row.skips >= SKIPS:
        report_short.inside(walk, row=row, found=0, reason=Allocation.Reason.NOT_REACHABLE, by=by)
        return

    row.skips += 1
    row.stop = max(each.stop for each in walk.rows) + 1
    row.save(update_fields=["skips", "stop"])

    skipped = picking.PickSkipped(line=row.line_id, location=place_of(row).pk, times=row.skips)
    recording.record(skipped, on=walk.batch, by=by)


@work
def report_short(walk: Walk, *, row: Allocation, found: int, reason: str, by: Seat) -> None:
    """Fewer lie here than asked: take what is there, look for the rest elsewhere on this walk, tell the office."""
    leases.refuse_unless_yours(walk.batch, by=by)
    _refuse_if_stopped(row)
    if reason not in REASONS:
        raise Invalid(_("Say why: empty, damaged, wrong item or not reachable."), code="reason_unknown")
    if not walk.run.counted <= found < row.quantity:
        raise Invalid(_("Count again. How many are there?"), code="count_unlikely")
    missing, shelf, order = row.quantity - found, place_of(row), row.line.order_id

    may_send = keeping_apart.may_send(walk.batch, by=by)
    elsewhere = allocation.resource(row, missing=missing, reason=reason, may_send=may_send, by=by)
    if elsewhere:
        keeping_apart.widen(walk.batch)
    walk.look_again()
    settled = _settle(walk, order)

    short = picking.PickShort(
        order=order,
        line=row.line_id,
        product=row.line.product_id,
        location=shelf.pk,
        missing=missing,
        found_elsewhere=elsewhere,
        reason=reason,
    )
    recording.record_all([(short, walk.batch), *settled], by=by)


@work
def finish(walk: Walk, *, at: Location, by: Seat) -> None:
    """The cart stands at the packing benches; its totes wait there, and the worker is free."""
    leases.refuse_unless_yours(walk.batch, by=by)
    if walk.next_row or walk.to_put_back:
        raise Refused(_("There is more to pick. Look at the screen."), code="not_done")

    finished = picking.PickFinished(
        worker=by.person_id,
        station=by.station_id,
        orders=len(walk.slots),
        units=walk.units_picked,
        location=at.pk,
    )
    moves.move(walk.batch, finished, by=by, lease_until=None, finished_at=clock.now())
    runs.close(walk.run)


def waiting(facility: int) -> QuerySet[Batch]:
    """The batches that wait for a worker, most urgent first; also those whose totes only need to be brought in."""
    return waves.waiting(facility).order_by("ship_by", "pk")


def _clear_place(by: Seat) -> Batch | None:
    """Close what another worker left open here and what this worker left open elsewhere; the batch to go on with."""
    mine = None
    for run in Run.objects.filter(Q(station=by.station) | Q(worker=by.person), closed_at=None).select_related("batch"):
        if run.worker_id != by.person_id and run.batch is not None:
            handing_back.give_back.inside(run.batch, by=SYSTEM, reason="left")
        elif run.batch is not None:
            mine = run.batch
        else:
            runs.close(run)
            runs.save(run)
    return mine


def _take_up_again(batch: Batch, *, by: Seat) -> Run:
    (found,) = locks.take(Run.objects.filter(batch=batch, closed_at=None).select_related(*runs.RELATED))
    run: Run = found[0]
    run.station = by.station
    run.revision += 1
    run.save(update_fields=["station", "revision"])
    Batch.objects.filter(pk=batch.pk).update(lease_until=leases.until())
    return run


def _next_waiting(by: Seat) -> Batch:
    claimable = keeping_apart.claimable(waiting(by.facility_id), by=by, locked=True)
    batch: Batch | None = locks.skipping(claimable).first()
    if batch is None:
        raise Refused(_("Nothing to pick now. Wait a moment."), code="nothing_to_pick")
    return batch


def _refuse_if_stopped(row: Allocation) -> None:
    if row.state != Allocation.State.HARD:
        raise Refused(_("This order was stopped. Look at the screen."), code="order_stopped")


def _take(row: Allocation, *, into: Tote, document: str, by: Seat) -> None:
    """Goods and their reservation go into the tote together; the journal remembers the walk."""
    shelf, lot = place_of(row), row.balance.lot_id if row.balance else 0
    goods = Shift(lot, shelf.pk, into.location_id, row.quantity, Move.Reason.PICKED, document, carries_allocation=True)
    balances = stock.shift([goods], facility=row.facility_id, by=by)
    row.balance, row.state, row.taken_from = balances[into.location_id, lot], Allocation.State.PICKED, shelf
    taken = Allocation.objects.filter(pk=row.pk, state=Allocation.State.HARD).update(
        state=row.state, balance=row.balance, taken_from=shelf, picked_by=by.person, picked_at=clock.now()
    )
    if not taken:
        raise Refused(_("This order was stopped. Look at the screen."), code="order_stopped")


def _settle(walk: Walk, order: int, *, taking: Allocation | None = None) -> list[tuple[Happening, Order]]:
    """Once nothing of an order waits on a shelf it is picked, or short if nothing at all was found."""
    rows = list(walk.rows_of(order))
    if any(row.state == Allocation.State.HARD and row is not taking for row in rows):
        return []
    slot = walk.slot_for(order)
    units = sum(row.quantity for row in rows if row is taking or row.state == Allocation.State.PICKED)
    event: Happening
    if units:
        event = orders.OrderPicked(units=units, missing=walk.ordered(slot) - units)
        if slot.order.ships_complete and event.missing:
            Tote.objects.filter(order=slot.order).update(at_check_lane=True)
    else:
        event = orders.OrderShort(missing=walk.ordered(slot))
        Tote.objects.filter(order=slot.order).update(order=None)
    moves.swap(slot.order, event)
    return [(event, slot.order)]


def _document(walk: Walk) -> str:
    return recording.subject_of(walk.batch)
