"""The page of waves: what waits, tries side by side, a walk on the map, and the release."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from backend.demo import measuring
from backend.jobs.models import Job
from backend.ledger.models import Event
from backend.people.models import Person
from tests import doors, world
from tests.statements import counted
from tests.warehouse.measured import measured_goods
from warehouse import floor_plans, tasks, waves
from warehouse.models import Batch, Cart, Wave

pytestmark = pytest.mark.django_db
TRY = {"slots": "2", "workers": "3", "mode": "instant", "leave": ""}


@pytest.fixture
def boss(site) -> Client:
    floor_plans.draw(site.pk, measuring.drawing(list("ABCDEF"), bays=12))
    Cart.objects.create(facility=site, code="CBBBBBKB", slots=2)
    return doors.signed_in(world.supervisor(site))


@pytest.fixture
def orders(boss, site, shop):
    left, right = measured_goods(shop, 0, 9), measured_goods(shop, 5, 9)
    made = [world.order(shop, {thing: 1}) for thing in (left, right) * 3]
    world.promised(*made)
    return made


def _send(browser, name, *args, **body):
    return browser.post(reverse(name, args=args), {"command_id": str(uuid4()), **body})


def _think():
    tasks.wave(Job.objects.filter(kind="warehouse.wave").latest("pk"))


def _words(answer) -> str:
    return str(answer.content.decode())


def test_a_wave_is_planned_looked_at_and_released(boss, site, orders):
    assert _send(boss, "wave-ask", **TRY).status_code == 302
    assert "Planning the wave" in _words(boss.get("/waves/"))
    assert boss.get("/waves/thinking/").headers.get("HX-Refresh") is None
    _think()
    assert boss.get("/waves/thinking/").headers["HX-Refresh"] == "true"

    page = _words(boss.get("/waves/"))
    wave = Wave.objects.get()

    assert "Release 4 batches" in page or "Release 3 batches" in page
    assert f"{round(wave.length_mm / 1000)}" in page
    assert 'class="chart map' in page
    assert _send(boss, "wave-release", wave.pk).status_code == 302
    assert Batch.objects.filter(wave=wave).count() == wave.carts.count()


def test_each_batch_of_a_wave_has_its_walk(boss, orders):
    _send(boss, "wave-ask", **TRY)
    _think()
    wave = Wave.objects.get()

    second = _words(boss.get(f"/waves/{wave.pk}/?cart=2"))

    assert "Batch 2" in second
    assert boss.get(f"/waves/{wave.pk}/?cart=99999999999").status_code == 200


def test_tries_stand_side_by_side(boss, orders):
    for slots in ("1", "2"):
        _send(boss, "wave-ask", **TRY | {"slots": slots})
        _think()
    first, second = Wave.objects.order_by("pk")

    page = _words(boss.get("/waves/"))

    assert f"/waves/{first.pk}/" in page
    assert f"/waves/{second.pk}/" in page
    assert first.carts.count() == 6
    assert first.length_mm > second.length_mm


def test_a_double_click_releases_once(boss, orders):
    _send(boss, "wave-ask", **TRY)
    _think()
    wave, key = Wave.objects.get(), str(uuid4())

    answers = [boss.post(f"/waves/{wave.pk}/release/", {"command_id": key}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Batch.objects.count() == wave.carts.count()


def test_a_try_is_forgotten_and_its_page_is_gone(boss, orders):
    _send(boss, "wave-ask", **TRY)
    _think()
    wave = Wave.objects.get()

    assert _send(boss, "wave-drop", wave.pk).status_code == 302

    assert boss.get(f"/waves/{wave.pk}/").status_code == 404
    assert not Batch.objects.exists()


@pytest.mark.parametrize("body", [{"slots": "many"}, {"slots": ""}, {"workers": "-1"}, {"slots": "99"}, {"mode": "x"}])
def test_what_no_cart_has_is_refused_with_words(boss, orders, body):
    answer = _send(boss, "wave-ask", **TRY | body)

    assert answer.status_code == 422
    assert not Wave.objects.exists()


def test_a_wave_of_nothing_is_refused_with_words(boss):
    answer = _send(boss, "wave-ask", **TRY)

    assert answer.status_code == 409
    assert "No order waits for a wave." in _words(answer)


def test_a_wave_of_another_house_is_not_there(boss, orders):
    _send(boss, "wave-ask", **TRY)
    _think()
    wave = Wave.objects.get()
    stranger = doors.signed_in(world.supervisor(world.facility()))

    assert stranger.get(f"/waves/{wave.pk}/").status_code == 404
    assert _send(stranger, "wave-release", wave.pk).status_code == 404
    assert not Batch.objects.exists()


def test_only_supervisors_plan(site, orders):
    for role in (Person.Role.MANAGER, Person.Role.DISPATCHER, Person.Role.AUDITOR):
        assert doors.signed_in(world.person(site, role)).get("/waves/").status_code == 403


def test_the_page_asks_as_many_questions_for_sixty_orders_as_for_six(boss, site, shop, orders):
    def asked() -> int:
        _send(boss, "wave-ask", **TRY)
        _think()
        boss.get("/waves/")
        with counted() as statements:
            assert boss.get("/waves/").status_code == 200
        return len(statements)

    few = asked()
    thing = measured_goods(shop, 3, 3)
    world.promised(*[world.order(shop, {thing: 1}) for _ in range(45)])

    assert asked() == few <= 30


def test_a_floor_that_was_never_measured_says_so(site, shop, soap):
    world.received(soap, 5)
    world.promised(world.order(shop, {soap: 1}))
    browser = doors.signed_in(world.supervisor(site))
    _send(browser, "wave-ask", **TRY)
    _think()

    page = _words(browser.get("/waves/"))

    assert "The floor was never measured" in page
    assert "Release 1 batch" in page


def test_a_supervisor_says_how_many_batches_go_ahead_by_themselves(boss, site, orders):
    for given, kept in (("3", 3), ("", None), ("0", 0)):
        assert _send(boss, "waves-ahead", ahead=given).status_code == 302
        site.refresh_from_db()
        assert site.batches_ahead == kept

    for wrong in ("many", "-1", "501"):
        assert _send(boss, "waves-ahead", ahead=wrong).status_code == 422

    site.refresh_from_db()
    assert site.batches_ahead == 0
    assert [event.data["batches"] for event in Event.objects.filter(kind="wave.ahead_set").order_by("pk")] == [3, -1, 0]
    assert waves.plan_all(site.pk) == 0
