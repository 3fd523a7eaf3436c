"""Work on the floor: stock spoken for, batches on carts of totes, and the step at which each station stands."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from backend.facility.models import Facility, Station
from backend.kit import codes
from backend.ledger.moves import Moves
from warehouse.events import picking as happened
from warehouse.events import waves as planned
from warehouse.models.orders import Order, OrderLine
from warehouse.models.stock import Balance, Location
from warehouse.models.waves import Wave

PERSON = settings.AUTH_USER_MODEL


class Cart(models.Model):
    """A cart that carries one tote per order."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    code = models.CharField(max_length=8)
    slots = models.PositiveSmallIntegerField(default=4)
    limit_grams = models.PositiveIntegerField(null=True)
    limit_ml = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facility", "code"], name="cart_code_once")]

    @property
    def number(self) -> int:
        """The number that is painted on it."""
        return codes.parse(self.code).number


class Batch(models.Model):
    """Orders that one worker picks in one walk; its lease runs while the worker is at it and stands still in a hold.

    `length_mm` and `zones` (one bit each) are those of its shortest walk; unknown where the floor was never measured.
    """

    class State(models.TextChoices):
        OPEN = "open"
        CLAIMED = "claimed"
        FINISHED = "finished"

    MOVES: ClassVar[Moves] = {
        happened.PickClaimed: (frozenset({State.OPEN}), State.CLAIMED),
        happened.PickGivenBack: (frozenset({State.CLAIMED}), State.OPEN),
        happened.PickFinished: (frozenset({State.CLAIMED}), State.FINISHED),
        planned.WaveWithdrawn: (frozenset({State.OPEN}), State.FINISHED),
    }

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    ship_by = models.DateTimeField()
    stops = models.PositiveSmallIntegerField()
    units = models.PositiveIntegerField()
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, null=True)
    length_mm = models.PositiveBigIntegerField(null=True)
    zones = models.PositiveBigIntegerField(null=True)
    cart = models.ForeignKey(Cart, on_delete=models.PROTECT, null=True)
    worker = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True)
    lease_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["facility", "ship_by", "id"], condition=Q(state="open"), name="batch_queue"),
            models.Index(fields=["facility", "state", "made_at"], name="batch_states"),
            models.Index(fields=["facility", "made_at", "id"], name="batch_of_facility"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["worker"], condition=Q(state="claimed"), name="one_batch_per_worker"),
            models.UniqueConstraint(fields=["cart"], condition=Q(state="claimed"), name="one_batch_per_cart"),
            models.CheckConstraint(
                condition=~Q(state="claimed") | Q(worker__isnull=False, lease_until__isnull=False),
                name="claimed_batch_has_worker_and_lease",
            ),
        ]


class Tote(models.Model):
    """A box on the floor; open, it belongs to one order. Its location is where the picked goods lie."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    code = models.CharField(max_length=8)
    name = models.CharField(max_length=12)
    location = models.OneToOneField(Location, on_delete=models.PROTECT)
    order = models.OneToOneField(Order, on_delete=models.PROTECT, null=True)
    at_check_lane = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facility", "code"], name="tote_code_once")]


class Slot(models.Model):
    """The place of an order on the cart of its batch, and the tote that stands there."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="slots")
    position = models.PositiveSmallIntegerField()
    order = models.ForeignKey(Order, on_delete=models.PROTECT)
    tote = models.ForeignKey(Tote, on_delete=models.PROTECT, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="slot_once"),
            models.UniqueConstraint(fields=["batch", "order"], name="order_once_on_a_cart"),
        ]


class Allocation(models.Model):
    """Reservation, pick list and shipment content in one row: so many units of an order line, and where they lie."""

    class State(models.TextChoices):
        SOFT = "soft"
        HARD = "hard"
        PICKED = "picked"
        PACKED = "packed"
        SHIPPED = "shipped"
        FREED = "freed"
        SHORT = "short"

    class Reason(models.TextChoices):
        EMPTY = "empty"
        DAMAGED = "damaged"
        WRONG_ITEM = "wrong_item"
        NOT_REACHABLE = "not_reachable"
        NO_STOCK = "no_stock"
        CANCELLED = "cancelled"

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="allocations")
    balance = models.ForeignKey(Balance, on_delete=models.PROTECT, null=True)
    quantity = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.SOFT)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="allocations")
    stop = models.PositiveIntegerField(default=0)
    skips = models.PositiveSmallIntegerField(default=0)
    picked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True)
    picked_at = models.DateTimeField(null=True)
    taken_from = models.ForeignKey(Location, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=14, choices=Reason, blank=True, default="")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["batch", "state", "stop"], name="allocation_stops"),
            models.Index(fields=["facility", "state"], name="allocation_states"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="allocation_holds_something"),
            models.CheckConstraint(
                condition=Q(state__in=["soft", "freed", "short"], balance__isnull=True)
                | Q(state__in=["hard", "picked", "packed", "shipped"], balance__isnull=False),
                name="allocation_lies_somewhere",
            ),
        ]


class ScannerProfile(models.Model):
    """How the scanner of a station is set up, as its self-test sheet showed; without a row it types like a US one."""

    class Layout(models.TextChoices):
        US = "us"
        BELGIAN = "be"
        FRENCH = "fr"

    station = models.OneToOneField(Station, on_delete=models.PROTECT, primary_key=True, related_name="scanner")
    layout = models.CharField(max_length=2, choices=Layout, default=Layout.US)
    separator = models.CharField(max_length=1, blank=True, default="")


class Run(models.Model):
    """The step at which a station stands; the server owns it, so that nothing can get lost on a screen."""

    class Flow(models.TextChoices):
        PICK = "pick"
        PACK = "pack"

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    station = models.ForeignKey(Station, on_delete=models.PROTECT)
    worker = models.ForeignKey(PERSON, on_delete=models.PROTECT)
    flow = models.CharField(max_length=8, choices=Flow)
    step = models.CharField(max_length=12)
    revision = models.PositiveIntegerField(default=0)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True)
    parcel = models.ForeignKey("warehouse.Parcel", on_delete=models.PROTECT, null=True)
    allocation = models.ForeignKey(Allocation, on_delete=models.PROTECT, null=True)
    counted = models.PositiveIntegerField(default=0)
    misscans = models.PositiveIntegerField(default=0)
    misscans_in_a_row = models.PositiveSmallIntegerField(default=0)
    last_location = models.ForeignKey(Location, on_delete=models.PROTECT, null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station"], condition=Q(closed_at=None), name="one_run_per_station"),
            models.UniqueConstraint(fields=["worker"], condition=Q(closed_at=None), name="one_run_per_worker"),
        ]
