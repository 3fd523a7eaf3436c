"""Labels that carriers made, sealed: they name the addressee, and not every carrier serves one twice.

What is sealed is the file with its media type and its tracking number; nothing of them stands outside the vault.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from backend.facility.models import Station
from backend.kit import clock, envelope
from backend.kit.errors import NotFound
from backend.people.models import Person
from backend.vault import keeping, keys
from backend.vault.models import CarrierFile

STEP: Final = 4096


@dataclass(frozen=True)
class Label:
    """A carrier's label in the clear; its text form shows none of it.

    `outcome` is "" until the house has read it; from then on `data` are the clean bytes and not those that were sent.
    """

    data: bytes = field(repr=False)
    media_type: str
    tracking: str = field(repr=False)
    labels: int = 0
    outcome: str = ""
    reason: str = ""


def keep(label: Label, *, merchant: int, facility: int, subject: str) -> str:
    """Seal a label for a thing of ours and give its token; pending until something names the token."""
    row = CarrierFile(
        token=secrets.token_hex(16), facility=facility, merchant=merchant, subject=subject, made_at=clock.now()
    )
    with transaction.atomic(using="vault"):
        _seal(row, label)
        row.save(force_insert=True)
    return row.token


def replace(token: str, label: Label) -> None:
    """Put what the house has read in the place of what was sent."""
    row = _row(token)
    with transaction.atomic(using="vault"):
        _seal(row, label)
        row.save(update_fields=["key", "file"])


def confirm(tokens: Sequence[str]) -> int:
    """Orders name these tokens: they are kept until their parcels are handed over."""
    return keeping.confirm(CarrierFile, tokens)


def handed_over(tokens: Sequence[str], *, on: date) -> int:
    """The parcels left on this day: their labels are purged together with their addressees."""
    return keeping.handed_over(CarrierFile, tokens, on=on)


def drop(token: str) -> bool:
    """The label is of no use any more; whether there was one. A legal hold keeps it."""
    return CarrierFile.objects.filter(token=token, legal_hold=False).delete()[0] > 0


def open_label(token: str, *, merchant: int, recorded_on: Model, by: Person, at: Station) -> Label:
    """The label in the clear, for a dispatcher at a dispatch station who has just been recorded reading it."""
    keeping.refuse_unless_recorded(recorded_on, by=by, at=at)
    row = _row(token)
    if row.merchant != merchant or row.facility != at.facility_id:
        raise _gone()
    return _opened(row)


def for_the_house(token: str) -> Label:
    """The label in the clear, for the house itself: to read and compare it, or to send it to the dispatch printer.

    The caller has recorded who asked for that, shows and keeps nothing.
    """
    return _opened(_row(token))


def _row(token: str) -> CarrierFile:
    row = CarrierFile.objects.select_related("key").filter(token=token).first()
    if row is None:
        raise _gone()
    return row


def _seal(row: CarrierFile, label: Label) -> None:
    key, plain = keys.for_sealing(merchant=row.merchant, purpose=keys.CARRIER_FILES)
    about = {name: value for name, value in asdict(label).items() if name != "data"}
    padded = envelope.pad(json.dumps(about).encode() + b"\n" + label.data, step=STEP)
    row.key, row.file = key, envelope.seal(padded, key=plain, number=key.pk, place=row.place)


def _opened(row: CarrierFile) -> Label:
    padded = envelope.open_sealed(row.sealed, key=keys.opened(row.key), place=row.place)
    about, _newline, data = envelope.unpad(padded).partition(b"\n")
    return Label(data=data, **json.loads(about))


def _gone() -> NotFound:
    return NotFound(_("This label is not here any more."), code="carrier_label_gone")
