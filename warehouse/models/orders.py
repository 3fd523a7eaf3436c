"""What merchants ask for: orders and lines, with their references in a side table that no station reads."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from backend.facility.models import Facility
from backend.kit import codes
from backend.ledger.moves import Moves
from backend.partners.models import Merchant
from warehouse.events import orders as happened
from warehouse.models.stock import Product


class Order(models.Model):
    """One request of a merchant to send goods to somebody; its number is made from its row id."""

    class State(models.TextChoices):
        ACCEPTED = "accepted"
        PROMISED = "promised"
        SHORT = "short"
        RELEASED = "released"
        PICKING = "picking"
        PICKED = "picked"
        PACKED = "packed"
        SHIPPED = "shipped"
        CANCELLED = "cancelled"
        REJECTED = "rejected"

    MOVES: ClassVar[Moves] = {
        happened.OrderPromised: (frozenset({State.ACCEPTED, State.SHORT}), State.PROMISED),
        happened.OrderShort: (frozenset({State.ACCEPTED, State.PROMISED, State.PICKING}), State.SHORT),
        happened.OrderReleased: (frozenset({State.PROMISED}), State.RELEASED),
        happened.OrderPicking: (frozenset({State.RELEASED}), State.PICKING),
        happened.OrderPicked: (frozenset({State.PICKING, State.PACKED}), State.PICKED),
        happened.OrderPacked: (frozenset({State.PICKED}), State.PACKED),
        happened.OrderShipped: (frozenset({State.PACKED}), State.SHIPPED),
        happened.OrderCancelled: (
            frozenset({State.ACCEPTED, State.PROMISED, State.SHORT, State.RELEASED, State.PICKING, State.PICKED}),
            State.CANCELLED,
        ),
        happened.OrderRejected: (frozenset({State.ACCEPTED, State.PROMISED, State.SHORT}), State.REJECTED),
    }

    class Service(models.TextChoices):
        STANDARD = "standard"
        EXPRESS = "express"

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=State, default=State.ACCEPTED)
    service = models.CharField(max_length=10, choices=Service, default=Service.STANDARD)
    ships_complete = models.BooleanField(default=False)
    ship_by = models.DateTimeField()
    made_at = models.DateTimeField()
    cancel_asked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["merchant", "made_at", "id"], name="order_of_merchant"),
            models.Index(fields=["facility", "made_at", "id"], name="order_of_facility"),
            models.Index(fields=["facility", "state", "ship_by"], name="order_queue"),
        ]

    @property
    def number(self) -> str:
        """The order's number inside the house, e.g. `O-000123`; says nothing about the merchant's own."""
        return f"O-{self.pk:06d}"


class OrderLine(models.Model):
    """So many of one product."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.PROTECT)
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "product"], name="one_line_per_product"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="order_line_asks_something"),
        ]


class OrderRef(models.Model):
    """What only the merchant, the office and dispatch may know of an order: its reference and the vault token."""

    order = models.OneToOneField(Order, on_delete=models.PROTECT, primary_key=True, related_name="ref")
    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT)
    merchant_ref = models.CharField(max_length=64)
    vault_token = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merchant", "merchant_ref"], name="merchant_ref_once"),
            models.UniqueConstraint(fields=["vault_token"], condition=~Q(vault_token=""), name="vault_token_once"),
        ]


class OrderHold(models.Model):
    """An order that waits for a reason; a hold is a row, never a state."""

    class Reason(models.TextChoices):
        STAFF = "staff"
        PARCEL = "parcel"

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=10, choices=Reason)
    held_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)


def document_code(number: int) -> str:
    """The scannable code of a batch or a manifest."""
    return codes.make("D", number)
