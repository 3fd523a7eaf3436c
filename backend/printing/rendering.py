"""From a serial to bytes: the stored view with its number on it, in the language of the printer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, Final

from django.utils.translation import gettext as _

import labels
from backend.kit import cards
from backend.kit.errors import Refused
from backend.printing import carriers, zones
from backend.printing.models import LabelSerial, Printer
from labels import Printed, Template

BACKENDS: Final[dict[str, Any]] = {
    Printer.Language.PDF: "pdf",
    Printer.Language.ZPL: "zpl",
    Printer.Language.RASTER: "png",
}


def render(serial: LabelSerial, *, on: Printer, template: Template | None = None) -> Printed:
    """The bytes of one label. Unprintable if it cannot be drawn exactly; Refused if it may not come out there."""
    if serial.sealed:
        return _made_elsewhere(serial, on=on)
    return render_all([serial], on=on, template=template)


def render_all(serials: Sequence[LabelSerial], *, on: Printer, template: Template | None = None) -> Printed:
    """The bytes of several labels of one kind as one document, by `template` or the one that comes with the house."""
    kind = labels.KINDS[serials[0].kind]
    zones.refuse(kind, on)
    views = [_view(serial, kind) for serial in serials]
    return labels.render(views, template=template, backend=BACKENDS[on.language], dpi=on.dpi)


def _made_elsewhere(serial: LabelSerial, *, on: Printer) -> Printed:
    """A carrier's own label: bytes out of the vault, in the language they were sent in."""
    zones.refuse(labels.KINDS[serial.kind], on)
    refuse_unless_spoken(Printer.Language.ZPL, on)
    return carriers.print_out(serial.sealed)


def refuse_unless_spoken(language: str, printer: Printer) -> None:
    """Refuse a printer that a machine cannot feed with ready bytes in this language."""
    if printer.language != language or printer.way == Printer.Way.BROWSER:
        words = _(
            "This label is %(language)s, which printer %(name)s does not take. Use a station beside one that does."
        )
        values = {"language": Printer.Language(language).label, "name": printer.name}
        raise Refused(words % values, code="printer_language")


def traces(printed: Printed) -> dict[str, Any]:
    """What a serial keeps of its bytes: their SHA-256, and the template after which they were drawn."""
    return {
        "digest": printed.digest,
        "template_version": printed.template_version,
        "template_digest": printed.template_digest,
    }


def name_of(serial: LabelSerial) -> str:
    """The name of a print job or file: numbers and the kind, nothing of what stands on the label."""
    return f"{serial.pk:08d}-{serial.kind}-R{serial.generation}"


def number_of(serial: LabelSerial) -> str:
    """The small print in the corner, by which a person can name this very piece of paper."""
    return labels.identity(job=serial.pk, copy=serial.copy, of=serial.copies, generation=serial.generation)


def _view(serial: LabelSerial, kind: type[Any]) -> Any:
    """The stored view with its own number and generation on it, where this kind shows them."""
    known = {field.name for field in fields(kind)}
    wanted = {"identity": number_of(serial), "generation": serial.generation}
    return replace(cards.decode(kind, serial.view), **{name: value for name, value in wanted.items() if name in known})
