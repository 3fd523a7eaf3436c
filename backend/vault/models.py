"""What only dispatch may ever read, sealed, in a database of its own, with the keys that seal it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class DataKey(models.Model):
    """A key for one merchant and purpose, kept only wrapped under the key of the house.

    `id` is drawn before the insert, since the wrapping is bound to it.
    """

    class State(models.TextChoices):
        ACTIVE = "active"
        READ_ONLY = "read_only"
        DESTROYED = "destroyed"

    id = models.PositiveBigIntegerField(primary_key=True)
    merchant = models.PositiveIntegerField()
    purpose = models.CharField(max_length=20)
    period = models.CharField(max_length=6)
    wrapped = models.BinaryField(max_length=80)
    kek = models.CharField(max_length=16)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    uses = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merchant", "purpose"],
                condition=models.Q(state="active"),
                name="one_active_key_per_purpose",
            ),
        ]
        indexes = [models.Index(fields=["kek"], name="key_by_kek")]


class Addressees(models.Manager["Addressee"]):
    """The addressees of all merchants."""

    def of(self, merchant: int) -> models.QuerySet[Addressee]:
        """Those of one merchant."""
        return self.filter(merchant=merchant)


class Addressee(models.Model):
    """Who a parcel goes to: one sealed card behind an opaque token, which is also what the seal is bound to."""

    class State(models.TextChoices):
        PENDING = "pending"
        KEPT = "kept"

    token = models.CharField(max_length=32, primary_key=True)
    facility = models.PositiveIntegerField()
    merchant = models.PositiveIntegerField()
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT)
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    card = models.BinaryField()
    made_at = models.DateTimeField()
    purge_on = models.DateField(null=True)
    legal_hold = models.BooleanField(default=False)

    objects: ClassVar[Addressees] = Addressees()

    class Meta:
        indexes = [
            models.Index(fields=["made_at"], condition=models.Q(state="pending"), name="addressee_pending"),
            models.Index(fields=["purge_on"], condition=models.Q(purge_on__isnull=False), name="addressee_purge"),
            models.Index(fields=["merchant", "token"], name="addressee_walk"),
        ]


class Rotation(models.Model):
    """How far the resealing under a new key has come, so that a stopped one goes on where it was."""

    old_key = models.OneToOneField(DataKey, on_delete=models.PROTECT, primary_key=True)
    last_token = models.CharField(max_length=32, blank=True, default="")
    resealed = models.PositiveBigIntegerField(default=0)
    started_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
