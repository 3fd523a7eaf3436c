"""PINs: six digits that open a seat together with a badge at an enrolled station, and nothing anywhere else."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from django.conf import settings
from django.utils.translation import gettext as _

from backend.kit.errors import Refused
from backend.ledger.recording import record
from backend.ledger.work import work
from backend.people.events import PinSet
from backend.people.models import Person

LENGTH: Final = 6
# fmt: off
COMMON: Final = frozenset(
    {
        "102030", "112233", "123321", "123654", "131313", "134679", "142536", "147258", "147852", "151515", "159357",
        "159753", "192837", "202020", "212121", "232323", "246810", "252525", "258369", "258456", "321456", "332211",
        "445566", "456123", "456789", "520520", "556677", "654123", "696969", "741852", "753951", "778899", "789456",
        "852456", "987456", "998877",
    }
)
# fmt: on
# One PIN has only 20 bits: the pepper outside the database is what stands against a stolen copy. Memory and time
# follow the floor that OWASP gives for Argon2id, so that sixty people can sign in within a minute on one computer.
HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# What an unknown badge is compared with, so that it takes the same time.
NOBODY: Final = HASHER.hash(secrets.token_hex(16))


@work
def set_pin(person: Person, pin: str, *, by: Person) -> None:
    """Give a worker a PIN, or a new one when it was forgotten."""
    if len(pin) != LENGTH or not (pin.isascii() and pin.isdecimal()):
        raise Refused(_("A PIN has six digits."), code="pin_malformed", status=422)
    if is_common(pin):
        raise Refused(_("This PIN is easy to guess. Choose another."), code="pin_common", status=422)
    person.pin = HASHER.hash(_peppered(person.pk, pin))
    Person.objects.filter(pk=person.pk).update(pin=person.pin)
    record(PinSet(), on=person, by=by)


def draw() -> str:
    """A random PIN that nobody would guess first."""
    while True:
        pin = f"{secrets.randbelow(10**LENGTH):0{LENGTH}d}"
        if not is_common(pin):
            return pin


def is_right(person: Person | None, pin: str) -> bool:
    """Whether this is the person's PIN; takes the same time for nobody and for somebody without a PIN."""
    stored = person.pin if person is not None and person.pin else NOBODY
    try:
        HASHER.verify(stored, _peppered(person.pk if person is not None else 0, pin))
    except (VerifyMismatchError, InvalidHashError):
        return False
    return stored is not NOBODY


def is_common(pin: str) -> bool:
    """One digit, a repeated pair or triple, a run up or down, or one of those that people choose most."""
    runs = "01234567890", "09876543210"
    return pin in COMMON or pin in (pin[:1] * LENGTH, pin[:2] * 3, pin[:3] * 2) or any(pin in run for run in runs)


def _peppered(person: int, pin: str) -> str:
    return hmac.new(settings.PEPPER.encode(), f"{person}:{pin}".encode(), hashlib.sha256).hexdigest()
