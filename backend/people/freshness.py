"""Proving again who one is, shortly before reading an address, making a key or handing out a right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Concatenate, Final, ParamSpec, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from backend.kit import clock

P = ParamSpec("P")
R = TypeVar("R", bound=HttpRequest)
GOOD_FOR: Final = timedelta(minutes=5)
SLOT: Final = "fresh_at"


def note(request: HttpRequest) -> None:
    """They have just proved it."""
    request.session[SLOT] = clock.now().isoformat()


def is_fresh(request: HttpRequest) -> bool:
    """Whether they proved it within the last five minutes."""
    at = request.session.get(SLOT)
    return at is not None and datetime.fromisoformat(at) > clock.now() - GOOD_FOR


def needed(view: Callable[Concatenate[R, P], HttpResponse]) -> Callable[Concatenate[R, P], HttpResponse]:
    """Ask for the password again unless that was just done, then come back; stands inside an entrance of staff."""

    @wraps(view)
    def enter(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        back = request.get_full_path() if request.method == "GET" else request.headers.get("Referer", "/")
        again = f"{reverse('sign-in-again')}?{urlencode({'next': back})}"
        if getattr(request, "htmx", False):
            return HttpResponse(status=401, headers={"HX-Redirect": again})
        return redirect(again)

    return enter
