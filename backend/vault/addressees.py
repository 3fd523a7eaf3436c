"""Who parcels go to: sealed when an order comes in, opened one at a time by dispatch, after that was recorded."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from backend.facility.models import Station
from backend.kit import cards, clock, envelope
from backend.kit.errors import NotFound
from backend.people.models import Person
from backend.vault import keeping, keys
from backend.vault.cards import AddresseeCard as AddresseeCard
from backend.vault.models import Addressee


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
            Addressee(token=secrets.token_hex(16), facility=facility, merchant=merchant, key=key, made_at=now)
            for _card in addressees
        ]
        for row, card in zip(rows, addressees, strict=True):
            padded = envelope.pad(cards.encode(card).encode())
            row.card = envelope.seal(padded, key=plain, number=key.pk, place=row.place)
        Addressee.objects.bulk_create(rows)
    return [row.token for row in rows]


def confirm(tokens: Sequence[str]) -> int:
    """The orders that name these tokens exist: they are kept until their parcels are handed over."""
    return keeping.confirm(Addressee, tokens)


def handed_over(tokens: Sequence[str], *, on: date) -> int:
    """The parcels left on this day: their addressees are purged thirty days later."""
    return keeping.handed_over(Addressee, tokens, on=on)


def hold_back(tokens: Sequence[str], *, is_held: bool) -> int:
    """A dispute or a court wants these kept: no purge touches them until that ends."""
    return keeping.hold_back(Addressee, tokens, is_held=is_held)


def open_card(token: str, *, merchant: int, recorded_on: Model, by: Person, at: Station) -> AddresseeCard:
    """The addressee in the clear, for a dispatcher at a dispatch station who has just been recorded reading it.

    `recorded_on` is the row (a parcel) on which the caller recorded and committed `addressee.read` by this person.
    Refused without it: no event, no reading.
    """
    keeping.refuse_unless_recorded(recorded_on, by=by, at=at)
    row = Addressee.objects.of(merchant).select_related("key").filter(token=token, facility=at.facility_id).first()
    if row is None:
        raise NotFound(_("This address is not here any more."), code="addressee_gone")
    return _opened(row)


def for_comparing(token: str, *, merchant: int) -> AddresseeCard:
    """The addressee in the clear, for the house itself: a carrier's label is compared with it, and nobody sees it.

    The caller records what came of it, shows and keeps nothing.
    """
    row = Addressee.objects.of(merchant).select_related("key").filter(token=token).first()
    if row is None:
        raise NotFound(_("This address is not here any more."), code="addressee_gone")
    return _opened(row)


def _opened(row: Addressee) -> AddresseeCard:
    padded = envelope.open_sealed(row.sealed, key=keys.opened(row.key), place=row.place)
    return cards.decode(AddresseeCard, envelope.unpad(padded).decode())
