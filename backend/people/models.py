"""Who is here: workers with badge and PIN, staff with a password, each in one role."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class People(BaseUserManager["Person"]):
    """The people of a facility."""

    def of(self, facility: int) -> models.QuerySet[Person]:
        """Those who belong to the facility."""
        return self.filter(facility=facility)


class Person(AbstractBaseUser):
    """One human being in one role; the user model of the whole house."""

    class Role(models.TextChoices):
        WORKER = "worker"
        SUPERVISOR = "supervisor"
        DISPATCHER = "dispatcher"
        PAYROLL = "payroll"
        COMPLAINTS = "complaints"
        TRAINER = "trainer"
        MANAGER = "manager"
        SECURITY = "security"
        AUDITOR = "auditor"

    facility = models.PositiveIntegerField(db_index=True)
    role = models.CharField(max_length=12, choices=Role)
    username = models.CharField(max_length=60, unique=True, null=True)  # noqa: DJ001 - workers have none
    first_name = models.CharField(max_length=60)
    last_name = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=8, default="en")
    pin = models.CharField(max_length=160, blank=True)
    blocked_at = models.DateTimeField(null=True)
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField()

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role="worker") | models.Q(username__isnull=False), name="staff_have_a_username"
            ),
        ]

    @property
    def actor(self) -> str:
        """The subject string by which the ledger knows this person."""
        return f"people.person:{self.pk}"

    @property
    def initials(self) -> str:
        """Two letters for the badge in the corner of a kiosk."""
        return (self.first_name[:1] + self.last_name[:1]).upper()


class Badge(models.Model):
    """A badge that was handed out: an opaque random code, no secret, revoked and re-issued at will."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="badges")
    code = models.CharField(max_length=17, unique=True)
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(revoked_at__isnull=True), name="one_live_badge_per_person"
            ),
        ]


class Attempt(models.Model):
    """PINs tried and not yet found right: of a badge at a station, of a badge anywhere, of any badge at a station.

    A row is counted up before the PIN is looked at, so that attempts side by side cannot outrun the throttle. Station 0
    stands for any station, an empty badge for any badge.
    """

    badge = models.CharField(max_length=17, blank=True)
    station = models.PositiveIntegerField()
    tried = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["badge", "station"], name="attempt_once")]


class Separations(models.Manager["KeepSeparate"]):
    """The pairs of people who must not meet."""

    def of(self, person: int) -> models.QuerySet[KeepSeparate]:
        """The open pairs with this person in it."""
        return self.filter(models.Q(person_low=person) | models.Q(person_high=person), closed_at=None)


class KeepSeparate(models.Model):
    """Two people who must not meet at work; each scope includes the one before. No reason is kept, no role."""

    class Scope(models.TextChoices):
        ADJACENT = "adjacent"
        AREA = "area"
        SESSION = "session"
        PROGRAMME = "programme"

    facility = models.PositiveIntegerField(db_index=True)
    person_low = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    person_high = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=10, choices=Scope, default=Scope.ADJACENT)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[Separations] = Separations()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person_low__lt=models.F("person_high")), name="separated_pair_in_key_order"
            ),
            models.UniqueConstraint(
                fields=["person_low", "person_high"],
                condition=models.Q(closed_at__isnull=True),
                name="one_open_separation_per_pair",
            ),
        ]

    def other(self, person: int) -> int:
        """The one from whom this person is kept apart."""
        return self.person_high_id if self.person_low_id == person else self.person_low_id
