"""The places of the warehouse in the rail of staff pages."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from backend.facility.places import Place
from backend.people.models import Person

SUPERVISOR: Final = frozenset({Person.Role.SUPERVISOR})
SECURITY: Final = frozenset({Person.Role.SECURITY})
DISPATCHER: Final = frozenset({Person.Role.DISPATCHER})
PLACES: Final = (
    Place("kept-apart", "shield", _("Kept apart"), SECURITY, rank=49),
    Place("dispatch", "truck", _("Dispatch"), DISPATCHER, rank=10),
    Place("waves", "waypoints", _("Waves"), SUPERVISOR, rank=48),
    Place("orders", "package", _("Orders"), SUPERVISOR, rank=50),
    Place("batches", "route", _("Batches"), SUPERVISOR, rank=52),
    Place("floor-plan", "map", _("Floor plan"), SUPERVISOR | {Person.Role.MANAGER}, rank=53),
    Place("parcels", "boxes", _("Parcels"), SUPERVISOR, rank=54),
    Place("shortages", "package-x", _("Shortages"), SUPERVISOR, rank=56),
    Place("shelves", "search-check", _("Shelves to count"), SUPERVISOR, rank=57),
    Place("labels", "tag", _("Labels"), SUPERVISOR, rank=59),
    Place("totes", "shopping-basket", _("Check lane"), SUPERVISOR, rank=58),
)
