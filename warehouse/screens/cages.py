"""Cages at the dispatch station: load, close, count at the gate, sign twice."""

from __future__ import annotations

from django import forms
from django.contrib.auth import authenticate
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from backend.facility import entrances, shell
from backend.facility.entrances import DeskRequest
from backend.kit.errors import Refused
from backend.people.models import Person
from warehouse import manifests
from warehouse.models import Manifest
from warehouse.screens.dispatch import asked, parcel_here

INPUT = {"class": "input", "autocomplete": "off"}


class HandOverForm(forms.Form):
    """What the gate counted, and who signs."""

    gate_count = forms.IntegerField(
        label=gettext_lazy("Parcels counted at the gate"),
        min_value=0,
        max_value=100_000,
        widget=forms.NumberInput(INPUT),
    )
    own_password = forms.CharField(label=gettext_lazy("Your password"), widget=forms.PasswordInput(INPUT))
    second_name = forms.CharField(
        label=gettext_lazy("Second signature: user name"), max_length=60, widget=forms.TextInput(INPUT)
    )
    second_password = forms.CharField(
        label=gettext_lazy("Second signature: password"), widget=forms.PasswordInput(INPUT)
    )


@require_POST
@entrances.dispatch_desk
def load(request: DeskRequest, parcel_id: int) -> HttpResponse:
    """Into the cage of its carrier."""
    row = parcel_here(request, parcel_id)
    manifests.load.once(asked(request, "manifest.load", row.pk), row, by=request.user, at=request.station)
    return redirect("dispatch-parcel", parcel_id=parcel_id)


@require_POST
@entrances.dispatch_desk
def unload(request: DeskRequest, parcel_id: int) -> HttpResponse:
    """Out of the cage again."""
    row = parcel_here(request, parcel_id)
    manifests.unload.once(asked(request, "manifest.unload", row.pk), row, by=request.user)
    return redirect("dispatch-parcel", parcel_id=parcel_id)


@never_cache
@require_GET
@entrances.dispatch_desk
def cage(request: DeskRequest, manifest_id: int) -> HttpResponse:
    """One cage: what is in it and what to do next."""
    return _page(request, cage_here(request, manifest_id), HandOverForm())


@require_POST
@entrances.dispatch_desk
def close(request: DeskRequest, manifest_id: int) -> HttpResponse:
    """Freeze its counts."""
    row = cage_here(request, manifest_id)
    manifests.close.once(asked(request, "manifest.close", row.pk), row, by=request.user)
    return redirect("dispatch-cage", manifest_id=manifest_id)


@require_POST
@entrances.dispatch_desk
def reopen(request: DeskRequest, manifest_id: int) -> HttpResponse:
    """Open it again because the gate counted something else."""
    row = cage_here(request, manifest_id)
    count = request.POST.get("gate_count", "")
    counted = int(count) if count.isdecimal() else row.parcels_count
    manifests.reopen.once(asked(request, "manifest.reopen", row.pk), row, by=request.user, gate_count=counted)
    return redirect("dispatch-cage", manifest_id=manifest_id)


@never_cache
@require_http_methods(["POST"])
@entrances.dispatch_desk
def hand_over(request: DeskRequest, manifest_id: int) -> HttpResponse:
    """Count, two signatures, gone."""
    row = cage_here(request, manifest_id)
    form = HandOverForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        manifests.hand_over.once(
            asked(request, "manifest.hand_over", row.pk),
            row,
            gate_count=form.cleaned_data["gate_count"],
            first=_signature(request, request.user.username or "", form.cleaned_data["own_password"]),
            second=_signature(request, form.cleaned_data["second_name"], form.cleaned_data["second_password"]),
        )
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _page(request, row, form, status=refusal.status)
    return redirect("dispatch-cage", manifest_id=manifest_id)


def cage_here(request: DeskRequest, manifest_id: int) -> Manifest:
    """The cage if it is of this station's facility, else 404."""
    row = Manifest.objects.filter(pk=manifest_id, facility_id=request.station.facility_id).first()
    if row is None:
        raise Http404
    return row


def _signature(request: DeskRequest, name: str, password: str) -> Person:
    signer = authenticate(request, username=name, password=password)
    if not isinstance(signer, Person):
        raise Refused(_("A name or password is wrong. Nothing was signed."), code="signature_wrong", status=422)
    return signer


def _page(request: DeskRequest, row: Manifest, form: HandOverForm, *, status: int = 200) -> HttpResponse:
    return render(
        request,
        "warehouse/cage.html",
        {
            "shell": shell.staff(
                request,
                title=_("Cage %(number)s") % {"number": row.number},
                sub=_("%(carrier)s · only two signatures ship what is in it") % {"carrier": row.carrier},
                current="dispatch",
            ),
            "cage": manifests.row(row),
            "parcels": manifests.parcel_rows(row),
            "form": form,
            "signed": manifests.signatures(row),
        },
        status=status,
    )
