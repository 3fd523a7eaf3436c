"""Counts per quarter of an hour, read off the sealed ledger: for the wall and for a worker's own day."""

from __future__ import annotations

from django.db import models


class Tally(models.Model):
    """What one person did in one quarter of an hour; rebuilt by replay, never written by hand."""

    facility = models.PositiveIntegerField()
    quarter = models.DateTimeField()
    person = models.PositiveIntegerField()
    lines = models.PositiveIntegerField(default=0)
    units = models.PositiveIntegerField(default=0)
    misscans = models.PositiveIntegerField(default=0)
    batches = models.PositiveIntegerField(default=0)
    parcels = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facility", "quarter", "person"], name="tally_once")]
