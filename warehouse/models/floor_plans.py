"""The measured drawing of a pick area."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from backend.facility.models import Facility

PERSON = settings.AUTH_USER_MODEL


class FloorPlan(models.Model):
    """A drawing of aisles, cross-aisles and depots as `drawings` reads it; never changed, the newest is in force."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    drawing = models.JSONField()
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True)
    made_at = models.DateTimeField()
