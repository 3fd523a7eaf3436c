"""Sending labels: one consumer per printer, "sending" committed before the first byte, and never a second try."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from backend.facility.models import Hold
from backend.kit import clock
from backend.kit.errors import Refused
from backend.ledger import moves, recording
from backend.ledger.happenings import SYSTEM, Happening
from backend.ledger.work import work
from backend.printing import leases, rendering, spool, templates, wires
from backend.printing.events import LabelDoubtful, LabelSending, LabelSent, LabelUnprintable
from backend.printing.leases import Lease, LeaseLost
from backend.printing.models import LabelSerial, Printer, StationPrinter
from backend.printing.wires import Away, Torn, Wire
from labels import Printed, Template, Unprintable

log = logging.getLogger(__name__)
SOONEST: Final = timedelta(seconds=5)
LATEST: Final = timedelta(seconds=60)
READY: Final = "ready"
MOST_LOOKED_AT: Final = 200
TURN_SECONDS: Final = 10.0
State = LabelSerial.State


@dataclass
class Run:
    """One consumer at work: its right to the printer, its wire, and the labels in the air.

    `until` is when its turn ends, on the monotonic clock. `taken` are those that the printer has, to be written down
    with the next label that begins: one commit a label.
    """

    lease: Lease
    printer: Printer
    wire: Wire
    until: float
    has_begun: bool = False
    flight: deque[LabelSerial] = field(default_factory=deque)
    taken: list[LabelSerial] = field(default_factory=list)
    templates: dict[str, Template | None] = field(default_factory=dict)

    def template_of(self, serial: LabelSerial) -> Template | None:
        """The layout of a label, read once a run for each kind."""
        if serial.template_id is not None:
            return templates.to_try_out(serial.template_id)
        if serial.kind not in self.templates:
            self.templates[serial.kind] = templates.in_use(serial.kind, facility=serial.facility_id)
        return self.templates[serial.kind]


def send_waiting(printer: int) -> None:
    """Send the waiting labels of a printer in order; stop at a hold, a pause, an absent printer, or a doubt.

    Nothing to do while another consumer sends. What was asked for while this one ended is looked for once more; after
    ten seconds other jobs have their turn first.
    """
    until = time.monotonic() + TURN_SECONDS
    while _is_due(printer) and (lease := leases.take(printer)) is not None:
        try:
            is_empty = _send_all(lease, until=until)
        finally:
            leases.release(lease)
        if not is_empty:
            return
        if time.monotonic() >= until:
            _go_on_later(printer)
            return


def held(printers: Sequence[Printer]) -> set[int]:
    """Which of these printers stand still: all stations beside them are held, or all of their facility. Two queries.

    What waits there is sent when work goes on.
    """
    open_holds = list(Hold.objects.filter(facility__in={each.facility_id for each in printers}, released_at=None))
    if not open_holds:
        return set()
    facilities = {hold.facility_id for hold in open_holds if hold.area_id is None and hold.station_id is None}
    areas, stations = ({getattr(hold, name) for hold in open_holds} - {None} for name in ("area_id", "station_id"))
    beside = StationPrinter.objects.filter(printer__in=printers).values_list("printer", "station", "station__area")
    running = {printer for printer, station, area in beside if station not in stations and area not in areas}
    partly = {printer for printer, _station, _area in beside} - running
    return {each.pk for each in printers if each.facility_id in facilities or each.pk in partly}


@work
def doubt_the_abandoned() -> int:
    """Labels that a killed sender left in mid-air become doubtful; no machine sends them again. How many."""
    abandoned = LabelSerial.objects.filter(state=State.SENDING).exclude(printer__lease_until__gte=clock.now())
    return sum(_doubt_one(serial) for serial in abandoned.order_by("pk")[:MOST_LOOKED_AT])


@work
def wake_the_waiting() -> int:
    """Wake the consumer of every printer where labels wait and nobody sends: after a kill, a hold, an absence."""
    waiting = LabelSerial.objects.filter(state=State.WAITING).values("printer")
    idle = Printer.objects.filter(pk__in=waiting, paused_at=None).exclude(way=Printer.Way.BROWSER)
    ready = [each for each in idle.order_by("pk") if _is_idle(each)]
    still = held(ready)
    woken = [each for each in ready if each.pk not in still]
    for printer in woken:
        spool.wake(printer.pk, facility=printer.facility_id)
    return len(woken)


def note(printer: Printer, status: str) -> None:
    """Keep what the printer said, and when to try it again: after half of the time it has been so, 5 to 60 seconds."""
    now = clock.now()
    since = printer.status_at if printer.status == status and printer.status_at else now
    retry_at = None if status == READY else now + min(max((now - since) / 2, SOONEST), LATEST)
    Printer.objects.filter(pk=printer.pk).update(status=status, status_at=since, retry_at=retry_at)
    printer.status, printer.status_at, printer.retry_at = status, since, retry_at


def _is_due(pk: int) -> bool:
    """Whether a label waits at a printer that may send now."""
    printer = Printer.objects.filter(pk=pk, paused_at=None).exclude(way=Printer.Way.BROWSER).first()
    if printer is None or not _is_rested(printer):
        return False
    return LabelSerial.objects.filter(printer=printer, state=State.WAITING).exists()


def _is_idle(printer: Printer) -> bool:
    return (printer.lease_until is None or printer.lease_until < clock.now()) and _is_rested(printer)


def _is_rested(printer: Printer) -> bool:
    return printer.retry_at is None or printer.retry_at <= clock.now()


def _send_all(lease: Lease, *, until: float) -> bool:
    """Send until nothing waits or the turn is over; False when something else ended it."""
    printer = Printer.objects.get(pk=lease.printer)
    # Whoever let these leave is gone: the lease is ours now.
    _doubt_all(list(LabelSerial.objects.filter(printer=printer, state=State.SENDING).order_by("pk")))
    run = Run(lease, printer, wires.open_to(printer), until)
    try:
        return _drain(run)
    except Away as away:
        note(printer, away.why)
        log.warning("Printer %s takes nothing now: %s", printer.pk, away.why)
    except Torn as torn:
        _doubt(run, why=torn.why)
    except LeaseLost:
        log.warning("Printer %s was taken over by another consumer", printer.pk)
    finally:
        run.wire.close()
        _write_taken(run)
    return False


def _drain(run: Run) -> bool:
    """Send in order until nothing waits or work stops, and wait until the printer has all of it."""
    while (serial := _next_label(run)) is not None:
        _send_one(run, serial)
    _land(run, room=0)
    _write_taken(run)
    return not _stopped_by_a_hold(run)


def _next_label(run: Run) -> LabelSerial | None:
    """The next label in order; None when nothing waits, the turn is over, or the printer is paused or stands still."""
    if run.has_begun and time.monotonic() >= run.until:
        return None
    waiting = LabelSerial.objects.filter(printer=run.printer, printer__paused_at=None, state=State.WAITING)
    serial = waiting.order_by("pk").first()
    return None if serial is None or held([run.printer]) else serial


def _send_one(run: Run, serial: LabelSerial) -> None:
    try:
        printed = rendering.render(serial, on=run.printer, template=run.template_of(serial))
    except (Unprintable, Refused) as refusal:
        log.error("Label %s cannot be printed: %s", serial.pk, refusal)
        _give_up(serial)
        return
    _land(run, room=run.wire.window - 1)
    run.wire.ready()
    _begin(run, serial, printed)
    run.taken, run.has_begun = [], True
    run.flight.append(serial)
    serial.spooled_as = run.wire.put(printed.data, name=rendering.name_of(serial))


def _land(run: Run, *, room: int) -> None:
    """Wait until at most `room` labels are in the air, and note those that the printer has taken."""
    if len(run.flight) <= room:
        return
    run.taken += [run.flight.popleft() for _ in range(run.wire.wait_for_room(len(run.flight), room=room))]
    if run.printer.status != READY:
        note(run.printer, READY)


def _stopped_by_a_hold(run: Run) -> bool:
    """Whether a hold ended the run: then nothing of the held shift stays in the printer's memory."""
    if not held([run.printer]):
        return False
    if run.printer.language == Printer.Language.ZPL and run.printer.tells_status:
        run.wire.ready()
        run.wire.clear()
    return True


def _doubt(run: Run, *, why: str) -> None:
    log.error("Printer %s: %s label(s) in doubt (%s)", run.printer.pk, len(run.flight), why)
    _doubt_all(list(run.flight))
    note(run.printer, why)


@work
def _go_on_later(pk: int) -> None:
    printer = Printer.objects.get(pk=pk)
    if LabelSerial.objects.filter(printer=printer, state=State.WAITING).exists():
        spool.wake(pk, facility=printer.facility_id)


@work
def _give_up(serial: LabelSerial) -> None:
    moves.move(serial, LabelUnprintable(printer=serial.printer_id), by=SYSTEM)


@work
def _begin(run: Run, serial: LabelSerial, printed: Printed) -> None:
    """Before its first byte; those that the printer has taken meanwhile are written down in the same commit."""
    leases.keep(run.lease)
    sending = LabelSending(printer=serial.printer_id)
    happened = _sent(run.taken)
    moves.swap(serial, sending, begun_at=clock.now(), **rendering.traces(printed))
    recording.record_all([*happened, (sending, serial)], by=SYSTEM)


def _write_taken(run: Run) -> None:
    if run.taken:
        _end(run.taken)
        run.taken = []


@work
def _end(taken: list[LabelSerial]) -> None:
    recording.record_all(_sent(taken), by=SYSTEM)


def _sent(taken: list[LabelSerial]) -> list[tuple[Happening, LabelSerial]]:
    """The printer took them, unless one was scanned or doubted meanwhile."""
    happened: list[tuple[Happening, LabelSerial]] = []
    for serial in taken:
        sent = LabelSent(printer=serial.printer_id)
        with suppress(Refused):
            moves.swap(serial, sent, **({"spooled_as": serial.spooled_as} if serial.spooled_as else {}))
            happened.append((sent, serial))
    return happened


def _doubt_all(serials: list[LabelSerial]) -> None:
    if serials:
        _doubt_each(serials)


@work
def _doubt_each(serials: list[LabelSerial]) -> None:
    for serial in serials:
        _doubt_one(serial)


def _doubt_one(serial: LabelSerial) -> bool:
    serial.refresh_from_db(fields=["state"])
    if serial.state != State.SENDING:
        return False
    moves.move(serial, LabelDoubtful(printer=serial.printer_id), by=SYSTEM)
    return True
