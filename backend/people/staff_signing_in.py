"""Staff sign in with a name, a password and, where the house demands it, a code from a device of their own."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django_otp import devices_for_user
from django_otp import login as otp_login
from django_otp.models import Device
from django_otp.plugins.otp_totp.models import TOTPDevice

from backend.kit import clock
from backend.kit.errors import Invalid, Refused
from backend.ledger.recording import record
from backend.ledger.work import work
from backend.people import freshness
from backend.people.events import CodeDeviceConfirmed, PersonSignedIn, PersonSignedOut
from backend.people.models import Person

IDLE: Final = timedelta(minutes=30)
NOTED_EVERY: Final = timedelta(minutes=1)
SEEN: Final = "seen_at"
DESK: Final = 0


def sign_in(request: HttpRequest, *, username: str, password: str) -> Person:
    """Let somebody of staff in; five wrong passwords from one address close the name to it for a quarter of an hour."""
    person = _checked(request, username=username, password=password)
    login(request, person)
    freshness.note(request)
    request.session[SEEN] = clock.now().isoformat()
    if not settings.STAFF_NEED_TOTP:
        _record_sign_in(person)
    return person


def prove_again(request: HttpRequest, *, password: str) -> None:
    """The one who is signed in proves it once more."""
    username = signed_in(request).get_username()
    if _checked(request, username=username, password=password).pk != signed_in(request).pk:
        raise Invalid(_("Name and password do not match."), code="password_wrong")
    freshness.note(request)


def vouch(request: HttpRequest, *, username: str, password: str, code: str = "") -> Person:
    """Somebody of staff signs at another's desk: all that a sign-in asks, and nobody is signed in by it."""
    person = _checked(request, username=username, password=password)
    if settings.STAFF_NEED_TOTP:
        _device_that_says(person, code)
    return person


def sign_out(request: HttpRequest) -> None:
    """Leave the desk."""
    if request.user.is_authenticated:
        _record_sign_out(request.user)
    logout(request)


def is_complete(request: HttpRequest) -> bool:
    """Whether somebody is signed in with all that the house demands, not blocked, and active in the last half hour."""
    if not request.user.is_authenticated or request.user.blocked_at is not None:
        return False
    if settings.STAFF_NEED_TOTP and not _gave_code(request.user):
        return False
    now, seen = clock.now(), request.session.get(SEEN)
    if seen is not None and datetime.fromisoformat(seen) + IDLE < now:
        logout(request)
        return False
    if seen is None or datetime.fromisoformat(seen) + NOTED_EVERY < now:
        request.session[SEEN] = now.isoformat()
    return True


def next_place(request: HttpRequest, *, back: str = "") -> str:
    """Where an incomplete sign-in goes on: the password, the code, or setting up the device for codes."""
    name = "sign-in"
    if settings.STAFF_NEED_TOTP and request.user.is_authenticated and request.user.blocked_at is None:
        name = "sign-in-code" if has_device(request.user) else "sign-in-set-up"
    return f"{reverse(name)}?{urlencode({'next': back})}" if back else reverse(name)


def signed_in(request: HttpRequest) -> Person:
    """Whoever gave a right password in this session, complete or not."""
    if not request.user.is_authenticated:
        raise Refused(_("Sign in first."), code="signed_out", status=401)
    return request.user


def has_device(person: Person) -> bool:
    """Whether their sign-in can ask for a code."""
    return any(True for _device in devices_for_user(person, confirmed=True))


def new_device(person: Person) -> TOTPDevice:
    """The device that is being set up: its secret stays the same until it is confirmed."""
    if has_device(person):
        raise Refused(_("Your codes are set up already."), code="code_device_known")
    device, _made = TOTPDevice.objects.get_or_create(user=person, confirmed=False, defaults={"name": "code"})
    return device


@work
def confirm_device(person: Person, *, code: str) -> int:
    """A first right code shows that the device has the secret."""
    device = TOTPDevice.objects.filter(user=person, confirmed=False).first()
    if device is None or not device.verify_token(code):
        raise Invalid(_("This code is not right. Wait for the next one."), code="code_wrong")
    TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
    record(CodeDeviceConfirmed(), on=person, by=person)
    return int(device.pk)


def secret_text(device: TOTPDevice) -> str:
    """The secret of a device in groups of four, for those who cannot scan."""
    text = base64.b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


def let_in_with(request: HttpRequest, device: TOTPDevice) -> None:
    """A device that was confirmed just now also completes this sign-in."""
    otp_login(request, device)
    if settings.STAFF_NEED_TOTP:
        _record_sign_in(signed_in(request))


def give_code(request: HttpRequest, *, code: str) -> None:
    """The second half of signing in: the code of the moment. Wrong ones make the device wait longer and longer."""
    person = signed_in(request)
    otp_login(request, _device_that_says(person, code))
    freshness.note(request)
    _record_sign_in(person)


def _checked(request: HttpRequest, *, username: str, password: str) -> Person:
    if not AxesProxyHandler.is_allowed(request, {"username": username}):
        raise Refused(_("Too many wrong passwords. Wait 15 minutes."), code="password_wait", status=429)
    person = authenticate(request, username=username, password=password)
    if person is None:
        raise Invalid(_("Name and password do not match."), code="password_wrong")
    if person.blocked_at is not None:
        raise Refused(_("Your sign-in is stopped. Ask the manager."), code="person_blocked", status=403)
    return person


def _device_that_says(person: Person, code: str) -> Device:
    for device in devices_for_user(person, confirmed=True):
        may, _why = device.verify_is_allowed()
        if not may:
            raise Invalid(_("Too many wrong codes. Wait a minute."), code="code_wait")
        if device.verify_token(code):
            return device
    raise Invalid(_("This code is not right. Wait for the next one."), code="code_wrong")


def _gave_code(person: Person) -> bool:
    # Only the middleware puts the question on a person: in the request of the password itself it is not there yet.
    is_verified = getattr(person, "is_verified", None)
    return is_verified is not None and is_verified()


@work
def _record_sign_in(person: Person) -> None:
    record(PersonSignedIn(station=DESK), on=person, by=person)


@work
def _record_sign_out(person: Person) -> None:
    record(PersonSignedOut(), on=person, by=person)
