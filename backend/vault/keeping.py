"""What holds for everything in the vault: kept once it is named, purged after its day, read only after a record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from backend.facility.models import Station
from backend.kit import clock
from backend.kit.errors import Refused
from backend.ledger.models import Event
from backend.ledger.recording import subject_of
from backend.people.models import Person
from backend.vault.models import Kept

READING: Final = "addressee.read"
# How old the record of a reading may be when a value is opened: rendering a label, not coming back later.
RECORD_GOOD_FOR: Final = timedelta(minutes=2)
KEPT_AFTER_HAND_OVER: Final = timedelta(days=30)


def confirm(kind: type[Kept], tokens: Sequence[str]) -> int:
    """Something of ours names these tokens: they are kept until it has left."""
    pending = kind._default_manager.filter(token__in=tokens, state=Kept.State.PENDING)
    return pending.update(state=Kept.State.KEPT)


def handed_over(kind: type[Kept], tokens: Sequence[str], *, on: date) -> int:
    """The parcels left on this day: what they needed is purged thirty days later."""
    rows = kind._default_manager.filter(token__in=tokens, purge_on=None)
    return rows.update(state=Kept.State.KEPT, purge_on=on + KEPT_AFTER_HAND_OVER)


def hold_back(kind: type[Kept], tokens: Sequence[str], *, is_held: bool) -> int:
    """A dispute or a court wants these kept: no purge touches them until that ends."""
    return kind._default_manager.filter(token__in=tokens).update(legal_hold=is_held)


def refuse_unless_recorded(recorded_on: Model, *, by: Person, at: Station) -> None:
    """Refuse unless this is a dispatcher at a dispatch station, whose reading was just recorded on this row."""
    _refuse_unless_dispatch(by, at)
    # `durable` fails inside any other transaction: a record that could still be undone is none.
    with transaction.atomic(durable=True):
        recent = Event.objects.filter(
            subject=subject_of(recorded_on), kind=READING, actor=by.actor, at__gte=clock.now() - RECORD_GOOD_FOR
        )
        if not recent.exists():
            raise Refused(_("This reading was not recorded."), code="reading_not_recorded", status=403)


def _refuse_unless_dispatch(by: Person, at: Station) -> None:
    is_dispatcher = by.role == Person.Role.DISPATCHER and by.is_active and by.blocked_at is None
    if not is_dispatcher or at.kind != Station.Kind.DISPATCH or at.facility_id != by.facility:
        raise Refused(_("Only dispatch may do this, at a dispatch station."), code="dispatch_only", status=403)
