"""Goods and where they lie: a journal of moves between two places, and the balances that it adds up to."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from backend.facility.models import Facility
from backend.partners.models import Merchant


class Product(models.Model):
    """Something a merchant sells."""

    class Security(models.TextChoices):
        OPEN = "open"
        COUNTED = "counted"
        STAFF_ONLY = "staff_only"
        BANNED = "banned"

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT)
    sku = models.CharField(max_length=64)
    title = models.CharField(max_length=120)
    detail = models.CharField(max_length=120, blank=True)
    picture = models.CharField(max_length=40, blank=True)
    weight_grams = models.PositiveIntegerField(null=True)
    length_mm = models.PositiveIntegerField(default=100)
    width_mm = models.PositiveIntegerField(default=100)
    height_mm = models.PositiveIntegerField(default=50)
    security = models.CharField(max_length=10, choices=Security, default=Security.OPEN)
    min_days_left = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["merchant", "sku"], name="sku_once")]


class ProductCode(models.Model):
    """A code that stands on a product or its pack; a pack of six counts six."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="codes")
    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT)
    text = models.CharField(max_length=64)
    units = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merchant", "text"], name="product_code_once"),
            models.CheckConstraint(condition=Q(units__gt=0), name="product_code_counts"),
        ]


class Lot(models.Model):
    """Goods of one product that belong together; the empty code is the lotless lot that every product has."""

    class Status(models.TextChoices):
        OK = "ok"
        HELD = "held"
        RECALLED = "recalled"
        EXPIRED = "expired"

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="lots")
    code = models.CharField(max_length=40, blank=True, default="")
    expires_on = models.DateField(null=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.OK)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "code"], name="lot_code_once")]


class Location(models.Model):
    """A place where goods can be, real or virtual; people read its name, scanners its code.

    `aisle`, `block` and `at_mm` say where it stands on the floor plan, as a `routing.Stop` does; all three or none.
    """

    class Kind(models.TextChoices):
        BULK = "bulk"
        PICK = "pick"
        TOTE = "tote"
        PACKING = "packing"
        DISPATCH = "dispatch"
        RECEIVING = "receiving"
        QUARANTINE = "quarantine"
        DAMAGED = "damaged"
        SUPPLIER = "supplier"
        CUSTOMER = "customer"
        LOSS = "loss"
        FOUND = "found"

    SELLABLE = (Kind.BULK, Kind.PICK, Kind.TOTE, Kind.PACKING, Kind.DISPATCH)
    VIRTUAL = (Kind.SUPPLIER, Kind.CUSTOMER, Kind.LOSS, Kind.FOUND)

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    code = models.CharField(max_length=8)
    name = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=Kind)
    pick_seq = models.PositiveIntegerField(default=0)
    is_counting = models.BooleanField(default=False)
    aisle = models.PositiveSmallIntegerField(null=True)
    block = models.PositiveSmallIntegerField(null=True)
    at_mm = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["facility", "code"], name="location_code_once"),
            models.CheckConstraint(
                condition=Q(aisle__isnull=True, block__isnull=True, at_mm__isnull=True)
                | Q(aisle__isnull=False, block__isnull=False, at_mm__isnull=False),
                name="location_stands_somewhere_or_nowhere",
            ),
        ]
        indexes = [models.Index(fields=["facility", "kind"])]


class Move(models.Model):
    """Goods went from one place to another; append-only by triggers, the book from which every balance follows."""

    class Reason(models.TextChoices):
        RECEIVED = "received"
        PUT_AWAY = "put_away"
        PICKED = "picked"
        PUT_BACK = "put_back"
        PACKED = "packed"
        SHIPPED = "shipped"
        LOST = "lost"
        FOUND = "found"
        DAMAGED = "damaged"

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT)
    source = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    reason = models.CharField(max_length=10, choices=Reason)
    document = models.CharField(max_length=80, blank=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="move_moves_something"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="move_goes_somewhere"),
        ]


class Balance(models.Model):
    """What lies at a real place: on hand, and how much of it is spoken for."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    location = models.ForeignKey(Location, on_delete=models.PROTECT)
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT)
    on_hand = models.PositiveIntegerField(default=0)
    allocated = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["location", "lot"], name="balance_once"),
            models.CheckConstraint(
                condition=Q(allocated__gte=0) & Q(allocated__lte=F("on_hand")), name="allocated_within_on_hand"
            ),
        ]


class Level(models.Model):
    """What buyers compete for, one row per product: sellable, and promised of it; the shared row to lock."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    product = models.OneToOneField(Product, on_delete=models.PROTECT, related_name="level")
    sellable = models.PositiveIntegerField(default=0)
    promised = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(promised__gte=0) & Q(promised__lte=F("sellable")), name="promised_within_sellable"
            ),
        ]
