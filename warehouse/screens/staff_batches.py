"""Batches on staff pages: the list, one walk, and freeing a batch whose worker cannot go on."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from backend.facility import shell, staff_commands
from backend.facility.entrances import StaffRequest, staff
from backend.kit.errors import Refused
from backend.web.parts import Cell, Column, Row, Table
from backend.web.templatetags.web import duration, when
from warehouse import floor_maps, handing_back, histories, wording
from warehouse.cards.staff import BatchRow, Fact, Question
from warehouse.models import Batch
from warehouse.overviews import batches
from warehouse.screens.staff_orders import SUPERVISOR, choices, pager

PAGES = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@staff(SUPERVISOR)
def list_page(request: StaffRequest) -> HttpResponse:
    """Every batch of the facility, the newest on top."""
    state = request.GET.get("state", "")
    state = state if state in Batch.State.values else ""
    found = batches.page(request.facility.pk, state=state, cursor=request.GET.get("cursor", ""))
    states = [(str(each.value), wording.batch_state(each).word) for each in Batch.State]
    return render(
        request,
        "warehouse/batches.html",
        {
            "shell": shell.staff(request, title=_("Batches"), sub=_("the newest on top"), current="batches"),
            "table": _table(found.rows),
            "pager": pager(request, found.next_cursor),
            "filters": (choices("state", _("State"), _("All states"), states, state),),
            "is_filtered": bool(state),
        },
    )


@require_safe
@staff(SUPERVISOR)
def batch_page(request: StaffRequest, pk: int) -> HttpResponse:
    """One walk: its stops, who walks it, and what happened."""
    batch = batches.find(pk, facility=request.facility.pk)
    card = batches.card(batch)
    sub = _("planned %(at)s · leave by %(by)s") % {"at": when(batch.made_at), "by": when(batch.ship_by)}
    frame = shell.staff(request, title=_("Batch %(number)s") % {"number": batch.pk}, sub=sub, current="batches")
    context = {"shell": frame, "batch": card, "idle": idle(card.row), "history": histories.of_batch(batch)}
    context["walk"] = floor_maps.of_batch(batch)
    return render(request, "warehouse/batch.html", context)


@PAGES
@staff(SUPERVISOR)
def free(request: StaffRequest, pk: int) -> HttpResponse:
    """First what freeing means, then the batch goes back to the queue."""
    batch = batches.find(pk, facility=request.facility.pk)
    if request.method == "POST":
        asked = staff_commands.asked(request, "batch.free", str(batch.pk))
        handing_back.free_stuck.once(asked, batch, by=request.user)
        messages.success(request, _("The batch is free. Another worker can take it."))
        return redirect("batch", pk=batch.pk)
    row = batches.card(batch).row
    if not row.is_claimed:
        raise Refused(_("Nobody has this batch. It is free."), code="wrong_state")
    question = Question(
        title=_("Free batch %(number)s?") % {"number": batch.pk},
        facts=(
            Fact(_("Worker"), row.worker),
            Fact(_("Station"), str(row.station) if row.station else _("none")),
            Fact(_("Stops done"), f"{row.stops_done} / {row.stops}"),
            Fact(_("Last scan"), idle(row)),
        ),
        consequences=(
            _("What was picked stays in its totes on its cart."),
            _("The next free worker goes on where this one stopped."),
            _("The worker's screen goes back to the start. Nothing counts against them."),
        ),
        button=_("Free this batch"),
        icon="lock-open",
        back_url=reverse("batch", args=[batch.pk]),
        do_url=reverse("batch-free", args=[batch.pk]),
    )
    frame = shell.staff(request, title=question.title, current="batches")
    return render(request, "warehouse/question.html", {"shell": frame, "question": question})


def idle(row: BatchRow) -> str:
    """Since when nobody scanned for a batch."""
    if row.idle_seconds is None:
        return ""
    if row.idle_seconds < 60:
        return _("less than a minute ago")
    return _("%(time)s ago") % {"time": duration(row.idle_seconds)}


def _table(rows: tuple[BatchRow, ...]) -> Table:
    return Table(
        caption=_("Batches, the newest on top"),
        columns=(
            Column(_("Batch")),
            Column(_("State")),
            Column(_("Worker")),
            Column(_("Stops done"), is_number=True),
            Column(_("Last scan")),
            Column(_("Leave by")),
            Column(_("Orders"), is_number=True),
            Column(_("Units"), is_number=True),
        ),
        rows=tuple(_table_row(row) for row in rows),
        hide_caption=True,
        is_tight=True,
    )


def _table_row(row: BatchRow) -> Row:
    where = ngettext("station %(n)s", "station %(n)s", row.station or 0) % {"n": row.station} if row.station else ""
    return Row(
        (
            Cell(str(row.id), href=reverse("batch", args=[row.id])),
            Cell(word=row.state.word, tone=row.state.tone, icon=row.state.icon),
            Cell(row.worker or "–", small=where),
            f"{row.stops_done} / {row.stops}",
            idle(row) or "–",
            when(row.ship_by),
            str(row.orders),
            str(row.units),
        )
    )
