"""The floor plan as files: the drawing and the places of bins go out as they are, come in after a look at both."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from backend.facility import shell, staff_commands
from backend.facility.entrances import StaffRequest, staff
from backend.kit.errors import Invalid, Refused
from warehouse import bin_places, drawings, floor_maps, floor_plans, redrawing
from warehouse.cards.staff import Fact
from warehouse.drawings import Drawing, Undrawable
from warehouse.maps import FloorMap
from warehouse.routing import Stop
from warehouse.screens.staff_floor_plan import LOOKING, MANAGER

PAGES = require_http_methods(["GET", "HEAD", "POST"])
# Checked answers come back as a field of the form; see DATA_UPLOAD_MAX_MEMORY_SIZE.
MOST_BYTES: Final = 800_000
EXAMPLE: Final[dict[str, Any]] = {
    "aisles": [{"name": "A", "zone": "North"}, {"name": "B", "zone": "North"}, {"name": "C", "zone": "South"}],
    "blocks": [[{"length_mm": 14400, "traffic": "both", "barrier_mm": None}] * 3],
    "steps_mm": [[3200, 3200], [3200, 3200]],
    "depots": [{"cross": 0, "aisle": 0, "gap_mm": 2000}],
    "drops": [{"cross": 0, "aisle": 2, "gap_mm": 4000}],
    "neighbours": [["North", "South"]],
}


@dataclass(frozen=True)
class Sent:
    """What was sent and can be followed: what it would change, and the map as it would be."""

    text: str
    facts: tuple[Fact, ...]
    warnings: tuple[str, ...] = ()
    map: FloorMap | None = None


@dataclass(frozen=True)
class Upload:
    """One kind of file: its words, where it is read, where its template is."""

    title: str
    file: str
    accept: str
    template_url: str
    hints: tuple[str, ...]
    here: str


@require_safe
@staff(*LOOKING)
def drawing_file(request: StaffRequest) -> HttpResponse:
    """The drawing in force, or an example to begin with."""
    drawing = floor_plans.in_force(request.facility.pk)
    text = json.dumps(drawings.written(drawing) if drawing else EXAMPLE, indent=1, ensure_ascii=False)
    return _download(text, "floor-plan.json", "application/json")


@require_safe
@staff(*LOOKING)
def bins_file(request: StaffRequest) -> HttpResponse:
    """Every shelf with its place, as a table to fill in."""
    drawing = floor_plans.needed(request.facility.pk)
    text = bin_places.written(redrawing.bins(request.facility.pk), drawing)
    return _download(text, "bins.csv", "text/csv; charset=utf-8")


@PAGES
@staff(MANAGER)
def drawing_page(request: StaffRequest) -> HttpResponse:
    """A new drawing: chosen, looked at on a map, put in force."""
    upload = Upload(
        title=_("New drawing"),
        file=_("The drawing, a JSON file"),
        accept=".json,application/json",
        template_url=reverse("floor-plan-drawing-file"),
        hints=(
            _("Lengths are whole millimetres, from the middle of one cross-aisle to the middle of the next."),
            _("Aisles run from left to right, blocks from the bottom up; both are counted from 0."),
            _("Traffic is both, up, down or closed. Nobody passes a barrier."),
            _("People who must not meet are kept in zones that are not neighbours."),
        ),
        here=reverse("floor-plan-drawing"),
    )

    def do(text: str) -> str:
        asked = staff_commands.asked(request, "floor_plan.drawing", text)
        redrawing.upload.once(asked, request.facility.pk, _parsed(text), by=request.user)
        return _("The new floor plan is in force.")

    return _answer(request, upload, look=lambda text: _look_at_drawing(request, text), do=do)


@PAGES
@staff(MANAGER)
def bins_page(request: StaffRequest) -> HttpResponse:
    """Where bins stand: a table chosen, looked at, put in force as a whole."""
    drawing = floor_plans.needed(request.facility.pk)
    upload = Upload(
        title=_("Where shelves stand"),
        file=_("The table, a CSV file"),
        accept=".csv,text/csv",
        template_url=reverse("floor-plan-bins-file"),
        hints=(
            _("One line a shelf: its name, its aisle, the block from 0 at the bottom, and at_mm."),
            _("at_mm counts along the aisle from the middle of the lower cross-aisle, in millimetres."),
            _("A line with empty fields changes nothing. Shelves that are not in the table stay where they are."),
        ),
        here=reverse("floor-plan-bins"),
    )

    def do(text: str) -> str:
        stops = _stops(request, text, drawing)
        asked = staff_commands.asked(request, "floor_plan.bins", text)
        count = floor_plans.place_bins.once(asked, request.facility.pk, stops, by=request.user).card
        return ngettext("%(n)s shelf has its place.", "%(n)s shelves have their places.", count) % {"n": count}

    return _answer(request, upload, look=lambda text: _look_at_bins(request, text, drawing), do=do)


def _answer(
    request: StaffRequest, upload: Upload, *, look: Callable[[str], Sent], do: Callable[[str], str]
) -> HttpResponse:
    """The form; with a file what it would change; and once that was seen, the change."""
    wrong, sent = "", None
    if request.method == "POST":
        try:
            if "text" in request.POST:
                messages.success(request, do(request.POST["text"]))
                return redirect("floor-plan")
            sent = look(_text(request))
        except Refused as refusal:
            if refusal.status not in (409, 422):
                raise
            wrong = refusal.message
    frame = shell.staff(request, title=upload.title, current="floor-plan")
    context = {"shell": frame, "upload": upload, "sent": sent, "wrong": wrong}
    return render(request, "warehouse/floor_plan_file.html", context, status=422 if wrong else 200)


def _text(request: StaffRequest) -> str:
    file = request.FILES.get("file")
    if file is None:
        raise Invalid(_("Choose a file."), code="no_file")
    if (file.size or 0) > MOST_BYTES:
        raise Invalid(_("The file is too large: %(n)s kB at most.") % {"n": MOST_BYTES // 1000}, code="file_too_large")
    try:
        text: str = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Invalid(_("The file is not UTF-8 text. Save it so."), code="file_unreadable") from fault
    return text


def _look_at_drawing(request: StaffRequest, text: str) -> Sent:
    try:
        drawing = drawings.read(_parsed(text))
    except Undrawable as refusal:
        words = f"{refusal.element[:1].upper()}{refusal.element[1:]}: {refusal.words}"
        raise Invalid(words, code="drawing_refused") from refusal
    found = redrawing.difference(request.facility.pk, drawing)
    renamed = ", ".join(f"{before} → {after}" for before, after in found.renamed)
    warning = _("Shelves keep the place of their aisle in the row. These aisles get another name: %(names)s.")
    return Sent(
        text=text,
        facts=(
            Fact(_("Aisles"), _("%(n)s, before %(before)s") % {"n": found.aisles, "before": found.aisles_before}),
            Fact(_("Blocks"), str(len(drawing.layout.blocks))),
            Fact(_("Zones"), ", ".join(drawing.zone_names)),
            Fact(_("Shelves with a place"), str(found.bins)),
        ),
        warnings=(warning % {"names": renamed},) if renamed else (),
        map=floor_maps.of_floor(drawing),
    )


def _look_at_bins(request: StaffRequest, text: str, drawing: Drawing) -> Sent:
    stops, before = _stops(request, text, drawing), dict(redrawing.bins(request.facility.pk))
    placed = [name for name in stops if before.get(name) is None]
    moved = [name for name, stop in stops.items() if before.get(name) not in (None, stop)]
    shown = ", ".join(moved[:12]) + (" …" if len(moved) > 12 else "")
    return Sent(
        text=text,
        facts=(
            Fact(_("Get a place for the first time"), str(len(placed))),
            Fact(_("Move"), f"{len(moved)}: {shown}" if moved else "0"),
            Fact(_("Stay where they are"), str(len(stops) - len(placed) - len(moved))),
        ),
    )


def _stops(request: StaffRequest, text: str, drawing: Drawing) -> dict[str, Stop]:
    known = {name for name, _stop in redrawing.bins(request.facility.pk)}
    try:
        return bin_places.read(text, drawing, known=known)
    except bin_places.Misplaced as refusal:
        raise Invalid(
            _("Line %(line)s: %(words)s") % {"line": refusal.line, "words": refusal.words}, code="bins_refused"
        ) from refusal


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as fault:
        raise Invalid(
            _("Line %(line)s, column %(column)s: this is no JSON (%(why)s).")
            % {"line": fault.lineno, "column": fault.colno, "why": fault.msg},
            code="drawing_unreadable",
        ) from fault
    except (RecursionError, ValueError) as fault:
        raise Invalid(_("This is no drawing. Take the template."), code="drawing_unreadable") from fault


def _download(text: str, name: str, kind: str) -> HttpResponse:
    return HttpResponse(text, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
