"""Packing: every item is checked into a box, the box is weighed, sealed and tagged, and waits for dispatch."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Case, F, OuterRef, Subquery, Value, When
from django.utils.translation import gettext as _

from backend.facility import helping, holds
from backend.facility.models import HelpCall, Seat
from backend.kit import clock, codes
from backend.kit.errors import Invalid, Refused
from backend.ledger import moves, recording
from backend.ledger.work import work
from backend.people.models import Badge
from warehouse import printouts, runs, stock, weighing
from warehouse.bench import Bench
from warehouse.events import orders, packing
from warehouse.models import Allocation, Carton, Location, Move, Order, Parcel, ParcelLine, Run, Tote
from warehouse.stock import Shift

WEIGHINGS = 2
HEAVIEST_GRAMS = 999_999


@work
def sit_down(*, by: Seat) -> Run:
    """Begin to pack at this bench, or go on with the parcel that stands open there."""
    holds.refuse_if_held(by.station)
    for run in Run.objects.filter(station=by.station, closed_at=None).select_related(*runs.RELATED):
        if run.worker_id == by.person_id and run.flow == Run.Flow.PACK:
            return run
    if Run.objects.filter(worker=by.person, closed_at=None).exists():
        raise Refused(_("Finish your other task first."), code="other_task_open")
    return runs.start(by=by, flow=Run.Flow.PACK, step="tote")


@work
def open_parcel(bench: Bench, *, tote: Tote, by: Seat) -> None:
    """Begin the parcel of the order in a tote, or take up the one that was begun."""
    order = tote.order
    if order is None:
        raise Refused(_("This tote is empty. Take another."), code="tote_empty")
    if tote.at_check_lane:
        raise Refused(_("This tote waits for staff. Take another."), code="tote_at_check_lane")
    begun, open_at = getattr(tote, "begun", None), getattr(tote, "open_at", None)
    if open_at is not None:
        raise Refused(_("Open at station %(n)s. Take another tote.") % {"n": open_at}, code="open_elsewhere")
    if begun is None and order.state != Order.State.PICKED:
        raise Refused(_("This tote is not ready. Take another."), code="tote_not_picked")

    if begun is not None:
        parcel = Parcel.objects.select_related("order", "carton").get(pk=begun)
        if parcel.witnessed_by_id == by.person_id:
            raise Refused(_("You were its witness. Another person packs it."), code="same_person")
        _write(parcel, packed_by=by.person)
        bench.tote, bench.run.parcel = tote, parcel
        return
    bench.tote = tote
    bench.run.parcel = Parcel.objects.create(
        facility_id=tote.facility_id,
        merchant_id=order.merchant_id,
        order=order,
        tag=codes.draw("P"),
        packed_by=by.person,
        made_at=clock.now(),
    )
    bench.lines = ParcelLine.objects.bulk_create(_contents(bench.parcel))

    opened = packing.ParcelOpened(order=order.pk, tote=tote.pk, worker=by.person_id, station=by.station_id)
    recording.record(opened, on=bench.parcel, by=by)


@work
def check(bench: Bench, *, product: int, units: int, by: Seat) -> int:
    """Tick off units of a product as they go into the box; how many of it are in."""
    lines = bench.by_product.get(product, [])
    left = sum(line.wanted - line.checked for line in lines)
    if units > left:
        raise Refused(_("Too many. Take it out."), code="too_many")
    for line in lines:
        ticked = min(units, line.wanted - line.checked)
        if ticked:
            ParcelLine.objects.filter(pk=line.pk).update(checked=F("checked") + ticked)
            line.checked += ticked
            units -= ticked
    return sum(line.checked for line in lines)


@work
def take_carton(bench: Bench, *, carton: Carton, by: Seat) -> None:
    """Pack into this box; from now on the house knows what the parcel should weigh."""
    expected = weighing.expected_grams(bench.goods, tare_grams=carton.tare_grams)
    _write(bench.parcel, carton=carton, expected_grams=expected)


@work
def weigh(bench: Bench, *, grams: int, by: Seat) -> bool:
    """Put the closed box on the scale; whether the weight is right, or cannot be known and every item was scanned.

    The first time it is wrong every item is scanned again; the second time a supervisor decides.
    """
    parcel = bench.parcel
    if not 0 < grams <= HEAVIEST_GRAMS:
        raise Invalid(_("Weigh again. Type the grams."), code="weight_unlikely")
    if parcel.expected_grams is None or weighing.passes(grams, parcel.expected_grams):
        _write(parcel, weight_grams=grams)
        return True

    _write(parcel, weight_grams=grams, weighings=parcel.weighings + 1)
    if parcel.weighings < WEIGHINGS:
        ParcelLine.objects.filter(parcel=parcel).update(checked=0)
        bench.__dict__.pop("lines", None)
    else:
        helping.call.inside(by.station, reason=HelpCall.Reason.WEIGHT, by=by)
    refused = packing.ParcelWeightRefused(
        expected_grams=parcel.expected_grams, weight_grams=grams, times=parcel.weighings
    )
    recording.record(refused, on=parcel, by=by)
    return False


@work
def witness(bench: Bench, *, badge: str, by: Seat) -> None:
    """Somebody else has seen what is in the box, before it is sealed."""
    seen = Badge.objects.filter(code=badge, revoked_at=None, person__facility=by.facility_id)
    person = seen.filter(person__is_active=True, person__blocked_at=None).values_list("person", flat=True).first()
    if person is None:
        raise Refused(_("This badge is not known here."), code="badge_unknown")
    if person == bench.parcel.packed_by_id:
        raise Refused(_("Another person must look."), code="same_person")
    _write(bench.parcel, witnessed_by_id=person)


@work
def seal(bench: Bench, *, number: str, by: Seat) -> None:
    """Close the box with a numbered seal; its tag comes out of the printer."""
    if not (number.isdecimal() and 4 <= len(number) <= 12):
        raise Invalid(_("Scan the seal. It has only digits."), code="seal_unlikely")
    # Neither without the other, also where the caller goes on after a refusal.
    with transaction.atomic():
        _write(bench.parcel, seal=number)
        printouts.parcel_tag(bench.parcel, at=by.station, by=by)


@work
def close(bench: Bench, *, misscans: int, by: Seat) -> None:
    """The tag is on the box: the goods belong to dispatch, and the tote is free."""
    parcel = bench.parcel
    rows = _goods_of(parcel)

    packed = orders.OrderPacked(parcels=1)
    moves.swap(parcel.order, packed)
    closed = packing.ParcelSealed(
        order=parcel.order_id,
        units=sum(row.quantity for row in rows),
        misscans=misscans,
        weight_grams=parcel.weight_grams or 0,
        worker=by.person_id,
        station=by.station_id,
    )
    moves.swap(parcel, closed, sealed_at=clock.now())
    _shift_to(rows, document=recording.subject_of(parcel), by=by)
    Tote.objects.filter(order=parcel.order_id).update(order=None)

    recording.record_all([(closed, parcel), (packed, parcel.order)], by=by)


@work
def set_aside(bench: Bench, *, by: Seat, reason: str) -> None:
    """The tote does not hold what it should, or nobody wants it: it goes to the check lane, and staff come."""
    parcel = bench.parcel
    Tote.objects.filter(order=parcel.order_id).update(at_check_lane=True)
    moves.move(parcel, packing.ParcelUnpacked(order=parcel.order_id, reason=reason), by=by)
    helping.call.inside(by.station, reason=HelpCall.Reason.SHORT, by=by)


def _contents(parcel: Parcel) -> list[ParcelLine]:
    """What lies in the tote, one line for each lot of an order line."""
    found: dict[tuple[int, int], ParcelLine] = {}
    rows = Allocation.objects.filter(line__order=parcel.order_id, state=Allocation.State.PICKED)
    for row in rows.select_related("line__product", "balance__lot").order_by("pk"):
        assert row.balance is not None
        key = (row.line_id, row.balance.lot_id)
        fresh = ParcelLine(parcel=parcel, line=row.line, lot=row.balance.lot, wanted=0)
        found.setdefault(key, fresh).wanted += row.quantity
    return list(found.values())


def _goods_of(parcel: Parcel) -> list[Allocation]:
    """What lies in the tote of a parcel's order, each with the place where sealed boxes wait."""
    dispatch = Location.objects.filter(facility=OuterRef("facility"), kind=Location.Kind.DISPATCH)
    rows = Allocation.objects.filter(line__order=parcel.order_id, state=Allocation.State.PICKED)
    waiting = dispatch.order_by("pick_seq", "pk").values("pk")[:1]
    return list(rows.select_related("balance").annotate(target=Subquery(waiting)).order_by("pk"))


def _write(parcel: Parcel, **changes: object) -> None:
    """Change an open parcel; a sealed or unpacked one says no."""
    if not Parcel.objects.filter(pk=parcel.pk, state=Parcel.State.OPEN).update(**changes):
        raise Refused(_("This parcel is closed already."), code="wrong_state")
    for field, value in changes.items():
        setattr(parcel, field, value)


def _shift_to(rows: list[Allocation], *, document: str, by: Seat) -> None:
    """Goods and their reservation leave the tote for the place where sealed boxes wait."""
    goods, targets = [], {}
    for row in rows:
        target = getattr(row, "target", None)
        if target is None or row.balance is None:
            raise Refused(_("No place for parcels. Call staff."), code="no_dispatch_place")
        targets[row.pk] = (int(target), row.balance.lot_id)
        lot, tote = row.balance.lot_id, row.balance.location_id
        goods.append(Shift(lot, tote, int(target), row.quantity, Move.Reason.PACKED, document, carries_allocation=True))
    balances = stock.shift(goods, facility=by.facility_id, by=by)
    lies = Case(*(When(pk=pk, then=Value(balances[place].pk)) for pk, place in targets.items()))
    packed = Allocation.objects.filter(pk__in=targets, state=Allocation.State.PICKED)
    if packed.update(state=Allocation.State.PACKED, balance=lies) != len(rows):
        raise Refused(_("This order was stopped. Look at the screen."), code="order_stopped")
