"""The sign-in of staff: password, code, setting up the code, and proving it again."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from backend.kit.errors import Refused
from backend.people import staff_signing_in

PAGES = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class SignInCard:
    """What a page of the sign-in shows: whose it is, what was wrong, and where it leads after."""

    back: str
    username: str = ""
    refusal: str = ""


@dataclass(frozen=True)
class SetUpCard:
    """The secret of a new device, as a picture to scan and as text to type."""

    qr: SafeString
    secret: str
    back: str
    refusal: str = ""


@PAGES
@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password."""
    card = SignInCard(back=_back(request), username=request.POST.get("username", ""))
    if request.method != "POST":
        return render(request, "people/sign_in.html", {"card": card})
    try:
        staff_signing_in.sign_in(request, username=card.username, password=request.POST.get("password", ""))
    except Refused as refusal:
        card = SignInCard(card.back, card.username, refusal.message)
        return render(request, "people/sign_in.html", {"card": card}, status=refusal.status)
    return redirect(_onwards(request, card.back))


@PAGES
@never_cache
def give_code(request: HttpRequest) -> HttpResponse:
    """The code of the moment."""
    card = SignInCard(back=_back(request))
    if not request.user.is_authenticated:
        return redirect("sign-in")
    if request.method != "POST":
        return render(request, "people/code.html", {"card": card})
    try:
        staff_signing_in.give_code(request, code=request.POST.get("code", ""))
    except Refused as refusal:
        card = SignInCard(card.back, refusal=refusal.message)
        return render(request, "people/code.html", {"card": card}, status=refusal.status)
    return redirect(card.back)


@PAGES
@never_cache
def set_up(request: HttpRequest) -> HttpResponse:
    """A first device for codes: scan the picture, give the first code."""
    if not request.user.is_authenticated:
        return redirect("sign-in")
    person = staff_signing_in.signed_in(request)
    device = staff_signing_in.new_device(person)
    refusal = ""
    if request.method == "POST":
        try:
            staff_signing_in.confirm_device(person, code=request.POST.get("code", ""))
        except Refused as refused:
            refusal = refused.message
        else:
            staff_signing_in.let_in_with(request, device)
            return redirect(_back(request))
    card = SetUpCard(
        qr=mark_safe(segno.make(device.config_url, error="m").svg_inline(scale=5, border=2)),  # noqa: S308 - our own
        secret=staff_signing_in.secret_text(device),
        back=_back(request),
        refusal=refusal,
    )
    return render(request, "people/set_up.html", {"card": card}, status=422 if refusal else 200)


@PAGES
@never_cache
@sensitive_post_parameters("password")
def prove_again(request: HttpRequest) -> HttpResponse:
    """The password once more, shortly before something grave."""
    card = SignInCard(back=_back(request))
    if not staff_signing_in.is_complete(request):
        return redirect("sign-in")
    if request.method != "POST":
        return render(request, "people/again.html", {"card": card})
    try:
        staff_signing_in.prove_again(request, password=request.POST.get("password", ""))
    except Refused as refusal:
        card = SignInCard(card.back, refusal=refusal.message)
        return render(request, "people/again.html", {"card": card}, status=refusal.status)
    return redirect(card.back)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave the desk."""
    staff_signing_in.sign_out(request)
    response = redirect("sign-in")
    # Only the cache: clearing storage or cookies would take a station's key and its unsent scans.
    response["Clear-Site-Data"] = '"cache"'
    return response


def _back(request: HttpRequest) -> str:
    """Where they wanted to go, if that is a page of ours."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else "/"


def _onwards(request: HttpRequest, back: str) -> str:
    return back if staff_signing_in.is_complete(request) else staff_signing_in.next_place(request, back=back)
