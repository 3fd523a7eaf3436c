"""A merchant asks to stop an order: granted until its parcels are closed, refused with the reason after that."""

from __future__ import annotations

from datetime import datetime

from backend.jobs import asking
from backend.kit import clock, locks
from backend.ledger import moves, recording
from backend.ledger.happenings import Actor
from backend.ledger.work import work
from warehouse import allocation
from warehouse.cards.orders import CancellationCard
from warehouse.events.orders import OrderCancelAsked, OrderCancelled, OrderCancelRefused
from warehouse.models import Allocation, Order

TOO_LATE = {
    Order.State.PACKED: "already_packed",
    Order.State.SHIPPED: "already_shipped",
    Order.State.REJECTED: "already_rejected",
}


@work
def ask_cancel(order: Order, *, by: Actor) -> CancellationCard:
    """Stop an order and free its stock; what lies in a tote already is put back by the worker's next step."""
    [[order]] = locks.take(Order.objects.filter(pk=order.pk))

    now = clock.now()
    if order.state == Order.State.CANCELLED:
        return _card(order, outcome="granted", code="", at=now)
    if order.cancel_asked_at is None:
        Order.objects.filter(pk=order.pk).update(cancel_asked_at=now)
        recording.record(OrderCancelAsked(), on=order, by=by)
    if order.state in TOO_LATE:
        recording.record(OrderCancelRefused(state=order.state), on=order, by=by)
        return _card(order, outcome="refused", code=TOO_LATE[Order.State(order.state)], at=now)
    units = allocation.let_go(order, by=by, reason=Allocation.Reason.CANCELLED)
    moves.move(order, OrderCancelled(units=units), by=by)
    # What it held may be what another order waits for.
    asking.ask("warehouse.promise", subject=f"facility.facility:{order.facility_id}", facility=order.facility_id)
    asking.ask("warehouse.cancelled", subject=recording.subject_of(order), facility=order.facility_id)
    return _card(order, outcome="granted", code="", at=now)


def _card(order: Order, *, outcome: str, code: str, at: datetime) -> CancellationCard:
    return CancellationCard(order=order.pk, number=order.number, outcome=outcome, code=code, state=order.state, at=at)
