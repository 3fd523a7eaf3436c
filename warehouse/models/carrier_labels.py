"""Labels that shops' own carriers made: how far each one is; what stands on it lies in the vault."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from backend.facility.models import Facility
from backend.ledger.moves import Moves
from backend.partners.models import Merchant
from warehouse.events import carrier_labels as happened
from warehouse.models.orders import Order


class CarrierLabelFile(models.Model):
    """A carrier's label for the parcel of one order; an order has one that counts.

    `token` is the vault's, `reason` a stable code, `labels` how many pieces of paper it is once it was read.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        ACCEPTED = "accepted"
        REFUSED = "refused"
        UNCLEAR = "unclear"
        SET_ASIDE = "set_aside"

    MOVES: ClassVar[Moves] = {
        happened.CarrierLabelAccepted: (frozenset({State.WAITING, State.UNCLEAR}), State.ACCEPTED),
        happened.CarrierLabelRefused: (frozenset({State.WAITING, State.UNCLEAR}), State.REFUSED),
        happened.CarrierLabelUnclear: (frozenset({State.WAITING}), State.UNCLEAR),
        happened.CarrierLabelSetAside: (
            frozenset({State.WAITING, State.ACCEPTED, State.REFUSED, State.UNCLEAR}),
            State.SET_ASIDE,
        ),
    }

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="carrier_labels")
    token = models.CharField(max_length=32, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=20, blank=True, default="")
    media_type = models.CharField(max_length=20)
    labels = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["facility", "id"], condition=Q(state="unclear"), name="carrier_label_unclear"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=~Q(state="set_aside"), name="one_carrier_label_per_order"
            ),
        ]
