"""Layouts of labels: the list of kinds, and the editor with a picture that follows the text."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend.facility import shell, staff_commands
from backend.facility.entrances import StaffRequest, staff
from backend.kit.errors import Invalid
from backend.people.models import Person
from backend.printing import overview, printers, templates, wording
from backend.web.parts import Cell, Column, Row, Table
from labels import Unprintable

MANAGER: Final = Person.Role.MANAGER
PAGES = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@staff(MANAGER)
def list_page(request: StaffRequest) -> HttpResponse:
    """Every kind of label with the layout that is in use."""
    rows = templates.rows(facility=request.facility.pk)
    table = Table(
        caption=_("Layouts by kind of label"),
        columns=(Column(_("Label")), Column(_("In use"), is_number=True), Column(_("From")), Column(_("Draft"))),
        rows=tuple(
            Row(
                (
                    Cell(wording.kind(row.kind), href=reverse("layout", args=[row.kind])),
                    str(row.version),
                    _("Your own") if row.is_own else _("Comes with the house"),
                    Cell(word=_("Begun"), tone="info", icon="pencil") if row.has_draft else "–",
                )
            )
            for row in rows
        ),
        hide_caption=True,
        is_tight=True,
    )
    frame = shell.staff(request, title=_("Label layouts"), current="printers")
    return render(request, "printing/layouts.html", {"shell": frame, "table": table})


@PAGES
@staff(MANAGER)
def layout(request: StaffRequest, kind: str) -> HttpResponse:
    """The editor of one kind: keep a draft, try it out on a printer, or put it to use."""
    if request.method != "POST":
        return _page(request, kind)
    text, deed = request.POST.get("text", ""), request.POST.get("deed", "")
    try:
        words = _do(request, kind, deed=deed, text=text)
    except Invalid as no:
        return _page(request, kind, text=text, wrong=no.message)
    messages.success(request, words)
    return redirect("layout", kind=kind)


@require_POST
@staff(MANAGER)
def preview(request: StaffRequest, kind: str) -> HttpResponse:
    """The picture of a text that is being written, or what is wrong with it."""
    templates.card(kind, facility=request.facility.pk)
    return render(request, "printing/_preview.html", _picture(kind, request.POST.get("text", "")))


@require_POST
@staff(MANAGER)
def retire(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a version out of use."""
    template = templates.find(pk, seen_by=request.user)
    templates.retire.once(staff_commands.asked(request, "template.retire", str(pk)), template, by=request.user)
    messages.success(request, _("Version %(n)s is out of use.") % {"n": template.version})
    return redirect("layout", kind=template.kind)


def _do(request: StaffRequest, kind: str, *, deed: str, text: str) -> str:
    """What the pressed button says; the words that tell it was done."""
    wanted = staff_commands.asked(request, f"template.{deed}", kind, text, request.POST.get("printer", ""))
    if deed == "publish":
        done = templates.publish.once(wanted, kind, text=text, facility=request.facility, by=request.user)
        return _("Version %(n)s is in use from the next label on.") % {"n": done.card}
    if deed == "try":
        number = request.POST.get("printer", "")
        if not (number.isdecimal() and len(number) < 10):
            raise Invalid(_("Choose a printer."), code="printer_missing")
        printer = printers.find(int(number), seen_by=request.user)
        templates.try_out.once(wanted, kind, text=text, on=printer, facility=request.facility, by=request.user)
        return _("A sample is on its way to %(name)s.") % {"name": printer.name}
    templates.save.once(wanted, kind, text=text, facility=request.facility, by=request.user)
    return _("The draft is kept.")


def _page(request: StaffRequest, kind: str, *, text: str | None = None, wrong: str = "") -> HttpResponse:
    card = templates.card(kind, facility=request.facility.pk)
    shown = card.text if text is None else text
    title = _("Layout: %(label)s") % {"label": wording.kind(kind)}
    frame = shell.staff(request, title=title, current="printers")
    able = [each for each in overview.cards(request.facility) if not each.is_paused] if card.personal != "yes" else []
    context = {"shell": frame, "layout": card, "text": shown, "wrong": wrong, "printers": able, **_picture(kind, shown)}
    return render(request, "printing/layout.html", context, status=422 if wrong else 200)


def _picture(kind: str, text: str) -> dict[str, str]:
    try:
        # Drawn by labels/svg.py, which escapes every word.
        return {"picture": mark_safe(templates.check(kind, text)), "fault": "", "element": ""}  # noqa: S308
    except Unprintable as no:
        return {"picture": "", "fault": no.words, "element": no.element}
