"""Who answers for which part of the floor."""

from __future__ import annotations

from django.utils.translation import gettext as _

from backend.facility.events import SupervisionEnded, SupervisionGiven
from backend.facility.models import Supervision, WorkArea
from backend.kit import locks
from backend.kit.errors import NotFound, Refused
from backend.ledger.recording import record
from backend.ledger.work import work
from backend.people.models import Person


@work
def give(area: WorkArea, person: Person, *, by: Person) -> None:
    """A supervisor answers for an area from now on; giving it twice is once."""
    _refuse_unless_above(area, person, by=by)
    locks.take(WorkArea.objects.filter(pk=area.pk))
    _row, is_new = Supervision.objects.get_or_create(area=area, person=person)
    if is_new:
        record(SupervisionGiven(person=person.pk), on=area, by=by)


@work
def end(area: WorkArea, person: Person, *, by: Person) -> None:
    """They no longer answer for it."""
    _refuse_unless_above(area, person, by=by)
    if not Supervision.objects.filter(area=area, person=person).delete()[0]:
        raise Refused(_("They do not supervise this area."), code="not_their_area")
    record(SupervisionEnded(person=person.pk), on=area, by=by)


def _refuse_unless_above(area: WorkArea, person: Person, *, by: Person) -> None:
    if {area.facility_id, person.facility} != {by.facility}:
        raise NotFound()
    if by.role != Person.Role.MANAGER:
        raise Refused(_("Only a manager decides who supervises."), code="manager_only", status=403)
    if person.role != Person.Role.SUPERVISOR:
        raise Refused(_("Only a supervisor answers for an area."), code="not_a_supervisor")
