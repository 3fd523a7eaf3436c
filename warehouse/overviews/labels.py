"""Which shelves, totes and carts bear a label, and how far each label is known to have come."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

import labels
from backend.kit.errors import NotFound, Refused
from backend.ledger import recording
from backend.printing import templates
from backend.printing import wording as printing_words
from backend.printing.models import LabelSerial, Printer
from warehouse import labelling, wording
from warehouse.cards.labels import LabelledRow, PrinterChoice
from warehouse.models import Cart
from warehouse.overviews.serials import serial_row

MOST: Final = 200


def rows(kind: str, *, facility: int, wanted: str = "") -> tuple[LabelledRow, ...]:
    """The first 200 things of a kind, each with its label. Two queries at any size."""
    found = list(labelling.things(kind, facility=facility, wanted=wanted)[:MOST])
    live = labelling.serials(found)
    return tuple(_row(thing, live.get(recording.subject_of(thing))) for thing in found)


def preview(kind: str, *, facility: int, wanted: str = "") -> str:
    """What the label of the first of them looks like, as `<svg>`; empty if there is none."""
    first = labelling.things(kind, facility=facility, wanted=wanted).first()
    if first is None:
        return ""
    labelled = labelling.LABELLED[kind]
    layout = templates.in_use(labelled.label, facility=facility)
    return labels.preview_svg(labelled.view(first), template=layout)


def printers(facility: int) -> tuple[PrinterChoice, ...]:
    """The printers that take these labels."""
    found = usable(facility).order_by("name")
    return tuple(PrinterChoice(each.pk, each.name, printing_words.zone(each.zone)) for each in found)


def find_printer(text: str, *, facility: int) -> Printer:
    """The printer that was chosen."""
    found = usable(facility).filter(pk=int(text)).first() if text.isdecimal() else None
    if found is None:
        raise Refused(_("Choose a printer."), code="printer_unknown", status=422)
    return found


def find_serial(pk: int, *, facility: int) -> LabelSerial:
    """A label of a shelf, tote or cart of this facility; 404 for others."""
    kinds = {each.label for each in labelling.LABELLED.values()}
    found = LabelSerial.objects.filter(pk=pk, facility=facility, kind__in=kinds).first()
    if found is None:
        raise NotFound()
    return found


def usable(facility: int) -> QuerySet[Printer]:
    """Every printer but those that a browser stands in for."""
    return Printer.objects.filter(facility=facility).exclude(way=Printer.Way.BROWSER)


def _row(thing: Any, serial: LabelSerial | None) -> LabelledRow:
    name = wording.cart(thing.number) if isinstance(thing, Cart) else thing.name
    return LabelledRow(id=thing.pk, name=name, code=thing.code, label=serial_row(serial) if serial else None)
