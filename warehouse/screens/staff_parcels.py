"""Parcels on staff pages: the list, one parcel, and what only a supervisor may allow: a print, a weight, opening."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from backend.facility import shell, staff_commands
from backend.facility.entrances import StaffRequest, staff
from backend.kit.errors import Refused
from backend.web.parts import Cell, Column, Row, Table
from backend.web.templatetags.web import grams, when
from warehouse import histories, repacking, wording
from warehouse.cards.staff import Ask, Fact, ParcelRow, Question
from warehouse.models import Parcel, Tote
from warehouse.overviews import parcels, totes
from warehouse.screens import reprints
from warehouse.screens.staff_orders import SUPERVISOR, choices, pager

PAGES = require_http_methods(["GET", "HEAD", "POST"])
NEEDS: Final = (parcels.WEIGHT, parcels.PRINT)


@require_safe
@staff(SUPERVISOR)
def list_page(request: StaffRequest) -> HttpResponse:
    """Every parcel of the facility, the newest on top; a tag that is typed or scanned leads to its parcel."""
    if request.GET.get("tag"):
        return redirect("parcel", pk=parcels.find_by_tag(request.GET["tag"], facility=request.facility.pk).pk)
    state, needs = request.GET.get("state", ""), request.GET.get("needs", "")
    state, needs = state if state in Parcel.State.values else "", needs if needs in NEEDS else ""
    found = parcels.page(request.facility.pk, state=state, needs=needs, cursor=request.GET.get("cursor", ""))
    states = [(str(each.value), wording.parcel_state(each).word) for each in Parcel.State]
    wishes = [(parcels.WEIGHT, _("Weight to decide")), (parcels.PRINT, _("Print nobody knows of"))]
    return render(
        request,
        "warehouse/parcels.html",
        {
            "shell": shell.staff(request, title=_("Parcels"), sub=_("the newest on top"), current="parcels"),
            "table": _table(found.rows),
            "pager": pager(request, found.next_cursor),
            "filters": (
                choices("state", _("State"), _("All states"), states, state),
                choices("needs", _("Needs you"), _("All parcels"), wishes, needs),
            ),
            "is_filtered": bool(state or needs),
        },
    )


@require_safe
@staff(SUPERVISOR)
def parcel_page(request: StaffRequest, pk: int) -> HttpResponse:
    """One parcel: what is in it, what it weighs, what was printed, what happened."""
    parcel = parcels.find(pk, facility=request.facility.pk)
    printed = parcels.serials(parcel)
    card = parcels.card(parcel, printed=printed)
    sub = _("%(shop)s · order %(number)s") % {"shop": card.shop, "number": card.row.order_number}
    frame = shell.staff(request, title=_("Parcel %(tag)s") % {"tag": card.row.tag}, sub=sub, current="parcels")
    history = histories.of_parcel(parcel, labels=printed)
    return render(request, "warehouse/parcel.html", {"shell": frame, "parcel": card, "history": history})


@PAGES
@staff(SUPERVISOR)
def allow_reprint(request: StaffRequest, pk: int, serial_pk: int) -> HttpResponse:
    """Why, then the check, then one more print: the old label counts no more."""
    parcel = parcels.find(pk, facility=request.facility.pk)
    serial = parcels.find_serial(parcel, serial_pk)
    back = reverse("parcel", args=[parcel.pk])
    about = Fact(_("Parcel"), parcel.tag)
    return reprints.answer(request, serial, about, place="parcels", back=back)


@PAGES
@staff(SUPERVISOR)
def allow_weight(request: StaffRequest, pk: int) -> HttpResponse:
    """Why, then the check, then the parcel goes on with the weight it has."""
    parcel = parcels.find(pk, facility=request.facility.pk)
    why = {reason: wording.weight_because(reason) for reason in repacking.WEIGHT_REASONS}
    reason = _chosen(request, "reason", why)
    if request.method == "POST":
        repacking.allow_weight.once(
            staff_commands.asked(request, "parcel.allow_weight", str(parcel.pk), reason),
            parcel,
            by=request.user,
            reason=reason,
        )
        messages.success(request, _("The weight stands. The worker can seal the parcel."))
        return redirect("parcel", pk=parcel.pk)
    if not repacking.waits_for_weight(parcel):
        raise Refused(_("This parcel does not wait for its weight."), code="wrong_state")
    here = reverse("parcel-weight", args=[parcel.pk])
    off = (parcel.weight_grams or 0) - (parcel.expected_grams or 0)
    question = Question(
        title=_("Let this weight stand?"),
        facts=(
            Fact(_("On the scale"), grams(parcel.weight_grams) or ""),
            Fact(_("Expected"), grams(parcel.expected_grams) or ""),
            Fact(_("Difference"), f"{'+' if off > 0 else ''}{grams(off)}"),
            Fact(_("Weighed"), _("%(n)s times wrong") % {"n": parcel.weighings}),
            *((Fact(_("Why"), why[reason], here),) if reason else ()),
        ),
        consequences=(
            _("Look into the box first: every item was scanned again."),
            _("The worker goes on and seals it."),
            _("Your name and the reason stand in the ledger."),
        ),
        button=_("Let the weight stand"),
        icon="scale",
        back_url=reverse("parcel", args=[parcel.pk]),
        do_url=here,
        ask=None if reason else Ask("reason", _("Why may the weight differ?"), choices=tuple(why.items())),
        answers=(("reason", reason),),
    )
    return _question_page(request, question)


@PAGES
@staff(SUPERVISOR)
def unpack(request: StaffRequest, pk: int) -> HttpResponse:
    """Why, into which tote, then the check, then the parcel is open and its goods lie at the check lane."""
    parcel = parcels.find(pk, facility=request.facility.pk)
    why = {reason: wording.unpack_because(reason) for reason in repacking.UNPACK_REASONS}
    reason, code = _chosen(request, "reason", why), _given(request, "tote")
    here = reverse("parcel-unpack", args=[parcel.pk])
    into, wrong = _tote(parcel, code, facility=request.facility.pk)
    if request.method == "POST":
        if into is None:
            raise Refused(wrong or _("Say which tote takes the goods."), code="tote_unknown", status=422)
        asked = staff_commands.asked(request, "parcel.unpack", str(parcel.pk), reason, str(into.pk))
        repacking.unpack.once(asked, parcel, into=into, by=request.user, reason=reason)
        messages.success(request, _("The parcel is open. Its goods wait at the check lane."))
        return redirect("parcel", pk=parcel.pk)
    if not repacking.may_unpack(parcel):
        raise Refused(_("This parcel cannot be opened any more."), code="wrong_state")
    ask = None
    if not reason:
        ask = Ask("reason", _("Why is it opened?"), choices=tuple(why.items()))
    elif into is None:
        hint = _("Scan or type the code of an empty tote, T-101 or its barcode.")
        ask = Ask("tote", _("Which tote takes the goods?"), hint, value=code, wrong=wrong)
    question = Question(
        title=_("Open this parcel again?"),
        facts=(
            Fact(_("Parcel"), parcel.tag),
            Fact(_("Order"), parcel.order.number),
            *((Fact(_("Why"), why[reason], here),) if reason else ()),
            *((Fact(_("Into tote"), into.name, f"{here}?reason={reason}"),) if reason and into else ()),
        ),
        consequences=(
            _("Its tag and its carrier label count no more."),
            _("The goods go into the tote, which waits at the check lane."),
            _("When you release the tote, it is packed anew."),
        ),
        button=_("Open it again"),
        icon="package-open",
        back_url=reverse("parcel", args=[parcel.pk]),
        do_url=here,
        ask=ask,
        answers=(("reason", reason), *((("tote", code),) if into else ())),
    )
    return _question_page(request, question, status=422 if ask and ask.wrong else 200)


def _tote(parcel: Parcel, code: str, *, facility: int) -> tuple[Tote | None, str]:
    """The tote that takes the goods, or why it cannot; an open parcel's goods are in their tote already."""
    if parcel.state == Parcel.State.OPEN:
        own = Tote.objects.filter(order=parcel.order_id).first()
        return own, "" if own else _("The tote of this parcel is gone.")
    if not code:
        return None, ""
    try:
        return totes.find_empty(code, facility=facility), ""
    except Refused as refusal:
        return None, refusal.message


def _question_page(request: StaffRequest, question: Question, *, status: int = 200) -> HttpResponse:
    frame = shell.staff(request, title=question.title, current="parcels")
    return render(request, "warehouse/question.html", {"shell": frame, "question": question}, status=status)


def _given(request: HttpRequest, name: str) -> str:
    return (request.POST if request.method == "POST" else request.GET).get(name, "").strip()


def _chosen(request: HttpRequest, name: str, among: Mapping[str, str]) -> str:
    """An answer, empty if it is none of the choices; on a POST the work function says so."""
    value = _given(request, name)
    return value if value in among or request.method == "POST" else ""


def _table(rows: tuple[ParcelRow, ...]) -> Table:
    return Table(
        caption=_("Parcels, the newest on top"),
        columns=(
            Column(_("Tag")),
            Column(_("State")),
            Column(_("Needs you")),
            Column(_("Order")),
            Column(_("Weight"), is_number=True),
            Column(_("Expected"), is_number=True),
            Column(_("Box")),
            Column(_("Begun")),
        ),
        rows=tuple(_table_row(row) for row in rows),
        hide_caption=True,
        is_tight=True,
    )


def _table_row(row: ParcelRow) -> Row:
    needs = {
        parcels.WEIGHT: Cell(word=_("Weight"), tone="warn", icon="scale"),
        parcels.PRINT: Cell(word=_("Print"), tone="warn", icon="printer"),
    }
    return Row(
        (
            Cell(row.tag, href=reverse("parcel", args=[row.id]), is_code=True),
            Cell(word=row.state.word, tone=row.state.tone, icon=row.state.icon),
            needs.get(row.needs, "–"),
            Cell(row.order_number, href=reverse("order", args=[row.order]), is_code=True),
            grams(row.weight_grams) or "–",
            grams(row.expected_grams) or "–",
            row.carton or "–",
            when(row.made_at),
        )
    )
