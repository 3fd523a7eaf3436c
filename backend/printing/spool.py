"""Asking for a label: who may print what where, one live label per thing, another only when a supervisor allows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import models
from django.db.models import QuerySet, Subquery
from django.utils.translation import gettext as _

from backend.facility.models import Station
from backend.jobs import asking
from backend.kit import cards, clock
from backend.kit.errors import NotFound, Refused
from backend.ledger import moves, recording
from backend.ledger.happenings import Actor, Happening
from backend.ledger.work import work
from backend.people.models import Person
from backend.printing import deciding, rendering, zones
from backend.printing.cards import SerialCard
from backend.printing.events import LabelAlarm, LabelAsked, LabelConfirmed, LabelReplaced, LabelSent
from backend.printing.models import LabelJob, LabelSerial, Printer, StationPrinter
from labels import View

State, Fate = LabelSerial.State, LabelSerial.Fate
# Where the old piece of paper is when another is allowed: a lost one is nowhere, so it stays to be accounted for.
FATES: Final = {
    "jammed": Fate.SPOILED,
    "torn": Fate.SPOILED,
    "unreadable": Fate.SPOILED,
    "lost": Fate.OPEN,
    "not_printed": Fate.NOT_PRINTED,
}
REASONS: Final = frozenset(FATES)
AT_ONCE: Final = 500
Along = Sequence[tuple[Happening, models.Model]]


@dataclass(frozen=True)
class Wanted:
    """One label of several: what stands on it, what it is about, what a scanner reads on it, a layout to try out."""

    view: View
    subject: str
    code: str = ""
    template: int | None = None


def ask(view: View, *, at: Station, subject: str, by: Actor, code: str = "", along: Along = ()) -> LabelSerial:
    """Spool a label for the printer beside the station, within the caller's transaction; sent after the commit.

    Only for views without personal data: what is spooled is kept as text until it is sent. `code` is what a scanner
    reads on the label. What else happened is recorded `along`, before the label, in the same two statements.
    """
    _refuse_stored(view)
    serial = _allot(view, at=at, subject=subject, code=code)
    serial.save(force_insert=True)
    asked = LabelAsked(printer=serial.printer_id, generation=serial.generation)
    recording.record_all([*along, (asked, serial)], by=by)
    wake(serial.printer_id, facility=serial.facility_id)
    return serial


def ask_all(wanted: Sequence[Wanted], *, on: Printer, by: Actor) -> LabelJob:
    """Spool several labels of one kind as one job, within the caller's transaction; all of them or none."""
    kinds = {type(each.view) for each in wanted}
    if len(kinds) != 1:
        raise Refused(_("One job holds labels of one kind."), code="kinds_mixed", status=422)
    view = wanted[0].view
    _refuse_stored(view)
    zones.refuse(view, on)
    now = clock.now()
    job = LabelJob.objects.create(
        facility_id=on.facility_id, printer=on, kind=view.kind, count=len(wanted), made_at=now
    )
    for start in range(0, len(wanted), AT_ONCE):
        _spool_some(job, dict(enumerate(wanted[start : start + AT_ONCE], start=start + 1)), on=on, by=by)
    wake(on.pk, facility=on.facility_id)
    return job


def hand_out(view_type: type[View], *, at: Station, subject: str, by: Actor, code: str = "") -> LabelSerial:
    """Count a label that the browser of a dispatch station prints; its bytes are drawn after the commit, never kept."""
    serial = _allot(view_type, at=at, subject=subject, code=code)
    serial.state, serial.begun_at = State.SENT, serial.made_at
    serial.save(force_insert=True)
    asked = LabelAsked(printer=serial.printer_id, generation=serial.generation)
    recording.record_all([(asked, serial), (LabelSent(printer=serial.printer_id), serial)], by=by)
    return serial


def ask_sealed(view_type: type[View], *, at: Station, subject: str, by: Actor, sealed: str) -> LabelSerial:
    """Spool a label whose ZPL lies in the vault under the token `sealed`, for the label printer beside the station."""
    serial = _allot(view_type, at=at, subject=subject, code="")
    rendering.refuse_unless_spoken(Printer.Language.ZPL, serial.printer)
    serial.sealed = sealed
    serial.save(force_insert=True)
    recording.record(LabelAsked(printer=serial.printer_id, generation=serial.generation), on=serial, by=by)
    wake(serial.printer_id, facility=serial.facility_id)
    return serial


def wake(printer: int, *, facility: int) -> None:
    """Have the labels of a printer sent: the message says only "wake up", which labels wait is in the rows."""
    asking.ask("printing.send", subject=f"printing.printer:{printer}", facility=facility)


def confirm(kind: type[View], *, subject: str, by: Actor) -> None:
    """The label was scanned: it exists, whatever the printer said. Within the caller's transaction."""
    if happened := scanned(kind, subject=subject):
        recording.record_all(happened, by=by)


def scanned(kind: type[View], *, subject: str) -> list[tuple[Happening, LabelSerial]]:
    """The same for callers that record several things at once: what happened, with its serial.

    A scan while the next generation still waits, or when none is left, is a scan of one that counts no more: alarm.
    """
    serial = LabelSerial.objects.filter(kind=kind.kind, subject=subject).order_by("-generation").first()
    if serial is None:
        return []
    if moves.may(serial, LabelConfirmed):
        confirmed = LabelConfirmed()
        moves.swap(serial, confirmed, fate=Fate.APPLIED)
        return [(confirmed, serial)]
    if serial.state == State.REVOKED or (serial.state == State.WAITING and serial.generation):
        return [(LabelAlarm(generation=serial.generation), serial)]
    return []


@work
def allow_reprint(serial: LabelSerial, *, by: Person, reason: str) -> SerialCard:
    """A supervisor lets a label print once more: the old one is revoked, the next has a higher generation."""
    deciding.refuse_unless_supervisor(serial.facility_id, by=by)
    if reason not in REASONS:
        raise Refused(_("Say why: jammed, torn, unreadable, lost or not printed."), code="reason_unknown", status=422)
    if not moves.may(serial, LabelReplaced):
        raise Refused(_("This label is being sent, or was replaced before."), code="wrong_state")
    replaced = LabelReplaced(reason=reason, next_generation=serial.generation + 1)
    moves.move(serial, replaced, by=by, fate=FATES[reason])
    if serial.view:
        spool_next(serial, by=by)
    return SerialCard(
        id=serial.pk, kind=serial.kind, subject=serial.subject, generation=serial.generation, state=serial.state
    )


def spool_next(serial: LabelSerial, *, by: Actor) -> LabelSerial:
    """The next generation of a label that a person gave up, on the same printer; within the caller's transaction."""
    following = LabelSerial(
        facility_id=serial.facility_id,
        printer_id=serial.printer_id,
        job_id=serial.job_id,
        copy=serial.copy,
        copies=serial.copies,
        kind=serial.kind,
        zone=serial.zone,
        subject=serial.subject,
        code=serial.code,
        generation=serial.generation + 1,
        view=serial.view,
        template_id=serial.template_id,
        made_at=clock.now(),
    )
    following.save(force_insert=True)
    recording.record(LabelAsked(printer=serial.printer_id, generation=following.generation), on=following, by=by)
    wake(serial.printer_id, facility=serial.facility_id)
    return following


def generation_of(kind: type[View], *, subject: str) -> int | None:
    """The generation of the live label of a thing, None if there is none now."""
    live = LabelSerial.objects.filter(kind=kind.kind, subject=subject).exclude(state=State.REVOKED)
    return live.values_list("generation", flat=True).first()


def printer_beside(station: Station) -> Printer:
    """The printer that stands beside a station."""
    found = Printer.objects.filter(stationprinter__station=station).first()
    if found is None:
        raise _no_printer()
    return found


def _allot(view: type[View] | View, *, at: Station, subject: str, code: str) -> LabelSerial:
    """The next serial of a thing at the printer beside the station, not yet written: one select for both questions."""
    before = LabelSerial.objects.filter(kind=view.kind, subject=subject).order_by("-generation")
    beside = (
        StationPrinter.objects.filter(station=at)
        .select_related("printer")
        .annotate(last=Subquery(before.values("generation")[:1]), last_state=Subquery(before.values("state")[:1]))
        .first()
    )
    if beside is None:
        raise _no_printer()
    zones.refuse(view, beside.printer)
    if beside.last is not None and beside.last_state != State.REVOKED:
        raise _printed_before()
    return LabelSerial(
        facility_id=at.facility_id,
        printer=beside.printer,
        kind=view.kind,
        zone=beside.printer.zone,
        subject=subject,
        code=code,
        generation=0 if beside.last is None else beside.last + 1,
        view="" if isinstance(view, type) else cards.encode(view),
        made_at=clock.now(),
    )


def _spool_some(job: LabelJob, wanted: dict[int, Wanted], *, on: Printer, by: Actor) -> None:
    last = _last_generations(job.kind, [each.subject for each in wanted.values()])
    rows = [
        LabelSerial(
            facility_id=job.facility_id,
            printer=on,
            job=job,
            copy=number,
            copies=job.count,
            kind=job.kind,
            zone=on.zone,
            subject=each.subject,
            code=each.code,
            generation=last.get(each.subject, -1) + 1,
            view=cards.encode(each.view),
            template_id=each.template,
            made_at=job.made_at,
        )
        for number, each in wanted.items()
    ]
    LabelSerial.objects.bulk_create(rows)
    recording.record_all([(LabelAsked(printer=on.pk, generation=row.generation), row) for row in rows], by=by)


def _last_generations(kind: str, subjects: Sequence[str]) -> dict[str, int]:
    """The highest generation of each thing that had a label; refuse if one of them is live."""
    if len(set(subjects)) < len(subjects):
        raise _printed_before()
    found: QuerySet[LabelSerial] = LabelSerial.objects.filter(kind=kind, subject__in=subjects)
    last: dict[str, int] = {}
    for subject, generation, state in found.values_list("subject", "generation", "state"):
        if state != State.REVOKED:
            raise _printed_before()
        last[subject] = max(generation, last.get(subject, -1))
    return last


def _refuse_stored(view: View) -> None:
    if view.personal == "yes":
        raise Refused(_("This paper is made at the dispatch station."), code="zone_forbidden", status=403)


def _printed_before() -> Refused:
    return Refused(_("It was printed before. Ask a supervisor for another."), code="already_printed")


def _no_printer() -> NotFound:
    return NotFound(_("No printer stands here. Ask for help."), code="no_printer")
