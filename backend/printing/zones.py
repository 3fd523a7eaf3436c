"""Which paper may come out where, and on which: the one rule behind every request, test print and byte sent."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from backend.kit.errors import Refused
from backend.printing.models import Printer
from labels import View

ALLOWED: Final = {
    "none": frozenset({Printer.Zone.WORKER, Printer.Zone.STAFF, Printer.Zone.DISPATCH}),
    "internal": frozenset({Printer.Zone.STAFF, Printer.Zone.DISPATCH}),
    "yes": frozenset({Printer.Zone.DISPATCH}),
}


def refuse(view: type[View] | View, printer: Printer) -> None:
    """Refuse a paper that may not come out in this printer's zone, that its ribbon would keep, or of another size."""
    if printer.zone not in ALLOWED[view.personal]:
        words = {
            "internal": _("Printer %(name)s stands among workers. Staff print this at their own printer."),
            "yes": _("Printer %(name)s is not at dispatch. This paper is made at the dispatch station."),
        }
        raise Refused(words[view.personal] % {"name": printer.name}, code="zone_forbidden", status=403)
    if view.personal == "yes" and printer.technique == Printer.Technique.THERMAL_TRANSFER:
        words_of_ribbon = _("The ribbon of printer %(name)s keeps what it prints. Use another printer.")
        raise Refused(words_of_ribbon % {"name": printer.name}, code="ribbon_forbidden", status=403)
    if printer.media and printer.media != view.media.name:
        words_of_size = _("Printer %(name)s holds %(media)s mm, and this needs %(wanted)s. Use another printer.")
        values = {"name": printer.name, "media": printer.media, "wanted": view.media.name}
        raise Refused(words_of_size % values, code="media_wrong", status=409)
