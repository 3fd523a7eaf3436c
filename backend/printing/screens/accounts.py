"""Labels in doubt and labels to account for: a supervisor looks, says where each piece is, and signs."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from backend.facility import shell, staff_commands
from backend.facility.entrances import StaffRequest, staff
from backend.kit.errors import Invalid, NotFound
from backend.people.models import Person
from backend.printing import incidents, overview, printers, reconciling, wording
from backend.printing.models import LabelSerial
from backend.web.parts import Step

SUPERVISOR: Final = Person.Role.SUPERVISOR
PAGES = require_http_methods(["GET", "HEAD", "POST"])


@PAGES
@staff(SUPERVISOR)
def doubts(request: StaffRequest, pk: int) -> HttpResponse:
    """What to do after a jam: scan the last good label, then say that the others never came out."""
    printer = printers.find(pk, seen_by=request.user)
    if request.method == "POST":
        scanned = request.POST.get("scanned", "").strip()
        wanted = staff_commands.asked(request, "printer.doubts", str(pk), scanned)
        if scanned:
            found = incidents.find_last_good.once(wanted, printer, scanned=scanned, by=request.user).card
            words = ngettext("%(n)s label is there.", "%(n)s labels are there.", found)
            messages.success(request, words % {"n": found})
        else:
            missing = incidents.give_up_the_rest.once(wanted, printer, by=request.user).card
            words = ngettext("%(n)s label prints anew.", "%(n)s labels print anew.", missing)
            messages.success(request, words % {"n": missing} + " " + _("The old numbers count no more."))
        return redirect("printer-doubts", pk=pk)
    doubtful = overview.pieces(incidents.in_doubt(printer))
    title = _("Labels in doubt at %(name)s") % {"name": printer.name}
    frame = shell.staff(request, title=title, current="printers")
    stepper = (
        Step(_("Look at the printer"), is_done=True),
        Step(_("Scan the last good label"), is_done=not doubtful, is_now=bool(doubtful)),
        Step(_("The others print anew"), is_done=not doubtful),
    )
    context = {"shell": frame, "printer": overview.card(printer), "doubtful": doubtful, "stepper": stepper}
    return render(request, "printing/doubts.html", context)


@PAGES
@staff(SUPERVISOR)
def account(request: StaffRequest, pk: int) -> HttpResponse:
    """What left since the last time, where each piece is, and the signature that ends the session."""
    printer = printers.find(pk, seen_by=request.user)
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        wanted = staff_commands.asked(request, "printer.reconcile", str(pk), reason)
        card = reconciling.close.once(wanted, printer, by=request.user, reason=reason).card
        messages.success(
            request, _("Signed: %(sent)s sent, %(missing)s missing.") % {"sent": card.sent, "missing": card.missing}
        )
        return redirect("printer", pk=pk)
    frame = shell.staff(request, title=_("Account of %(name)s") % {"name": printer.name}, current="printers")
    context = {
        "shell": frame,
        "printer": overview.card(printer),
        "account": reconciling.account(printer),
        "missing": overview.pieces(reconciling.missing(printer)),
        "reasons": [(reason, wording.missing_because(reason)) for reason in sorted(reconciling.MISSING_BECAUSE)],
    }
    return render(request, "printing/account.html", context)


@require_POST
@staff(SUPERVISOR)
def fate(request: StaffRequest, pk: int) -> HttpResponse:
    """Where one piece of paper is: seen, destroyed, or handed back."""
    serial = LabelSerial.objects.filter(pk=pk, facility=request.facility).first()
    if serial is None:
        raise NotFound()
    said = request.POST.get("fate", "")
    wanted = staff_commands.asked(request, "label.fate", str(pk), said)
    if said == "seen":
        incidents.see.once(wanted, serial, by=request.user)
    elif said == "spoiled":
        incidents.spoil.once(wanted, serial, by=request.user, reason="unreadable")
    elif said == "returned":
        incidents.hand_back.once(wanted, serial, by=request.user, reason="not_needed")
    else:
        raise Invalid(_("Say where the label is."), code="fate_unknown")
    return redirect("printer-account", pk=serial.printer_id)
