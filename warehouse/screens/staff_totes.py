"""Totes at the check lane: staff look inside, then let them go on or return their goods."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from backend.facility import shell, staff_commands
from backend.facility.entrances import StaffRequest, staff
from warehouse import handing_back, repacking
from warehouse.overviews import totes
from warehouse.screens.staff_orders import SUPERVISOR


@require_safe
@staff(SUPERVISOR)
def list_page(request: StaffRequest) -> HttpResponse:
    """The totes that wait for somebody of staff."""
    found = totes.rows(request.facility.pk)
    sub = (
        ngettext("%(n)s tote waits for you", "%(n)s totes wait for you", len(found)) % {"n": len(found)}
        if found
        else ""
    )
    frame = shell.staff(request, title=_("Check lane"), sub=sub, current="totes")
    return render(request, "warehouse/totes.html", {"shell": frame, "totes": found})


@require_POST
@staff(SUPERVISOR)
def release(request: StaffRequest, pk: int) -> HttpResponse:
    """What is in it is right: it may be packed."""
    tote = totes.find(pk, facility=request.facility.pk)
    repacking.release_tote.once(staff_commands.asked(request, "tote.release", str(tote.pk)), tote, by=request.user)
    messages.success(request, _("Tote %(name)s may be packed again.") % {"name": tote.name})
    return redirect("totes")


@require_POST
@staff(SUPERVISOR)
def empty(request: StaffRequest, pk: int) -> HttpResponse:
    """Its order was stopped: the goods lie on their shelves again."""
    tote = totes.find(pk, facility=request.facility.pk)
    answer = handing_back.empty_tote.once(
        staff_commands.asked(request, "tote.empty", str(tote.pk)), tote, by=request.user
    )
    messages.success(request, _("%(n)s units are booked back on their shelves.") % {"n": answer.card})
    return redirect("totes")
