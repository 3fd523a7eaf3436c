"""The place of the printers in the rail of staff pages."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from backend.facility.places import Place
from backend.people.models import Person
from backend.printing.models import LabelSerial


def in_doubt(person: Person) -> QuerySet[LabelSerial]:
    """The labels that wait for somebody to look."""
    return LabelSerial.objects.filter(facility_id=person.facility, state=LabelSerial.State.UNKNOWN)


PLACES: Final = (
    Place(
        "printers",
        "printer",
        _("Printers"),
        frozenset({Person.Role.SUPERVISOR, Person.Role.MANAGER}),
        rank=60,
        waiting=in_doubt,
    ),
)
