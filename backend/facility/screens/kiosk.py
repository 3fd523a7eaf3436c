"""The screen of a station: enrol it, sign in, the next step, lock, leave, call for help, and the ping."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from backend.facility import enrolling, helping, holds, keys, offers, places, presence, seating, shell
from backend.facility.cards import Entrance, LanguageChoice, PinPad, Tile
from backend.facility.entrances import KioskRequest, SeatedRequest, at_station, seated, station_only
from backend.facility.models import HelpCall, Hold
from backend.kit.errors import Refused
from backend.ledger.happenings import SYSTEM
from backend.people import badges, joining, pins, signing_in, staff_signing_in

LONGEST_COOKIE_SECONDS = 400 * 24 * 3600
PAGES = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def start(request: HttpRequest) -> HttpResponseBase:
    """The door of the house: where one goes follows from who one is."""
    if staff_signing_in.is_complete(request):
        person = staff_signing_in.signed_in(request)
        return redirect(next((place.name for place in places.open_to(person)), "account"))
    kiosk = at_station(request)
    if kiosk is None:
        return redirect(staff_signing_in.next_place(request))
    if kiosk.station.kind in seating.STAFF_ONLY:
        return redirect("sign-in")
    return redirect("station" if kiosk.seat else "station-sign-in")


@PAGES
def enrol(request: HttpRequest) -> HttpResponseBase:
    """A device gives a one-time code and becomes the screen of a station."""
    refusal = ""
    if request.method == "POST":
        secret = keys.draw()
        try:
            enrolling.enrol(request.POST.get("code", ""), secret=secret)
        except Refused as refused:
            refusal = refused.message
        else:
            enrolled = redirect("start")
            _keep_station(enrolled, secret)
            return enrolled
    here = at_station(request)
    context = {"refusal": refusal, "here": shell.title_of(here.station) if here else ""}
    response = render(request, "facility/enrol.html", context, status=422 if refusal else 200)
    response["Cache-Control"] = "no-store"
    return response


@PAGES
@station_only
def sign_in(request: KioskRequest) -> HttpResponseBase:
    """Badge, then PIN; a locked screen opens in the same way and shows the same step."""
    if request.seat is not None:
        return redirect("station")
    badge, pin, language = (request.POST.get(name, "") for name in ("badge", "pin", "language"))
    if language in dict(settings.LANGUAGES):
        translation.activate(language)
    try:
        if badge and pin:
            return _let_in(request, badge=badge, pin=pin)
        code = signing_in.badge_code(badge) if badge else ""
    except Refused as refusal:
        again = badge if refusal.code in ("pin_wrong", "pin_wait") else ""
        return _entrance(request, badge=again, refusal=refusal)
    if code and not language:
        holder = badges.holder(code, facility=request.station.facility_id)
        translation.activate(holder.language if holder else translation.get_language() or "en")
    response = _entrance(request, badge=code)
    if language:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Strict", secure=settings.TLS)
    return response


@require_GET
@seated
def home(request: SeatedRequest) -> HttpResponse:
    """The one big next step of whoever sits here."""
    held = list(holds.on_station(request.station))
    context = {"shell": shell.kiosk_under(request, held), "held": _held(request, held)}
    if context["held"]:
        return render(request, "facility/held.html", context)
    tiles = [
        *offers.tiles(request.seat),
        Tile("hand", _("Help"), _("Staff will come"), reverse("station-help"), is_post=True),
        Tile("languages", _("Language"), _language_name(), reverse("station-language")),
        Tile("door-open", _("Leave"), _("Your hours are paid"), reverse("station-leave")),
    ]
    context |= {
        "offer": offers.next_step(request.seat),
        "panels": offers.panels(request.seat),
        "tiles": tiles,
        "sat_at": request.seat.sat_at,
        "area": request.station.area.name,
        "is_waiting": helping.is_waiting(request.station),
    }
    return render(request, "facility/home.html", context)


@require_POST
@seated
def lock(request: SeatedRequest) -> HttpResponse:
    """Stop: the screen locks and the task stays."""
    seating.lock(request.seat, by=request.seat)
    return redirect("start")


@require_POST
@seated
def stay(request: SeatedRequest) -> HttpResponse:
    """Somebody is still here: the screen stays open."""
    return render(request, "web/_run_state.html", {"shell": shell.kiosk(request)})


@PAGES
@station_only
def leave(request: KioskRequest) -> HttpResponse:
    """Leave this work: asked once, no reason, nothing is lost."""
    seat = request.sitting
    if seat is None or not keys.opens(seat, request.COOKIES.get(settings.SEAT_COOKIE, "")):
        return redirect("station-sign-in")
    if request.method != "POST":
        return render(request, "facility/leave.html", {"shell": shell.kiosk(request)})
    seating.leave(seat, by=seat)
    response = redirect("station-sign-in")
    response.delete_cookie(settings.SEAT_COOKIE, samesite="Strict")
    return response


@PAGES
@station_only
def ask_help(request: KioskRequest) -> HttpResponse:
    """Raise a hand, and see that it is up."""
    if request.method == "POST":
        helping.call(request.station, reason=HelpCall.Reason.HELP, by=request.seat or SYSTEM)
        return redirect("station-help")
    context = {"shell": shell.kiosk(request), "is_waiting": helping.is_waiting(request.station)}
    return render(request, "facility/help.html", context)


@PAGES
@station_only
def language(request: KioskRequest) -> HttpResponse:
    """Choose the language of this screen; it stays with the badge of whoever sits here."""
    if request.method != "POST":
        return render(request, "facility/language.html", {"shell": shell.kiosk(request), "languages": _languages()})
    chosen = request.POST.get("language", "")
    response = redirect("station" if request.seat else "station-sign-in")
    if request.seat is not None:
        joining.choose_language(request.seat.person, chosen, by=request.seat)
    elif chosen in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, samesite="Strict", secure=settings.TLS)
    return response


@require_GET
@station_only
def ping(request: KioskRequest) -> HttpResponse:
    """Is what the screen shows still right? 204 if so, the grey screen of a hold, or 205: ask for the page again."""
    presence.note(request.key)
    held = list(holds.on_station(request.station))
    version = holds.version(held, sitting=request.sitting, is_open=request.seat is not None)
    is_warned = not held and request.seat is not None and seating.locks_in(request.seat) < seating.WARNED_BEFORE
    shown, seen = version | is_warned, request.GET.get("seen", "")
    if seen == str(shown):
        return HttpResponse(status=204)
    context = {"shell": shell.kiosk_under(request, held), "seen": shown, "held": _held(request, held)}
    if held:
        return render(request, "facility/_held_parts.html", context)
    if seen == str(shown ^ 1):
        return render(request, "facility/_run_parts.html", context | {"is_warned": is_warned})
    return HttpResponse(status=205)


def _held(request: KioskRequest, held: list[Hold]) -> object:
    hold = holds.gravest(held)
    if hold is None:
        return None
    if request.seat is None:
        return holds.screen(hold)
    standing = offers.standing(request.seat)
    return holds.screen(hold, place=standing.place, where=standing.where)


def _let_in(request: KioskRequest, *, badge: str, pin: str) -> HttpResponse:
    secret = keys.draw()
    seating.sign_in(request.station, badge=badge, pin=pin, secret=secret)
    response = redirect("station")
    response.set_cookie(settings.SEAT_COOKIE, secret, httponly=True, samesite="Strict", secure=settings.TLS)
    # A browser forgets a cookie after 400 days: each sign-in makes the station's last as long again.
    _keep_station(response, request.COOKIES[settings.STATION_COOKIE])
    return response


def _entrance(request: KioskRequest, *, badge: str, refusal: Refused | None = None) -> HttpResponse:
    seat = request.sitting
    card = Entrance(
        kind_word=shell.kind_word(request.station.kind),
        kind_icon=shell.kind_icon(request.station.kind),
        area=request.station.area.name,
        is_locked=seat is not None,
        may_leave=seat is not None and keys.opens(seat, request.COOKIES.get(settings.SEAT_COOKIE, "")),
        languages=_languages(),
        badge=badge,
        pin=PinPad(reverse("station-sign-in"), pins.LENGTH, (("badge", badge),)) if badge else None,
        refusal=refusal.message if refusal else "",
        code=refusal.code if refusal else "",
    )
    context = {"shell": shell.kiosk(request), "entrance": card, "pin": card.pin}
    return render(request, "facility/sign_in.html", context, status=refusal.status if refusal else 200)


def _languages() -> tuple[LanguageChoice, ...]:
    now = translation.get_language()
    return tuple(LanguageChoice(code, name, is_current=code == now) for code, name in settings.LANGUAGES)


def _language_name() -> str:
    return dict(settings.LANGUAGES).get(translation.get_language() or "", "English")


def _keep_station(response: HttpResponse, secret: str) -> None:
    response.set_cookie(
        settings.STATION_COOKIE,
        secret,
        max_age=LONGEST_COOKIE_SECONDS,
        httponly=True,
        samesite="Strict",
        secure=settings.TLS,
    )
