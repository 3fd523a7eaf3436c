"""The place: facility, work areas, stations and who sits there, calls for help, and the holds that stop work."""

from __future__ import annotations

from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q

from backend.kit import clock
from backend.people.models import Person

PERSON = settings.AUTH_USER_MODEL
WHOLE_FACILITY = frozenset({Person.Role.MANAGER, Person.Role.SECURITY, Person.Role.AUDITOR})


class Facility(models.Model):
    """One site with its own clock, floor, stock and ledger sequence; a practice facility never counts as live.

    `batches_ahead` is how many batches may wait for a worker before further orders stay in the pool for the next wave;
    without it everything goes to the floor at once.
    """

    name = models.CharField(max_length=80)
    zone = models.CharField(max_length=40, default="UTC")
    is_practice = models.BooleanField(default=False)
    needs_witness = models.BooleanField(default=False)
    batches_ahead = models.PositiveSmallIntegerField(null=True)

    @property
    def clock_zone(self) -> ZoneInfo:
        """The zone in which this facility's times are shown."""
        return ZoneInfo(self.zone)


class WorkAreas(models.Manager["WorkArea"]):
    """The areas of all facilities."""

    def seen_by(self, person: Person) -> models.QuerySet[WorkArea]:
        """The areas somebody of staff answers for: a supervisor's own, or the whole facility for those above."""
        rows = self.filter(facility_id=person.facility)
        if person.role in WHOLE_FACILITY:
            return rows
        return rows.filter(supervision__person=person)


class WorkArea(models.Model):
    """A part of the floor that is supervised, held and resumed as one."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    name = models.CharField(max_length=60)

    objects: ClassVar[WorkAreas] = WorkAreas()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facility", "name"], name="area_name_once")]


class Supervision(models.Model):
    """An area that a supervisor answers for."""

    area = models.ForeignKey(WorkArea, on_delete=models.PROTECT)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "person"], name="supervision_once")]


class Stations(models.Manager["Station"]):
    """The stations of all facilities."""

    def seen_by(self, person: Person) -> models.QuerySet[Station]:
        """The stations in the areas that somebody of staff answers for."""
        return self.filter(area__in=WorkArea.objects.seen_by(person))


class Station(models.Model):
    """A place with a screen and a scanner; its kind says which work it offers."""

    class Kind(models.TextChoices):
        PICK = "pick"
        PACK = "pack"
        DISPATCH = "dispatch"

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    area = models.ForeignKey(WorkArea, on_delete=models.PROTECT)
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    lock_after_seconds = models.PositiveIntegerField(default=60)

    objects: ClassVar[Stations] = Stations()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facility", "number"], name="station_number_once")]


class Enrolment(models.Model):
    """A one-time code by which staff make a device the screen of a station."""

    station = models.ForeignKey(Station, on_delete=models.PROTECT)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class StationKey(models.Model):
    """The key that a station's device holds; checked on every request, revoked at the next."""

    station = models.ForeignKey(Station, on_delete=models.PROTECT)
    digest = models.CharField(max_length=64, unique=True)
    enrolled_by = models.ForeignKey(PERSON, on_delete=models.PROTECT)
    enrolled_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station"], condition=Q(revoked_at=None), name="one_live_key_per_station"),
        ]


class Seat(models.Model):
    """A worker sitting at a station: one seat per worker, one worker per station; locked keeps the task.

    `digest` is that of the key which the device got at the last right PIN. `active_at` is the last command or page,
    written at most twice a minute.
    """

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    station = models.ForeignKey(Station, on_delete=models.PROTECT)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT)
    digest = models.CharField(max_length=64, blank=True, default="")
    sat_at = models.DateTimeField()
    active_at = models.DateTimeField(default=clock.now)
    locked_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station"], condition=Q(left_at=None), name="one_worker_per_station"),
            models.UniqueConstraint(fields=["person"], condition=Q(left_at=None), name="one_seat_per_worker"),
        ]
        indexes = [models.Index(fields=["facility", "sat_at"])]

    @property
    def actor(self) -> str:
        """Whoever sits here, as the ledger knows them."""
        return f"people.person:{self.person_id}"


class HelpCall(models.Model):
    """A raised hand at a station, until a supervisor closes it."""

    class Reason(models.TextChoices):
        HELP = "help"
        SHORT = "short"
        WEIGHT = "weight"
        PRINTER = "printer"
        GUESSING = "guessing"

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    station = models.ForeignKey(Station, on_delete=models.PROTECT)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason)
    called_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["station", "reason"], condition=Q(closed_at=None), name="one_open_call_per_reason"
            )
        ]
        indexes = [models.Index(fields=["facility"], condition=Q(closed_at=None), name="call_open")]


class Hold(models.Model):
    """Work stands still on a facility, an area or a station until the row is released; no task row is touched."""

    class Kind(models.TextChoices):
        FREEZE = "freeze"
        ROLL_CALL = "roll_call"
        LOCKDOWN = "lockdown"
        FIRE = "fire"

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    area = models.ForeignKey(WorkArea, on_delete=models.PROTECT, null=True)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, null=True)
    kind = models.CharField(max_length=10, choices=Kind)
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["facility"], condition=Q(released_at=None), name="hold_open"),
            models.Index(fields=["facility", "released_at"], name="hold_past"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "kind"],
                condition=Q(released_at=None, area=None, station=None),
                name="one_open_hold_per_facility",
            ),
            models.UniqueConstraint(
                fields=["area", "kind"], condition=Q(released_at=None, station=None), name="one_open_hold_per_area"
            ),
            models.UniqueConstraint(
                fields=["station", "kind"], condition=Q(released_at=None), name="one_open_hold_per_station"
            ),
            models.CheckConstraint(condition=Q(area=None) | Q(station=None), name="hold_has_one_scope"),
        ]
