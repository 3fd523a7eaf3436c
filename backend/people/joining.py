"""People come, and lose and regain what their badge or password opens; there are no accounts that nobody asked for."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from backend.kit import clock
from backend.kit.errors import Invalid, Refused
from backend.ledger.happenings import Actor
from backend.ledger.recording import record
from backend.ledger.work import work
from backend.people.events import LanguageChosen, PersonBlocked, PersonTakenOn, PersonUnblocked
from backend.people.models import Person


@work
def take_on(*, facility: int, first_name: str, last_name: str, language: str = "en", by: Actor) -> Person:
    """A worker belongs to the facility; badge and PIN are given next."""
    _refuse_unless_spoken(language)
    worker = Person(
        facility=facility,
        role=Person.Role.WORKER,
        first_name=first_name,
        last_name=last_name,
        language=language,
        made_at=clock.now(),
    )
    worker.set_unusable_password()
    worker.save(force_insert=True)
    record(PersonTakenOn(role=worker.role), on=worker, by=by)
    return worker


@work
def appoint(
    *, facility: int, role: Person.Role, username: str, password: str, first_name: str, last_name: str, by: Actor
) -> Person:
    """Somebody of staff gets a role and signs in with a name and a password."""
    if role == Person.Role.WORKER:
        raise Refused(_("A worker is taken on, not appointed."), code="not_a_staff_role")
    if Person.objects.filter(username=username).exists():
        raise Refused(_("This name is taken. Choose another."), code="username_taken")
    someone = Person(
        facility=facility,
        role=role,
        username=username,
        first_name=first_name,
        last_name=last_name,
        made_at=clock.now(),
    )
    refuse_weak(password, of=someone)
    someone.set_password(password)
    someone.save(force_insert=True)
    record(PersonTakenOn(role=role), on=someone, by=by)
    return someone


@work
def block(person: Person, *, by: Person) -> None:
    """Badge and password open nothing from the next request on."""
    if not Person.objects.filter(pk=person.pk, blocked_at=None).update(blocked_at=clock.now()):
        raise Refused(_("This was done already."), code="person_blocked")
    record(PersonBlocked(), on=person, by=by)


@work
def unblock(person: Person, *, by: Person) -> None:
    """Badge and password open again what they opened before."""
    if not Person.objects.filter(pk=person.pk, blocked_at__isnull=False).update(blocked_at=None):
        raise Refused(_("This was done already."), code="person_not_blocked")
    record(PersonUnblocked(), on=person, by=by)


@work
def choose_language(person: Person, language: str, *, by: Actor) -> None:
    """The screens speak this language to the person from the next page on."""
    _refuse_unless_spoken(language)
    Person.objects.filter(pk=person.pk).update(language=language)
    record(LanguageChosen(language=language), on=person, by=by)


def draw_password() -> str:
    """A first password, to be shown once."""
    return secrets.token_urlsafe(12)


def refuse_weak(password: str, *, of: Person) -> None:
    """Refuse a password that is short or on the list of those that leaked most."""
    try:
        validate_password(password, user=of)
    except ValidationError as fault:
        raise Invalid(" ".join(fault.messages), code="password_weak") from fault


def _refuse_unless_spoken(language: str) -> None:
    if language not in dict(settings.LANGUAGES):
        raise Refused(_("The screens do not speak this language."), code="language_unknown", status=422)
