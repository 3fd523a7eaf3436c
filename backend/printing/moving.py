"""Labels that wait for a printer that will not print them soon go to another; what may have left stays where it is."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

import labels
from backend.kit import locks
from backend.kit.errors import NotFound, Refused
from backend.ledger import recording
from backend.ledger.work import work
from backend.people.models import Person
from backend.printing import deciding, leases, rendering, spool, zones
from backend.printing.events import LabelMoved
from backend.printing.models import LabelSerial, Printer


@work
def move_waiting(printer: Printer, *, to: Printer, by: Person) -> int:
    """Have every waiting label of a printer print at another one that all of them may come out of; how many.

    Refused while somebody sends to the printer: whoever sends holds its lease, and here it is ours until the commit.
    """
    deciding.refuse_unless_supervisor(printer.facility_id, by=by)
    if to.facility_id != printer.facility_id:
        raise NotFound()
    if to.pk == printer.pk:
        raise Refused(_("Choose another printer."), code="same_printer", status=422)
    lease = leases.take(printer.pk)
    if lease is None:
        raise Refused(_("It prints just now. Pause it, wait a moment, and try again."), code="printing_now")
    [waiting] = locks.take(_waiting(printer))
    if not waiting:
        raise Refused(_("No label waits for this printer."), code="nothing_waits")
    for kind, sealed in {(serial.kind, bool(serial.sealed)) for serial in waiting}:
        _refuse_unless_fit(kind, to, is_sealed=sealed)

    _waiting(printer).filter(pk__in=[serial.pk for serial in waiting]).update(printer=to, zone=to.zone)
    leases.release(lease)

    moved = LabelMoved(printer=printer.pk, to=to.pk)
    recording.record_all([(moved, serial) for serial in waiting], by=by)
    spool.wake(to.pk, facility=to.facility_id)
    return len(waiting)


def choices(printer: Printer) -> tuple[Printer, ...]:
    """The printers that everything waiting here may come out of, by name."""
    kinds = {(kind, bool(sealed)) for kind, sealed in _waiting(printer).values_list("kind", "sealed").distinct()}
    others = Printer.objects.filter(facility=printer.facility_id).exclude(pk=printer.pk).order_by("name")
    return tuple(each for each in others if kinds and all(_is_fit(kind, each, sealed) for kind, sealed in kinds))


def _waiting(printer: Printer) -> QuerySet[LabelSerial]:
    return LabelSerial.objects.filter(printer=printer, state=LabelSerial.State.WAITING, begun_at=None)


def _is_fit(kind: str, printer: Printer, is_sealed: bool) -> bool:
    try:
        _refuse_unless_fit(kind, printer, is_sealed=is_sealed)
    except Refused:
        return False
    return True


def _refuse_unless_fit(kind: str, printer: Printer, *, is_sealed: bool) -> None:
    zones.refuse(labels.KINDS[kind], printer)
    if is_sealed:
        rendering.refuse_unless_spoken(Printer.Language.ZPL, printer)
