"""What staff screens call the states, reasons and labels of the warehouse: a word, a tone and a drawing together."""

from __future__ import annotations

from django.utils.translation import gettext as _

from backend.web.parts import Chip
from warehouse.models import Allocation, Batch, CarrierLabelFile, Manifest, Order, OrderHold, Parcel, Wave


def order_state(state: str) -> Chip:
    """Where an order stands."""
    return {
        Order.State.ACCEPTED: Chip(_("Accepted"), "info", "inbox"),
        Order.State.PROMISED: Chip(_("Set aside"), "info", "layers"),
        Order.State.SHORT: Chip(_("Waits for goods"), "warn", "package-x"),
        Order.State.RELEASED: Chip(_("To pick"), "info", "route"),
        Order.State.PICKING: Chip(_("Picking"), "info", "shopping-basket"),
        Order.State.PICKED: Chip(_("To pack"), "info", "package-open"),
        Order.State.PACKED: Chip(_("Packed"), "ok", "package-check"),
        Order.State.SHIPPED: Chip(_("Sent"), "ok", "truck"),
        Order.State.CANCELLED: Chip(_("Stopped"), "", "ban"),
        Order.State.REJECTED: Chip(_("Sent back"), "", "undo-2"),
    }[Order.State(state)]


def service(value: str) -> str:
    """How fast an order travels."""
    return {Order.Service.STANDARD: _("Standard"), Order.Service.EXPRESS: _("Express")}[Order.Service(value)]


def allocation_state(state: str) -> Chip:
    """Where the units of an order line are."""
    return {
        Allocation.State.SOFT: Chip(_("Set aside"), "info", "layers"),
        Allocation.State.HARD: Chip(_("On the shelf"), "info", "map-pin"),
        Allocation.State.PICKED: Chip(_("In the tote"), "ok", "shopping-basket"),
        Allocation.State.PACKED: Chip(_("Packed"), "ok", "package-check"),
        Allocation.State.SHIPPED: Chip(_("Sent"), "ok", "truck"),
        Allocation.State.FREED: Chip(_("Let go"), "", "undo-2"),
        Allocation.State.SHORT: Chip(_("Missing"), "warn", "package-x"),
    }[Allocation.State(state)]


def missing_because(reason: str) -> str:
    """Why units are missing, in words that blame nobody."""
    return {
        "": _("Not known"),
        Allocation.Reason.EMPTY: _("The shelf was empty"),
        Allocation.Reason.DAMAGED: _("Damaged"),
        Allocation.Reason.WRONG_ITEM: _("Other goods lay there"),
        Allocation.Reason.NOT_REACHABLE: _("Nobody could reach it"),
        Allocation.Reason.NO_STOCK: _("None is free"),
        Allocation.Reason.CANCELLED: _("The order was stopped"),
    }[reason]


def wave_state(state: str) -> Chip:
    """Where a wave stands."""
    return {
        Wave.State.PLANNING: Chip(_("Being planned"), "info", "hourglass"),
        Wave.State.PLANNED: Chip(_("A try"), "info", "route"),
        Wave.State.RELEASED: Chip(_("On the floor"), "ok", "send"),
        Wave.State.DROPPED: Chip(_("Forgotten"), "", "trash-2"),
    }[Wave.State(state)]


def wave_mode(mode: str) -> str:
    """How long a wave is thought about."""
    return {
        Wave.Mode.INSTANT: _("A moment"),
        Wave.Mode.GOOD: _("10 seconds"),
        Wave.Mode.BEST: _("One minute"),
    }[Wave.Mode(mode)]


def batch_state(state: str) -> Chip:
    """Where a batch stands."""
    return {
        Batch.State.OPEN: Chip(_("Waits"), "", "circle-dashed"),
        Batch.State.CLAIMED: Chip(_("Picking"), "info", "shopping-basket"),
        Batch.State.FINISHED: Chip(_("Finished"), "ok", "check"),
    }[Batch.State(state)]


def parcel_state(state: str) -> Chip:
    """Where a parcel stands."""
    return {
        Parcel.State.OPEN: Chip(_("Being packed"), "info", "package-open"),
        Parcel.State.SEALED: Chip(_("Sealed"), "ok", "package-check"),
        Parcel.State.LABELLED: Chip(_("Labelled"), "ok", "tag"),
        Parcel.State.LOADED: Chip(_("In the cage"), "ok", "package-plus"),
        Parcel.State.SHIPPED: Chip(_("Sent"), "ok", "truck"),
        Parcel.State.UNPACKED: Chip(_("Opened again"), "", "undo-2"),
    }[Parcel.State(state)]


def manifest_state(state: str) -> str:
    """Where a cage stands."""
    return {
        Manifest.State.OPEN: _("open"),
        Manifest.State.CLOSED: _("closed"),
        Manifest.State.HANDED_OVER: _("gone"),
    }[Manifest.State(state)]


def held_because(reason: str) -> str:
    """Why somebody stopped an order."""
    return {
        OrderHold.Reason.STAFF: _("Stopped by staff"),
        OrderHold.Reason.PARCEL: _("Its parcel is held"),
    }[OrderHold.Reason(reason)]


def cart(number: int) -> str:
    """How people call a cart."""
    return _("Cart %(n)s") % {"n": number}


def reprint_because(reason: str) -> str:
    """Why a label prints once more."""
    return {
        "jammed": _("The paper jammed"),
        "torn": _("The label is torn"),
        "unreadable": _("Nobody can read it"),
        "lost": _("It is lost"),
        "not_printed": _("It never came out"),
    }[reason]


def weight_because(reason: str) -> str:
    """Why a parcel may weigh something else than the books say."""
    return {
        "scale_off": _("The scale is not right"),
        "filler": _("More or less filling"),
        "product_weight": _("An item weighs something else"),
        "other": _("Something else"),
    }[reason]


def unpack_because(reason: str) -> str:
    """Why a parcel is opened again."""
    return {
        "wrong_content": _("Something wrong is in it"),
        "damaged": _("The box is damaged"),
        "opened_for_check": _("Security checks it"),
        "order_stopped": _("The order was stopped"),
        "incomplete": _("Something is missing"),
    }[reason]


def carrier_label_because(reason: str) -> str:
    """Why a shop's own label is refused, looked at or out of use; no word of what stands on it."""
    return {
        "": "",
        "unreadable": _("The file cannot be read"),
        "hostile": _("The file tries to command the printer"),
        "other_parcel": _("Its code does not hold the tracking number"),
        "other_addressee": _("It names somebody else"),
        "no_code": _("No code on it can be read"),
        "addressee_unclear": _("Only part of the address is on it"),
        "addressee_unread": _("It is a picture: nobody has compared the address"),
        "refused_by_staff": _("Dispatch looked and refused it"),
        "replaced": _("The shop sent another"),
        "house_label": _("Dispatch uses the label of the house"),
    }[reason]


def carrier_label_state(state: str) -> Chip:
    """How far a shop's own label is."""
    return {
        CarrierLabelFile.State.WAITING: Chip(_("being read"), "info", "clock"),
        CarrierLabelFile.State.ACCEPTED: Chip(_("may print"), "ok", "check"),
        CarrierLabelFile.State.REFUSED: Chip(_("refused"), "bad", "octagon-x"),
        CarrierLabelFile.State.UNCLEAR: Chip(_("look at it"), "warn", "eye"),
        CarrierLabelFile.State.SET_ASIDE: Chip(_("not used"), "", "undo-2"),
    }[CarrierLabelFile.State(state)]
