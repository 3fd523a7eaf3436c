"""The wall in the rail of staff pages: the first place of those who supervise."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from backend.facility.entrances import SUPERVISING
from backend.facility.places import Place

PLACES: Final = (Place("wall", "layout-dashboard", _("Wall"), frozenset(SUPERVISING), rank=10),)
