"""Badges: an opaque code on a card, handed out and taken back at will; it says who somebody claims to be, no more."""

from __future__ import annotations

from django.utils.translation import gettext as _

from backend.kit import clock, codes, locks
from backend.kit.errors import Refused
from backend.ledger.recording import record
from backend.ledger.work import work
from backend.people.events import BadgeIssued, BadgeRevoked
from backend.people.models import Badge, Person


@work
def issue(person: Person, *, by: Person) -> Badge:
    """Hand out a new badge; the one before it opens nothing from this moment."""
    (person,), live = locks.take(
        Person.objects.filter(pk=person.pk), Badge.objects.filter(person=person, revoked_at=None)
    )
    now = clock.now()
    for old in live:
        _take_back(old, by=by)
    badge = Badge.objects.create(person=person, code=codes.draw("N"), issued_at=now)
    record(BadgeIssued(badge=badge.pk), on=person, by=by)
    return badge


@work
def revoke(badge: Badge, *, by: Person) -> None:
    """Take a badge back, e.g. because it was lost."""
    (badge,) = locks.take(Badge.objects.filter(pk=badge.pk).select_related("person"))[0]
    if badge.revoked_at is not None:
        raise Refused(_("This badge was taken back already."), code="badge_revoked")
    _take_back(badge, by=by)


def holder(code: str, *, facility: int) -> Person | None:
    """Whoever has this live badge at this facility, blocked or not."""
    badge = Badge.objects.select_related("person").filter(code=code, revoked_at=None, person__facility=facility).first()
    return badge.person if badge and badge.person.is_active else None


def _take_back(badge: Badge, *, by: Person) -> None:
    badge.revoked_at = clock.now()
    Badge.objects.filter(pk=badge.pk).update(revoked_at=badge.revoked_at)
    record(BadgeRevoked(badge=badge.pk), on=badge.person, by=by)
