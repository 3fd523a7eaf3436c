"""The floor plan on staff pages: the map with its aisles, and what a manager may change about the traffic in one."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from backend.facility import shell, staff_commands
from backend.facility.entrances import StaffRequest, staff
from backend.kit.errors import Invalid
from backend.people.models import Person
from backend.web.parts import Cell, Column, Row, Table
from warehouse import floor_maps, floor_plans, redrawing
from warehouse.cards.staff import Ask, Fact, Question
from warehouse.drawings import Drawing
from warehouse.overviews import floor
from warehouse.routing import Traffic

PAGES = require_http_methods(["GET", "HEAD", "POST"])
MANAGER: Final = Person.Role.MANAGER
LOOKING: Final = (Person.Role.SUPERVISOR, MANAGER)


@require_safe
@staff(*LOOKING)
def plan_page(request: StaffRequest) -> HttpResponse:
    """The whole pick area as it was measured, aisle by aisle."""
    drawing = floor_plans.in_force(request.facility.pk)
    may_change = request.user.role == MANAGER
    context: dict[str, object] = {"may_change": may_change}
    sub = ""
    if drawing is not None:
        card = floor.card(drawing, facility=request.facility.pk)
        sub = ngettext("%(n)s aisle", "%(n)s aisles", len(card.aisles)) % {"n": len(card.aisles)}
        context |= {"map": floor_maps.of_floor(drawing), "plan": card, "table": _table(card, may_change=may_change)}
    context["shell"] = shell.staff(request, title=_("Floor plan"), sub=sub, current="floor-plan")
    return render(request, "warehouse/floor_plan.html", context)


@PAGES
@staff(MANAGER)
def aisle(request: StaffRequest, number: int) -> HttpResponse:
    """How one may walk through an aisle: the choice, what it means, then the plan says so."""
    drawing = floor_plans.needed(request.facility.pk)
    if number >= len(drawing.names):
        raise Http404
    name, given = drawing.names[number], request.POST.get("traffic") or request.GET.get("traffic", "")
    traffic = Traffic(given) if given in list(Traffic) else None
    if request.method == "POST":
        if traffic is None:
            raise Invalid(_("Choose how people may walk through."), code="traffic_unknown")
        # The name goes along: a new drawing may have moved the aisles meanwhile.
        called = request.POST.get("name", "")
        asked = staff_commands.asked(request, "floor_plan.traffic", called, traffic)
        redrawing.set_traffic.once(asked, request.facility.pk, called, traffic, by=request.user)
        messages.success(request, _("Aisle %(name)s: %(how)s.") % {"name": called, "how": floor.traffic_words(traffic)})
        return redirect("floor-plan")
    here = reverse("floor-plan-aisle", args=[number])
    frame = shell.staff(request, title=_("Aisle %(name)s") % {"name": name}, current="floor-plan")
    question = _question(request, drawing, number, traffic, here=here)
    return render(request, "warehouse/question.html", {"shell": frame, "question": question})


def _question(request: StaffRequest, drawing: Drawing, number: int, traffic: Traffic | None, *, here: str) -> Question:
    name, now = drawing.names[number], floor.traffic_of(drawing, number)
    waiting = redrawing.open_stops(request.facility.pk, number)
    facts = [Fact(_("Now"), floor.mixed_words(now)), Fact(_("Still to take there"), str(waiting))]
    choices = tuple((str(each), floor.traffic_words(each)) for each in Traffic if now != {each})
    if traffic is not None:
        facts.insert(1, Fact(_("From now on"), floor.traffic_words(traffic), here))
    return Question(
        title=_("Aisle %(name)s") % {"name": name},
        facts=tuple(facts),
        consequences=_consequences(traffic),
        button=_("Change the floor plan"),
        icon="map",
        back_url=reverse("floor-plan"),
        do_url=here,
        ask=Ask("traffic", _("How may people walk through?"), choices=choices) if traffic is None else None,
        answers=(("traffic", str(traffic or "")), ("name", name)),
    )


def _consequences(traffic: Traffic | None) -> tuple[str, ...]:
    always = (
        _("Walks that are planned from now on keep to it."),
        _("Walks under way keep their stops. Tell their workers."),
        _("The plan before stays in the books, with your name beside the change."),
    )
    if traffic == Traffic.CLOSED:
        return (_("Nothing is picked from the shelves of this aisle until it is open again."), *always)
    return always


def _table(card: floor.FloorCard, *, may_change: bool) -> Table:
    columns = [
        Column(_("Aisle")),
        Column(_("Zone")),
        Column(_("Length"), is_number=True),
        Column(_("Traffic")),
        Column(_("Shelves"), is_number=True),
    ]
    return Table(
        caption=_("Aisles from left to right"),
        columns=tuple(columns),
        rows=tuple(
            Row(
                (
                    Cell(each.name, href=reverse("floor-plan-aisle", args=[each.number]) if may_change else ""),
                    each.zone,
                    each.lengths,
                    Cell(word=each.traffic.word, tone=each.traffic.tone, icon=each.traffic.icon),
                    str(each.shelves),
                )
            )
            for each in card.aisles
        ),
        hide_caption=True,
        is_tight=True,
    )
