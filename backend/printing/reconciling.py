"""The end of a session at a printer: every label that was sent is on something, destroyed, handed back or not printed.

What is left over is missing: then a supervisor says why and signs.
"""

from __future__ import annotations

from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from backend.kit import clock, locks
from backend.kit.errors import Refused
from backend.ledger.recording import record
from backend.ledger.work import work
from backend.people.models import Person
from backend.printing import deciding
from backend.printing.cards import AccountCard
from backend.printing.events import PrinterReconciled
from backend.printing.models import LabelSerial, Printer, Reconciliation

State, Fate = LabelSerial.State, LabelSerial.Fate
MISSING_BECAUSE: Final = frozenset({"not_scanned", "lost", "other"})


def to_account_for(printer: Printer) -> QuerySet[LabelSerial]:
    """Everything that ever left for the printer since its last reconciliation."""
    return LabelSerial.objects.filter(printer=printer, begun_at__isnull=False, reconciliation=None)


def missing(printer: Printer) -> QuerySet[LabelSerial]:
    """Those of them of which nobody has said where they are, the oldest first."""
    return to_account_for(printer).filter(fate=Fate.OPEN).order_by("pk")


def account(printer: Printer) -> AccountCard:
    """What was sent and where it is, in one query."""
    fates = {
        name: Count("pk", filter=Q(fate=fate))
        for name, fate in {
            "applied": Fate.APPLIED,
            "spoiled": Fate.SPOILED,
            "returned": Fate.RETURNED,
            "not_printed": Fate.NOT_PRINTED,
            "missing": Fate.OPEN,
        }.items()
    }
    in_the_air = Count("pk", filter=Q(state=State.SENDING))
    return AccountCard(**to_account_for(printer).aggregate(sent=Count("pk"), in_the_air=in_the_air, **fates))


@work
def close(printer: Printer, *, by: Person, reason: str = "") -> AccountCard:
    """End the session: the account is kept, and what comes later belongs to the next one."""
    deciding.refuse_unless_supervisor(printer.facility_id, by=by)
    locks.take(Printer.objects.filter(pk=printer.pk))
    card = account(printer)
    if card.in_the_air:
        raise Refused(_("A label is on its way. Wait until the printer has it."), code="label_in_the_air")
    if not card.sent:
        raise Refused(_("Nothing was printed since the last time."), code="nothing_to_reconcile")
    if card.missing and reason not in MISSING_BECAUSE:
        raise Refused(
            _("%(n)s labels are missing. Look for them, or say why and sign.") % {"n": card.missing},
            code="labels_missing",
            status=422,
        )
    reason = reason if card.missing else ""
    made = Reconciliation.objects.create(
        facility_id=printer.facility_id,
        printer=printer,
        sent=card.sent,
        missing=card.missing,
        reason=reason,
        signed_by=by,
        made_at=clock.now(),
    )
    to_account_for(printer).update(reconciliation=made)
    happened = PrinterReconciled(
        sent=card.sent,
        applied=card.applied,
        spoiled=card.spoiled,
        returned=card.returned,
        not_printed=card.not_printed,
        missing=card.missing,
        reason=reason,
    )
    record(happened, on=printer, by=by)
    return card
