"""Every effect outside the database, as a row: the row is the truth, Celery only executes."""

from __future__ import annotations

from django.db import models


class Job(models.Model):
    """One thing to do later: written in the transaction that wants it, done at least once, safe at any later time."""

    class State(models.TextChoices):
        DUE = "due"
        LEASED = "leased"
        DONE = "done"
        DEAD = "dead"

    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    facility = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.DUE)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    error_code = models.CharField(max_length=60, default="", blank=True)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="job_due", condition=models.Q(state="due")),
            models.Index(fields=["lease_until"], name="job_leased", condition=models.Q(state="leased")),
            models.Index(fields=["facility"], name="job_dead", condition=models.Q(state="dead")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject"], condition=models.Q(state="due"), name="job_due_once"),
        ]


class Walk(models.Model):
    """When something that is done at regular times was last begun and last finished."""

    name = models.CharField(max_length=80, primary_key=True)
    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
