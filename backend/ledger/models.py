"""What happened, in rows that nobody can change: events, their seals, and the answers that commands were given."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """One thing that happened, recorded in the transaction that did it; append-only by triggers."""

    facility = models.PositiveIntegerField()
    merchant = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField(default=1)
    subject = models.CharField(max_length=80)
    actor = models.CharField(max_length=80)
    data = models.JSONField()

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"]),
            models.Index(fields=["facility", "kind", "at"]),
        ]


class Unsealed(models.Model):
    """An event that the sealer has not yet numbered; the only rows of the ledger that are ever deleted."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, primary_key=True, db_constraint=False)
    facility = models.PositiveIntegerField(db_index=True)


class Seal(models.Model):
    """The place of an event in its facility's gap-free sequence, and the hash chain up to it; append-only."""

    facility = models.PositiveIntegerField()
    seq = models.PositiveBigIntegerField()
    event = models.OneToOneField(Event, on_delete=models.PROTECT, db_constraint=False)
    leaf = models.BinaryField(max_length=32)
    chain = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facility", "seq"], name="seal_once")]


class Head(models.Model):
    """Where a facility's chain stands now; locked by sealers only."""

    facility = models.PositiveIntegerField(primary_key=True)
    size = models.PositiveBigIntegerField(default=0)
    chain = models.BinaryField(max_length=32)
    frontier = models.BinaryField(max_length=32 * 48)


class Node(models.Model):
    """The root of a full tile of 256 hashes, kept so that a proof needs few reads."""

    facility = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facility", "level", "index"], name="node_once")]


class Checkpoint(models.Model):
    """A signed note of size and root, made to leave the house; append-only."""

    facility = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facility", "size"], name="checkpoint_once")]


class Cursor(models.Model):
    """How far a reader has followed a facility's sealed sequence."""

    reader = models.CharField(max_length=40)
    facility = models.PositiveIntegerField()
    seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "facility"], name="cursor_once")]


class Command(models.Model):
    """What was asked under a key and what was answered, so that asking twice changes nothing."""

    scope = models.CharField(max_length=40)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    kind = models.CharField(max_length=60)
    answer = models.TextField(default="")
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="command_once")]
