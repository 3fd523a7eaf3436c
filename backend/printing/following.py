"""What a queue of CUPS took is followed until the queue says that it printed, or that it gave it up."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from itertools import groupby
from typing import Final

from backend.kit import clock
from backend.kit.errors import Refused
from backend.ledger import moves
from backend.ledger.happenings import SYSTEM, Happening
from backend.ledger.work import work
from backend.printing import ipp, sending
from backend.printing.events import LabelDoubtful, LabelPrinted
from backend.printing.models import LabelSerial, Printer
from backend.printing.wires import QUEUE

MOST_AT_ONCE: Final = 50
# A queue that still has a label after a day is somebody's to look at; and CUPS forgets old jobs.
FOLLOWED_FOR: Final = timedelta(days=1)
STOPPED: Final = "stopped"
GIVEN_UP: Final = "given_up"


def follow() -> int:
    """Ask the queues about the labels that they took: how many are known to have come to an end."""
    rows = LabelSerial.objects.filter(state=LabelSerial.State.SENT, begun_at__gte=clock.now() - FOLLOWED_FOR)
    held = rows.exclude(spooled_as="").select_related("printer").order_by("printer", "pk")[:MOST_AT_ONCE]
    return sum(_follow(printer, list(serials)) for printer, serials in groupby(held, key=lambda each: each.printer))


def _follow(printer: Printer, serials: list[LabelSerial]) -> int:
    found = QUEUE.fullmatch(printer.address) if printer.way == Printer.Way.CUPS else None
    if found is None:
        return 0
    queue, server = found["queue"], found["server"] or ""
    ended = 0
    with suppress(ipp.Silent):
        for serial in serials:
            ended += _tell(serial, ipp.job_state(queue, int(serial.spooled_as), server=server))
        _look_at_queue(printer, is_stopped=ipp.printer_state(queue, server=server) == ipp.STOPPED)
    return ended


def _tell(serial: LabelSerial, state: int) -> bool:
    if state == ipp.COMPLETED:
        return _write(serial, LabelPrinted(printer=serial.printer_id))
    if state in (ipp.CANCELED, ipp.ABORTED):
        sending.note(serial.printer, GIVEN_UP)
        return _write(serial, LabelDoubtful(printer=serial.printer_id))
    return False


def _look_at_queue(printer: Printer, *, is_stopped: bool) -> None:
    if is_stopped:
        sending.note(printer, STOPPED)
    elif printer.status == STOPPED:
        sending.note(printer, sending.READY)


def _write(serial: LabelSerial, event: Happening) -> bool:
    # It may have been scanned meanwhile: then that is what counts.
    with suppress(Refused):
        _move(serial, event)
        return True
    return False


@work
def _move(serial: LabelSerial, event: Happening) -> None:
    moves.move(serial, event, by=SYSTEM)
