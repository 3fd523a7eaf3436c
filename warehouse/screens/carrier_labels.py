"""Shops' own labels at the dispatch station: those that need a person, and one of them laid open."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from backend.facility import entrances, shell
from backend.facility.entrances import DeskRequest
from backend.people import freshness
from backend.vault import addressees, carrier_files
from backend.web.shell import StaffShell
from warehouse import carrier_labels, own_label_rows
from warehouse.models import CarrierLabelFile, Parcel
from warehouse.screens.dispatch import asked

SECONDS: Final = 60


@never_cache
@require_GET
@entrances.dispatch_desk
def list_page(request: DeskRequest) -> HttpResponse:
    """The labels that wait for somebody to look."""
    rows = carrier_labels.to_look_at(request.station.facility_id)[:100]
    page = {"shell": _shell(request, _("Labels to look at")), "rows": [own_label_rows.row(each) for each in rows]}
    return render(request, "warehouse/carrier_labels.html", page)


@never_cache
@require_GET
@entrances.dispatch_desk
def one(request: DeskRequest, pk: int) -> HttpResponse:
    """One label, closed, and what to say of it."""
    label = _label_here(request, pk)
    page = {
        "shell": _shell(request, _("Label of %(order)s") % {"order": label.order.number}),
        "label": own_label_rows.row(label),
    }
    return render(request, "warehouse/carrier_label.html", page)


@never_cache
@require_POST
@entrances.dispatch_desk
@freshness.needed
def look(request: DeskRequest, pk: int) -> HttpResponse:
    """Lay the label and the address open for a minute; recorded before either is opened."""
    label = _label_here(request, pk)
    token = carrier_labels.look(label, by=request.user, at=request.station)
    opened = carrier_files.open_label(
        label.token, merchant=label.merchant_id, recorded_on=label, by=request.user, at=request.station
    )
    addressee = (
        addressees.open_card(token, merchant=label.merchant_id, recorded_on=label, by=request.user, at=request.station)
        if token
        else None
    )
    shown = own_label_rows.laid_open(opened, addressee)
    return render(request, "warehouse/_carrier_label.html", {"shown": shown, "seconds": SECONDS, "label": {"id": pk}})


@require_POST
@entrances.dispatch_desk
def decide(request: DeskRequest, pk: int) -> HttpResponse:
    """It is the right one, or it is not."""
    label, is_right = _label_here(request, pk), request.POST.get("is_right") == "yes"
    command = asked(request, f"carrier_label.decide.{is_right}", pk)
    carrier_labels.decide.once(command, label, is_right=is_right, by=request.user, at=request.station)
    return _back(label)


@require_POST
@entrances.dispatch_desk
def set_aside(request: DeskRequest, pk: int) -> HttpResponse:
    """Use the label of the house instead."""
    label = _label_here(request, pk)
    command = asked(request, "carrier_label.set_aside", pk)
    carrier_labels.set_aside.once(command, label, by=request.user, at=request.station)
    return _back(label)


def _back(label: CarrierLabelFile) -> HttpResponse:
    """To the parcel that waits for it, else to the list."""
    waiting = Parcel.objects.filter(order=label.order_id, state=Parcel.State.SEALED)
    parcel = waiting.values_list("pk", flat=True).first()
    return redirect("dispatch-labels") if parcel is None else redirect("dispatch-parcel", parcel_id=parcel)


def _label_here(request: DeskRequest, pk: int) -> CarrierLabelFile:
    rows = CarrierLabelFile.objects.filter(pk=pk, facility=request.station.facility_id)
    label = rows.select_related("order", "merchant").first()
    if label is None:
        raise Http404
    return label


def _shell(request: DeskRequest, title: str) -> StaffShell:
    sub = _("Staff area · every reading is recorded under your name")
    return shell.staff(request, title=title, sub=sub, current="dispatch")
