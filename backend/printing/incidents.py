"""Labels of which nobody knows whether they printed: a person looks, and says what is there and what never came out."""

from __future__ import annotations

import re
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from backend.kit import codes
from backend.kit.errors import Refused
from backend.ledger import moves
from backend.ledger.work import work
from backend.people.models import Person
from backend.printing import deciding, spool
from backend.printing.events import (
    LabelConfirmed,
    LabelFound,
    LabelHandedBack,
    LabelMissing,
    LabelSpoiled,
)
from backend.printing.models import LabelSerial, Printer

State, Fate = LabelSerial.State, LabelSerial.Fate
NUMBER: Final = re.compile(r"J?(\d{1,12})(?:\s+\d+/\d+)?(?:\s+R\d+)?", re.IGNORECASE)
SPOILED_BECAUSE: Final = frozenset({"jammed", "torn", "unreadable", "test", "twice"})
RETURNED_BECAUSE: Final = frozenset({"not_needed", "too_many"})


def in_doubt(printer: Printer) -> QuerySet[LabelSerial]:
    """The doubtful labels of a printer in the order in which they left."""
    return LabelSerial.objects.filter(printer=printer, state=State.UNKNOWN).order_by("pk")


@work
def find_last_good(printer: Printer, *, scanned: str, by: Person) -> int:
    """The last good label was scanned: it came out, and so did those that left before it. How many doubts are gone."""
    deciding.refuse_unless_supervisor(printer.facility_id, by=by)
    last = _doubtful(printer, scanned)
    found = list(in_doubt(printer).filter(pk__lte=last.pk))
    for serial in found:
        moves.move(serial, LabelFound(), by=by, fate=Fate.APPLIED)
    return len(found)


@work
def give_up_the_rest(printer: Printer, *, by: Person) -> int:
    """What is still in doubt never came out: each number counts no more, and its next generation is spooled."""
    deciding.refuse_unless_supervisor(printer.facility_id, by=by)
    missing = list(in_doubt(printer))
    if not missing:
        raise Refused(_("No label of this printer is in doubt."), code="nothing_in_doubt")
    for serial in missing:
        moves.move(serial, LabelMissing(), by=by, fate=Fate.NOT_PRINTED)
        if serial.view:
            spool.spool_next(serial, by=by)
    return len(missing)


@work
def see(serial: LabelSerial, *, by: Person) -> None:
    """A person holds the label in their hand, or sees it where it belongs."""
    deciding.refuse_unless_supervisor(serial.facility_id, by=by)
    moves.move(serial, LabelConfirmed(), by=by, fate=Fate.APPLIED)


@work
def spoil(serial: LabelSerial, *, by: Person, reason: str) -> None:
    """The piece of paper is destroyed; another needs a reprint."""
    deciding.refuse_unless_supervisor(serial.facility_id, by=by)
    _refuse_unless_known(reason, among=SPOILED_BECAUSE)
    moves.move(serial, LabelSpoiled(reason=reason), by=by, fate=Fate.SPOILED)


@work
def hand_back(serial: LabelSerial, *, by: Person, reason: str) -> None:
    """The piece of paper lies with staff and is not used."""
    deciding.refuse_unless_supervisor(serial.facility_id, by=by)
    _refuse_unless_known(reason, among=RETURNED_BECAUSE)
    moves.move(serial, LabelHandedBack(reason=reason), by=by, fate=Fate.RETURNED)


def _doubtful(printer: Printer, scanned: str) -> LabelSerial:
    """The doubtful label that was scanned, or whose number was typed."""
    text = scanned.strip()
    rows = in_doubt(printer)
    number = NUMBER.fullmatch(text)
    found = rows.filter(pk=int(number[1])).first() if number else rows.filter(code=_code(text)).exclude(code="").first()
    if found is None:
        raise Refused(
            _("This label is not in doubt here. Scan one from the list."), code="label_not_in_doubt", status=422
        )
    return found


def _code(text: str) -> str:
    """What a scanner sends, as labels keep it: an address in a square ends in its token."""
    try:
        return codes.parse(text).text
    except Refused:
        return text.rpartition("/")[2].upper()


def _refuse_unless_known(reason: str, *, among: frozenset[str]) -> None:
    if reason not in among:
        raise Refused(_("Say why, from the list."), code="reason_unknown", status=422)
