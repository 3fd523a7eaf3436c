"""What merchants send about orders, and what they get back: explicit In and Out serializers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.partners.bodies import Body, Flag, Items, Moment, OneOf, Rows, Text, Whole
from backend.partners.documenting import FaultOut
from backend.printing.carriers import MEDIA_TYPES
from backend.vault.cards import AddresseeCard
from warehouse import order_rules
from warehouse.api import links
from warehouse.cards.orders import (
    CancellationCard,
    CarrierLabelCard,
    ItemCard,
    LineIn,
    ManyCard,
    OrderCard,
    OrderIn,
    OrderRow,
)
from warehouse.cards.refusals import RefusalCard
from warehouse.intake import MOST_AT_ONCE, Wanted
from warehouse.models import CarrierLabelFile, Order

SERVICES = tuple(Order.Service.values)
VISIBLE = r"\S+"
VISIBLE_FORM = _("visible characters without spaces")
TRACKING = r"[A-Za-z0-9](?:[ \-]?[A-Za-z0-9]){5,39}"
TRACKING_FORM = _("6 to 40 letters or digits, as the carrier writes it")
CARRIER_LABEL_REASONS = (
    "", "unreadable", "hostile", "other_parcel", "other_addressee", "no_code", "addressee_unclear",
    "addressee_unread", "refused_by_staff", "replaced", "house_label",
)  # fmt: skip
COUNTRY_FORM = _("two capital letters, such as BE")


class LineBody(Body):
    """So many of one SKU."""

    sku = Text(most=64)
    quantity = Whole(least=1, most=order_rules.LARGEST_QUANTITY)


class AddresseeBody(Body):
    """Who gets the parcel: kept in the vault, read by dispatch only, deleted after delivery."""

    name = Text(most=80, allows_contact=True)
    company = Text(most=80, required=False, may_be_empty=True, allows_contact=True)
    lines = serializers.ListField(child=Text(most=80, allows_contact=True), min_length=1, max_length=4)
    postcode = Text(most=16, required=False, may_be_empty=True, allows_contact=True)
    city = Text(most=60, allows_contact=True)
    country = Text(most=2, pattern=r"[A-Z]{2}", form=COUNTRY_FORM)
    phone = Text(most=32, required=False, may_be_empty=True, allows_contact=True)
    email = Text(most=120, required=False, may_be_empty=True, allows_contact=True)
    note = Text(most=200, required=False, may_be_empty=True, allows_contact=True)


class OrderBody(Body):
    """One order: what to send, under which reference of yours, and by when."""

    merchant_ref = Text(most=order_rules.LONGEST_REF, pattern=VISIBLE, form=VISIBLE_FORM)
    lines = Items(child=LineBody(), allow_empty=False, max_length=order_rules.MOST_LINES)
    service = OneOf(SERVICES, required=False)
    ship_by = Moment(required=False)
    ships_complete = Flag(required=False)
    addressee = AddresseeBody(required=False)


class OrdersBody(serializers.Serializer[Any]):
    """Up to 500 orders; each is accepted or refused by itself."""

    orders = Items(child=OrderBody(), allow_empty=False, max_length=MOST_AT_ONCE)


class OrdersFrame(Body):
    """The frame of many orders, which are read one by one."""

    orders = Rows(most=MOST_AT_ONCE)


class CarrierLabelBody(Body):
    """The label that your carrier made for the parcel of an order; kept in the vault, printed by dispatch only."""

    media_type = OneOf(MEDIA_TYPES)
    # A tracking number may look like a card number, and a file in base64 like anything.
    tracking_number = Text(most=80, pattern=TRACKING, form=TRACKING_FORM, checks_personal=False)
    file = Text(most=1_000_000, checks_personal=False)


class CancellationBody(Body):
    """Nothing needs to be said to stop an order."""


def wanted(values: dict[str, Any]) -> Wanted:
    """What the values of an `OrderBody` ask for."""
    addressee = values.get("addressee")
    return Wanted(
        order=OrderIn(
            merchant_ref=values["merchant_ref"],
            lines=tuple(LineIn(line["sku"], line["quantity"]) for line in values["lines"]),
            service=values.get("service", Order.Service.STANDARD.value),
            ship_by=values.get("ship_by"),
            ships_complete=values.get("ships_complete", False),
        ),
        addressee=_addressee(addressee) if addressee else None,
    )


def _addressee(values: dict[str, Any]) -> AddresseeCard:
    return AddresseeCard(**{"postcode": "", **values, "lines": tuple(values["lines"])})


class LineOut(serializers.Serializer[Any]):
    """A line and what became of it."""

    sku = serializers.CharField()
    quantity = serializers.IntegerField()
    shipped = serializers.IntegerField()
    missing = serializers.IntegerField()


class DecisionOut(serializers.Serializer[Any]):
    """Whether the house took the order."""

    outcome = serializers.ChoiceField(choices=["accepted", "held", "rejected"])
    code = serializers.CharField()
    at = Moment()


class ParcelOut(serializers.Serializer[Any]):
    """A closed parcel."""

    state = serializers.CharField()
    weight_grams = serializers.IntegerField(allow_null=True)
    sscc = serializers.CharField()


class CarrierLabelOut(serializers.Serializer[CarrierLabelCard]):
    """The label of your own carrier: how far it is, and why."""

    id = serializers.IntegerField()
    order = serializers.IntegerField()
    state = serializers.ChoiceField(choices=CarrierLabelFile.State.choices)
    reason = serializers.ChoiceField(choices=CARRIER_LABEL_REASONS)
    labels = serializers.IntegerField()
    received_at = Moment()
    decided_at = Moment(allow_null=True)


class OrderOut(serializers.Serializer[OrderCard]):
    """One order as it stands."""

    id = serializers.IntegerField()
    url = serializers.SerializerMethodField()
    number = serializers.CharField()
    merchant_ref = serializers.CharField()
    state = serializers.ChoiceField(choices=Order.State.choices)
    decision = DecisionOut()
    service = OneOf(SERVICES)
    ships_complete = serializers.BooleanField()
    has_addressee = serializers.BooleanField()
    ship_by = Moment()
    made_at = Moment()
    cancel_asked_at = Moment(allow_null=True)
    lines = LineOut(many=True)
    parcels = ParcelOut(many=True)
    carrier_label = CarrierLabelOut(allow_null=True)

    def get_url(self, card: OrderCard) -> str:
        """Where the order is read."""
        return links.order(card.id)


class OrderRowOut(serializers.Serializer[OrderRow]):
    """One order in a list."""

    id = serializers.IntegerField()
    url = serializers.SerializerMethodField()
    number = serializers.CharField()
    merchant_ref = serializers.CharField()
    state = serializers.ChoiceField(choices=Order.State.choices)
    service = OneOf(SERVICES)
    ship_by = Moment()
    made_at = Moment()
    lines = serializers.IntegerField()
    units = serializers.IntegerField()

    def get_url(self, card: OrderRow) -> str:
        """Where the order is read."""
        return links.order(card.id)


class OrderPageOut(serializers.Serializer[Any]):
    """A page of orders and where the next one is."""

    orders = OrderRowOut(many=True)
    next = serializers.CharField(allow_null=True)


class RefusalOut(serializers.Serializer[RefusalCard]):
    """Why one of many was refused."""

    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    errors = FaultOut(many=True, source="faults")  # type: ignore[assignment]
    url = serializers.SerializerMethodField()

    def get_url(self, card: RefusalCard) -> str | None:
        """The order that has the reference already, if that is the reason."""
        return links.order(card.order) if card.order else None


class ItemOut(serializers.Serializer[ItemCard]):
    """What became of one order of many: one of the two is null."""

    index = serializers.IntegerField()
    order = OrderOut(allow_null=True)
    refusal = RefusalOut(allow_null=True)


class ManyOut(serializers.Serializer[ManyCard]):
    """What became of many orders."""

    accepted = serializers.IntegerField()
    refused = serializers.IntegerField()
    results = ItemOut(many=True)


class CancellationOut(serializers.Serializer[CancellationCard]):
    """The order was stopped."""

    order = serializers.IntegerField()
    url = serializers.SerializerMethodField()
    number = serializers.CharField()
    outcome = serializers.ChoiceField(choices=["granted"])
    state = serializers.ChoiceField(choices=Order.State.choices)
    at = Moment()

    def get_url(self, card: CancellationCard) -> str:
        """Where the order is read."""
        return links.order(card.order)


TOO_LATE = {
    "already_packed": _("The order is packed. It can no longer be stopped; open a return when it comes back."),
    "already_shipped": _("The order has left. It can no longer be stopped; open a return when it comes back."),
    "already_rejected": _("We refused this order before. There is nothing to stop."),
}
