"""Waves: tries at a plan for the orders that wait, of which a supervisor releases one to the floor."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from backend.facility.models import Facility
from backend.ledger.moves import Moves
from warehouse.events import waves as happened
from warehouse.models.floor_plans import FloorPlan
from warehouse.models.orders import Order

PERSON = settings.AUTH_USER_MODEL


class Wave(models.Model):
    """One try at a plan: which orders could walk together on which carts; only a released one reaches the floor."""

    class State(models.TextChoices):
        PLANNING = "planning"
        PLANNED = "planned"
        RELEASED = "released"
        DROPPED = "dropped"

    class Mode(models.TextChoices):
        INSTANT = "instant"
        GOOD = "good"
        BEST = "best"

    MOVES: ClassVar[Moves] = {
        happened.WavePlanned: (frozenset({State.PLANNING}), State.PLANNED),
        happened.WaveReleased: (frozenset({State.PLANNED}), State.RELEASED),
        happened.WaveDropped: (frozenset({State.PLANNING, State.PLANNED}), State.DROPPED),
    }

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    state = models.CharField(max_length=8, choices=State, default=State.PLANNING)
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.INSTANT)
    slots = models.PositiveSmallIntegerField()
    workers = models.PositiveSmallIntegerField()
    leave_before = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT)
    asked_at = models.DateTimeField()
    planned_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    plan = models.ForeignKey(FloorPlan, on_delete=models.PROTECT, null=True)
    left_out = models.PositiveIntegerField(default=0)
    length_mm = models.PositiveBigIntegerField(null=True)
    came_mm = models.PositiveBigIntegerField(null=True)
    unkept_mm = models.PositiveBigIntegerField(null=True)
    pick_seconds = models.PositiveIntegerField(default=0)
    unkept_seconds = models.PositiveIntegerField(default=0)
    waiting_seconds = models.PositiveIntegerField(default=0)
    seed = models.PositiveIntegerField(default=1)
    moves_planned = models.PositiveBigIntegerField(default=0)
    moves_done = models.PositiveBigIntegerField(default=0)
    stopped_by = models.CharField(max_length=14, blank=True, default="")
    fault = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["facility", "state", "asked_at"], name="wave_states")]
        constraints = [
            models.CheckConstraint(condition=Q(slots__gt=0, workers__gt=0), name="wave_has_cart_and_workers"),
        ]


class WaveCart(models.Model):
    """One cart of a planned wave: how far it would walk, and its share of the walks in the order of arrival."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="carts")
    position = models.PositiveSmallIntegerField()
    stops = models.PositiveIntegerField()
    units = models.PositiveIntegerField()
    length_mm = models.PositiveBigIntegerField(null=True)
    came_mm = models.PositiveBigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wave", "position"], name="wave_cart_once")]


class WaveOrder(models.Model):
    """The place of an order on a cart of a planned wave."""

    cart = models.ForeignKey(WaveCart, on_delete=models.PROTECT, related_name="orders")
    position = models.PositiveSmallIntegerField()
    order = models.ForeignKey(Order, on_delete=models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cart", "position"], name="wave_order_once")]
