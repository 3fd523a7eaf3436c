"""What only dispatch may ever read, sealed, in a database of its own, with the keys that seal it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from backend.kit.envelope import Place


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


class Kept(models.Model):
    """One sealed value behind an opaque token, from pending until the day it is purged."""

    class State(models.TextChoices):
        PENDING = "pending"
        KEPT = "kept"

    VALUE: ClassVar[str]

    token = models.CharField(max_length=32, primary_key=True)
    facility = models.PositiveIntegerField()
    merchant = models.PositiveIntegerField()
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT)
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    made_at = models.DateTimeField()
    purge_on = models.DateField(null=True)
    legal_hold = models.BooleanField(default=False)

    class Meta:
        abstract = True

    @property
    def sealed(self) -> bytes:
        """The sealed value."""
        return bytes(getattr(self, self.VALUE))

    @property
    def place(self) -> Place:
        """What the value is bound to: moved to another row or merchant, it does not open."""
        raise NotImplementedError


class Addressees(models.Manager["Addressee"]):
    """The addressees of all merchants."""

    def of(self, merchant: int) -> models.QuerySet[Addressee]:
        """Those of one merchant."""
        return self.filter(merchant=merchant)


class Addressee(Kept):
    """Who a parcel goes to: one sealed card behind an opaque token, which is also what the seal is bound to."""

    VALUE = "card"

    card = models.BinaryField()

    objects: ClassVar[Addressees] = Addressees()

    class Meta:
        indexes = [
            models.Index(fields=["made_at"], condition=models.Q(state="pending"), name="addressee_pending"),
            models.Index(fields=["purge_on"], condition=models.Q(purge_on__isnull=False), name="addressee_purge"),
            models.Index(fields=["merchant", "token"], name="addressee_walk"),
        ]

    @property
    def place(self) -> Place:
        """Its own token and merchant."""
        return Place("vault_addressee", "card", self.token, str(self.merchant))


class CarrierFile(Kept):
    """A label that a shop's carrier made, for one thing of ours (`subject`): it names the addressee on its face."""

    VALUE = "file"

    subject = models.CharField(max_length=80)
    file = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(fields=["made_at"], condition=models.Q(state="pending"), name="carrier_file_pending"),
            models.Index(fields=["purge_on"], condition=models.Q(purge_on__isnull=False), name="carrier_file_purge"),
        ]

    @property
    def place(self) -> Place:
        """Its own token and merchant, and the thing that it is for."""
        return Place("vault_carrierfile", "file", f"{self.token} {self.subject}", str(self.merchant))


class Rotation(models.Model):
    """How far the resealing under a new key has come, so that a stopped one goes on where it was."""

    old_key = models.OneToOneField(DataKey, on_delete=models.PROTECT, primary_key=True)
    last_token = models.CharField(max_length=32, blank=True, default="")
    resealed = models.PositiveBigIntegerField(default=0)
    started_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
