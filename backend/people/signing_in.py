"""Recognising a worker by badge and PIN at a station, which is known here by its number only."""

from __future__ import annotations

import math

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.kit import codes
from backend.kit.errors import Refused
from backend.ledger.recording import record
from backend.people import badges, pins, throttle
from backend.people.events import PersonSignedIn
from backend.people.models import Person


class NotRecognised(Refused):
    """Badge and PIN do not belong together; `is_guessing` once this happens too often to be forgetfulness."""

    status = 422

    def __init__(self, message: str, *, code: str, is_guessing: bool = False) -> None:
        super().__init__(message, code=code)
        self.is_guessing = is_guessing


def recognise(code: str, pin: str, *, station: int, facility: int) -> Person:
    """The worker whose badge and PIN these are.

    The attempt is counted and committed first, then the PIN is looked at outside any transaction: a refusal cannot undo
    the count, and the slow hash holds no lock. An unknown badge gets the same words after the same time.
    """
    badge = badge_code(code)
    tried = throttle.begin(badge, station=station)
    if tried.wait:
        minutes = math.ceil(tried.wait.total_seconds() / 60)
        raise NotRecognised(
            ngettext("Wait %(n)d minute, then try again.", "Wait %(n)d minutes, then try again.", minutes)
            % {"n": minutes},
            code="pin_wait",
        )
    person = badges.holder(badge, facility=facility)
    if not pins.is_right(person, pin) or person is None:
        raise NotRecognised(
            _("Badge and PIN do not match. Try again."), code="pin_wrong", is_guessing=tried.is_guessing
        )
    if person.blocked_at is not None or person.role != Person.Role.WORKER:
        raise NotRecognised(_("Your badge is stopped. Ask staff."), code="badge_blocked")
    return person


def welcome(person: Person, *, badge: str, station: int) -> None:
    """Record that a recognised worker is in and let the throttle forget; part of the work that seats them."""
    throttle.forgive(badge_code(badge), station=station)
    record(PersonSignedIn(station=station), on=person, by=person)


def badge_code(text: str) -> str:
    """The code of a scanned or typed badge; Refused when it is not a badge at all."""
    code = codes.parse(text)
    if code.kind != "N":
        raise Refused(_("This is not a badge. Scan your badge."), code="not_a_badge", status=422)
    return code.text
