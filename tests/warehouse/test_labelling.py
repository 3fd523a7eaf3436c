"""Labels of shelves, totes and carts: printed many at a time, one live label each, another only with a reason."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

import labels
from backend.facility.models import Facility
from backend.jobs.models import Job
from backend.ledger.models import Event
from backend.people.models import Person
from backend.printing import templates
from backend.printing.models import LabelSerial, Printer
from tests import doors, world
from tests import floor as floors
from tests.floor import Floor
from tests.statements import counted
from warehouse.models import Cart, Location, Tote

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return floors.build(totes=3)


@pytest.fixture
def boss(floor: Floor) -> Client:
    return doors.signed_in(world.supervisor(floor.site))


def printer(site: Facility, **more: str) -> Printer:
    return Printer.objects.create(**{"facility": site, "name": "Office", "zone": "staff", "way": "file", **more})


def post(boss: Client, kind: str, **body: object) -> HttpResponse:
    return boss.post(reverse("labels-print", args=[kind]), {"command_id": str(uuid4()), **body})


def test_the_chosen_totes_get_their_labels_as_one_job(floor: Floor, boss: Client) -> None:
    totes = list(Tote.objects.order_by("pk"))

    answer = post(boss, "tote", printer=printer(floor.site).pk, thing=[totes[0].pk, totes[2].pk])

    assert answer.status_code == 302
    serials = list(LabelSerial.objects.order_by("pk").values_list("kind", "code", "copy", "copies", "state"))
    assert serials == [("tote", totes[0].code, 1, 2, "waiting"), ("tote", totes[2].code, 2, 2, "waiting")]
    assert Job.objects.filter(kind="printing.send").count() == 1
    assert Event.objects.filter(kind="label.asked").count() == 2


def test_all_that_have_none_are_printed_and_the_others_are_not(floor: Floor, boss: Client) -> None:
    office = printer(floor.site)
    first = Tote.objects.order_by("pk")[0]
    post(boss, "tote", printer=office.pk, thing=[first.pk])

    post(boss, "tote", printer=office.pk, all="1")

    answer = post(boss, "tote", printer=office.pk, all="1")

    assert (answer.status_code, answer["X-Refusal"]) == (409, "nothing_missing")
    codes = list(LabelSerial.objects.values_list("code", flat=True))
    assert sorted(codes) == sorted(Tote.objects.values_list("code", flat=True))


def test_a_form_that_is_sent_twice_prints_once(floor: Floor, boss: Client) -> None:
    office, key = printer(floor.site), str(uuid4())

    for _time in range(2):
        assert post(boss, "tote", printer=office.pk, all="1", command_id=key).status_code == 302

    assert LabelSerial.objects.count() == Tote.objects.count()


def test_carts_have_labels_too(floor: Floor, boss: Client) -> None:
    post(boss, "cart", printer=printer(floor.site).pk, all="1")

    assert LabelSerial.objects.get().code == Cart.objects.get().code


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"thing": []}, 422, "nothing_chosen"),
        ({"thing": [999_999]}, 404, "thing_unknown"),
        ({"all": "1", "printer": "0"}, 422, "printer_unknown"),
        ({"all": "1", "printer": "x"}, 422, "printer_unknown"),
    ],
)
def test_what_cannot_be_printed_is_refused(
    floor: Floor, boss: Client, body: dict[str, object], status: int, code: str
) -> None:
    answer = post(boss, "tote", **{"printer": printer(floor.site).pk, **body})

    assert (answer.status_code, answer["X-Refusal"]) == (status, code)
    assert not LabelSerial.objects.exists()
    assert not Event.objects.filter(kind="label.asked").exists()


def test_a_second_label_for_the_same_tote_is_refused_and_nothing_of_the_job_stays(floor: Floor, boss: Client) -> None:
    office = printer(floor.site)
    first = Tote.objects.order_by("pk")[0]
    post(boss, "tote", printer=office.pk, thing=[first.pk])

    answer = post(boss, "tote", printer=office.pk, thing=[each.pk for each in Tote.objects.all()])

    assert (answer.status_code, answer["X-Refusal"]) == (409, "already_printed")
    assert LabelSerial.objects.count() == 1


def test_the_printer_and_the_totes_of_another_facility_are_not_to_be_had(floor: Floor, boss: Client) -> None:
    elsewhere = world.facility()

    answer = post(boss, "tote", printer=printer(elsewhere).pk, all="1")

    assert answer["X-Refusal"] == "printer_unknown"
    assert not LabelSerial.objects.exists()


def test_another_print_needs_a_reason_and_is_the_next_generation(floor: Floor, boss: Client) -> None:
    post(boss, "tote", printer=printer(floor.site).pk, all="1")
    serial = LabelSerial.objects.order_by("pk")[0]
    LabelSerial.objects.filter(pk=serial.pk).update(state="sent", begun_at=serial.made_at)
    here = reverse("label-again", args=["tote", serial.pk])

    assert "Why is another print needed?" in boss.get(here).content.decode()
    refused = boss.post(here, {"command_id": str(uuid4()), "reason": "because"})
    allowed = boss.post(here, {"command_id": str(uuid4()), "reason": "torn"})

    assert (refused.status_code, allowed.status_code) == (422, 302)
    live = LabelSerial.objects.filter(subject=serial.subject).exclude(state="revoked").get()
    assert live.generation == 1


@pytest.mark.parametrize("kind", ["shelf", "tote", "cart"])
def test_the_page_shows_each_kind_with_what_its_label_looks_like(floor: Floor, boss: Client, kind: str) -> None:
    floor.product("Lavender soap", units=9)
    printer(floor.site)

    page = boss.get(reverse("labels", args=[kind])).content.decode()

    assert "None yet" in page
    assert "<svg" in page.split("What it looks like")[1]


def test_the_picture_is_drawn_by_the_layout_in_use(floor: Floor, boss: Client) -> None:
    before = boss.get("/labels/tote/").content.decode().split("What it looks like")[1]
    manager = world.person(floor.site, Person.Role.MANAGER, "Ines")
    own = labels.shipped_template_text("tote", 1).replace("size = 60", "size = 40")
    assert own != labels.shipped_template_text("tote", 1)
    templates.publish("tote", text=own, facility=floor.site, by=manager)

    after = boss.get("/labels/tote/").content.decode().split("What it looks like")[1]

    assert "<svg" in after
    assert after != before


def test_an_unknown_kind_is_not_found(boss: Client) -> None:
    assert boss.get("/labels/pallets/").status_code == 404


def test_a_long_list_costs_as_few_queries_as_a_short_one(floor: Floor, boss: Client) -> None:
    boss.get("/labels/tote/")
    with counted() as few:
        boss.get("/labels/tote/")
    for number in range(40):
        place = world.location(floor.site, Location.Kind.TOTE, f"T-{200 + number}")
        Tote.objects.create(facility=floor.site, code=place.code, name=place.name, location=place)
    with counted() as many:
        boss.get("/labels/tote/")

    assert len(many) == len(few) <= 12
