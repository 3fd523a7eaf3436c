"""Who parcels go to: sealed when an order comes in, opened one at a time by dispatch, after that was recorded."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from backend.facility.models import Station
from backend.kit import cards, clock, envelope
from backend.kit.errors import NotFound, Refused
from backend.ledger.models import Event
from backend.ledger.recording import subject_of
from backend.people.models import Person
from backend.vault import keys
from backend.vault.cards import AddresseeCard as AddresseeCard
from backend.vault.models import Addressee

READING: Final = "addressee.read"
# How old the record of a reading may be when the card is opened: rendering a label, not coming back later.
RECORD_GOOD_FOR: Final = timedelta(minutes=2)
KEPT_AFTER_HAND_OVER: Final = timedelta(days=30)


def keep(card: AddresseeCard, *, merchant: int, facility: int) -> str:
    """Seal an addressee and give the token that the order keeps; pending until the order exists."""
    return keep_all([card], merchant=merchant, facility=facility)[0]


def keep_all(addressees: Sequence[AddresseeCard], *, merchant: int, facility: int) -> list[str]:
    """Seal the addressees of one request in one transaction of the vault; tokens in the same order.

    It commits before the transaction of the orders begins: if that one fails, what is pending is swept after a day.
    """
    if not addressees:
        return []
    now = clock.now()
    with transaction.atomic(using="vault"):
        key, plain = keys.for_sealing(merchant=merchant, purpose=keys.ADDRESSEES, values=len(addressees))
        rows = [
            Addressee(
                token=token,
                facility=facility,
                merchant=merchant,
                key=key,
                card=envelope.seal(
                    envelope.pad(cards.encode(card).encode()),
                    key=plain,
                    number=key.pk,
                    place=keys.place_of(token, merchant),
                ),
                made_at=now,
            )
            for token, card in ((secrets.token_hex(16), card) for card in addressees)
        ]
        Addressee.objects.bulk_create(rows)
    return [row.token for row in rows]


def confirm(tokens: Sequence[str]) -> int:
    """The orders that name these tokens exist: they are kept until their parcels are handed over."""
    pending = Addressee.objects.filter(token__in=tokens, state=Addressee.State.PENDING)
    return pending.update(state=Addressee.State.KEPT)


def handed_over(tokens: Sequence[str], *, on: date) -> int:
    """The parcels left on this day: their addressees are purged thirty days later."""
    rows = Addressee.objects.filter(token__in=tokens, purge_on=None)
    return rows.update(state=Addressee.State.KEPT, purge_on=on + KEPT_AFTER_HAND_OVER)


def hold_back(tokens: Sequence[str], *, is_held: bool) -> int:
    """A dispute or a court wants these kept: no purge touches them until that ends."""
    return Addressee.objects.filter(token__in=tokens).update(legal_hold=is_held)


def open_card(token: str, *, merchant: int, recorded_on: Model, by: Person, at: Station) -> AddresseeCard:
    """The addressee in the clear, for a dispatcher at a dispatch station who has just been recorded reading it.

    `recorded_on` is the row (a parcel) on which the caller recorded and committed `addressee.read` by this person.
    Refused without it: no event, no reading.
    """
    _refuse_unless_dispatch(by, at)
    _refuse_unless_recorded(subject_of(recorded_on), by=by)
    row = Addressee.objects.of(merchant).select_related("key").filter(token=token, facility=at.facility_id).first()
    if row is None:
        raise NotFound(_("This address is not here any more."), code="addressee_gone")
    padded = envelope.open_sealed(bytes(row.card), key=keys.opened(row.key), place=keys.place_of(token, merchant))
    return cards.decode(AddresseeCard, envelope.unpad(padded).decode())


def _refuse_unless_dispatch(by: Person, at: Station) -> None:
    is_dispatcher = by.role == Person.Role.DISPATCHER and by.is_active and by.blocked_at is None
    if not is_dispatcher or at.kind != Station.Kind.DISPATCH or at.facility_id != by.facility:
        raise Refused(_("Only dispatch may do this, at a dispatch station."), code="dispatch_only", status=403)


def _refuse_unless_recorded(subject: str, *, by: Person) -> None:
    # `durable` fails inside any other transaction: a record that could still be undone is none.
    with transaction.atomic(durable=True):
        recent = Event.objects.filter(
            subject=subject, kind=READING, actor=by.actor, at__gte=clock.now() - RECORD_GOOD_FOR
        )
        if not recent.exists():
            raise Refused(_("This reading was not recorded."), code="reading_not_recorded", status=403)
