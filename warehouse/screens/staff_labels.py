"""Labels of shelves, totes and carts: which bear one, and printing the others as one job."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend.facility import shell, staff_commands
from backend.facility.entrances import StaffRequest, staff
from backend.kit.errors import NotFound
from warehouse import labelling
from warehouse.cards.labels import Tab
from warehouse.cards.staff import Fact
from warehouse.overviews import labels
from warehouse.screens import reprints
from warehouse.screens.staff_orders import SUPERVISOR

ICONS: Final = {"shelf": "rows-3", "tote": "shopping-basket", "cart": "shopping-cart"}


@require_safe
@staff(SUPERVISOR)
def list_page(request: StaffRequest, kind: str = "shelf") -> HttpResponse:
    """The things of a kind with their labels, what a label looks like, and where it may be printed."""
    _refuse_unknown(kind)
    wanted = _wanted(request.GET)
    found = labels.rows(kind, facility=request.facility.pk, wanted=wanted)
    without = sum(1 for row in found if row.label is None)
    sub = _("%(n)s of %(of)s shown have no label") % {"n": without, "of": len(found)}
    words = {"shelf": _("Shelves"), "tote": _("Totes"), "cart": _("Carts")}
    return render(
        request,
        "warehouse/labels.html",
        {
            "shell": shell.staff(request, title=_("Labels"), sub=sub, current="labels"),
            "tabs": [
                Tab(words[each], ICONS[each], reverse("labels", args=[each]), each == kind)
                for each in labelling.LABELLED
            ],
            "kind": kind,
            "kind_word": words[kind],
            "wanted": wanted,
            "rows": found,
            "without": without,
            "is_cut": len(found) == labels.MOST,
            "preview": labels.preview(kind, facility=request.facility.pk, wanted=wanted),
            "printers": labels.printers(request.facility.pk),
        },
    )


@require_POST
@staff(SUPERVISOR)
def print_chosen(request: StaffRequest, kind: str) -> HttpResponse:
    """Spool what was ticked, or everything that has no label yet."""
    _refuse_unknown(kind)
    facility = request.facility.pk
    printer = labels.find_printer(request.POST.get("printer", ""), facility=facility)
    if request.POST.get("all"):
        wanted = _wanted(request.POST)
        asked = staff_commands.asked(request, "labels.print_missing", kind, str(printer.pk), wanted)
        done = labelling.print_missing.once(asked, kind, wanted=wanted, on=printer, by=request.user)
    else:
        ids = sorted({int(text) for text in request.POST.getlist("thing") if text.isdecimal()})
        asked = staff_commands.asked(request, "labels.print", kind, str(printer.pk), *map(str, ids))
        done = labelling.print_labels.once(asked, kind, ids, on=printer, by=request.user)
    count = done.card
    messages.success(
        request,
        ngettext("%(n)s label waits at %(printer)s.", "%(n)s labels wait at %(printer)s.", count)
        % {"n": count, "printer": printer.name},
    )
    return redirect("labels", kind)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(SUPERVISOR)
def print_again(request: StaffRequest, kind: str, serial_pk: int) -> HttpResponse:
    """Why, then the check, then one more print."""
    _refuse_unknown(kind)
    serial = labels.find_serial(serial_pk, facility=request.facility.pk)
    about = Fact(_("Code"), serial.code)
    back = reverse("labels", args=[kind])
    return reprints.answer(request, serial, about, place="labels", back=back)


def _wanted(sent: QueryDict) -> str:
    """How the names begin that are wanted."""
    return sent.get("name", "").strip()[:20]


def _refuse_unknown(kind: str) -> None:
    if kind not in labelling.LABELLED:
        raise NotFound()
