"""Printers as a manager sets them up: where they stand, how they are reached, and what they understand."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

import labels
from backend.facility.models import Facility, Station
from backend.kit import clock, codes, locks
from backend.kit.errors import Fault, Invalid, NotFound, Refused
from backend.ledger.recording import record
from backend.ledger.work import work
from backend.people.models import Person
from backend.printing import deciding, spool, zones
from backend.printing.events import PrinterAdded, PrinterChanged, PrinterPaused, PrinterResumed
from backend.printing.models import LabelJob, LabelSerial, Printer, StationPrinter
from backend.printing.wires import HOST_AND_PORT, QUEUE
from labels import View
from labels.media import MEDIA

Zone, Way, Language = Printer.Zone, Printer.Way, Printer.Language
RESOLUTIONS: Final = (203, 300)
# A printer stands among the people of its zone: what may come out of it is decided by that alone.
ZONE_OF_STATIONS: Final = {
    Station.Kind.PICK: frozenset({Zone.WORKER}),
    Station.Kind.PACK: frozenset({Zone.WORKER}),
    Station.Kind.DISPATCH: frozenset({Zone.DISPATCH, Zone.STAFF}),
}
LARGEST_TEST_NUMBER: Final = 9_999_999


@dataclass(frozen=True)
class Plan:
    """A printer as it is to be; `stations` are those it stands beside."""

    name: str
    zone: str
    technique: str
    way: str
    address: str = ""
    language: str = Language.PDF
    dpi: int = 203
    media: str = ""
    tells_status: bool = False
    stations: tuple[int, ...] = field(default=())

    @property
    def columns(self) -> dict[str, Any]:
        """The plan as columns of a printer."""
        return {name: value for name, value in asdict(self).items() if name != "stations"}


def find(pk: int, *, seen_by: Person) -> Printer:
    """A printer of the person's own facility; 404 for others."""
    found = Printer.objects.filter(pk=pk, facility_id=seen_by.facility).first()
    if found is None:
        raise NotFound()
    return found


@work
def add(plan: Plan, *, facility: Facility, by: Person) -> int:
    """A new printer stands somewhere; its number."""
    deciding.refuse_unless_manager(facility.pk, by=by)
    stations = _refuse_wrong(plan, facility=facility.pk)
    locks.take(Facility.objects.filter(pk=facility.pk))
    _refuse_name_taken(plan.name, facility=facility.pk)
    printer = Printer.objects.create(facility=facility, **plan.columns)
    _stand(printer, beside=stations)
    record(PrinterAdded(zone=plan.zone, technique=plan.technique), on=printer, by=by)
    return printer.pk


@work
def change(printer: Printer, plan: Plan, *, by: Person) -> None:
    """A printer is moved, or reached or fed in another way; never so that a waiting label would come out wrongly."""
    deciding.refuse_unless_manager(printer.facility_id, by=by)
    stations = _refuse_wrong(plan, facility=printer.facility_id)
    locks.take(Printer.objects.filter(pk=printer.pk))
    _refuse_name_taken(plan.name, facility=printer.facility_id, but=printer.pk)
    after = Printer(facility_id=printer.facility_id, **plan.columns)
    for kind in LabelSerial.objects.filter(printer=printer, state="waiting").values_list("kind", flat=True).distinct():
        zones.refuse(labels.KINDS[kind], after)
    Printer.objects.filter(pk=printer.pk).update(**plan.columns, status="", status_at=None, retry_at=None)
    _stand(printer, beside=stations)
    record(PrinterChanged(zone=plan.zone, technique=plan.technique), on=printer, by=by)


@work
def pause(printer: Printer, *, by: Person) -> None:
    """Stop after the current label; what waits, waits."""
    if not Printer.objects.filter(pk=printer.pk, paused_at=None).update(paused_at=clock.now()):
        raise Refused(_("This printer is paused already."), code="wrong_state")
    record(PrinterPaused(), on=printer, by=by)


@work
def resume(printer: Printer, *, by: Person) -> None:
    """Go on with the next waiting label; nothing is sent again."""
    paused = Printer.objects.filter(pk=printer.pk, paused_at__isnull=False)
    if not paused.update(paused_at=None, retry_at=None):
        raise Refused(_("This printer is not paused."), code="wrong_state")
    record(PrinterResumed(), on=printer, by=by)
    spool.wake(printer.pk, facility=printer.facility_id)


@work
def test_print(printer: Printer, *, by: Person) -> int:
    """One numbered label that says it is a test; it is accounted for like any other. Its job."""
    wanted = spool.Wanted(_sample(printer), subject=f"printing.test:{printer.pk}-{secrets.token_hex(8)}")
    job: LabelJob = spool.ask_all([wanted], on=printer, by=by)
    return job.pk


def _sample(printer: Printer) -> View:
    """A label that says it is a test; on other paper than a tote's, the longest sample of what fits there."""
    if printer.media in ("", labels.ToteLabel.media.name):
        return labels.ToteLabel(code=codes.make("T", secrets.randbelow(LARGEST_TEST_NUMBER)), name="TEST")
    for kind in labels.KINDS.values():
        if kind.media.name == printer.media and kind.personal == "none":
            return kind.longest()
    raise Refused(_("No label that anybody may see has this size."), code="no_sample")


def _refuse_wrong(plan: Plan, *, facility: int) -> list[Station]:
    """The stations of the plan; Invalid with every fault if it cannot work."""
    stations = list(Station.objects.filter(pk__in=plan.stations, facility_id=facility))
    faults = [*_faults_of_words(plan), *_faults_of_way(plan), *_faults_of_place(plan, stations)]
    if faults:
        raise Invalid(_("Look at the marked answers."), code="printer_invalid", faults=tuple(faults))
    return stations


def _faults_of_words(plan: Plan) -> list[Fault]:
    choices = {"zone": Zone, "technique": Printer.Technique, "way": Way, "language": Language}
    faults = [
        Fault(f"/{name}", "unknown", _("Choose one from the list."))
        for name, kind in choices.items()
        if getattr(plan, name) not in kind.values
    ]
    if not plan.name.strip() or len(plan.name) > 40:
        faults.append(Fault("/name", "length", _("Give it a name of up to 40 letters.")))
    if plan.media and plan.media not in MEDIA:
        faults.append(Fault("/media", "unknown", _("Choose one from the list.")))
    if plan.dpi not in RESOLUTIONS:
        faults.append(Fault("/dpi", "unknown", _("Choose 203 or 300.")))
    return faults


def _faults_of_way(plan: Plan) -> list[Fault]:
    faults = []
    if plan.way == Way.RAW and not HOST_AND_PORT.fullmatch(plan.address):
        faults.append(Fault("/address", "pattern", _("Type host and port, such as 10.0.4.21:9100.")))
    if plan.way == Way.CUPS and not QUEUE.fullmatch(plan.address):
        faults.append(Fault("/address", "pattern", _("Type the queue, such as office or office@10.0.4.2:631.")))
    if plan.tells_status and (plan.way, plan.language) != (Way.RAW, Language.ZPL):
        faults.append(Fault("/tells_status", "way", _("Only a ZPL printer on port 9100 answers.")))
    if plan.way == Way.BROWSER and plan.language != Language.PDF:
        faults.append(Fault("/language", "way", _("A browser prints PDF.")))
    return faults


def _faults_of_place(plan: Plan, stations: list[Station]) -> list[Fault]:
    faults = []
    if len(stations) != len(set(plan.stations)):
        faults.append(Fault("/stations", "unknown", _("Choose stations from the list.")))
    if any(plan.zone not in ZONE_OF_STATIONS[Station.Kind(each.kind)] for each in stations):
        faults.append(Fault("/stations", "zone", _("A printer of this zone cannot stand beside these stations.")))
    return faults


def _refuse_name_taken(name: str, *, facility: int, but: int = 0) -> None:
    if Printer.objects.filter(facility_id=facility, name=name).exclude(pk=but).exists():
        fault = Fault("/name", "taken", _("Another printer has this name."))
        raise Invalid(fault.detail, code="printer_name_taken", faults=(fault,))


def _stand(printer: Printer, *, beside: list[Station]) -> None:
    StationPrinter.objects.filter(printer=printer).exclude(station__in=beside).delete()
    for station in beside:
        StationPrinter.objects.update_or_create(station=station, defaults={"printer": printer})
