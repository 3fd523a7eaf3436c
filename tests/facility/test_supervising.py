"""A manager says who answers for which area."""

from __future__ import annotations

import pytest

from backend.facility import holds, supervising
from backend.kit.errors import NotFound, Refused
from backend.ledger.models import Event
from backend.people.models import Person
from tests import world
from tests.world import Quiet

pytestmark = pytest.mark.django_db


def test_a_supervisor_answers_for_an_area_until_that_is_ended():
    site = world.facility()
    area = world.area(site)
    manager, supervisor = world.person(site, Person.Role.MANAGER), world.person(site, Person.Role.SUPERVISOR)
    scope = holds.Scope(site.pk, area=area.pk)

    supervising.give(area, supervisor, by=manager)
    supervising.give(area, supervisor, by=manager)
    assert holds.may_hold(supervisor, scope)
    supervising.end(area, supervisor, by=manager)

    assert not holds.may_hold(supervisor, scope)
    kinds = list(Event.objects.order_by("pk").values_list("kind", "subject"))
    assert kinds == [
        ("supervision.given", f"facility.workarea:{area.pk}"),
        ("supervision.ended", f"facility.workarea:{area.pk}"),
    ]


@pytest.mark.parametrize(
    ("by", "person", "code"),
    [
        (Person.Role.SUPERVISOR, Person.Role.SUPERVISOR, "manager_only"),
        (Person.Role.MANAGER, Person.Role.WORKER, "not_a_supervisor"),
        (Person.Role.MANAGER, Person.Role.DISPATCHER, "not_a_supervisor"),
    ],
)
def test_nobody_else_gives_or_gets_an_area(by: Person.Role, person: Person.Role, code: str):
    site = world.facility()
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        supervising.give(world.area(site), world.person(site, person), by=world.person(site, by))

    assert refusal.value.code == code
    assert quiet.holds()


def test_an_area_of_another_facility_is_not_there():
    site = world.facility()
    quiet = Quiet()

    with pytest.raises(NotFound):
        supervising.give(
            world.area(world.facility()),
            world.person(site, Person.Role.SUPERVISOR),
            by=world.person(site, Person.Role.MANAGER),
        )

    assert quiet.holds()


def test_what_was_not_given_cannot_be_ended():
    site = world.facility()
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        supervising.end(
            world.area(site),
            world.person(site, Person.Role.SUPERVISOR),
            by=world.person(site, Person.Role.MANAGER),
        )

    assert refusal.value.code == "not_their_area"
    assert quiet.holds()
