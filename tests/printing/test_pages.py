"""The pages about printers: what is shown, what a form does once, what a wrong answer says."""

from __future__ import annotations

from dataclasses import is_dataclass
from uuid import uuid4

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from backend.facility.models import Hold, Station
from backend.kit import clock
from backend.people.models import Person
from backend.printing import sending
from backend.printing.models import LabelSerial, Printer, Reconciliation
from tests import doors, world
from tests.printing.places import bench, beside, many, states
from tests.statements import counted
from tests.world import Quiet

pytestmark = pytest.mark.django_db


@pytest.fixture
def station() -> Station:
    return bench()


@pytest.fixture
def boss(station: Station) -> Client:
    return doors.signed_in(world.supervisor(station.facility))


@pytest.fixture
def manager(station: Station) -> Client:
    return doors.signed_in(world.person(station.facility, Person.Role.MANAGER, "Ines"))


def send(browser: Client, page: str, pk: int | None = None, **body: str) -> int:
    path = reverse(page, args=[] if pk is None else [pk])
    return browser.post(path, {"command_id": str(uuid4()), **body}).status_code


def test_the_list_shows_how_each_printer_stands(station: Station, boss: Client) -> None:
    many(station, 3)
    LabelSerial.objects.filter(copy=1).update(state="unknown", begun_at=clock.now())

    [row] = boss.get("/printers/").context["table"].rows

    assert [cell if isinstance(cell, str) else cell.word or cell.text for cell in row.cells] == [
        "Bench",
        "Not used yet",
        "Workers",
        "1",
        "Files in a folder",
        "2",
        "1",
        "1",
    ]


@pytest.mark.parametrize("page", ["printer", "printer-doubts", "printer-account"])
def test_templates_get_cards_and_plain_values_only(station: Station, boss: Client, page: str) -> None:
    many(station, 2)
    sending.send_waiting(beside(station).pk)
    LabelSerial.objects.filter(copy=1).update(state="unknown")

    context = boss.get(reverse(page, args=[beside(station).pk])).context

    for name in ("printer", "account", "latest", "missing", "doubtful"):
        values = context.get(name, ())
        for value in values if isinstance(values, tuple) else (values,):
            assert is_dataclass(value)
            assert not isinstance(value, models.Model)


def test_a_printer_of_another_house_is_not_there(boss: Client) -> None:
    foreign = beside(bench())

    for page in ("printer", "printer-doubts", "printer-account"):
        assert boss.get(reverse(page, args=[foreign.pk])).status_code == 404


def test_the_form_sets_a_printer_up_and_shows_what_is_wrong(station: Station, manager: Client) -> None:
    answers = {
        "name": "Zebra 1",
        "zone": "worker",
        "technique": "direct_thermal",
        "way": "raw",
        "address": "here",
        "language": "zpl",
        "dpi": "203",
        "tells_status": "on",
        "paper": "100x50",
        "stations": str(station.pk),
    }

    wrong = manager.post("/printers/new/", {"command_id": str(uuid4()), **answers})
    right = send(manager, "printer-add", **{**answers, "address": "10.0.4.21:9100"})

    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["address"])
    assert right == 302
    added = Printer.objects.get(name="Zebra 1")
    assert (added.address, added.media, beside(station)) == ("10.0.4.21:9100", "100x50", added)


def test_the_form_shows_a_printer_as_it_is(station: Station, manager: Client) -> None:
    form = manager.get(reverse("printer-change", args=[beside(station).pk])).context["form"]

    assert (form.initial["name"], form.initial["stations"]) == ("Bench", [str(station.pk)])


def test_pause_and_go_on(station: Station, boss: Client) -> None:
    pk = beside(station).pk

    assert send(boss, "printer-pause", pk) == 302
    paused = beside(station).paused_at
    assert send(boss, "printer-resume", pk) == 302

    assert (paused is None, beside(station).paused_at) == (False, None)


def test_a_press_that_arrives_twice_prints_one_test_label(station: Station, boss: Client) -> None:
    path, body = reverse("printer-test", args=[beside(station).pk]), {"command_id": str(uuid4())}

    for _ in range(2):
        assert boss.post(path, body).status_code == 302

    assert states() == ["waiting"]


def test_the_way_through_a_jam(station: Station, boss: Client) -> None:
    many(station, 3)
    pk = beside(station).pk
    LabelSerial.objects.update(state="unknown", begun_at=clock.now())
    second = LabelSerial.objects.order_by("pk")[1]

    assert send(boss, "printer-doubts", pk, scanned="J999999") == 422
    assert send(boss, "printer-doubts", pk, scanned=second.code.lower()) == 302
    assert send(boss, "printer-doubts", pk) == 302

    assert states() == ["confirmed", "confirmed", "revoked", "waiting"]
    assert boss.get(reverse("printer-doubts", args=[pk])).context["doubtful"] == ()


def test_the_account_is_signed(station: Station, boss: Client) -> None:
    many(station, 3)
    pk = beside(station).pk
    sending.send_waiting(pk)
    pieces = boss.get(reverse("printer-account", args=[pk])).context["missing"]
    for piece, fate in zip(pieces, ("seen", "spoiled", "returned"), strict=True):
        assert send(boss, "label-fate", piece.id, fate=fate) == 302

    assert send(boss, "printer-account", pk) == 302

    made = Reconciliation.objects.get()
    assert (made.sent, made.missing) == (3, 0)


def test_a_fate_that_is_none_changes_nothing(station: Station, boss: Client) -> None:
    many(station, 1)
    sending.send_waiting(beside(station).pk)
    quiet = Quiet()

    assert send(boss, "label-fate", LabelSerial.objects.get().pk, fate="eaten") == 422
    assert (states(), quiet.holds()) == (["sent"], True)


def test_what_waits_is_printed_from_the_page_once(boss: Client, station: Station) -> None:
    Printer.objects.update(way="browser")
    many(station, 2)
    path = reverse("printer-paper", args=[beside(station).pk])

    paper, again = boss.post(path), boss.post(path)

    assert (paper.status_code, paper["Content-Type"], paper.content[:4]) == (200, "application/pdf", b"%PDF")
    assert (again.status_code, again["X-Refusal"]) == (409, "nothing_waits")
    assert states() == ["sent", "sent"]
    assert LabelSerial.objects.exclude(digest="").count() == 2


def test_a_long_list_of_printers_costs_no_more_while_work_is_stopped(station: Station, boss: Client) -> None:
    site = station.facility
    Hold.objects.create(facility=site, kind="freeze", placed_at=clock.now(), placed_by=world.supervisor(site))
    boss.get("/printers/")
    with counted() as few:
        boss.get("/printers/")
    for number in range(20):
        Printer.objects.create(facility=site, name=f"Spare {number}", zone="worker", way="file")

    with counted() as many_printers:
        rows = boss.get("/printers/").context["table"].rows

    assert len(rows) == 21
    assert {row.cells[1].word for row in rows} == {"Work is stopped"}
    assert len(many_printers) == len(few)
