"""The dispatch station: a tag is scanned, the address is read, the label and the slip are printed."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

import labels
from backend.facility import entrances, shell
from backend.facility.entrances import DeskRequest
from backend.kit.errors import Refused
from backend.ledger.commands import Asked, fingerprint
from backend.people import freshness
from backend.printing import serving
from backend.vault import addressees, carrier_files
from backend.web.requests import command_key
from warehouse import carrier_labels, dispatch, manifests, papers
from warehouse.cards.dispatch import ManifestRow, OwnLabelRow, ParcelDesk, PrintedCard
from warehouse.models import CarrierLabelFile, Manifest, Parcel

ADDRESS_SECONDS = 20


@dataclass(frozen=True)
class Act:
    """The one thing to do next with a parcel, in words for the blue bar."""

    words: str
    icon: str
    tone: str = ""


@never_cache
@require_GET
@entrances.dispatch_desk
def desk(request: DeskRequest) -> HttpResponse:
    """An empty desk that waits for a tag."""
    return _page(request, None)


@never_cache
@require_POST
@entrances.dispatch_desk
def scan(request: DeskRequest) -> HttpResponse:
    """Find the parcel of a scanned or typed tag."""
    try:
        found = dispatch.find(request.POST.get("code", ""), at=request.station)
    except Refused as refusal:
        return _page(request, None, wrong=refusal.message, status=refusal.status)
    return redirect("dispatch-parcel", parcel_id=found.id)


@never_cache
@require_GET
@entrances.dispatch_desk
def parcel(request: DeskRequest, parcel_id: int) -> HttpResponse:
    """One parcel at the desk, and what to do with it next."""
    card = dispatch.desk_card(parcel_here(request, parcel_id))
    if request.GET.get("seen") == _version(card):
        return HttpResponse(status=204)
    return _page(request, card)


@never_cache
@require_POST
@entrances.dispatch_desk
@freshness.needed
def address(request: DeskRequest, parcel_id: int) -> HttpResponse:
    """Show the address for some seconds; the reading is recorded before the card is opened."""
    row = parcel_here(request, parcel_id)
    token = dispatch.read_address(row, by=request.user, at=request.station, purpose="screen")
    if not token:
        raise Refused(_("We hold no address. The shop addresses this parcel."), code="no_addressee")
    words = "\n".join(papers.address_lines(_open(request, row, token)))
    return render(request, "warehouse/_address.html", {"words": words, "seconds": ADDRESS_SECONDS, "parcel": parcel_id})


@never_cache
@require_POST
@entrances.dispatch_desk
@freshness.needed
def label(request: DeskRequest, parcel_id: int) -> HttpResponse:
    """The carrier label as PDF, or sent to the label printer where the shop's carrier made it in ZPL.

    The same command gives the same label again, another needs a supervisor.
    """
    row = parcel_here(request, parcel_id)
    answer = dispatch.label.once(asked(request, "dispatch.label", row.pk), row, by=request.user, at=request.station)
    printed = answer.card
    if printed.own:
        return _own_label(request, row, printed, is_again=answer.replayed)
    if answer.replayed:
        dispatch.read_address(row, by=request.user, at=request.station, purpose="label_again")
    view = papers.carrier_label(
        row, _addressee(request, row), sscc=printed.sscc, serial=printed.serial, generation=printed.generation
    )
    return _pdf(request, view, serial=printed.serial, name=f"label-{printed.serial}-R{printed.generation}")


@never_cache
@require_POST
@entrances.dispatch_desk
@freshness.needed
def slip(request: DeskRequest, parcel_id: int) -> HttpResponse:
    """The packing slip as PDF."""
    row = parcel_here(request, parcel_id)
    answer = dispatch.slip.once(asked(request, "dispatch.slip", row.pk), row, by=request.user, at=request.station)
    if answer.replayed:
        dispatch.read_address(row, by=request.user, at=request.station, purpose="slip_again")
    printed = answer.card
    view = papers.packing_slip(row, _addressee(request, row))
    return _pdf(request, view, serial=printed.serial, name=f"slip-{printed.serial}-R{printed.generation}")


@require_POST
@entrances.dispatch_desk
def hold(request: DeskRequest, parcel_id: int) -> HttpResponse:
    """Stop this parcel."""
    row = parcel_here(request, parcel_id)
    dispatch.hold.once(asked(request, "dispatch.hold", row.pk), row, by=request.user, at=request.station)
    return redirect("dispatch-parcel", parcel_id=parcel_id)


@require_POST
@entrances.dispatch_desk
def lift(request: DeskRequest, parcel_id: int) -> HttpResponse:
    """Let this parcel go on."""
    row = parcel_here(request, parcel_id)
    dispatch.lift.once(asked(request, "dispatch.lift", row.pk), row, by=request.user, at=request.station)
    return redirect("dispatch-parcel", parcel_id=parcel_id)


def parcel_here(request: DeskRequest, parcel_id: int) -> Parcel:
    """The parcel if it is of this station's facility, else 404."""
    row = (
        Parcel.objects.filter(pk=parcel_id, facility_id=request.station.facility_id)
        .select_related("order", "merchant", "carton", "manifest")
        .first()
    )
    if row is None:
        raise Http404
    return row


def cages_here(request: DeskRequest) -> tuple[ManifestRow, ...]:
    """The cages that have not left yet, and the last ones that did."""
    rows = Manifest.objects.filter(facility_id=request.station.facility_id)
    waiting = list(rows.exclude(state=Manifest.State.HANDED_OVER).order_by("pk")[:20])
    gone = list(rows.filter(state=Manifest.State.HANDED_OVER).order_by("-pk")[: max(0, 4 - len(waiting))])
    return manifests.rows([*waiting, *gone])


def _page(request: DeskRequest, card: ParcelDesk | None, *, wrong: str = "", status: int = 200) -> HttpResponse:
    cages = cages_here(request)
    waiting = [cage for cage in cages if cage.state != Manifest.State.HANDED_OVER]
    return render(
        request,
        "warehouse/dispatch.html",
        {
            "shell": shell.staff(
                request,
                title=_("Dispatch station"),
                sub=_("Staff area · every reading is recorded under your name"),
                current="dispatch",
            ),
            "card": card,
            "act": _act(card, wrong),
            "wrong": wrong,
            "version": _version(card) if card else "",
            "preview": _preview(request, card) if card else "",
            "to_look_at": carrier_labels.to_look_at(request.station.facility_id).count(),
            "cages": cages,
            "counted": sum(cage.parcels for cage in waiting),
            "expected": sum(cage.parcels + cage.to_come for cage in waiting),
        },
        status=status,
    )


def _act(card: ParcelDesk | None, wrong: str) -> Act:
    if wrong:
        return Act(wrong, "circle-x", "bad")
    if card is None:
        return Act(_("Scan a parcel tag"), "scan-barcode")
    if card.is_held:
        return Act(_("Held. Do not send."), "package-x", "bad")
    if card.own is not None and card.state == Parcel.State.SEALED and not card.own.is_accepted:
        return _act_on_own(card.own)
    return {
        Parcel.State.SEALED: Act(_("Next: print, stick it over the tag"), "printer"),
        Parcel.State.LABELLED: Act(_("Next: load it into its cage"), "package-check"),
        Parcel.State.LOADED: Act(_("Loaded. Scan the next tag."), "check"),
        Parcel.State.SHIPPED: Act(_("This parcel has left."), "truck"),
        Parcel.State.OPEN: Act(_("Not sealed yet. Back to the bench."), "package-open", "bad"),
        Parcel.State.UNPACKED: Act(_("Opened again. Back to the bench."), "package-open", "bad"),
    }[Parcel.State(card.state)]


def _act_on_own(own: OwnLabelRow) -> Act:
    if own.is_refused:
        return Act(_("The shop's label was refused"), "octagon-x", "bad")
    if own.is_unclear:
        return Act(_("Next: look at the shop's label"), "eye")
    return Act(_("The shop's label is being read. Wait a moment."), "clock")


def _version(card: ParcelDesk) -> str:
    generation = -1 if card.generation is None else card.generation
    own = "" if card.own is None else f".{card.own.id}.{card.own.state.icon}"
    return f"{card.state}.{card.manifest or 0}.{int(card.is_held)}.{generation}{own}"


def _preview(request: DeskRequest, card: ParcelDesk) -> str:
    tag = papers.parcel_tag(parcel_here(request, card.id))
    return labels.preview_svg(tag, caption=_("The parcel tag"))


def asked(request: DeskRequest, kind: str, subject: int) -> Asked:
    """The form's own command, so that sending it twice has one effect."""
    return Asked(
        scope=f"station:{request.station.pk}",
        key=command_key(request),
        fingerprint=fingerprint(kind, str(subject)),
        kind=kind,
    )


def _addressee(request: DeskRequest, row: Parcel) -> addressees.AddresseeCard | None:
    return _open(request, row, row.order.ref.vault_token) if row.order.ref.vault_token else None


def _open(request: DeskRequest, row: Parcel, token: str) -> addressees.AddresseeCard:
    return addressees.open_card(token, merchant=row.merchant_id, recorded_on=row, by=request.user, at=request.station)


def _own_label(request: DeskRequest, row: Parcel, printed: PrintedCard, *, is_again: bool) -> HttpResponse:
    if printed.is_spooled:
        freshness.note(request)
        return redirect("dispatch-parcel", parcel_id=row.pk)
    if is_again:
        dispatch.read_label(row, by=request.user, at=request.station)
    token = CarrierLabelFile.objects.values_list("token", flat=True).get(pk=printed.own)
    label = carrier_files.open_label(
        token, merchant=row.merchant_id, recorded_on=row, by=request.user, at=request.station
    )
    serving.note_bytes(label.data, serial=printed.serial)
    return _as_pdf(request, label.data, name=f"label-{printed.serial}-R{printed.generation}")


def _pdf(request: DeskRequest, view: labels.View, *, serial: int, name: str) -> HttpResponse:
    return _as_pdf(request, serving.draw(view, serial=serial), name=name)


def _as_pdf(request: DeskRequest, data: bytes, *, name: str) -> HttpResponse:
    # Whoever goes on working at the desk stays proved; five idle minutes ask again.
    freshness.note(request)
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
