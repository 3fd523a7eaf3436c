"""What a supervisor decides at the benches: a weight that may stand, a parcel that is opened again, a checked tote."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from backend.kit import locks
from backend.kit.errors import Invalid, NotFound, Refused
from backend.ledger import moves, recording
from backend.ledger.happenings import Happening
from backend.ledger.work import work
from backend.people.models import Person
from warehouse import stock
from warehouse.events import orders, packing
from warehouse.models import Allocation, Move, Order, Parcel, Run, Tote
from warehouse.packing import WEIGHINGS
from warehouse.stock import Shift

WEIGHT_REASONS: Final = ("scale_off", "filler", "product_weight", "other")
UNPACK_REASONS: Final = ("wrong_content", "damaged", "opened_for_check", "order_stopped")


def waits_for_weight(parcel: Parcel) -> bool:
    """Whether the scale refused an open box for the last time, so that a supervisor decides."""
    return parcel.state == Parcel.State.OPEN and parcel.weighings >= WEIGHINGS and not parcel.seal


def may_unpack(parcel: Parcel) -> bool:
    """Whether staff can open it again; a box at which a worker goes on packing is the worker's."""
    if not waits_for_weight(parcel):
        return parcel.state != Parcel.State.OPEN and moves.may(parcel, packing.ParcelUnpacked)
    return not Run.objects.filter(parcel=parcel, closed_at=None).exclude(step="weigh_help").exists()


@work
def allow_weight(parcel: Parcel, *, by: Person, reason: str) -> None:
    """Let a parcel go on whose weight was wrong twice; the supervisor has looked inside."""
    _refuse_elsewhere(parcel.facility_id, by)
    if reason not in WEIGHT_REASONS:
        raise Invalid(_("Say why the weight may differ."), code="reason_unknown")
    found, parcels = locks.take(
        Run.objects.filter(parcel=parcel, closed_at=None).select_related("facility"),
        Parcel.objects.filter(pk=parcel.pk, state=Parcel.State.OPEN, weighings__gte=WEIGHINGS),
    )
    if not parcels or not found or found[0].step != "weigh_help":
        raise Refused(_("This parcel does not wait for its weight."), code="wrong_state")
    run, parcel = found[0], parcels[0]
    run.step = "witness" if run.facility.needs_witness else "seal"
    run.revision += 1
    run.save(update_fields=["step", "revision"])
    allowed = packing.ParcelWeightAllowed(
        expected_grams=parcel.expected_grams or 0, weight_grams=parcel.weight_grams or 0, reason=reason
    )
    recording.record(allowed, on=parcel, by=by)


@work
def unpack(parcel: Parcel, *, into: Tote, by: Person, reason: str) -> None:
    """Open a parcel again: its goods go back into a tote, which waits at the check lane.

    A bench at which it waited for its weight stands at the next tote, and says why.
    """
    _refuse_elsewhere(parcel.facility_id, by)
    _refuse_elsewhere(into.facility_id, by)
    if reason not in UNPACK_REASONS:
        raise Invalid(_("Say why the parcel is opened."), code="reason_unknown")
    open_runs, (order,), (parcel,) = locks.take(
        Run.objects.filter(parcel=parcel, closed_at=None),
        Order.objects.filter(pk=parcel.order_id),
        Parcel.objects.filter(pk=parcel.pk),
    )
    if parcel.state == Parcel.State.OPEN and not may_unpack(parcel):
        raise Refused(_("This box is being packed. A worker has it."), code="being_packed")
    unpacked = packing.ParcelUnpacked(order=parcel.order_id, reason=reason)
    happened: list[tuple[Happening, Parcel | Order]] = [(unpacked, parcel)]

    if parcel.state == Parcel.State.OPEN:
        Tote.objects.filter(order=order).update(at_check_lane=True)
        for run in open_runs:
            run.step = "tote"
            run.revision += 1
            run.save(update_fields=["step", "revision"])
    else:
        rows = list(
            Allocation.objects.filter(line__order=order, state=Allocation.State.PACKED).select_related("balance")
        )
        units = sum(row.quantity for row in rows)
        picked = orders.OrderPicked(units=units, missing=0)
        moves.swap(order, picked)
        happened.append((picked, order))
        _take_tote(into, order)
        _bring_back(rows, into=into, document=recording.subject_of(parcel), by=by)
    moves.swap(parcel, unpacked, manifest=None)
    recording.record_all(happened, by=by)


@work
def release_tote(tote: Tote, *, by: Person) -> None:
    """A checked tote may be packed again."""
    _refuse_elsewhere(tote.facility_id, by)
    if not Tote.objects.filter(pk=tote.pk, at_check_lane=True).update(at_check_lane=False):
        raise Refused(_("This tote does not wait for a check."), code="wrong_state")
    recording.record(packing.ToteReleased(order=tote.order_id or 0), on=tote, by=by)


def _refuse_elsewhere(facility: int, by: Person) -> None:
    if facility != by.facility:
        raise NotFound()


def _take_tote(tote: Tote, order: Order) -> None:
    if not Tote.objects.filter(pk=tote.pk, order=None).update(order=order, at_check_lane=True):
        raise Refused(_("This tote is in use. Take another."), code="tote_in_use")


def _bring_back(rows: list[Allocation], *, into: Tote, document: str, by: Person) -> None:
    goods = []
    for row in rows:
        assert row.balance is not None
        place = row.balance.location_id
        goods.append(
            Shift(
                row.balance.lot_id,
                place,
                into.location_id,
                row.quantity,
                Move.Reason.PUT_BACK,
                document,
                carries_allocation=True,
            )
        )
    balances = stock.shift(goods, facility=into.facility_id, by=by)
    for row in rows:
        assert row.balance is not None
        row.balance = balances[into.location_id, row.balance.lot_id]
        row.state = Allocation.State.PICKED
    Allocation.objects.bulk_update(rows, ["balance", "state"])
