"""A shop's own carrier label: taken in sealed, read and compared by a job, looked at by dispatch in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from backend.facility import holds
from backend.facility.models import Station
from backend.jobs import asking
from backend.kit import clock, locks
from backend.kit.errors import Fault, Invalid, NotFound, Refused
from backend.ledger import moves, recording
from backend.ledger.commands import Asked
from backend.ledger.happenings import SYSTEM, Actor, Happening
from backend.ledger.models import Command, Event
from backend.ledger.work import Answered, work
from backend.partners.models import Merchant
from backend.people.models import Person
from backend.printing import carriers
from backend.printing.carriers import Verdict
from backend.vault import addressees, carrier_files
from backend.vault.carrier_files import Label
from warehouse.cards.orders import CarrierLabelCard
from warehouse.events.carrier_labels import (
    CarrierLabelAccepted,
    CarrierLabelReceived,
    CarrierLabelRefused,
    CarrierLabelSetAside,
    CarrierLabelUnclear,
)
from warehouse.events.dispatch import AddresseeRead
from warehouse.models import CarrierLabelFile, Order, OrderRef, Parcel

State = CarrierLabelFile.State
MOST_BYTES: Final = 700_000
ENDED: Final = frozenset({Order.State.SHIPPED, Order.State.CANCELLED, Order.State.REJECTED})
ON_THE_BOX: Final = frozenset({Parcel.State.LABELLED, Parcel.State.LOADED, Parcel.State.SHIPPED})
# What the house keeps of one; the others are forgotten by the next job.
LIVE: Final = frozenset({State.WAITING, State.ACCEPTED, State.UNCLEAR})


def receive(order: Order, *, merchant: Merchant, by: Actor, label: Label, asked: Asked) -> Answered[CarrierLabelCard]:
    """Take a label for an order under a client's key: the file into the vault, then its row with the vault's token.

    No transaction spans both databases: what a crash leaves behind in the vault is swept there after a day.
    """
    refuse_file(label)
    token = ""
    if not Command.objects.filter(scope=asked.scope, key=asked.key).exists():
        _refuse_unless_wanted(order, merchant)
        token = carrier_files.keep(
            label, merchant=merchant.pk, facility=merchant.facility_id, subject=recording.subject_of(order)
        )
    return take.once(asked, order, merchant=merchant, by=by, token=token, media_type=label.media_type)


@work
def take(order: Order, *, merchant: Merchant, by: Actor, token: str, media_type: str) -> CarrierLabelCard:
    """The label that the vault keeps under `token` is the one of this order; an earlier one counts no more."""
    [[order]] = locks.take(Order.objects.filter(pk=order.pk))
    _refuse_unless_wanted(order, merchant)

    before = current(order)
    if before is not None:
        _move(before, CarrierLabelSetAside(order=order.pk, reason="replaced"), by=by, reason="replaced")
        _ask(before)
    row = CarrierLabelFile.objects.create(
        facility_id=order.facility_id,
        merchant=merchant,
        order=order,
        token=token,
        media_type=media_type,
        made_at=clock.now(),
    )
    recording.record(CarrierLabelReceived(order=order.pk), on=row, by=by)
    _ask(row)
    return card(row)


def examine(pk: int) -> None:
    """Read a waiting label, compare it and say what becomes of it; forget the file of one that will not print.

    Safe to run again after a kill at any moment: what was read is in the vault before it is told, and gone after.
    """
    row = CarrierLabelFile.objects.select_related("order").get(pk=pk)
    if row.state == State.WAITING:
        label = carrier_files.for_the_house(row.token)
        if not label.outcome:
            label = _read(row, label)
            carrier_files.replace(row.token, label)
        _say(row, label)
        carrier_files.confirm([row.token])
    if row.state not in LIVE:
        carrier_files.drop(row.token)


def current(order: Order) -> CarrierLabelFile | None:
    """The label of an order that counts."""
    rows = CarrierLabelFile.objects.filter(order=order).exclude(state=State.SET_ASIDE)
    return rows.select_related("order", "merchant").first()


def to_look_at(facility: int) -> QuerySet[CarrierLabelFile]:
    """The labels that wait for somebody of dispatch, the oldest first."""
    rows = CarrierLabelFile.objects.filter(facility=facility, state=State.UNCLEAR)
    return rows.select_related("order", "merchant").order_by("pk")


def named_by_orders(tokens: Sequence[str]) -> set[str]:
    """Those of the vault's tokens that an order's label names: the vault keeps them."""
    rows = CarrierLabelFile.objects.filter(token__in=tokens, state__in=LIVE)
    return set(rows.values_list("token", flat=True))


@work
def look(row: CarrierLabelFile, *, by: Person, at: Station) -> str:
    """Record that somebody of dispatch reads a label and its addressee; the vault's token of the addressee, or ""."""
    _refuse_unless_at_dispatch(row, by=by, at=at)
    if row.state != State.UNCLEAR:
        raise Refused(_("This label needs nobody any more."), code="wrong_state")
    recording.record(AddresseeRead(order=row.order_id, station=at.pk, purpose="carrier_label"), on=row, by=by)
    return OrderRef.objects.values_list("vault_token", flat=True).get(order_id=row.order_id)


@work
def decide(row: CarrierLabelFile, *, is_right: bool, by: Person, at: Station) -> None:
    """Somebody of dispatch has looked at an unclear label: it prints, or the shop sends another."""
    _refuse_unless_at_dispatch(row, by=by, at=at)
    if row.state == State.WAITING:
        raise Refused(_("This label is still being read. Wait a moment."), code="carrier_label_waiting")
    _refuse_unless_looked(row, by=by)
    if is_right:
        _move(row, CarrierLabelAccepted(order=row.order_id), by=by, reason="")
    else:
        _move(row, CarrierLabelRefused(order=row.order_id, reason="refused_by_staff"), by=by, reason="refused_by_staff")
        _ask(row)


@work
def set_aside(row: CarrierLabelFile, *, by: Person, at: Station) -> None:
    """Dispatch prints the label of the house instead; not possible once the carrier's stands on the box."""
    _refuse_unless_at_dispatch(row, by=by, at=at)
    [[order]] = locks.take(Order.objects.filter(pk=row.order_id))
    _refuse_if_labelled(order)
    _move(row, CarrierLabelSetAside(order=order.pk, reason="house_label"), by=by, reason="house_label")
    _ask(row)


def refuse_unless_ready(row: CarrierLabelFile) -> None:
    """Refuse to print anything while the shop's own label waits, needs somebody, or was refused."""
    if row.state == State.WAITING:
        raise Refused(_("The shop's label is being read. Wait a moment."), code="carrier_label_waiting")
    if row.state == State.UNCLEAR:
        raise Refused(_("Look at the shop's label first."), code="carrier_label_unclear")
    if row.state == State.REFUSED:
        words = _("The shop's label was refused. Wait for another, or use the label of the house.")
        raise Refused(words, code="carrier_label_refused")


def refuse_file(label: Label) -> None:
    """Refuse at the door what is no such file at all; what is inside is a job's work."""
    if len(label.data) > MOST_BYTES:
        words = _("The file is over %(n)s bytes. Ask the carrier for a smaller one.") % {"n": MOST_BYTES}
        fault = Fault("/file", "label_too_large", words)
        raise Refused(words, code="label_too_large", status=413, faults=(fault,))
    begins = carriers.BEGINNINGS.get(label.media_type, b"")
    if not label.data or not label.data.startswith(begins):
        words = _("The file is not what media_type says. Send the bytes as the carrier gave them.")
        raise Invalid(words, code="label_type_wrong", faults=(Fault("/file", "label_type_wrong", words),))


def card(row: CarrierLabelFile) -> CarrierLabelCard:
    """What its shop may know of it."""
    return CarrierLabelCard(
        id=row.pk,
        order=row.order_id,
        state=row.state,
        reason=row.reason,
        labels=row.labels,
        received_at=row.made_at,
        decided_at=row.decided_at,
    )


def _read(row: CarrierLabelFile, label: Label) -> Label:
    token = OrderRef.objects.values_list("vault_token", flat=True).get(order_id=row.order_id)
    addressee = addressees.for_comparing(token, merchant=row.merchant_id) if token else None
    found = carriers.examine(label.data, media_type=label.media_type, tracking=label.tracking, addressee=addressee)
    return _clean(label, found)


def _clean(label: Label, found: Verdict) -> Label:
    """What the vault keeps from now on: the clean bytes, or nothing of a file that is refused."""
    if found.label is None:
        return Label(b"", label.media_type, "", outcome=found.outcome, reason=found.reason)
    clean = found.label
    return Label(clean.data, clean.media_type, label.tracking, clean.labels, found.outcome, found.reason)


@work
def _say(row: CarrierLabelFile, label: Label) -> None:
    if label.outcome == "accepted":
        event: Happening = CarrierLabelAccepted(order=row.order_id)
    elif label.outcome == "unclear":
        event = CarrierLabelUnclear(order=row.order_id, reason=label.reason)
    else:
        event = CarrierLabelRefused(order=row.order_id, reason=label.reason)
    _move(row, event, by=SYSTEM, reason=label.reason, media_type=label.media_type, labels=label.labels)


def _move(row: CarrierLabelFile, event: Happening, *, by: Actor, reason: str, **changes: object) -> None:
    moves.move(row, event, by=by, reason=reason, decided_at=clock.now(), **changes)


def _ask(row: CarrierLabelFile) -> None:
    asking.ask("warehouse.carrier_label", subject=recording.subject_of(row), facility=row.facility_id)


def _refuse_unless_wanted(order: Order, merchant: Merchant) -> None:
    if not merchant.allows_addressees:
        raise Invalid(_("Your programme takes no addressees. The label was not kept."), code="addressee_not_allowed")
    if order.state in ENDED:
        raise Refused(_("This order has ended. It needs no label any more."), code="order_ended")
    _refuse_if_labelled(order)


def _refuse_if_labelled(order: Order) -> None:
    if Parcel.objects.filter(order=order, state__in=ON_THE_BOX).exists():
        raise Refused(_("The parcel of this order bears its label already."), code="already_labelled")


def _refuse_unless_looked(row: CarrierLabelFile, *, by: Person) -> None:
    read = Event.objects.filter(subject=recording.subject_of(row), kind=AddresseeRead.kind, actor=by.actor)
    if not read.exists():
        raise Refused(_("Look at the label first, then say what it is."), code="not_looked_at")


def _refuse_unless_at_dispatch(row: CarrierLabelFile, *, by: Person, at: Station) -> None:
    if row.facility_id != at.facility_id or by.facility != at.facility_id:
        raise NotFound()
    if by.role != Person.Role.DISPATCHER or at.kind != Station.Kind.DISPATCH:
        raise Refused(_("Only dispatch may do this, at a dispatch station."), code="dispatch_only", status=403)
    holds.refuse_if_held(at)
