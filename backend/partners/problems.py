"""Every no of the API in one shape: RFC 9457 problem+json with a stable code, words that help and the request's id.

Never a trace, never what the merchant sent: a refused value may be somebody's address.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

from backend.kit.errors import Busy, Fault, Refused

log = logging.getLogger(__name__)
MEDIA_TYPE: Final = "application/problem+json"
CODES: Final = {
    exceptions.NotFound: "not_found",
    exceptions.MethodNotAllowed: "method_not_allowed",
    exceptions.NotAcceptable: "not_acceptable",
    exceptions.UnsupportedMediaType: "media_type_unsupported",
    exceptions.Throttled: "too_many_requests",
    exceptions.ParseError: "json_invalid",
}
WAITS: Final = {"request_in_progress": 1}
DISK_FULL: Final = ("53100", "disk is full")


def answer(fault: Exception, context: dict[str, Any]) -> Response:
    """The problem that DRF sends for any exception of a view."""
    request: HttpRequest = context["request"]._request
    refused = _refused(fault)
    answered = response(request, refused)
    wait = _wait(fault, refused)
    if wait:
        answered["Retry-After"] = str(wait)
    if getattr(fault, "auth_header", None):
        answered["WWW-Authenticate"] = fault.auth_header  # type: ignore[attr-defined]
    return answered


def response(request: HttpRequest, refused: Refused) -> Response:
    """A refusal as an answer."""
    return Response(body(request, refused), status=refused.status, content_type=MEDIA_TYPE)


def body(request: HttpRequest, refused: Refused) -> dict[str, Any]:
    """A refusal as the members of a problem."""
    problem: dict[str, Any] = {
        "type": f"/api/problems/{refused.code}/",
        "title": HTTPStatus(refused.status).phrase,
        "status": refused.status,
        "code": refused.code,
        "detail": refused.message,
        "request_id": getattr(request, "request_id", ""),
    }
    if refused.faults:
        problem["errors"] = [fault_body(fault) for fault in refused.faults]
    url = getattr(refused, "url", "")
    if url:
        problem["url"] = url
    return problem


def fault_body(fault: Fault) -> dict[str, str]:
    """One wrong thing: where, which rule, what to do."""
    return {"pointer": fault.pointer, "code": fault.code, "detail": fault.detail}


def plain(request: HttpRequest, refused: Refused) -> HttpResponse:
    """A refusal as an answer of a view that is none of DRF's."""
    content = json.dumps(body(request, refused), separators=(",", ":"))
    return HttpResponse(content, status=refused.status, content_type=MEDIA_TYPE)


class ApiProblemMiddleware:
    """Gives errors under /api/ that arise outside any view (no such address, wrong host) the same shape."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; put a bare error into words."""
        response = self.get_response(request)
        if (
            response.status_code < 400
            or not request.path_info.startswith("/api/")
            or response.get("Content-Type", "") == MEDIA_TYPE
        ):
            return response
        return plain(request, _of_status(response.status_code))


def _refused(fault: Exception) -> Refused:
    if isinstance(fault, Refused):
        return fault
    if isinstance(fault, Http404 | PermissionDenied):
        return _of_status(404 if isinstance(fault, Http404) else 403)
    if isinstance(fault, exceptions.APIException):
        code = CODES.get(type(fault)) or str(fault.get_codes())
        return Refused(_words(fault), code=code, status=fault.status_code)
    if isinstance(fault, DatabaseError | InterfaceError):
        return _of_database(fault)
    log.error("The API broke", exc_info=fault)
    return _of_status(500)


def _of_database(fault: Exception) -> Refused:
    state = getattr(fault.__cause__, "sqlstate", None) or ""
    if state in DISK_FULL or "disk is full" in str(fault):
        log.error("The disk is full")
        return Refused(_("The house has no room to write. Try later."), code="no_room", status=507)
    if isinstance(fault, OperationalError | InterfaceError):
        log.error("The database is away: %s", fault)
        return Busy(_("The house cannot reach its books. Try again soon."), code="unavailable", wait_seconds=5)
    log.error("The API broke", exc_info=fault)
    return _of_status(500)


def _of_status(status: int) -> Refused:
    said = {
        400: ("bad_request", _("This request cannot be read.")),
        403: ("forbidden", _("This is not for you.")),
        404: ("not_found", _("There is no such thing here. Addresses end with a slash.")),
        405: ("method_not_allowed", _("This address does not do that.")),
        500: ("internal_error", _("Something broke on our side. Nothing was changed. Give us the request_id.")),
    }
    code, words = said.get(status) or said[500 if status >= 500 else 400]
    return Refused(words, code=code, status=status)


def _words(fault: exceptions.APIException) -> str:
    if isinstance(fault, exceptions.MethodNotAllowed):
        return _("This address does not do that. The Allow header says what it does.")
    if isinstance(fault, exceptions.UnsupportedMediaType):
        return _("Send JSON, with Content-Type: application/json.")
    if isinstance(fault, exceptions.NotAcceptable):
        return _("We answer in JSON. Send Accept: application/json, or no Accept at all.")
    if isinstance(fault, exceptions.Throttled):
        return _("Too many requests. Wait as long as Retry-After says.")
    return str(fault.detail)


def _wait(fault: Exception, refused: Refused) -> int:
    if isinstance(fault, exceptions.Throttled):
        return int(fault.wait or 1)  # type: ignore[attr-defined]
    if isinstance(refused, Busy):
        return refused.wait_seconds
    return WAITS.get(refused.code, 0)
