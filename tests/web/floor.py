"""A small floor for browser tests: a station that answers scans from memory, with faults on demand, and no database."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import Context, RequestContext, Template
from django.urls import include, path

from backend.kit.errors import Busy, Fault, Invalid, Refused
from backend.web.shell import FreezeCard, KioskShell, NavItem, StaffShell

CARD = """<main id="card" class="split work"
data-tone="{{ tone }}" data-revision="{{ revision }}" data-scan-url="/scans/">
<section class="card"><p id="count">{{ revision }}</p>{% photo "soap-lavender" "Lavender soap bar" "large" %}</section>
<div class="side">{% include "web/_prompt.html" with words="Scan the soap" tone=panel %}{% include "web/_typed.html" %}
<button class="btn is-warn is-big" type="button" id="skip" data-action="skip">Skip</button>
<button class="btn is-big" type="button" id="ask" data-opens="how-many">Not enough here</button></div>
{% if tone == "ok" %}{% include "web/_flash.html" with word="Right" %}{% endif %}
{% include "web/_numbers.html" %}</main>"""
PAGE = "{% extends 'web/kiosk.html' %}{% block title %}Pick{% endblock %}{% block body %}" + CARD + "{% endblock %}"
HELD = """<main id="card" class="held"
data-tone="hold" data-revision="{{ revision }}" data-seen="2" data-scan-url="/scans/">
{% include "web/_held.html" %}</main>"""


@dataclass
class Floor:
    """What arrived and what the next answers are."""

    received: list[dict[str, Any]] = field(default_factory=list)
    counted: list[str] = field(default_factory=list)
    faults: list[int] = field(default_factory=list)
    tones: list[str] = field(default_factory=list)
    seen: int = 1
    delay: threading.Event = field(default_factory=threading.Event)

    def reset(self) -> None:
        """A new shift."""
        self.__init__()  # type: ignore[misc]
        self.delay.set()


FLOOR = Floor()
LOCK = threading.Lock()


def kiosk(request: HttpRequest) -> HttpResponse:
    """The work screen; `?scanner=burst` for a scanner without prefix."""
    shell = KioskShell(
        "Station 4", "running", "Running", "SK", "Samir", "en", "/ping/", FLOOR.seen,
        stop_url="/stop/", help_url="/stop/", scanner=request.GET.get("scanner", "prefix"),
    )  # fmt: skip
    return HttpResponse(Template(PAGE).render(_context(request, "prompt", shell=shell)))


def scans(request: HttpRequest) -> HttpResponse:
    """Take one scan: once per id, in the order of arrival, unless a fault is asked for."""
    FLOOR.delay.wait(5)
    body = json.loads(request.body)
    with LOCK:
        FLOOR.received.append(body)
        if FLOOR.faults:
            return HttpResponse(status=FLOOR.faults.pop(0))
        if body["scan_id"] not in FLOOR.counted:
            FLOOR.counted.append(body["scan_id"])
        tone = FLOOR.tones.pop(0) if FLOOR.tones else "ok"
        return HttpResponse(Template(CARD).render(_context(request, tone)))


def ping(request: HttpRequest) -> HttpResponse:
    """204 while nothing changed, else the held card."""
    if request.GET["seen"] == str(FLOOR.seen):
        return HttpResponse(status=204)
    held = {"title": "Roll-call", "words": "Stay at your station.", "safe": ["Your scans are saved"], "place": "A 03 2"}
    return HttpResponse(Template(HELD).render(_context(request, "hold", held=held)))


def stop(request: HttpRequest) -> HttpResponse:
    """Where Stop leads."""
    return HttpResponse("Stopped")


def refuse(request: HttpRequest) -> HttpResponse:
    """Each kind of no."""
    kind = request.GET.get("kind", "")
    if kind == "busy":
        raise Busy
    if kind == "invalid":
        raise Invalid(
            "Two answers are missing.", code="incomplete", faults=(Fault("/sku", "required", "Type the SKU."),)
        )
    raise Refused("This batch is someone else's.", code="not_your_batch")


def staff(request: HttpRequest) -> HttpResponse:
    """A staff page with a list, a filter, an address that hides, and a freeze dialog."""
    shell = StaffShell(
        "Orders", "Workshop 2", "M. Claes", "Supervisor", (NavItem("/staff/", "package", "Orders", 3, current=True),),
        "running", "Running since 08:17", can_freeze=True,
        freeze=FreezeCard("/stop/", (("area-1", "Workshop 2"), ("all", "Whole floor")), (("roll_call", "Roll-call"),)),
    )  # fmt: skip
    page = """{% extends "web/staff.html" %}{% block main %}
    <input class="input" type="search" aria-label="Find" data-filter>
    <table class="table"><thead><tr><th scope="col">Order</th></tr></thead><tbody>
    <tr><th scope="row"><a id="r1" href="#1">One</a> <input type="checkbox" id="c1" aria-label="Choose"></th></tr>
    <tr><th scope="row"><a id="r2" href="#2">Two</a></th></tr></tbody></table>
    {% include "web/_hides.html" with seconds=1 words="Jo Voorbeeld" %}<p id="note" data-hidden-note hidden>Hidden</p>
    <button type="button" id="refused" hx-post="/refuse/" hx-swap="outerHTML">Try</button>
    <form method="post" action="/stop/">{% csrf_token %}<button id="send">Send</button></form>{% endblock %}"""
    return HttpResponse(Template(page).render(_context(request, "", shell=shell)))


def _context(request: HttpRequest, tone: str, **more: object) -> Context:
    numbers = {"id": "how-many", "question": "How many?", "choices": [0, 1], "action": "short", "go": "Take {n}, go on"}
    panel = {"ok": "info", "wrong": "bad", "help": "warn"}.get(tone, "info")
    return RequestContext(
        request, {"tone": tone, "panel": panel, "revision": len(FLOOR.counted), "numbers": numbers, **more}
    )


urlpatterns = [
    path("kiosk/", kiosk),
    path("scans/", scans),
    path("ping/", ping),
    path("stop/", stop),
    path("refuse/", refuse),
    path("staff/", staff),
    path("", include("backend.web.urls")),
]
