"""Waves on staff pages: what waits, tries at a plan side by side, and the release of one of them to the floor."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from backend.facility import shell, staff_commands
from backend.facility.entrances import StaffRequest, staff
from backend.kit.errors import Invalid
from warehouse import planning
from warehouse.models import Wave
from warehouse.overviews import waves
from warehouse.screens.staff_orders import SUPERVISOR


@require_safe
@staff(SUPERVISOR)
def waves_page(request: StaffRequest, pk: int | None = None) -> HttpResponse:
    """The newest plan, or the wave that is asked for, with the tries beside it."""
    chosen = request.GET.get("cart", "1")
    cart = int(chosen) if chosen.isdecimal() and len(chosen) < 5 else 1
    page = waves.page(request.facility, pk=pk, cart=cart)
    title = page.wave.title if page.wave else _("Waves")
    pool = ngettext("%(n)s order waits", "%(n)s orders wait", page.pool.orders) % {"n": page.pool.orders}
    frame = shell.staff(request, title=title, sub=page.wave.sub if page.wave else pool, current="waves")
    return render(request, "warehouse/waves.html", {"shell": frame, "page": page})


@require_safe
@staff(SUPERVISOR)
def thinking(request: StaffRequest) -> HttpResponse:
    """How far the planning is; once it is ready the page is loaded anew."""
    card = waves.thinking(request.facility.pk)
    answer = render(request, "warehouse/_thinking.html", {"thinking": card})
    if card is None:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@staff(SUPERVISOR)
def ask(request: StaffRequest) -> HttpResponse:
    """Plan another try."""
    given = planning.Asked(
        slots=_number(request, "slots", code="slots_unlikely"),
        workers=_number(request, "workers", code="workers_unlikely"),
        mode=request.POST.get("mode", ""),
        leave_before=_leave_before(request),
    )
    said = staff_commands.asked(
        request, "wave.ask", str(given.slots), str(given.workers), given.mode, request.POST.get("leave", "")
    )
    planning.ask.once(said, request.facility.pk, asked=given, by=request.user)
    return redirect("waves")


@require_POST
@staff(SUPERVISOR)
def release(request: StaffRequest, pk: int) -> HttpResponse:
    """The planned batches go to the floor."""
    wave = _find(request, pk)
    opened = planning.release.once(staff_commands.asked(request, "wave.release", str(pk)), wave, by=request.user).card
    words = ngettext("%(n)s batch waits for workers now.", "%(n)s batches wait for workers now.", opened.batches)
    messages.success(request, words % {"n": opened.batches})
    return redirect("waves")


@require_POST
@staff(SUPERVISOR)
def drop(request: StaffRequest, pk: int) -> HttpResponse:
    """Forget a try, or stop the planning."""
    wave = _find(request, pk)
    planning.drop.once(staff_commands.asked(request, "wave.drop", str(pk)), wave, by=request.user)
    messages.success(request, _("Forgotten. Its orders wait as before."))
    return redirect("waves")


@require_POST
@staff(SUPERVISOR)
def set_ahead(request: StaffRequest) -> HttpResponse:
    """How many batches go ahead by themselves; an empty field is all of them."""
    given = request.POST.get("ahead", "").strip()
    batches = _number(request, "ahead", code="ahead_unlikely") if given else None
    asked = staff_commands.asked(request, "wave.ahead", given)
    planning.set_ahead.once(asked, request.facility, batches=batches, by=request.user)
    messages.success(request, _("Saved. It counts from the next planning on."))
    return redirect("waves")


def _find(request: StaffRequest, pk: int) -> Wave:
    return waves.find(pk, facility=request.facility.pk)


def _number(request: StaffRequest, name: str, *, code: str) -> int:
    given = request.POST.get(name, "")
    if not given.isdecimal() or len(given) > 4:
        raise Invalid(_("Give whole numbers."), code=code)
    return int(given)


def _leave_before(request: StaffRequest) -> datetime | None:
    return waves.midnight(request.facility) if request.POST.get("leave") == "today" else None
