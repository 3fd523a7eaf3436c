"""Freeze and resume: one press stops, the check page resumes, and the page says where nobody was reached."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from backend.facility import floor, holds, shell
from backend.facility.cards import ResumeCard
from backend.facility.entrances import SUPERVISING, StaffRequest, staff
from backend.facility.models import Hold, Station
from backend.kit import clock
from backend.kit.errors import Refused

PAGES = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@staff(*SUPERVISING)
def holds_page(request: StaffRequest) -> HttpResponse:
    """What stands still and since when, who was not reached, and one press to stop more."""
    open_holds = holds.open_on(request.user.facility).select_related("area", "station", "placed_by")
    cards = [holds.card(hold, seen_by=request.user) for hold in open_holds.order_by("placed_at")]
    context = {"holds": cards, "reach": floor.reach(request.user)}
    if request.headers.get("HX-Target") == "reach":
        return render(request, "facility/_reach.html", context)
    frame = shell.staff(request, title=_("Freeze and resume"), current="holds")
    return render(request, "facility/holds.html", context | {"shell": frame})


@require_POST
@staff(*SUPERVISING)
def place(request: StaffRequest) -> HttpResponse:
    """Stop at once: one press on a scope, no typing."""
    scope = holds.read_scope(request.POST.get("scope", ""), by=request.user)
    holds.place(request.POST.get("reason", Hold.Kind.FREEZE), scope=scope, by=request.user)
    return redirect("holds")


@PAGES
@staff(*SUPERVISING)
def resume(request: StaffRequest, pk: int) -> HttpResponse:
    """Check what goes on, then let it go on."""
    hold = holds.find(pk, seen_by=request.user)
    if request.method == "POST":
        holds.release(hold, by=request.user)
        return redirect("holds")
    if hold.released_at is not None:
        raise Refused(_("This was resumed already."), code="hold_released")
    others = holds.open_on(request.user.facility).exclude(pk=pk).select_related("area", "station", "placed_by")
    card = ResumeCard(
        hold=holds.card(hold, seen_by=request.user),
        stood_seconds=int((clock.now() - hold.placed_at).total_seconds()),
        stations=Station.objects.filter(holds.stops(hold)).count(),
        others=tuple(holds.card(other, seen_by=request.user) for other in others.order_by("placed_at")),
    )
    frame = shell.staff(request, title=_("Resume"), current="holds")
    return render(request, "facility/resume.html", {"shell": frame, "resume": card})
