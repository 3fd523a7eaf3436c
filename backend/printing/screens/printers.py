"""Printers: the list, one of them, setting up, pause and resume, a test label, printing from the page."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend.facility import shell, staff_commands
from backend.facility.entrances import StaffRequest, staff
from backend.kit.errors import Refused
from backend.people.models import Person
from backend.printing import incidents, moving, overview, printers, serving
from backend.printing.cards import PrinterCard
from backend.printing.forms import PrinterForm, given_by
from backend.web.parts import Cell, Column, Row, Table

LOOKING: Final = (Person.Role.SUPERVISOR, Person.Role.MANAGER)
MANAGER: Final = Person.Role.MANAGER
PAGES = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@staff(*LOOKING)
def list_page(request: StaffRequest) -> HttpResponse:
    """Every printer: how it stands, what waits, what is in doubt."""
    found = overview.cards(request.facility)
    frame = shell.staff(request, title=_("Printers"), current="printers")
    context = {"shell": frame, "table": _table(found), "may_add": request.user.role == MANAGER}
    return render(request, "printing/printers.html", context)


@require_safe
@staff(*LOOKING)
def printer_page(request: StaffRequest, pk: int) -> HttpResponse:
    """One printer: its state, its queue, and what may be done about both."""
    printer = printers.find(pk, seen_by=request.user)
    card = overview.card(printer)
    frame = shell.staff(request, title=card.name, sub=_("Zone: %(zone)s") % {"zone": card.zone}, current="printers")
    context = {
        "shell": frame,
        "printer": card,
        "latest": overview.pieces(serving.latest(printer)),
        "doubtful": overview.pieces(incidents.in_doubt(printer)),
        "others": overview.choices(moving.choices(printer)) if card.waiting else (),
        "is_manager": request.user.role == MANAGER,
        "is_supervisor": request.user.role == Person.Role.SUPERVISOR,
    }
    return render(request, "printing/printer.html", context)


@PAGES
@staff(MANAGER)
def add(request: StaffRequest) -> HttpResponse:
    """Set up a new printer."""
    form = PrinterForm(request.POST or None, facility=request.facility.pk)
    if request.method == "POST" and form.is_valid():
        try:
            done = printers.add.once(
                staff_commands.asked(request, "printer.add", repr(form.cleaned_data)),
                form.plan(),
                facility=request.facility,
                by=request.user,
            )
        except Refused as refusal:
            form.keep_faults(refusal)
        else:
            messages.success(request, _("The printer is set up. Print a test label."))
            return redirect("printer", pk=done.card)
    return _form_page(request, form, title=_("New printer"), back=reverse("printers"))


@PAGES
@staff(MANAGER)
def change(request: StaffRequest, pk: int) -> HttpResponse:
    """Move a printer, or reach or feed it in another way."""
    printer = printers.find(pk, seen_by=request.user)
    back = reverse("printer", args=[pk])
    form = PrinterForm(request.POST or None, facility=request.facility.pk, initial=given_by(printer))
    if request.method == "POST" and form.is_valid():
        try:
            wanted = staff_commands.asked(request, "printer.change", str(pk), repr(form.cleaned_data))
            printers.change.once(wanted, printer, form.plan(), by=request.user)
        except Refused as refusal:
            if not refusal.faults:
                raise
            form.keep_faults(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(back)
    return _form_page(request, form, title=_("Change %(name)s") % {"name": printer.name}, back=back)


@require_POST
@staff(*LOOKING)
def pause(request: StaffRequest, pk: int) -> HttpResponse:
    """Stop after the current label."""
    printer = printers.find(pk, seen_by=request.user)
    printers.pause.once(staff_commands.asked(request, "printer.pause", str(pk)), printer, by=request.user)
    messages.success(request, _("%(name)s stops after its current label.") % {"name": printer.name})
    return redirect("printer", pk=pk)


@require_POST
@staff(*LOOKING)
def resume(request: StaffRequest, pk: int) -> HttpResponse:
    """Go on with the next label."""
    printer = printers.find(pk, seen_by=request.user)
    printers.resume.once(staff_commands.asked(request, "printer.resume", str(pk)), printer, by=request.user)
    messages.success(request, _("%(name)s goes on. Nothing is printed twice.") % {"name": printer.name})
    return redirect("printer", pk=pk)


@require_POST
@staff(Person.Role.SUPERVISOR)
def move(request: StaffRequest, pk: int) -> HttpResponse:
    """Have what waits print at another printer."""
    printer = printers.find(pk, seen_by=request.user)
    chosen = request.POST.get("to", "")
    to = printers.find(int(chosen) if chosen.isdecimal() else 0, seen_by=request.user)
    wanted = staff_commands.asked(request, "printer.move", str(pk), str(to.pk))
    count = moving.move_waiting.once(wanted, printer, to=to, by=request.user).card
    words = ngettext("%(n)s label waits at %(name)s now.", "%(n)s labels wait at %(name)s now.", count)
    messages.success(request, words % {"n": count, "name": to.name})
    return redirect("printer", pk=pk)


@require_POST
@staff(*LOOKING)
def test_print(request: StaffRequest, pk: int) -> HttpResponse:
    """One numbered test label."""
    printer = printers.find(pk, seen_by=request.user)
    printers.test_print.once(staff_commands.asked(request, "printer.test", str(pk)), printer, by=request.user)
    messages.success(request, _("A test label is on its way. Destroy it, and say so under Account."))
    return redirect("printer", pk=pk)


@require_POST
@staff(*LOOKING)
def paper(request: StaffRequest, pk: int) -> HttpResponse:
    """The waiting labels as one document, for a printer that this browser feeds; served once."""
    printer = printers.find(pk, seen_by=request.user)
    data = serving.serve(printer, by=request.user)
    return HttpResponse(
        data, content_type="application/pdf", headers={"Content-Disposition": 'inline; filename="labels.pdf"'}
    )


def _form_page(request: StaffRequest, form: PrinterForm, *, title: str, back: str) -> HttpResponse:
    frame = shell.staff(request, title=title, current="printers")
    context = {"shell": frame, "form": form, "back": back}
    return render(request, "printing/form.html", context, status=422 if form.errors else 200)


def _table(found: tuple[PrinterCard, ...]) -> Table:
    return Table(
        caption=_("Printers by name"),
        columns=(
            Column(_("Printer")),
            Column(_("State")),
            Column(_("Zone")),
            Column(_("Stations")),
            Column(_("Reached by")),
            Column(_("Waiting"), is_number=True),
            Column(_("In doubt"), is_number=True),
            Column(_("To account for"), is_number=True),
        ),
        rows=tuple(
            Row(
                (
                    Cell(each.name, href=reverse("printer", args=[each.id])),
                    Cell(word=each.state.word, tone=each.state.tone, icon=each.state.icon),
                    each.zone,
                    each.stations or "–",
                    Cell(each.way, small=each.address),
                    str(each.waiting),
                    Cell(word=str(each.in_doubt), tone="warn", icon="triangle-alert") if each.in_doubt else "0",
                    str(each.unaccounted),
                )
            )
            for each in found
        ),
        hide_caption=True,
    )
