"""Says no in the same way everywhere: a refusal becomes words on a page, with its status and code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from backend.kit.errors import Busy, Invalid, Refused

NUL: Final = "\0"


@dataclass(frozen=True)
class RefusalCard:
    """What a refusal shows: words, what to do, the way back, and the code and number that staff read out."""

    title: str
    words: str
    details: tuple[str, ...]
    code: str
    back_url: str
    request_id: str
    is_busy: bool


class RefusalMiddleware:
    """Answers `Refused` with a part for htmx and scripts, else with a page that leads back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        """Keep out text that no database keeps, before any page looks something up by it."""
        if NUL in request.path_info:
            raise Http404
        # The API says so itself, in its own shape and for the field.
        if not request.path_info.startswith("/api/") and _has_nul(request):
            no = Invalid(_("There is a sign in this text that cannot be read. Type it again."), code="text_unreadable")
            return self.process_exception(request, no)
        return None

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Words and status of a refusal; anything else goes on to the error page."""
        if not isinstance(fault, Refused):
            return None
        context = {"refusal": _card(request, fault), "kiosk": settings.STATION_COOKIE in request.COOKIES}
        if _wants_a_part(request):
            response = render(request, "web/_refused.html", context, status=fault.status)
            # A refused click must not replace the row or card it came from.
            response["HX-Retarget"] = "#refusal"
            response["HX-Reswap"] = "innerHTML"
        else:
            response = render(request, "web/refused.html", context, status=fault.status)
        response["X-Refusal"] = fault.code
        if isinstance(fault, Busy):
            response["Retry-After"] = str(fault.wait_seconds)
        return response


def _has_nul(request: HttpRequest) -> bool:
    return any(
        NUL in text for sent in (request.GET, request.POST) for pair in sent.lists() for text in (pair[0], *pair[1])
    )


def _card(request: HttpRequest, fault: Refused) -> RefusalCard:
    is_busy = fault.status == 503
    titles = {404: _("Not here"), 403: _("Not for you"), 422: _("Something is missing"), 503: _("One moment")}
    return RefusalCard(
        title=titles.get(fault.status, _("Not now")),
        words=fault.message,
        details=tuple(wrong.detail for wrong in fault.faults),
        code=fault.code,
        back_url=_back(request),
        request_id=getattr(request, "request_id", ""),
        is_busy=is_busy,
    )


def _back(request: HttpRequest) -> str:
    """The page the person came from, if it is ours."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    return came_from.path if came_from.netloc == request.get_host() and came_from.path else "/"


def _wants_a_part(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False)) or request.content_type == "application/json"
