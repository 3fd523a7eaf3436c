"""What can happen to a person: taken on, badge and PIN given, signed in, stopped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from backend.ledger.happenings import Happening


@dataclass(frozen=True)
class PersonTakenOn(Happening):
    """Somebody belongs to the facility from now on, in one role."""

    kind: ClassVar[str] = "person.taken_on"
    role: str


@dataclass(frozen=True)
class PersonSignedIn(Happening):
    """Somebody proved who they are; station 0 is a desk without a station."""

    kind: ClassVar[str] = "person.signed_in"
    station: int


@dataclass(frozen=True)
class PersonSignedOut(Happening):
    """Somebody of staff left their desk."""

    kind: ClassVar[str] = "person.signed_out"


@dataclass(frozen=True)
class PersonBlocked(Happening):
    """Badge and password of a person open nothing any more."""

    kind: ClassVar[str] = "person.blocked"


@dataclass(frozen=True)
class PersonUnblocked(Happening):
    """Badge and password of a person open again what they opened before."""

    kind: ClassVar[str] = "person.unblocked"


@dataclass(frozen=True)
class LanguageChosen(Happening):
    """The screens speak another language to this person from now on."""

    kind: ClassVar[str] = "person.language_chosen"
    language: str


@dataclass(frozen=True)
class BadgeIssued(Happening):
    """A new badge was handed out; the one before it opens nothing any more."""

    kind: ClassVar[str] = "badge.issued"
    badge: int


@dataclass(frozen=True)
class BadgeRevoked(Happening):
    """A badge opens nothing any more."""

    kind: ClassVar[str] = "badge.revoked"
    badge: int


@dataclass(frozen=True)
class PinSet(Happening):
    """A PIN was set or set anew by staff."""

    kind: ClassVar[str] = "pin.set"


@dataclass(frozen=True)
class CodeDeviceConfirmed(Happening):
    """The sign-in of a person of staff asks for a code from their phone or token from now on."""

    kind: ClassVar[str] = "code_device.confirmed"


@dataclass(frozen=True)
class SeparationOpened(Happening):
    """Two people are kept apart from now on; recorded on the pair, whose row alone knows who they are."""

    kind: ClassVar[str] = "separation.opened"
    scope: str


@dataclass(frozen=True)
class SeparationClosed(Happening):
    """Two people may meet at work again; recorded on the pair."""

    kind: ClassVar[str] = "separation.closed"
