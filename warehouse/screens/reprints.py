"""One more print of a label: why, then the check; the same questions wherever a label stands."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from backend.facility import shell, staff_commands
from backend.facility.entrances import StaffRequest
from backend.kit.errors import Refused
from backend.printing import spool
from backend.printing.models import LabelSerial
from warehouse import wording
from warehouse.cards.staff import Ask, Fact, Question
from warehouse.overviews.serials import serial_row


def answer(request: StaffRequest, serial: LabelSerial, about: Fact, *, place: str, back: str) -> HttpResponse:
    """Ask, check, or do it: the old label counts no more. `place` is where in the rail we are, `back` where we were."""
    row = serial_row(serial)
    why = {reason: wording.reprint_because(reason) for reason in sorted(spool.REASONS)}
    given = (request.POST if request.method == "POST" else request.GET).get("reason", "").strip()
    reason = given if given in why or request.method == "POST" else ""
    if request.method == "POST":
        asked = staff_commands.asked(request, "label.reprint", str(serial.pk), reason)
        spool.allow_reprint.once(asked, serial, by=request.user, reason=reason)
        messages.success(
            request, _("Another print is allowed. Generation R%(n)s counts now.") % {"n": row.generation + 1}
        )
        return redirect(back)
    if not row.may_reprint:
        raise Refused(_("This label is being sent, or was replaced before."), code="wrong_state")
    question = Question(
        title=_("Print the %(label)s again?") % {"label": row.kind.lower()},
        facts=(
            about,
            Fact(_("Label"), f"{row.kind}, R{row.generation}"),
            Fact(_("Known of it"), row.state.word),
            *((Fact(_("Why"), why[reason], request.path),) if reason else ()),
        ),
        consequences=(
            _("The old label counts no more. Take it off and destroy it."),
            _("The new one carries R%(n)s.") % {"n": row.generation + 1},
            _("Your name and the reason stand in the ledger."),
        ),
        button=_("Allow one more print"),
        icon="printer",
        back_url=back,
        do_url=request.path,
        ask=None if reason else Ask("reason", _("Why is another print needed?"), choices=tuple(why.items())),
        answers=(("reason", reason),),
    )
    frame = shell.staff(request, title=question.title, current=place)
    return render(request, "warehouse/question.html", {"shell": frame, "question": question})
