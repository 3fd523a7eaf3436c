"""Who decides in the printing room: a manager sets up, a supervisor says what becomes of a label."""

from __future__ import annotations

from django.utils.translation import gettext as _

from backend.kit.errors import NotFound, Refused
from backend.people.models import Person


def refuse_unless_manager(facility: int, *, by: Person) -> None:
    """Only a manager of the same facility sets printers up and changes layouts."""
    _refuse_strangers(facility, by=by)
    if by.role != Person.Role.MANAGER:
        raise Refused(_("Only a manager decides this."), code="manager_only", status=403)


def refuse_unless_supervisor(facility: int, *, by: Person) -> None:
    """Only a supervisor of the same facility decides what becomes of a label."""
    _refuse_strangers(facility, by=by)
    if by.role != Person.Role.SUPERVISOR:
        raise Refused(_("Only a supervisor decides this."), code="supervisor_only", status=403)


def _refuse_strangers(facility: int, *, by: Person) -> None:
    if by.facility != facility:
        raise NotFound()
