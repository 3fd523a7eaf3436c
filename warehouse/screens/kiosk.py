"""The worker's screen of a task: the card of its step, the scans it answers, its beginning, the worker's own day."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from backend.facility import holds, shell
from backend.facility.entrances import SeatedRequest, seated
from backend.kit.errors import Refused
from backend.ledger.commands import Asked, fingerprint
from backend.web.requests import command_key
from warehouse import floor_maps, own_day, stepping
from warehouse.cards import step
from warehouse.cards.step import StepCard
from warehouse.screens import scan_bodies

SHOWN_WITH_CARD = (409, 422)


@require_GET
@seated
def work(request: SeatedRequest) -> HttpResponse:
    """The step at which the worker stands."""
    held = list(holds.on_station(request.station))
    card = stepping.show(request.seat)
    if held or card is None:
        return redirect("station")
    context = {"shell": shell.kiosk_under(request, held), **_drawn(request, card)}
    return render(request, "warehouse/work.html", context)


@require_POST
@seated
def scans(request: SeatedRequest) -> HttpResponse:
    """One scan or touch, answered by the card that comes next; the same scan sent twice has one effect."""
    sent = scan_bodies.read(request)
    asked = Asked(
        scope=f"station:{request.station.pk}",
        key=sent.scan_id,
        fingerprint=fingerprint("scan", request.body.decode()),
        kind="scan",
    )
    try:
        answer = stepping.take_scan.once(asked, sent.scan, by=request.seat)
    except Refused as no:
        return _refused(request, no)
    response = render(request, "warehouse/_card.html", _drawn(request, answer.card))
    if answer.replayed:
        response["Idempotent-Replayed"] = "true"
    return response


@require_POST
@seated
def claim(request: SeatedRequest) -> HttpResponse:
    """Begin the offered task, or go on with it."""
    asked = Asked(f"station:{request.station.pk}", command_key(request), fingerprint("claim"), "claim")
    stepping.claim.once(asked, by=request.seat)
    return redirect("station-work")


@require_GET
@seated
def day(request: SeatedRequest) -> HttpResponse:
    """What the worker did today; nobody else is shown."""
    context = {"shell": shell.kiosk(request), "day": own_day.today(request.seat)}
    return render(request, "warehouse/day.html", context)


def _refused(request: SeatedRequest, no: Refused) -> HttpResponse:
    """A no that the worker can go on from: the card as it stands now, with the words of the refusal."""
    if no.status not in SHOWN_WITH_CARD:
        raise no
    if no.code == "held":
        held = list(holds.on_station(request.station))
        bar = shell.kiosk_under(request, held)
        context = {"shell": bar, "seen": bar.seen, "held": holds.held_card(request.station)}
        return render(request, "facility/_held_parts.html", context, status=no.status)
    card = stepping.show(request.seat)
    if card is None:
        raise no
    return render(request, "warehouse/_card.html", _drawn(request, step.refused(card, no)), status=no.status)


def _drawn(request: SeatedRequest, card: StepCard) -> dict[str, object]:
    """A card with the map of its way, if it is on one."""
    return {"card": card, "map": floor_maps.of_leg(card.leg, facility=request.station.facility_id)}
