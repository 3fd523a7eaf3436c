"""The floor's own places in the rail of staff pages."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from backend.facility import helping
from backend.facility.places import Place
from backend.people.models import Person

SUPERVISING: Final = frozenset({Person.Role.SUPERVISOR, Person.Role.MANAGER, Person.Role.SECURITY})
STAFF: Final = frozenset(set(Person.Role) - {Person.Role.WORKER})


PLACES: Final = (
    Place("stations", "monitor", _("Stations"), SUPERVISING | {Person.Role.AUDITOR}, rank=20),
    Place("help-calls", "hand", _("Help"), SUPERVISING, rank=30, waiting=helping.waiting_for),
    Place("holds", "octagon-pause", _("Freeze"), SUPERVISING, rank=40),
    Place("account", "circle-user-round", _("Account"), STAFF, rank=990),
)
