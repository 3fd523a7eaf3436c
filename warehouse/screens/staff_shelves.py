"""Shelves that wait for a count: staff go there, count, and say how many lie there."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from backend.facility import shell, staff_commands
from backend.facility.entrances import StaffRequest, staff
from backend.kit.errors import Invalid
from warehouse import shelf_counts
from warehouse.models import Location
from warehouse.screens.staff_orders import SUPERVISOR


@require_safe
@staff(SUPERVISOR)
def list_page(request: StaffRequest) -> HttpResponse:
    """Every doubted shelf with what should lie there, and a field for each."""
    shelves = shelf_counts.waiting(request.facility.pk)
    sub = ngettext("%(n)s shelf waits", "%(n)s shelves wait", len(shelves)) % {"n": len(shelves)} if shelves else ""
    frame = shell.staff(request, title=_("Shelves to count"), sub=sub, current="shelves")
    return render(request, "warehouse/shelves.html", {"shell": frame, "shelves": shelves})


@require_POST
@staff(SUPERVISOR)
def count(request: StaffRequest, pk: int) -> HttpResponse:
    """So many lie there."""
    shelf = Location.objects.filter(pk=pk, facility=request.facility).first()
    if shelf is None:
        raise Http404
    given = {name: str(value) for name, value in request.POST.items() if name.startswith("units-")}
    if not all(value.isdecimal() and len(value) < 8 for value in given.values()):
        raise Invalid(_("Say for each thing how many lie there, as a number."), code="count_unreadable")
    counted = {int(name.removeprefix("units-")): int(value) for name, value in given.items()}
    said = ",".join(f"{balance}={units}" for balance, units in sorted(counted.items()))
    asked = staff_commands.asked(request, "shelf.count", str(pk), said)
    card = shelf_counts.settle.once(asked, shelf, counted=counted, by=request.user).card
    messages.success(
        request,
        _("%(shelf)s is planned with again: %(lost)s lost, %(found)s found.")
        % {"shelf": card.shelf, "lost": card.lost, "found": card.found},
    )
    return redirect("shelves")
