"""Cages at the dispatch station: load, close, count at the gate, sign twice."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from backend.facility import entrances, shell
from backend.facility.entrances import DeskRequest
from backend.kit.errors import Refused
from backend.people import staff_signing_in
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
    second_code = forms.CharField(
        label=gettext_lazy("Second signature: code of the moment"), max_length=8, widget=forms.TextInput(INPUT)
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if not settings.STAFF_NEED_TOTP:
            del self.fields["second_code"]


class ReopenForm(forms.Form):
    """What the gate counted when the cage had to be opened again."""

    counted = forms.IntegerField(
        label=gettext_lazy("Parcels counted now"), min_value=0, max_value=100_000, widget=forms.NumberInput(INPUT)
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
    manifests.unload.once(asked(request, "manifest.unload", row.pk), row, by=request.user, at=request.station)
    return redirect("dispatch-parcel", parcel_id=parcel_id)


@never_cache
@require_GET
@entrances.dispatch_desk
def cage(request: DeskRequest, manifest_id: int) -> HttpResponse:
    """One cage: what is in it and what to do next."""
    return _page(request, cage_here(request, manifest_id))


@require_POST
@entrances.dispatch_desk
def close(request: DeskRequest, manifest_id: int) -> HttpResponse:
    """Freeze its counts."""
    row = cage_here(request, manifest_id)
    manifests.close.once(asked(request, "manifest.close", row.pk), row, by=request.user, at=request.station)
    return redirect("dispatch-cage", manifest_id=manifest_id)


@never_cache
@require_POST
@entrances.dispatch_desk
def reopen(request: DeskRequest, manifest_id: int) -> HttpResponse:
    """Open it again because the gate counted something else."""
    row = cage_here(request, manifest_id)
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return _page(request, row, reopening=form, status=422)
    try:
        manifests.reopen.once(
            asked(request, "manifest.reopen", row.pk),
            row,
            by=request.user,
            at=request.station,
            gate_count=form.cleaned_data["counted"],
        )
    except Refused as refusal:
        return _refused(request, row, refusal, form, reopening=form)
    return redirect("dispatch-cage", manifest_id=manifest_id)


@never_cache
@require_http_methods(["POST"])
@entrances.dispatch_desk
def hand_over(request: DeskRequest, manifest_id: int) -> HttpResponse:
    """Count, two signatures, gone."""
    row = cage_here(request, manifest_id)
    form = HandOverForm(request.POST)
    if not form.is_valid():
        return _page(request, row, signing=form, status=422)
    try:
        manifests.hand_over.once(
            asked(request, "manifest.hand_over", row.pk),
            row,
            gate_count=form.cleaned_data["gate_count"],
            first=request.user,
            second=_second_signature(request, form.cleaned_data),
            at=request.station,
        )
    except Refused as refusal:
        counted = ReopenForm(initial={"counted": form.cleaned_data["gate_count"]})
        return _refused(request, row, refusal, form, signing=form, reopening=counted)
    return redirect("dispatch-cage", manifest_id=manifest_id)


def cage_here(request: DeskRequest, manifest_id: int) -> Manifest:
    """The cage if it is of this station's facility, else 404."""
    row = Manifest.objects.filter(pk=manifest_id, facility_id=request.station.facility_id).first()
    if row is None:
        raise Http404
    return row


def _second_signature(request: DeskRequest, given: dict[str, Any]) -> Person:
    # The first signature is the dispatcher's own: the one who is signed in proves it once more.
    staff_signing_in.prove_again(request, password=given["own_password"])
    return staff_signing_in.vouch(
        request,
        username=given["second_name"],
        password=given["second_password"],
        code=given.get("second_code", ""),
    )


def _refused(
    request: DeskRequest, row: Manifest, refusal: Refused, form: forms.Form, **shown: forms.Form
) -> HttpResponse:
    form.add_error(None, refusal.message)
    page = _page(request, row, status=refusal.status, **shown)
    page["X-Refusal"] = refusal.code
    return page


def _page(
    request: DeskRequest,
    row: Manifest,
    *,
    status: int = 200,
    signing: forms.Form | None = None,
    reopening: forms.Form | None = None,
) -> HttpResponse:
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
            "form": signing or HandOverForm(),
            "reopening": reopening or ReopenForm(),
            "signed": manifests.signatures(row),
        },
        status=status,
    )
