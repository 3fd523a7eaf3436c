"""Who may come in: every page and command of the floor stands behind one of these decorators."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate, Final, ParamSpec, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from backend.facility import keys, seating
from backend.facility.models import Facility, Seat, Station, StationKey
from backend.kit.errors import Refused
from backend.ledger.happenings import SYSTEM
from backend.people import staff_signing_in
from backend.people.models import Person

P = ParamSpec("P")
SUPERVISING: Final = (Person.Role.SUPERVISOR, Person.Role.MANAGER, Person.Role.SECURITY)
ZERO: Final = timedelta(0)


class KioskRequest(HttpRequest):
    """A request from an enrolled device: its station, and whoever sits there with an unlocked screen.

    `sitting` is whoever has the seat, locked or not; only the entrance needs it.
    """

    key: StationKey
    station: Station
    sitting: Seat | None
    seat: Seat | None


class SeatedRequest(KioskRequest):
    """A request from an enrolled device by the worker who sits there."""

    seat: Seat


class StaffRequest(HttpRequest):
    """A request by somebody of staff, signed in with all that the house demands."""

    user: Person
    facility: Facility


class DeskRequest(StaffRequest):
    """A request by a dispatcher at a dispatch station."""

    station: Station


def station_only(
    view: Callable[Concatenate[KioskRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Open to a device with a live station key, whether somebody sits there or not."""

    @wraps(view)
    def enter(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        kiosk = at_station(request)
        if kiosk is None:
            return _no_station(request)
        with timezone.override(kiosk.station.facility.clock_zone):
            return _unkept(view(kiosk, *args, **kwargs))

    return enter


def seated(
    view: Callable[Concatenate[SeatedRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Open to the worker who sits at an enrolled station with an unlocked screen."""

    @wraps(view)
    def enter(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        kiosk = at_station(request)
        if kiosk is None:
            return _no_station(request)
        if kiosk.seat is None:
            return _turn_away(request, reverse("station-sign-in"), _("Scan your badge again."), "signed_out", 401)
        seating.touch(kiosk.seat)
        with timezone.override(kiosk.station.facility.clock_zone):
            return _unkept(view(cast(SeatedRequest, kiosk), *args, **kwargs))

    return enter


def staff(
    *roles: Person.Role,
) -> Callable[
    [Callable[Concatenate[StaffRequest, P], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, P], HttpResponseBase],
]:
    """Open to people of staff in one of these roles, any staff role if none is named."""

    def mark(
        view: Callable[Concatenate[StaffRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def enter(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not staff_signing_in.is_complete(request):
                return _to_staff_sign_in(request)
            mine = _as_staff(request)
            if mine.user.role == Person.Role.WORKER or (roles and mine.user.role not in roles):
                raise PermissionDenied
            with timezone.override(mine.facility.clock_zone):
                return _unkept(view(mine, *args, **kwargs))

        return enter

    return mark


def dispatch_desk(
    view: Callable[Concatenate[DeskRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Open to a dispatcher who is signed in at an enrolled dispatch station, and nowhere else."""

    @wraps(view)
    @staff(Person.Role.DISPATCHER)
    def enter(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        kiosk = at_station(request)
        if (
            kiosk is None
            or kiosk.station.kind != Station.Kind.DISPATCH
            or kiosk.station.facility_id != request.user.facility
        ):
            raise PermissionDenied
        return view(cast(DeskRequest, request), *args, **kwargs)

    return enter


def at_station(request: HttpRequest) -> KioskRequest | None:
    """The request with its station and seat, None when the device holds no live station key; locks what idled."""
    found = keys.find_station(request.COOKIES.get(settings.STATION_COOKIE, ""))
    if found is None:
        return None
    kiosk = cast(KioskRequest, request)
    kiosk.key, sitting = found
    kiosk.station = kiosk.key.station
    kiosk.sitting = sitting
    kiosk.seat = sitting if sitting and _is_open(sitting, request) else None
    if sitting is not None and kiosk.seat is not None:
        # The language follows the badge, whatever the browser prefers.
        translation.activate(sitting.person.language)
    return kiosk


def _is_open(seat: Seat, request: HttpRequest) -> bool:
    if seat.locked_at is not None or seat.person.blocked_at is not None or not seat.person.is_active:
        return False
    if not keys.opens(seat, request.COOKIES.get(settings.SEAT_COOKIE, "")):
        return False
    if seating.locks_in(seat) > ZERO:
        return True
    seating.lock(seat, by=SYSTEM, is_idle=True)
    return False


def _as_staff(request: HttpRequest) -> StaffRequest:
    mine = cast(StaffRequest, request)
    mine.facility = Facility.objects.get(pk=mine.user.facility)
    return mine


def _no_station(request: HttpRequest) -> HttpResponse:
    words = _("This screen is no station. Call staff.")
    return _turn_away(request, reverse("enrol"), words, "station_unknown", 403)


def _to_staff_sign_in(request: HttpRequest) -> HttpResponse:
    back = request.get_full_path() if request.method == "GET" else "/"
    there = staff_signing_in.next_place(request, back=back)
    return _turn_away(request, there, _("Sign in first."), "signed_out", 401)


def _turn_away(request: HttpRequest, there: str, words: str, code: str, status: int) -> HttpResponse:
    """Pages lead to where one can come in; scripts get a status that tells them to keep what they wanted to send."""
    if getattr(request, "htmx", False):
        return HttpResponse(status=status, headers={"HX-Redirect": there})
    if request.content_type == "application/json":
        raise Refused(words, code=code, status=status)
    return redirect(there)


def _unkept(response: HttpResponseBase) -> HttpResponseBase:
    # Back after leaving must not show a task or an address from the browser's memory.
    response.headers.setdefault("Cache-Control", "no-store")
    return response
