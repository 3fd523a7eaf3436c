"""What leaves: cartons, sealed parcels known by a random tag, and the manifests that are signed at the gate."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.facility.models import Facility
from backend.ledger.moves import Moves
from backend.partners.models import Merchant
from warehouse.events import dispatch, packing
from warehouse.models.orders import Order, OrderLine
from warehouse.models.stock import Lot

PERSON = settings.AUTH_USER_MODEL


class Carton(models.Model):
    """A kind of box, with what it weighs empty and what fits in."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    name = models.CharField(max_length=20)
    length_mm = models.PositiveIntegerField()
    width_mm = models.PositiveIntegerField()
    height_mm = models.PositiveIntegerField()
    tare_grams = models.PositiveIntegerField()
    limit_grams = models.PositiveIntegerField(default=20_000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facility", "name"], name="carton_name_once")]


class Manifest(models.Model):
    """Parcels that leave with one carrier: open, closed with its counts, handed over with two signatures."""

    class State(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"
        HANDED_OVER = "handed_over"

    MOVES: ClassVar[Moves] = {
        dispatch.ManifestClosed: (frozenset({State.OPEN}), State.CLOSED),
        dispatch.ManifestReopened: (frozenset({State.CLOSED}), State.OPEN),
        dispatch.ManifestHandedOver: (frozenset({State.CLOSED}), State.HANDED_OVER),
    }

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    number = models.PositiveIntegerField()
    carrier = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    parcels_count = models.PositiveIntegerField(default=0)
    weight_grams = models.PositiveIntegerField(default=0)
    gate_count = models.PositiveIntegerField(null=True)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    handed_over_at = models.DateTimeField(null=True)
    first_signer = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    second_signer = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["facility", "number"], name="manifest_number_once"),
            models.UniqueConstraint(
                fields=["facility", "carrier"], condition=Q(state="open"), name="one_open_manifest_per_carrier"
            ),
            models.CheckConstraint(
                condition=Q(first_signer=None) | Q(second_signer=None) | ~Q(first_signer=F("second_signer")),
                name="two_different_signatures",
            ),
        ]


class Parcel(models.Model):
    """A box on its way out; the floor knows it by a random tag that says nothing."""

    class State(models.TextChoices):
        OPEN = "open"
        SEALED = "sealed"
        LABELLED = "labelled"
        LOADED = "loaded"
        SHIPPED = "shipped"
        UNPACKED = "unpacked"

    MOVES: ClassVar[Moves] = {
        packing.ParcelSealed: (frozenset({State.OPEN}), State.SEALED),
        packing.ParcelUnpacked: (frozenset({State.OPEN, State.SEALED, State.LABELLED}), State.UNPACKED),
        dispatch.ParcelLabelled: (frozenset({State.SEALED, State.LABELLED}), State.LABELLED),
        dispatch.ParcelLoaded: (frozenset({State.LABELLED}), State.LOADED),
        dispatch.ParcelUnloaded: (frozenset({State.LOADED}), State.LABELLED),
        dispatch.ParcelShipped: (frozenset({State.LOADED}), State.SHIPPED),
    }

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="parcels")
    tag = models.CharField(max_length=17, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    carton = models.ForeignKey(Carton, on_delete=models.PROTECT, null=True)
    expected_grams = models.PositiveIntegerField(null=True)
    weight_grams = models.PositiveIntegerField(null=True)
    weighings = models.PositiveSmallIntegerField(default=0)
    seal = models.CharField(max_length=20, blank=True, default="")
    sscc = models.CharField(max_length=18, blank=True, default="")
    packed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    witnessed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    manifest = models.ForeignKey(Manifest, on_delete=models.PROTECT, null=True, related_name="parcels")
    made_at = models.DateTimeField()
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["facility", "state", "made_at"], name="parcel_states"),
            models.Index(fields=["facility", "made_at", "id"], name="parcel_of_facility"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["sscc"], condition=~Q(sscc=""), name="sscc_once"),
            models.UniqueConstraint(fields=["order"], condition=Q(state="open"), name="one_open_parcel_per_order"),
            models.CheckConstraint(
                condition=Q(witnessed_by=None) | ~Q(packed_by=F("witnessed_by")), name="witness_is_another_person"
            ),
        ]


class ParcelLine(models.Model):
    """How many of a lot were checked into a parcel for an order line."""

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT)
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT)
    wanted = models.PositiveIntegerField()
    checked = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parcel", "line", "lot"], name="parcel_line_once"),
            models.CheckConstraint(condition=Q(checked__lte=F("wanted")), name="not_more_than_wanted"),
        ]


class Sequence(models.Model):
    """A series of numbers without a gap: manifests, SSCC serials."""

    name = models.CharField(max_length=60, primary_key=True)
    last = models.PositiveBigIntegerField(default=0)
