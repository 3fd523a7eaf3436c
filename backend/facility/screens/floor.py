"""Staff pages of the floor: stations and their screens, sittings, raised hands, one's own account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from backend.facility import enrolling, floor, helping, holds, seating, shell
from backend.facility.entrances import SUPERVISING, StaffRequest, staff
from backend.facility.models import Seat
from backend.kit.errors import Refused
from backend.people import freshness
from backend.people.models import Person

LOOKING = (*SUPERVISING, Person.Role.AUDITOR)
PAGES = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@staff(*LOOKING)
def stations(request: StaffRequest) -> HttpResponse:
    """Every station of one's areas: who sits there, since when, and whether its screen answers."""
    cards = floor.stations(request.user)
    working = sum(1 for card in cards if card.tone == "ok")
    sub = _("%(working)s of %(all)s stations at work") % {"working": working, "all": len(cards)}
    frame = shell.staff(request, title=_("Stations"), sub=sub, current="stations")
    may_end = request.user.role in SUPERVISING and any(card.person for card in cards)
    template = "facility/_stations.html" if request.headers.get("HX-Target") == "stations" else "facility/stations.html"
    return render(request, template, {"shell": frame, "stations": cards, "may_end": may_end})


@require_GET
@staff(*LOOKING)
def station(request: StaffRequest, pk: int) -> HttpResponse:
    """One station: its screen, its sitting, and what may be done about both."""
    row = enrolling.find(pk, seen_by=request.user)
    card = floor.station(row)
    scope = holds.Scope(row.facility_id, station=row.pk)
    may_act = request.user.role in SUPERVISING and holds.may_hold(request.user, scope)
    frame = shell.staff(request, title=shell.title_of(row), sub=row.area.name, current="stations")
    held = holds.held_card(row)
    context = {"shell": frame, "station": card, "may_act": may_act, "scope": scope.value, "held": held}
    return render(request, "facility/station.html", context)


@PAGES
@staff(*SUPERVISING)
@freshness.needed
def make_code(request: StaffRequest, pk: int) -> HttpResponse:
    """A one-time code for the device of a station; asked for by a press, shown once."""
    row = enrolling.find(pk, seen_by=request.user)
    if request.method != "POST":
        return redirect("floor-station", pk=pk)
    code = enrolling.make_code(row, by=request.user)
    frame = shell.staff(request, title=shell.title_of(row), sub=row.area.name, current="stations")
    return render(
        request,
        "facility/code.html",
        {"shell": frame, "code": code, "pk": pk, "address": request.build_absolute_uri(reverse("enrol"))},
    )


@require_POST
@staff(*SUPERVISING)
def revoke(request: StaffRequest, pk: int) -> HttpResponse:
    """The station's screen opens nothing from its next request on."""
    row = enrolling.find(pk, seen_by=request.user)
    enrolling.revoke(row, by=request.user)
    messages.success(request, _("The screen of %(station)s is off.") % {"station": shell.title_of(row)})
    return redirect("floor-station", pk=pk)


@require_POST
@staff(*SUPERVISING)
def end_sitting(request: StaffRequest, pk: int) -> HttpResponse:
    """The worker at this station is called away: what they held goes back to the queue."""
    row = enrolling.find(pk, seen_by=request.user)
    seat = Seat.objects.filter(station=row, left_at=None).first()
    if seat is None:
        raise Refused(_("Nobody sits here."), code="seat_empty")
    seating.end(seat, by=request.user)
    messages.success(request, _("The sitting is ended. The work went back to the queue."))
    return redirect("floor-station", pk=pk)


@PAGES
@staff(*SUPERVISING)
def end_all(request: StaffRequest) -> HttpResponse:
    """End every sitting of one's areas: first how many, then all at once."""
    if request.method == "POST":
        ended = seating.end_all(facility=request.user.facility, by=request.user)
        messages.success(request, _("%(n)s sittings ended. The work went back to the queue.") % {"n": ended})
        return redirect("stations")
    cards = [card for card in floor.stations(request.user) if card.person]
    frame = shell.staff(request, title=_("End all sittings"), current="stations")
    return render(request, "facility/end_all.html", {"shell": frame, "stations": cards})


@require_GET
@staff(*SUPERVISING)
def help_calls(request: StaffRequest) -> HttpResponse:
    """Raised hands, the longest wait first."""
    cards = helping.cards(request.user)
    frame = shell.staff(request, title=_("Help"), current="help-calls")
    template = (
        "facility/_help_calls.html" if request.headers.get("HX-Target") == "calls" else "facility/help_calls.html"
    )
    return render(request, template, {"shell": frame, "calls": cards})


@require_POST
@staff(*SUPERVISING)
def close_call(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody was there."""
    helping.close(helping.find(pk, seen_by=request.user), by=request.user)
    return redirect("help-calls")


@require_GET
@staff()
def account(request: StaffRequest) -> HttpResponse:
    """Who is signed in here, and the way out."""
    frame = shell.staff(request, title=_("Your account"), current="account")
    name = f"{request.user.first_name} {request.user.last_name}".strip()
    return render(
        request, "facility/account.html", {"shell": frame, "name": name, "role": Person.Role(request.user.role).label}
    )
