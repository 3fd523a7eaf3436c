"""The places in the rail of staff pages: each app registers its own, with who may go there and what waits there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, Func, QuerySet, Subquery
from django.urls import reverse
from django.utils.functional import Promise

from backend.people.models import Person
from backend.web.shell import NavItem

Waiting = Callable[[Person], QuerySet[Any]]


@dataclass(frozen=True)
class Place:
    """One place: its URL name, drawing and word, the roles that go there, its rank in the rail, and what waits there.

    The first place of a role is where its people land after signing in. What waits everywhere is counted in one query.
    """

    name: str
    icon: str
    label: str | Promise
    roles: frozenset[Person.Role]
    rank: int
    waiting: Waiting | None = None


_places: Final[dict[str, Place]] = {}


def register(place: Place) -> None:
    """Add a place to the rail; call it in `ready()`."""
    _places[place.name] = place


def rail(person: Person, *, current: str) -> tuple[NavItem, ...]:
    """The rail as this person sees it; `current` is the URL name of the place they are in. One query at most."""
    mine = open_to(person)
    counts = _counts(person, mine)
    return tuple(
        NavItem(
            url=reverse(place.name),
            icon=place.icon,
            label=str(place.label),
            count=counts.get(place.name, 0),
            current=place.name == current,
        )
        for place in mine
    )


def open_to(person: Person) -> list[Place]:
    """The places somebody may go to, in the order of the rail."""
    return sorted((place for place in _places.values() if person.role in place.roles), key=lambda place: place.rank)


def _counts(person: Person, places: list[Place]) -> dict[str, int]:
    """How much waits at each of these places: one select of as many counts."""
    names = [place.name for place in places if place.waiting]
    asked = [_count(place.waiting(person)) for place in places if place.waiting]
    if not asked:
        return {}
    return dict(zip(names, Person.objects.filter(pk=person.pk).values_list(*asked).get(), strict=True))


def _count(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by().annotate(n=Func(F("pk"), function="COUNT")).values("n"))
