"""Work that comes back: a batch to the queue, the goods of a stopped order from their tote to their shelf."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from backend.facility.models import Seat
from backend.kit import locks
from backend.kit.errors import NotFound, Refused
from backend.ledger import moves, recording
from backend.ledger.happenings import SYSTEM, Actor
from backend.ledger.work import work
from backend.people.models import Person
from warehouse import allocation, leases, runs, stock
from warehouse.events import picking
from warehouse.models import Allocation, Batch, Move, Order, Run, Slot, Tote
from warehouse.stock import Shift
from warehouse.walk import Walk


@work
def give_back(batch: Batch, *, by: Actor, reason: str) -> None:
    """Let another worker go on: what was picked stays in its totes on its cart, the rest is open again."""
    if isinstance(by, Seat) and batch.worker_id != by.person_id:
        raise Refused(_("This is another worker's batch."), code="not_yours")
    (open_runs,) = locks.take(Run.objects.filter(batch=batch, closed_at=None))
    for run in open_runs:
        runs.close(run)
        runs.save(run)
    begun = Allocation.objects.filter(batch=batch, state=Allocation.State.PICKED).exists()
    if not begun:
        Tote.objects.filter(slot__batch=batch).update(order=None)
        Slot.objects.filter(batch=batch).update(tote=None)

    given_back = picking.PickGivenBack(worker=batch.worker_id or 0, reason=reason)
    cart = batch.cart if begun else None
    moves.move(batch, given_back, by=by, worker=None, lease_until=None, claimed_at=None, cart=cart)


def take_back_from(seat: Seat, by: Actor) -> None:
    """The worker's sitting ends: what they held goes back to the queue, in the transaction that ends it."""
    for run in Run.objects.filter(worker=seat.person_id, closed_at=None).select_related("batch"):
        if run.batch is not None:
            give_back.inside(run.batch, by=by, reason="left")
        else:
            runs.close(run)
            runs.save(run)


@work
def free_stuck(batch: Batch, *, by: Person) -> None:
    """A supervisor takes a batch from a worker who cannot go on."""
    if batch.facility_id != by.facility:
        raise NotFound()
    give_back.inside(batch, by=by, reason="stuck")


@work
def free_if_lapsed(batch: Batch) -> bool:
    """The house takes a batch back whose worker has not scanned for the length of a lease; whether it did."""
    (found,) = locks.take(Run.objects.filter(batch=batch, closed_at=None).select_related("station", "batch"))
    if found and not leases.is_over(found[0].batch, at=found[0].station):
        return False
    give_back.inside(batch, by=SYSTEM, reason="lapsed")
    return True


@work
def put_back(walk: Walk, *, row: Allocation, by: Seat) -> None:
    """Return the goods of a stopped order to the shelf they came from."""
    leases.refuse_unless_yours(walk.batch, by=by)
    returned = _return_goods([row], document=recording.subject_of(walk.batch), by=by)
    left = [each for each in walk.rows_of(row.line.order_id) if each.state == Allocation.State.PICKED and each != row]
    if not left:
        Tote.objects.filter(order=row.line.order_id).update(order=None)
    recording.record_all([(each, walk.batch) for each in returned], by=by)


@work
def empty_tote(tote: Tote, *, by: Person) -> int:
    """A supervisor returns the goods of a stopped order from its tote to their shelves; units returned."""
    if tote.facility_id != by.facility:
        raise NotFound()
    orders_here, totes = locks.take(Order.objects.filter(tote=tote), Tote.objects.filter(pk=tote.pk))
    if any(order.state != Order.State.CANCELLED for order in orders_here):
        raise Refused(_("This order is still wanted."), code="order_not_stopped")
    rows = Allocation.objects.filter(line__order__in=orders_here, state=Allocation.State.PICKED)
    returned = _return_goods(list(rows.select_related("line", "balance", "taken_from")), document="", by=by)
    totes[0].order, totes[0].at_check_lane = None, False
    totes[0].save(update_fields=["order", "at_check_lane"])
    recording.record_all([(each, tote) for each in returned], by=by)
    return sum(each.units for each in returned)


def _return_goods(rows: Sequence[Allocation], *, document: str, by: Actor) -> list[picking.PickPutBack]:
    """Free what was picked and shift it from its tote back to the shelf it was taken from."""
    goods, returned = [], []
    for row in rows:
        assert row.balance is not None
        assert row.taken_from_id is not None
        tote, shelf, units = row.balance.location_id, row.taken_from_id, row.quantity
        goods.append(Shift(row.balance.lot_id, tote, shelf, units, Move.Reason.PUT_BACK, document))
        returned.append(picking.PickPutBack(row.line.order_id, row.line.product_id, shelf, units))
    if rows:
        allocation.free(rows, reason=Allocation.Reason.CANCELLED)
        stock.shift(goods, facility=rows[0].facility_id, by=by)
    return returned
