"""People who must not meet: security opens and closes pairs. No reason is asked, and no other screen shows them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from backend.facility import shell, staff_commands
from backend.facility.entrances import StaffRequest, staff
from backend.kit.errors import Invalid
from backend.people import separating
from backend.people.models import KeepSeparate, Person
from warehouse import keeping_apart
from warehouse.cards.apart import PairCard, WorkerChoice

SECURITY = Person.Role.SECURITY


@require_safe
@staff(SECURITY)
def list_page(request: StaffRequest) -> HttpResponse:
    """The open pairs, and a form for another."""
    rows = KeepSeparate.objects.filter(facility=request.facility.pk, closed_at=None)
    pairs = [
        PairCard(pair.pk, _name(pair.person_low), _name(pair.person_high), pair.opened_at)
        for pair in rows.select_related("person_low", "person_high").order_by("-pk")
    ]
    sub = ngettext("%(n)s pair", "%(n)s pairs", len(pairs)) % {"n": len(pairs)}
    frame = shell.staff(request, title=_("Kept apart"), sub=sub, current="kept-apart")
    workers = [WorkerChoice(each.pk, _name(each)) for each in _workers(request)]
    return render(request, "warehouse/apart.html", {"shell": frame, "pairs": pairs, "workers": workers})


@require_POST
@staff(SECURITY)
def keep(request: StaffRequest) -> HttpResponse:
    """These two must not meet from now on."""
    one, other = (_worker(request, name) for name in ("one", "other"))
    asked = staff_commands.asked(request, "pair.open", str(one.pk), str(other.pk))
    keeping_apart.keep_apart.once(asked, one, other, scope=KeepSeparate.Scope.ADJACENT, by=request.user)
    messages.success(request, _("They are kept apart from now on."))
    return redirect("kept-apart")


@require_POST
@staff(SECURITY)
def close(request: StaffRequest, pk: int) -> HttpResponse:
    """These two may meet at work again."""
    pair = KeepSeparate.objects.filter(pk=pk, facility=request.facility.pk).first()
    if pair is None:
        raise Http404
    separating.let_meet.once(staff_commands.asked(request, "pair.close", str(pk)), pair, by=request.user)
    messages.success(request, _("The pair is closed."))
    return redirect("kept-apart")


def _workers(request: StaffRequest) -> list[Person]:
    workers = Person.objects.of(request.facility.pk).filter(role=Person.Role.WORKER, is_active=True)
    return list(workers.order_by("first_name", "last_name", "pk"))


def _worker(request: StaffRequest, name: str) -> Person:
    given = request.POST.get(name, "")
    found = [each for each in _workers(request) if str(each.pk) == given]
    if not found:
        raise Invalid(_("Choose two people."), code="person_unknown")
    return found[0]


def _name(person: Person) -> str:
    return f"{person.first_name} {person.last_name}".strip()
