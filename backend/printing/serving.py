"""Printing from a page: the waiting labels of a printer that the browser feeds, as one document, served once."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

import labels
from backend.kit import clock, locks
from backend.kit.errors import Refused
from backend.ledger import moves
from backend.ledger.happenings import Actor
from backend.ledger.work import work
from backend.printing import rendering, templates
from backend.printing.events import LabelSending, LabelSent
from backend.printing.models import LabelSerial, Printer
from labels import Printed, View
from labels.printed import finished

State: Final = LabelSerial.State
MOST_AT_ONCE: Final = 50


def serve(printer: Printer, *, by: Actor) -> bytes:
    """The next waiting labels of one kind as a PDF; each counts as sent: whether it prints, only a scan can tell.

    They are counted before a byte leaves, so a page that is asked for twice does not print them twice.
    """
    serials = list(_waiting(printer)[:MOST_AT_ONCE])
    if not serials:
        raise Refused(_("No label waits for this printer."), code="nothing_waits")
    same = [serial for serial in serials if serial.kind == serials[0].kind]
    layout = templates.in_use(same[0].kind, facility=printer.facility_id)
    printed = rendering.render_all(same, on=printer, template=layout)
    _count_out(same, printed, by=by)
    return printed.data


def draw(view: View, *, serial: int) -> bytes:
    """The PDF of a paper that was handed out, for the screen that prints it; only its SHA-256 is kept.

    Asked for again, it is drawn by the layout of the first time.
    """
    row = LabelSerial.objects.get(pk=serial)
    if row.digest:
        layout = templates.of_version(row.kind, row.template_version, facility=row.facility_id)
    else:
        layout = templates.in_use(row.kind, facility=row.facility_id)
    printed = labels.render([view], template=layout, dpi=row.printer.dpi)
    if not row.digest:
        _keep_traces(row, printed)
    return printed.data


def latest(printer: Printer) -> QuerySet[LabelSerial]:
    """The labels of a printer, the newest first."""
    return LabelSerial.objects.filter(printer=printer).order_by("-pk")


def note_bytes(data: bytes, *, serial: int) -> None:
    """Keep the SHA-256 of a paper that was handed out as somebody else had made it."""
    _keep_traces(LabelSerial.objects.get(pk=serial), finished(data, count=1, pages=1, kind="", layout=None))


@work
def _keep_traces(serial: LabelSerial, printed: Printed) -> None:
    LabelSerial.objects.filter(pk=serial.pk, digest="").update(**rendering.traces(printed))


@work
def _count_out(serials: list[LabelSerial], printed: Printed, *, by: Actor) -> None:
    here = LabelSerial.objects.filter(pk__in=[serial.pk for serial in serials], printer=serials[0].printer_id)
    [found] = locks.take(here)
    if len(found) < len(serials):
        raise Refused(_("These labels were moved to another printer. Load the page again."), code="labels_moved")
    now = clock.now()
    for serial in serials:
        moves.move(serial, LabelSending(printer=serial.printer_id), by=by, begun_at=now, **rendering.traces(printed))
        moves.move(serial, LabelSent(printer=serial.printer_id), by=by)


def _waiting(printer: Printer) -> QuerySet[LabelSerial]:
    rows = LabelSerial.objects.filter(printer=printer, printer__paused_at=None, state=State.WAITING)
    return rows.filter(printer__way=Printer.Way.BROWSER).order_by("pk")
