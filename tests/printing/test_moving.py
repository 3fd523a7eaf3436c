"""Waiting labels go to another printer; what may have reached paper never does."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from backend.facility.models import Station
from backend.jobs.models import Job
from backend.kit import clock
from backend.kit.errors import NotFound, Refused
from backend.ledger import states as state_checks
from backend.people.models import Person
from backend.printing import leases, moving, sending
from backend.printing.models import LabelSerial, Printer
from tests import doors, world
from tests.printing.places import bench, beside, many, states, story, supervisor
from tests.printing.test_pages import send
from tests.world import Quiet

pytestmark = pytest.mark.django_db


@pytest.fixture
def station() -> Station:
    return bench()


def another(station: Station, name: str = "Other", **changes: object) -> Printer:
    """A second printer of the facility."""
    usual = {"zone": Printer.Zone.WORKER, "way": Printer.Way.FILE}
    return Printer.objects.create(facility=station.facility, name=name, **{**usual, **changes})


def test_what_waits_prints_at_the_other_printer(station: Station, settings, tmp_path: Path) -> None:
    settings.PRINT_FOLDER = tmp_path
    many(station, 3)
    printer, to = beside(station), another(station)
    Job.objects.all().delete()

    count = moving.move_waiting(printer, to=to, by=supervisor(station))
    sending.send_waiting(to.pk)

    assert count == 3
    assert Job.objects.filter(kind="printing.send", subject=f"printing.printer:{to.pk}").exists()
    assert (states(), set(LabelSerial.objects.values_list("printer", "zone"))) == (["sent"] * 3, {(to.pk, "worker")})
    assert len(list((tmp_path / f"printer-{to.pk}").iterdir())) == 3
    assert story(LabelSerial.objects.first()) == ["label.asked", "label.moved", "label.sending", "label.sent"]
    assert list(state_checks.state_problems(station.facility_id)) == []


@pytest.mark.parametrize("state", [state for state in LabelSerial.State if state != "waiting"])
def test_what_may_have_reached_paper_never_moves(station: Station, state: str) -> None:
    many(station, 2)
    first, second = LabelSerial.objects.order_by("pk")
    LabelSerial.objects.filter(pk=first.pk).update(state=state, begun_at=clock.now())
    printer, to = beside(station), another(station)

    assert moving.move_waiting(printer, to=to, by=supervisor(station)) == 1

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.printer_id, first.state, second.printer_id) == (printer.pk, state, to.pk)
    quiet = Quiet()
    with pytest.raises(Refused) as refusal:
        moving.move_waiting(printer, to=to, by=supervisor(station))
    assert refusal.value.code == "nothing_waits"
    assert quiet.holds()


def test_while_somebody_sends_nothing_moves(station: Station) -> None:
    many(station, 1)
    printer, to, boss = beside(station), another(station), supervisor(station)
    lease = leases.take(printer.pk)
    assert lease is not None
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        moving.move_waiting(printer, to=to, by=boss)

    assert refusal.value.code == "printing_now"
    assert quiet.holds()
    leases.release(lease)
    assert moving.move_waiting(printer, to=to, by=boss) == 1
    assert leases.take(printer.pk) is not None


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"media": "57x32"}, "media_wrong"), ({"zone": Printer.Zone.WORKER}, "zone_forbidden")],
)
def test_only_a_printer_that_all_of_them_may_come_out_of(station: Station, changes: dict[str, str], code: str) -> None:
    many(station, 1)
    if code == "zone_forbidden":
        LabelSerial.objects.update(kind="badge")
    printer, to = beside(station), another(station, **changes)
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        moving.move_waiting(printer, to=to, by=supervisor(station))

    assert refusal.value.code == code
    assert moving.choices(printer) == ()
    assert quiet.holds()
    assert LabelSerial.objects.get().printer_id == printer.pk


def test_a_sealed_label_goes_to_a_label_printer_of_dispatch_only(station: Station) -> None:
    many(station, 1)
    LabelSerial.objects.update(kind="carrier", sealed="a" * 32, view="")
    pdf = another(station, "PDF", zone=Printer.Zone.DISPATCH)
    ribbon = another(
        station,
        "Ribbon",
        zone=Printer.Zone.DISPATCH,
        language=Printer.Language.ZPL,
        technique=Printer.Technique.THERMAL_TRANSFER,
    )
    good = another(station, "Good", zone=Printer.Zone.DISPATCH, language=Printer.Language.ZPL)

    for printer, code in ((pdf, "printer_language"), (ribbon, "ribbon_forbidden")):
        with pytest.raises(Refused) as refusal:
            moving.move_waiting(beside(station), to=printer, by=supervisor(station))
        assert refusal.value.code == code

    assert moving.choices(beside(station)) == (good,)


@pytest.mark.parametrize("role", [Person.Role.MANAGER, Person.Role.DISPATCHER, Person.Role.WORKER])
def test_only_a_supervisor_of_the_same_house_moves_labels(station: Station, role: Person.Role) -> None:
    many(station, 1)
    printer, to = beside(station), another(station)
    stranger = bench()
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        moving.move_waiting(printer, to=to, by=world.person(station.facility, role))
    with pytest.raises(NotFound):
        moving.move_waiting(printer, to=beside(stranger), by=supervisor(station))
    with pytest.raises(NotFound):
        moving.move_waiting(printer, to=to, by=supervisor(stranger))

    assert refusal.value.code == "supervisor_only"
    assert quiet.holds()


def test_the_page_offers_the_printers_that_fit_and_moves_once(station: Station) -> None:
    many(station, 2)
    printer, to = beside(station), another(station)
    another(station, "Small", media="57x32")
    boss: Client = doors.signed_in(world.supervisor(station.facility))

    shown = boss.get(reverse("printer", args=[printer.pk]))
    assert [each.name for each in shown.context["others"]] == ["Other"]
    status = send(boss, "printer-move", printer.pk, to=str(to.pk))

    assert status == 302
    assert set(LabelSerial.objects.values_list("printer", flat=True)) == {to.pk}
    assert send(boss, "printer-move", printer.pk, to=str(to.pk)) == 409
    assert send(boss, "printer-move", printer.pk, to="x") == 404
