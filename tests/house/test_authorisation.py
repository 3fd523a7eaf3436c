"""Every address x every principal, as `matrix.py` declares it; rows of another facility are not there for anybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from backend.facility import helping, holds
from backend.facility.models import Facility, HelpCall, Seat, Station
from backend.ledger.happenings import SYSTEM
from backend.partners import keys as partner_keys
from backend.people.models import Person
from tests import doors, world
from tests.house import matrix

pytestmark = [pytest.mark.house, pytest.mark.django_db(databases=["default", "vault"])]
FILLINGS = {"int": 999_999, "slug": "nothing", "str": "nothing", "path": "nothing", "uuid": "0" * 32}
# The only thing that differs between two answers to the same question.
TOKEN = re.compile(rb'"X-CSRFToken": "[^"]+"')
DOORS = ("/sign-in/", "/station/sign-in/", "/enrol/")
ROLES = {
    matrix.SUPERVISOR: Person.Role.SUPERVISOR,
    matrix.MANAGER: Person.Role.MANAGER,
    matrix.SECURITY: Person.Role.SECURITY,
    matrix.DISPATCHER: Person.Role.DISPATCHER,
    matrix.PAYROLL: Person.Role.PAYROLL,
    matrix.COMPLAINTS: Person.Role.COMPLAINTS,
    matrix.TRAINER: Person.Role.TRAINER,
    matrix.AUDITOR: Person.Role.AUDITOR,
}
# These pages are doors themselves: being sent on from one to the next is being served.
DOOR_NAMES = {"start", "sign-in", "sign-out", "enrol"}


@dataclass
class Visitors:
    """One browser per principal, brought back to its starting point before every visit."""

    site: Facility
    people: dict[str, Person] = field(default_factory=dict)
    seat: Seat | None = None
    _stations: dict[str, tuple[Client, dict[str, str]]] = field(default_factory=dict)
    _key: str = ""

    def visit(self, principal: str) -> Client:
        """A browser of this principal, signed in afresh."""
        if principal in (matrix.DOOR, matrix.WORKER, matrix.DESK):
            return self._at_station(principal)
        if principal == matrix.MERCHANT:
            self._key = self._key or self._new_key()
            return Client(headers={"Authorization": f"Bearer {self._key}"})
        return doors.signed_in(self._person(ROLES[principal])) if principal in ROLES else Client()

    def _person(self, role: Person.Role) -> Person:
        if role not in self.people:
            is_supervisor = role == Person.Role.SUPERVISOR
            self.people[role] = world.supervisor(self.site) if is_supervisor else world.person(self.site, role)
        return self.people[role]

    def _at_station(self, principal: str) -> Client:
        if principal not in self._stations:
            kind = Station.Kind.DISPATCH if principal == matrix.DESK else Station.Kind.PICK
            station = world.station(self.site, kind)
            if principal == matrix.WORKER:
                self.seat = world.seat(station, doors.worker(station))
                browser = doors.seated(self.seat)
            else:
                browser = doors.enrolled(station)
            self._stations[principal] = browser, {name: each.value for name, each in browser.cookies.items()}
        browser, cookies = self._stations[principal]
        if principal == matrix.DESK:
            browser = doors.signed_in(self._person(Person.Role.DISPATCHER))
        browser.cookies.load(cookies)
        if self.seat is not None:
            Seat.objects.filter(pk=self.seat.pk).update(left_at=None, locked_at=None, active_at=self.seat.active_at)
        return browser

    def _new_key(self) -> str:
        fresh = partner_keys.draw()
        partner_keys.issue(world.merchant(self.site), by=SYSTEM, label="test", fresh=fresh)
        return fresh.text


@pytest.fixture
def visitors() -> Visitors:
    site = world.facility()
    world.area(site)
    return Visitors(site)


def addresses(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, dict[str, object]]]:
    """Every address by its name with a filling for its parts."""
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from addresses(each, f"{space}{each.namespace}:" if each.namespace else space)
        elif isinstance(each, URLPattern):
            kinds = {
                name: type(kind).__name__.removesuffix("Converter").lower()
                for name, kind in each.pattern.converters.items()
            }
            yield (
                f"{space}{each.name}",
                {name: FILLINGS.get(kind.replace("string", "str"), "nothing") for name, kind in kinds.items()},
            )


def is_in(browser: Client, name: str, parts: dict[str, object]) -> bool:
    """Whether the view itself answers; asked with GET, or with POST where only that is allowed."""
    try:
        path = reverse(name, kwargs=parts)
    except NoReverseMatch:
        path = "/api/nothing/"
    answer = browser.get(path)
    if answer.status_code == 405:
        answer = browser.post(path)
    # 429: the API has had enough of strangers.
    if answer.status_code in (401, 403, 429):
        return False
    assert answer.status_code in (503, *range(500)), f"{name} answers {answer.status_code}"
    return name in DOOR_NAMES or not answer.headers.get("Location", "").startswith(DOORS)


def test_every_address_has_a_row_and_every_row_an_address():
    named = {name for name, _parts in addresses(get_resolver())}

    assert named - set(matrix.MATRIX) == set(), "Add a row to tests/house/matrix.py"
    assert set(matrix.MATRIX) - named == set(), "Take the row out of tests/house/matrix.py"


@pytest.mark.parametrize("principal", sorted(matrix.ALL))
def test_each_principal_comes_in_where_the_table_says_and_nowhere_else(visitors: Visitors, principal: str):
    wrong = {}
    for name, parts in addresses(get_resolver()):
        expected = principal in matrix.MATRIX.get(name, frozenset())
        if is_in(visitors.visit(principal), name, parts) != expected:
            wrong[name] = "is let in" if not expected else "is kept out"

    assert wrong == {}


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("floor-station", "get"),
        ("station-code", "post"),
        ("station-revoke", "post"),
        ("sitting-end", "post"),
        ("help-close", "post"),
        ("hold-resume", "get"),
        ("hold-resume", "post"),
    ],
)
@pytest.mark.parametrize("role", [Person.Role.SUPERVISOR, Person.Role.MANAGER, Person.Role.SECURITY])
def test_a_row_of_another_facility_looks_like_one_that_never_was(name: str, method: str, role: Person.Role):
    here, there = world.facility(), world.facility()
    world.area(here)
    station = world.station(there)
    world.seat(station)
    helping.call(station, reason=HelpCall.Reason.HELP, by=SYSTEM)
    hold = holds.place("freeze", scope=holds.Scope(there.pk), by=world.supervisor(there))
    pk = {"help-close": HelpCall.objects.get().pk, "hold-resume": hold.id}.get(name, station.pk)
    browser = doors.signed_in(world.supervisor(here) if role == Person.Role.SUPERVISOR else world.person(here, role))

    foreign = getattr(browser, method)(reverse(name, kwargs={"pk": pk}), headers={"X-Request-ID": "0" * 32})
    unknown = getattr(browser, method)(reverse(name, kwargs={"pk": 999_999}), headers={"X-Request-ID": "0" * 32})

    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert TOKEN.sub(b"", foreign.content) == TOKEN.sub(b"", unknown.content)
