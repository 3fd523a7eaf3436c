"""People who must be kept apart at work: a pair is opened and closed by security, and says nothing about why."""

from __future__ import annotations

from django.utils.translation import gettext as _

from backend.kit import clock, locks
from backend.kit.errors import Invalid, NotFound, Refused
from backend.ledger.recording import record
from backend.ledger.work import work
from backend.people.events import SeparationClosed, SeparationOpened
from backend.people.models import KeepSeparate, Person


@work
def keep_apart(one: Person, other: Person, *, scope: str, by: Person) -> KeepSeparate:
    """Two workers of the house must not meet from now on."""
    low, high = sorted((one, other), key=lambda person: person.pk)
    if one.facility != by.facility or other.facility != by.facility:
        raise NotFound()
    if one.pk == other.pk:
        raise Invalid(_("Choose two different people."), code="same_person")
    if scope not in KeepSeparate.Scope.values:
        raise Invalid(_("Choose how far apart they must be kept."), code="scope_unknown")
    lock_people([low.pk, high.pk])
    if KeepSeparate.objects.filter(person_low=low, person_high=high, closed_at=None).exists():
        raise Refused(_("These two are kept apart already."), code="kept_apart_already")
    pair = KeepSeparate.objects.create(
        facility=by.facility, person_low=low, person_high=high, scope=scope, opened_at=clock.now(), opened_by=by
    )
    record(SeparationOpened(scope=scope), on=pair, by=by)
    return pair


@work
def let_meet(pair: KeepSeparate, *, by: Person) -> None:
    """The pair is closed; should they have to be kept apart again, that is a new pair."""
    if pair.facility != by.facility:
        raise NotFound()
    closed = KeepSeparate.objects.filter(pk=pair.pk, closed_at=None).update(closed_at=clock.now(), closed_by=by)
    if not closed:
        raise Refused(_("This pair was closed already."), code="wrong_state")
    record(SeparationClosed(), on=pair, by=by)


def lock_people(people: list[int]) -> None:
    """Lock people in key order, so that two claims of separated people cannot cross."""
    locks.take(Person.objects.filter(pk__in=people))
