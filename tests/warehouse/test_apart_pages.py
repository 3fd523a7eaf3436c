"""Security keeps people apart on a page of its own; nobody else sees it."""

from __future__ import annotations

from uuid import uuid4

import pytest

from backend.ledger.models import Event
from backend.people.models import KeepSeparate, Person
from tests import doors, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def security(site):
    return doors.signed_in(world.person(site, Person.Role.SECURITY, "Eva"))


def _send(browser, path, **body):
    return browser.post(path, {"command_id": str(uuid4()), **body})


def test_a_pair_is_opened_and_closed(site, security):
    one, other = world.person(site, first_name="Noor"), world.person(site, first_name="Luca")

    assert _send(security, "/kept-apart/keep/", one=other.pk, other=one.pk).status_code == 302
    page = security.get("/kept-apart/").content.decode()
    pair = KeepSeparate.objects.get()
    assert "Noor" in page
    assert "Luca" in page
    assert (pair.person_low_id, pair.person_high_id) == (one.pk, other.pk)

    assert _send(security, f"/kept-apart/{pair.pk}/close/").status_code == 302
    assert "Nobody is kept apart" in security.get("/kept-apart/").content.decode()
    kinds = Event.objects.filter(kind__startswith="separation.").order_by("pk").values_list("kind", "data")
    assert list(kinds) == [("separation.opened", {"scope": "adjacent"}), ("separation.closed", {})]


def test_the_same_person_twice_somebody_unknown_and_strangers_are_refused(site, security):
    one, stranger = world.person(site), world.person(world.facility())

    for other in (one.pk, stranger.pk, 0, ""):
        assert _send(security, "/kept-apart/keep/", one=one.pk, other=other).status_code == 422

    assert not KeepSeparate.objects.exists()
    assert not Event.objects.filter(kind="separation.opened").exists()


def test_a_pair_of_another_house_is_not_there(site, security):
    elsewhere = world.facility()
    their_security = world.person(elsewhere, Person.Role.SECURITY)
    low, high = world.person(elsewhere), world.person(elsewhere)
    pair = KeepSeparate.objects.create(
        facility=elsewhere.pk, person_low=low, person_high=high, opened_at=low.made_at, opened_by=their_security
    )

    assert _send(security, f"/kept-apart/{pair.pk}/close/").status_code == 404
    assert KeepSeparate.objects.get().closed_at is None


def test_nobody_but_security_sees_who_is_kept_apart(site):
    for role in (Person.Role.SUPERVISOR, Person.Role.MANAGER, Person.Role.AUDITOR, Person.Role.TRAINER):
        assert doors.signed_in(world.person(site, role)).get("/kept-apart/").status_code == 403
