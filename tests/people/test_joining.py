"""People come, are stopped and let in again; badges are handed out and taken back."""

from __future__ import annotations

import pytest

from backend.kit import codes
from backend.kit.errors import Refused
from backend.ledger.models import Event
from backend.people import badges, joining
from backend.people.models import Badge, Person
from tests import world
from tests.world import Quiet

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Person:
    return world.person(world.facility(), Person.Role.MANAGER, "Ines")


def test_a_worker_is_taken_on_without_a_name_to_sign_in_with(manager: Person):
    worker = joining.take_on(facility=manager.facility, first_name="Samir", last_name="K", language="ar", by=manager)

    assert (worker.role, worker.username, worker.language) == ("worker", None, "ar")
    assert not worker.has_usable_password()
    assert Event.objects.get().data == {"role": "worker"}


def test_staff_are_appointed_with_a_name_and_a_password(manager: Person):
    password = joining.draw_password()

    someone = joining.appoint(
        facility=manager.facility,
        role=Person.Role.DISPATCHER,
        username="ana",
        password=password,
        first_name="Ana",
        last_name="M",
        by=manager,
    )

    assert Person.objects.get(username="ana").check_password(password)
    assert (someone.role, len(password)) == ("dispatcher", 16)


@pytest.mark.parametrize(
    ("role", "username", "code"),
    [(Person.Role.WORKER, "new", "not_a_staff_role"), (Person.Role.PAYROLL, "taken", "username_taken")],
)
def test_who_cannot_be_appointed_is_refused(manager: Person, role: Person.Role, username: str, code: str):
    Person.objects.filter(pk=manager.pk).update(username="taken")
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        joining.appoint(
            facility=manager.facility,
            role=role,
            username=username,
            password="correct horse battery",
            first_name="Ana",
            last_name="M",
            by=manager,
        )

    assert refusal.value.code == code
    assert Person.objects.count() == 1
    assert quiet.holds()


def test_a_language_that_the_screens_do_not_speak_is_refused(manager: Person):
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        joining.choose_language(manager, "tlh", by=manager)

    assert refusal.value.code == "language_unknown"
    assert Person.objects.get().language == "en"
    assert quiet.holds()


def test_blocking_and_unblocking_happen_once_each(manager: Person):
    worker = joining.take_on(facility=manager.facility, first_name="Samir", last_name="K", by=manager)

    joining.block(worker, by=manager)
    with pytest.raises(Refused):
        joining.block(worker, by=manager)
    joining.unblock(worker, by=manager)
    with pytest.raises(Refused):
        joining.unblock(worker, by=manager)

    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["person.taken_on", "person.blocked", "person.unblocked"]


def test_a_new_badge_takes_the_old_one_back(manager: Person):
    worker = joining.take_on(facility=manager.facility, first_name="Samir", last_name="K", by=manager)
    first = badges.issue(worker, by=manager)

    second = badges.issue(worker, by=manager)

    assert badges.holder(first.code, facility=manager.facility) is None
    assert badges.holder(second.code, facility=manager.facility) == worker
    assert codes.parse(second.code).kind == "N"
    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["person.taken_on", "badge.issued", "badge.revoked", "badge.issued"]


def test_a_lost_badge_is_taken_back_once(manager: Person):
    worker = joining.take_on(facility=manager.facility, first_name="Samir", last_name="K", by=manager)
    badge = badges.issue(worker, by=manager)
    badges.revoke(badge, by=manager)
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        badges.revoke(badge, by=manager)

    assert refusal.value.code == "badge_revoked"
    assert Badge.objects.filter(revoked_at=None).count() == 0
    assert quiet.holds()
