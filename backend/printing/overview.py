"""Printers as staff see them: how they stand, what waits, what is in doubt, what is not accounted for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from backend.facility.models import Facility
from backend.kit import clock
from backend.printing import rendering, sending, wording
from backend.printing.cards import OtherPrinter, PieceCard, PrinterCard
from backend.printing.models import LabelSerial, Printer, StationPrinter
from backend.web.parts import Chip

State = LabelSerial.State
MOST_SHOWN = 100


def cards(facility: Facility) -> tuple[PrinterCard, ...]:
    """Every printer of a facility by name. Three queries, one more while something is held."""
    printers = list(_counted(Printer.objects.filter(facility=facility)).order_by("name"))
    beside, held = _stations(facility.pk), sending.held(printers)
    return tuple(_card(each, stations=beside[each.pk], is_held=each.pk in held) for each in printers)


def card(printer: Printer) -> PrinterCard:
    """One printer."""
    [found] = _counted(Printer.objects.filter(pk=printer.pk))
    stations = _stations(printer.facility_id)[printer.pk]
    return _card(found, stations=stations, is_held=bool(sending.held([printer])))


def pieces(serials: QuerySet[LabelSerial]) -> tuple[PieceCard, ...]:
    """Labels as rows of a list, a hundred at most."""
    return tuple(
        PieceCard(
            id=serial.pk,
            number=rendering.number_of(serial),
            kind=wording.kind(serial.kind),
            state=wording.label_state(serial.state),
            begun_at=serial.begun_at,
        )
        for serial in serials[:MOST_SHOWN]
    )


def choices(printers: Sequence[Printer]) -> tuple[OtherPrinter, ...]:
    """Printers to choose one of."""
    return tuple(OtherPrinter(each.pk, each.name, wording.zone(each.zone)) for each in printers)


def _counted(printers: QuerySet[Printer]) -> QuerySet[Printer]:
    def count(which: Q) -> Coalesce:
        rows = LabelSerial.objects.filter(which, printer=OuterRef("pk")).order_by().values("printer")
        return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)

    return printers.annotate(
        waiting=count(Q(state=State.WAITING)),
        in_doubt=count(Q(state=State.UNKNOWN)),
        unaccounted=count(Q(begun_at__isnull=False, reconciliation=None, fate=LabelSerial.Fate.OPEN)),
    )


def _stations(facility: int) -> dict[int, list[int]]:
    beside: dict[int, list[int]] = defaultdict(list)
    rows = StationPrinter.objects.filter(printer__facility_id=facility).order_by("station__number")
    for printer, number in rows.values_list("printer_id", "station__number"):
        beside[printer].append(number)
    return beside


def _card(printer: Printer, *, stations: list[int], is_held: bool) -> PrinterCard:
    counts = vars(printer)
    return PrinterCard(
        id=printer.pk,
        name=printer.name,
        zone=wording.zone(printer.zone),
        technique=wording.technique(printer.technique),
        way=wording.way(printer.way),
        address=printer.address,
        language=wording.language(printer.language),
        dpi=printer.dpi,
        media=printer.media,
        stations=", ".join(str(number) for number in stations),
        state=_state(printer, is_held=is_held),
        status_at=printer.status_at,
        is_paused=printer.paused_at is not None,
        prints_in_browser=printer.way == Printer.Way.BROWSER,
        waiting=counts["waiting"],
        in_doubt=counts["in_doubt"],
        unaccounted=counts["unaccounted"],
    )


def _state(printer: Printer, *, is_held: bool) -> Chip:
    if printer.paused_at is not None:
        return Chip(_("Paused"), "warn", "circle-pause")
    if is_held:
        return Chip(_("Work is stopped"), "warn", "octagon-pause")
    if printer.lease_until is not None and printer.lease_until >= clock.now():
        return Chip(_("Printing"), "info", "printer")
    return wording.trouble(printer.status)
