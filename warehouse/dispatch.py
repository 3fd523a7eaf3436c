"""Dispatch: staff turn a blind parcel tag into a carrier label, and every reading of an addressee is an event."""

from __future__ import annotations

from django.db.models import QuerySet

from backend.facility import holds
from backend.facility.models import Station
from backend.kit import clock, codes, locks
from backend.kit.errors import NotFound, Refused
from backend.ledger import moves, recording
from backend.ledger.work import work
from backend.people.models import Person
from backend.printing import spool
from labels import CarrierLabel, MaskedPackingSlip, PackingSlip, ParcelTag, View, make_sscc
from labels.foreign import ZPL
from warehouse import carrier_labels, own_label_rows
from warehouse.cards.dispatch import ParcelDesk, PrintedCard
from warehouse.events.dispatch import AddresseeRead, ParcelLabelled
from warehouse.events.orders import OrderHeld, OrderLifted
from warehouse.models import CarrierLabelFile, Order, OrderHold, OrderRef, Parcel
from warehouse.numbering import next_number

SSCC_PREFIX = "952123"
CARRIERS = {Order.Service.STANDARD: "Parcel", Order.Service.EXPRESS: "Express"}
READABLE = frozenset({Parcel.State.SEALED, Parcel.State.LABELLED, Parcel.State.LOADED})


def find(tag: str, *, at: Station) -> ParcelDesk:
    """The parcel behind a scanned tag, without its addressee; 404 for tags of elsewhere."""
    code = codes.parse(tag)
    parcel = _parcels(at).filter(tag=code.text).first() if code.kind == "P" else None
    if parcel is None:
        raise NotFound("No parcel here has this tag.", code="unknown_tag")
    return desk_card(parcel)


def desk_card(parcel: Parcel) -> ParcelDesk:
    """What the dispatch screen may show of a parcel."""
    ref = OrderRef.objects.filter(order_id=parcel.order_id).first()
    own = carrier_labels.current(parcel.order)
    return ParcelDesk(
        id=parcel.pk,
        tag=parcel.tag,
        state=parcel.state,
        order_number=parcel.order.number,
        shop=parcel.merchant.name,
        service=parcel.order.service,
        carrier=carrier_of(parcel.order),
        carton=parcel.carton.name if parcel.carton else "",
        weight_grams=parcel.weight_grams or 0,
        expected_grams=parcel.expected_grams or 0,
        seal=parcel.seal,
        sscc=parcel.sscc,
        is_witnessed=parcel.witnessed_by_id is not None,
        has_addressee=bool(ref and ref.vault_token),
        is_held=is_held(parcel),
        manifest=parcel.manifest_id,
        sealed_at=parcel.sealed_at,
        generation=spool.generation_of(CarrierLabel, subject=recording.subject_of(parcel)),
        own=None if own is None else own_label_rows.row(own),
    )


def carrier_of(order: Order) -> str:
    """The built-in carrier that an order's service goes with."""
    return CARRIERS[Order.Service(order.service)]


@work
def read_address(parcel: Parcel, *, by: Person, at: Station, purpose: str) -> str:
    """Record that somebody of dispatch reads an address, and give the token that opens it; empty if there is none."""
    refuse_unless_at_dispatch(parcel, by=by, at=at)
    ref = OrderRef.objects.get(order_id=parcel.order_id)
    if ref.vault_token:
        recording.record(AddresseeRead(order=parcel.order_id, station=at.pk, purpose=purpose), on=parcel, by=by)
    return ref.vault_token


@work
def label(parcel: Parcel, *, by: Person, at: Station) -> PrintedCard:
    """Count out the carrier label of a sealed parcel, the shop's own where it sent one; another needs a supervisor."""
    refuse_unless_at_dispatch(parcel, by=by, at=at)
    if is_held(parcel):
        raise Refused("This parcel is held. Ask a supervisor.", code="parcel_held")
    (order,), (locked,) = locks.take(Order.objects.filter(pk=parcel.order_id), Parcel.objects.filter(pk=parcel.pk))
    own = carrier_labels.current(order)
    if own is not None:
        carrier_labels.refuse_unless_ready(own)
        return _print_own(locked, own, by=by, at=at)
    sscc = locked.sscc or make_sscc(
        extension=3, prefix=SSCC_PREFIX, serial=next_number(f"sscc:{SSCC_PREFIX}", ceiling=10**10)
    )
    # The tag was scanned to come here: so it exists, whatever the printer said.
    spool.confirm(ParcelTag, subject=recording.subject_of(parcel), by=by)
    serial = spool.hand_out(CarrierLabel, at=at, subject=recording.subject_of(parcel), by=by, code=sscc)
    ref = OrderRef.objects.get(order=order)
    if ref.vault_token:
        recording.record(AddresseeRead(order=order.pk, station=at.pk, purpose="label"), on=locked, by=by)
    moves.move(locked, ParcelLabelled(order=order.pk, generation=serial.generation), by=by, sscc=sscc)
    return PrintedCard(parcel=locked.pk, sscc=sscc, serial=serial.pk, generation=serial.generation)


@work
def read_label(parcel: Parcel, *, by: Person, at: Station) -> None:
    """Record that the carrier's own label is opened once more, by the same command."""
    refuse_unless_at_dispatch(parcel, by=by, at=at)
    recording.record(AddresseeRead(order=parcel.order_id, station=at.pk, purpose="label_again"), on=parcel, by=by)


@work
def slip(parcel: Parcel, *, by: Person, at: Station) -> PrintedCard:
    """Count out the packing slip: with the addressee where we hold one, else the masked one."""
    refuse_unless_at_dispatch(parcel, by=by, at=at)
    ref = OrderRef.objects.get(order_id=parcel.order_id)
    kind: type[View] = PackingSlip if ref.vault_token else MaskedPackingSlip
    serial = spool.hand_out(kind, at=at, subject=recording.subject_of(parcel), by=by)
    if ref.vault_token:
        recording.record(AddresseeRead(order=parcel.order_id, station=at.pk, purpose="slip"), on=parcel, by=by)
    return PrintedCard(parcel=parcel.pk, sscc=parcel.sscc, serial=serial.pk, generation=serial.generation)


@work
def hold(parcel: Parcel, *, by: Person, at: Station) -> None:
    """Stop a parcel until somebody lifts the hold: it gets no label, goes into no cage, and its cage does not leave."""
    refuse_unless_desk_runs(parcel.facility_id, by=by, at=at)
    (order,), (locked,) = locks.take(Order.objects.filter(pk=parcel.order_id), Parcel.objects.filter(pk=parcel.pk))
    if locked.state == Parcel.State.SHIPPED:
        raise Refused("This parcel has left.", code="wrong_state")
    if is_held(locked):
        raise Refused("This parcel is held already.", code="wrong_state")
    OrderHold.objects.create(order=order, reason=OrderHold.Reason.PARCEL, held_at=clock.now())
    recording.record(OrderHeld(reason=OrderHold.Reason.PARCEL), on=order, by=by)


@work
def lift(parcel: Parcel, *, by: Person, at: Station) -> None:
    """Let a held parcel go on."""
    refuse_unless_desk_runs(parcel.facility_id, by=by, at=at)
    open_holds = OrderHold.objects.filter(order_id=parcel.order_id, lifted_at=None)
    if not open_holds.update(lifted_at=clock.now()):
        raise Refused("This parcel is not held.", code="wrong_state")
    recording.record(OrderLifted(reason=OrderHold.Reason.PARCEL), on=parcel.order, by=by)


def _print_own(parcel: Parcel, own: CarrierLabelFile, *, by: Person, at: Station) -> PrintedCard:
    """Count the carrier's own label out: ZPL to the label printer beside the desk, anything else to its browser."""
    subject = recording.subject_of(parcel)
    spool.confirm(ParcelTag, subject=subject, by=by)
    is_zpl = own.media_type == ZPL
    if is_zpl:
        serial = spool.ask_sealed(CarrierLabel, at=at, subject=subject, by=by, sealed=own.token)
    else:
        serial = spool.hand_out(CarrierLabel, at=at, subject=subject, by=by)
    recording.record(AddresseeRead(order=parcel.order_id, station=at.pk, purpose="label"), on=parcel, by=by)
    moves.move(parcel, ParcelLabelled(order=parcel.order_id, generation=serial.generation), by=by)
    return PrintedCard(
        parcel=parcel.pk,
        sscc="",
        serial=serial.pk,
        generation=serial.generation,
        own=own.pk,
        is_spooled=is_zpl,
    )


def _parcels(at: Station) -> QuerySet[Parcel]:
    return Parcel.objects.filter(facility_id=at.facility_id).select_related("order", "merchant", "carton", "manifest")


def is_held(parcel: Parcel) -> bool:
    """Whether somebody stopped the parcel's order."""
    return OrderHold.objects.filter(order_id=parcel.order_id, lifted_at=None).exists()


def refuse_unless_at_dispatch(parcel: Parcel, *, by: Person, at: Station) -> None:
    """Refuse unless a dispatcher stands at a running dispatch station of this facility with a sealed parcel."""
    refuse_unless_desk_runs(parcel.facility_id, by=by, at=at)
    if parcel.state == Parcel.State.OPEN:
        raise Refused("This parcel is not sealed yet.", code="not_sealed")
    if parcel.state not in READABLE:
        raise Refused("This parcel has left, or was opened again.", code="wrong_state")


def refuse_unless_desk_runs(facility: int, *, by: Person, at: Station) -> None:
    """Refuse unless a dispatcher of this facility stands at a dispatch station of it that no hold stops."""
    if facility != at.facility_id or by.facility != at.facility_id:
        raise NotFound("No parcel here has this tag.", code="unknown_tag")
    if by.role != Person.Role.DISPATCHER or at.kind != Station.Kind.DISPATCH:
        raise Refused("Only dispatch may do this, at a dispatch station.", code="dispatch_only", status=403)
    holds.refuse_if_held(at)
