"""Printers, and one row for every physical label, so that no label prints twice without saying so."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from backend.facility.models import Facility, Station
from backend.ledger.moves import Moves
from backend.printing import events as happened


class Printer(models.Model):
    """A printer in a zone; the zone says which papers may come out of it.

    `status` is what it last said of itself, since `status_at`; `retry_at` is when one that was away is tried again.
    One consumer at a time sends to it: the holder of `lease_key`, until `lease_until`.
    """

    class Zone(models.TextChoices):
        WORKER = "worker"
        STAFF = "staff"
        DISPATCH = "dispatch"

    class Technique(models.TextChoices):
        DIRECT_THERMAL = "direct_thermal"
        THERMAL_TRANSFER = "thermal_transfer"
        LASER = "laser"

    class Way(models.TextChoices):
        RAW = "raw"
        CUPS = "cups"
        FILE = "file"
        BROWSER = "browser"

    class Language(models.TextChoices):
        PDF = "pdf"
        ZPL = "zpl"
        RASTER = "raster"

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    name = models.CharField(max_length=40)
    zone = models.CharField(max_length=8, choices=Zone)
    technique = models.CharField(max_length=16, choices=Technique, default=Technique.DIRECT_THERMAL)
    way = models.CharField(max_length=8, choices=Way)
    address = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=6, choices=Language, default=Language.PDF)
    dpi = models.PositiveSmallIntegerField(default=203)
    media = models.CharField(max_length=12, blank=True)
    tells_status = models.BooleanField(default=False)
    paused_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=12, blank=True, default="")
    status_at = models.DateTimeField(null=True)
    retry_at = models.DateTimeField(null=True)
    lease_key = models.CharField(max_length=32, blank=True, default="")
    lease_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["facility", "name"], name="printer_name_once"),
            models.CheckConstraint(
                condition=Q(tells_status=False) | Q(way="raw", language="zpl"), name="only_zpl_on_a_line_tells_status"
            ),
        ]


class StationPrinter(models.Model):
    """The printer beside a station."""

    station = models.OneToOneField(Station, on_delete=models.PROTECT, primary_key=True)
    printer = models.ForeignKey(Printer, on_delete=models.PROTECT)


class LabelJob(models.Model):
    """Labels of one kind that were asked for together; a label asked for alone needs none."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    printer = models.ForeignKey(Printer, on_delete=models.PROTECT)
    kind = models.CharField(max_length=20)
    count = models.PositiveIntegerField()
    made_at = models.DateTimeField()


class LabelTemplate(models.Model):
    """A layout of the facility's own for one kind of label; once published its text never changes.

    The newest published and not retired one is in use, else the one that comes with the house.
    """

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    kind = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    text = models.TextField()
    digest = models.CharField(max_length=64)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["facility", "kind", "version"], name="template_version_once"),
            models.UniqueConstraint(
                fields=["facility", "kind"], condition=Q(published_at=None), name="one_draft_per_kind"
            ),
        ]


class Reconciliation(models.Model):
    """The end of a session at a printer: what was sent and where each piece is; signed when pieces are missing."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    printer = models.ForeignKey(Printer, on_delete=models.PROTECT)
    sent = models.PositiveIntegerField()
    missing = models.PositiveIntegerField()
    reason = models.CharField(max_length=20, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()


class LabelSerial(models.Model):
    """One physical label: what it is about, its generation, how far it came, and where the piece of paper is.

    `sealed` is the token under which the vault has its bytes, where a carrier made them.
    `code` is what a scanner reads on it, `template` a layout it was to try out instead of the one in use. `digest` is
    the SHA-256 of the bytes that left; `template_version` and `template_digest` say after which layout they were drawn.
    `spooled_as` is the number of its job in a queue of CUPS.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        PRINTED = "printed"
        UNKNOWN = "unknown"
        CONFIRMED = "confirmed"
        SPOILED = "spoiled"
        RETURNED = "returned"
        REVOKED = "revoked"

    class Fate(models.TextChoices):
        OPEN = ""
        APPLIED = "applied"
        SPOILED = "spoiled"
        RETURNED = "returned"
        NOT_PRINTED = "not_printed"

    ON_PAPER = frozenset({State.SENT, State.PRINTED, State.UNKNOWN, State.CONFIRMED, State.SPOILED, State.RETURNED})
    MOVES: ClassVar[Moves] = {
        happened.LabelUnprintable: (frozenset({State.WAITING}), State.REVOKED),
        happened.LabelMoved: (frozenset({State.WAITING}), State.WAITING),
        happened.LabelSending: (frozenset({State.WAITING}), State.SENDING),
        happened.LabelSent: (frozenset({State.SENDING}), State.SENT),
        happened.LabelPrinted: (frozenset({State.SENT}), State.PRINTED),
        happened.LabelDoubtful: (frozenset({State.SENDING, State.SENT}), State.UNKNOWN),
        happened.LabelConfirmed: (
            frozenset({State.SENDING, State.SENT, State.PRINTED, State.UNKNOWN}),
            State.CONFIRMED,
        ),
        happened.LabelFound: (frozenset({State.UNKNOWN}), State.CONFIRMED),
        happened.LabelMissing: (frozenset({State.UNKNOWN}), State.REVOKED),
        happened.LabelSpoiled: (frozenset({State.SENT, State.PRINTED, State.UNKNOWN, State.CONFIRMED}), State.SPOILED),
        happened.LabelHandedBack: (
            frozenset({State.SENT, State.PRINTED, State.UNKNOWN, State.CONFIRMED}),
            State.RETURNED,
        ),
        happened.LabelReplaced: (ON_PAPER, State.REVOKED),
    }

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    printer = models.ForeignKey(Printer, on_delete=models.PROTECT)
    job = models.ForeignKey(LabelJob, on_delete=models.PROTECT, null=True)
    copy = models.PositiveIntegerField(default=1)
    copies = models.PositiveIntegerField(default=1)
    kind = models.CharField(max_length=20)
    zone = models.CharField(max_length=8, choices=Printer.Zone)
    subject = models.CharField(max_length=80)
    code = models.CharField(max_length=40, blank=True, default="")
    generation = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    fate = models.CharField(max_length=12, choices=Fate, blank=True, default=Fate.OPEN)
    view = models.TextField(blank=True)
    sealed = models.CharField(max_length=32, blank=True, default="")
    template = models.ForeignKey(LabelTemplate, on_delete=models.PROTECT, null=True)
    digest = models.CharField(max_length=64, blank=True)
    spooled_as = models.CharField(max_length=12, blank=True, default="")
    template_version = models.PositiveIntegerField(default=0)
    template_digest = models.CharField(max_length=64, blank=True, default="")
    made_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, null=True)

    class Meta:
        indexes = [
            models.Index(fields=["printer", "id"], condition=Q(state="waiting"), name="label_queue"),
            models.Index(fields=["printer"], condition=Q(state="sending"), name="label_in_the_air"),
            models.Index(fields=["facility"], condition=Q(state="unknown"), name="label_in_doubt"),
            models.Index(
                fields=["printer", "id"], condition=Q(state="sent") & ~Q(spooled_as=""), name="label_in_a_queue"
            ),
            models.Index(fields=["facility", "code"], condition=~Q(code=""), name="label_code"),
            models.Index(
                fields=["printer", "id"],
                condition=Q(begun_at__isnull=False, reconciliation=None),
                name="label_to_account_for",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject", "generation"], name="label_generation_once"),
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=~Q(state="revoked"), name="one_live_label_per_subject"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "revoked"]) | Q(begun_at__isnull=False), name="what_left_has_a_time"
            ),
        ]
