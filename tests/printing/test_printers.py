"""A manager sets printers up; what cannot work, or would let a paper out among the wrong people, is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend.facility.models import Facility, Hold, Station
from backend.kit import clock
from backend.kit.errors import Invalid, NotFound, Refused
from backend.ledger.models import Event
from backend.people.models import Person
from backend.printing import printers, sending
from backend.printing.models import LabelSerial, Printer, StationPrinter
from backend.printing.printers import Plan
from tests import world
from tests.printing.places import bench, beside, many, spooled, states, supervisor
from tests.world import Quiet

pytestmark = pytest.mark.django_db
ZEBRA = Plan(
    name="Zebra 1",
    zone="worker",
    technique="direct_thermal",
    way="raw",
    address="10.0.4.21:9100",
    language="zpl",
    tells_status=True,
)


@pytest.fixture
def site() -> Facility:
    return world.facility()


def manager(site: Facility) -> Person:
    return world.person(site, Person.Role.MANAGER, "Ines")


def test_a_printer_is_set_up_beside_its_stations(site: Facility) -> None:
    stations = [world.station(site, Station.Kind.PACK) for _ in range(2)]
    plan = replace(ZEBRA, stations=tuple(each.pk for each in stations))

    pk = printers.add(plan, facility=site, by=manager(site))

    printer = Printer.objects.get(pk=pk)
    assert (printer.name, printer.way, printer.tells_status) == ("Zebra 1", "raw", True)
    assert StationPrinter.objects.filter(printer=printer).count() == 2
    assert Event.objects.get(kind="printer.added").data == {"zone": "worker", "technique": "direct_thermal"}


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"name": " "}, "/name"),
        ({"name": "x" * 41}, "/name"),
        ({"zone": "moon"}, "/zone"),
        ({"technique": "chisel"}, "/technique"),
        ({"way": "pigeon", "tells_status": False}, "/way"),
        ({"language": "latin", "tells_status": False}, "/language"),
        ({"dpi": 96}, "/dpi"),
        ({"media": "1x1"}, "/media"),
        ({"address": ""}, "/address"),
        ({"address": "10.0.4.21"}, "/address"),
        ({"address": "-oProxy:9100"}, "/address"),
        ({"way": "cups", "language": "pdf", "tells_status": False, "address": "-d evil"}, "/address"),
        ({"way": "cups", "language": "pdf", "tells_status": False, "address": "office@a b"}, "/address"),
        ({"language": "pdf"}, "/tells_status"),
        ({"way": "browser", "tells_status": False}, "/language"),
        ({"stations": (999_999,)}, "/stations"),
    ],
)
def test_what_cannot_work_is_refused_and_names_its_answer(
    site: Facility, changes: dict[str, object], pointer: str
) -> None:
    by, quiet = manager(site), Quiet()

    with pytest.raises(Invalid) as refusal:
        printers.add(replace(ZEBRA, **changes), facility=site, by=by)  # type: ignore[arg-type]

    assert [fault.pointer for fault in refusal.value.faults] == [pointer]
    assert not Printer.objects.exists()
    assert quiet.holds()


@pytest.mark.parametrize(
    ("kind", "zone", "is_right"),
    [
        ("pack", "worker", True),
        ("pack", "staff", False),
        ("pack", "dispatch", False),
        ("pick", "dispatch", False),
        ("dispatch", "worker", False),
        ("dispatch", "staff", True),
        ("dispatch", "dispatch", True),
    ],
)
def test_a_printer_stands_among_the_people_of_its_zone(site: Facility, kind: str, zone: str, is_right: bool) -> None:
    station, by = world.station(site, kind), manager(site)
    plan = replace(ZEBRA, zone=zone, stations=(station.pk,))

    if is_right:
        printers.add(plan, facility=site, by=by)
    else:
        with pytest.raises(Invalid) as refusal:
            printers.add(plan, facility=site, by=by)
        assert [fault.pointer for fault in refusal.value.faults] == ["/stations"]

    assert Printer.objects.exists() is is_right


def test_two_printers_never_share_a_name(site: Facility) -> None:
    by = manager(site)
    printers.add(ZEBRA, facility=site, by=by)

    with pytest.raises(Invalid) as refusal:
        printers.add(ZEBRA, facility=site, by=by)

    assert refusal.value.code == "printer_name_taken"
    assert Printer.objects.count() == 1


def test_only_a_manager_sets_printers_up(site: Facility) -> None:
    someone, quiet = world.person(site, Person.Role.SUPERVISOR), Quiet()

    with pytest.raises(Refused) as refusal:
        printers.add(ZEBRA, facility=site, by=someone)

    assert (refusal.value.code, refusal.value.status) == ("manager_only", 403)
    assert (Printer.objects.exists(), quiet.holds()) == (False, True)


def test_a_manager_of_another_house_finds_nothing(site: Facility) -> None:
    stranger = manager(world.facility())

    with pytest.raises(NotFound):
        printers.add(ZEBRA, facility=site, by=stranger)

    assert not Printer.objects.exists()


def test_a_printer_is_not_moved_among_workers_while_staff_papers_wait_for_it() -> None:
    station = bench(zone="staff")
    printer, by = beside(station), manager(station.facility)
    spooled(station)
    LabelSerial.objects.update(kind="badge")
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        printers.change(printer, replace(ZEBRA, name="Bench"), by=by)

    assert refusal.value.code == "zone_forbidden"
    assert (beside(station).zone, quiet.holds()) == ("staff", True)


def test_a_changed_printer_is_tried_again_at_once() -> None:
    station = bench(way="raw", address="127.0.0.1:9")
    spooled(station)
    sending.send_waiting(beside(station).pk)
    assert beside(station).status == "line"

    plan = Plan(name="Bench", zone="worker", technique="direct_thermal", way="file", stations=(station.pk,))
    printers.change(beside(station), plan, by=manager(station.facility))
    sending.send_waiting(beside(station).pk)

    assert states() == ["sent"]


def test_a_paused_printer_keeps_its_labels_and_goes_on_with_the_next() -> None:
    station = bench()
    boss = supervisor(station)
    printers.pause(beside(station), by=boss)
    many(station, 2)

    sending.send_waiting(beside(station).pk)
    paused = states()
    printers.resume(beside(station), by=boss)
    sending.send_waiting(beside(station).pk)

    assert (paused, states()) == (["waiting"] * 2, ["sent"] * 2)
    assert list(Event.objects.filter(kind__startswith="printer.").order_by("id").values_list("kind", flat=True)) == [
        "printer.paused",
        "printer.resumed",
    ]


def test_pausing_twice_says_so() -> None:
    station = bench()
    boss = supervisor(station)
    printers.pause(beside(station), by=boss)
    quiet = Quiet()

    with pytest.raises(Refused):
        printers.pause(beside(station), by=boss)

    assert quiet.holds()


def test_a_test_label_is_numbered_like_any_other() -> None:
    station = bench()

    for _ in range(2):
        printers.test_print(beside(station), by=supervisor(station))
    sending.send_waiting(beside(station).pk)

    assert states() == ["sent"] * 2
    assert LabelSerial.objects.values("digest").distinct().count() == 2


def test_an_idle_printer_is_woken_for_what_waits_but_not_while_it_rests() -> None:
    station = bench(way="raw", address="127.0.0.1:9")
    spooled(station)

    sending.send_waiting(beside(station).pk)
    resting = sending.wake_the_waiting()
    with clock.at(clock.now() + sending.LATEST):
        rested = sending.wake_the_waiting()

    assert (resting, rested) == (0, 1)


def test_a_label_of_another_size_is_refused_and_names_the_printer() -> None:
    station = bench(media="57x32")
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        spooled(station)

    assert refusal.value.code == "media_wrong"
    assert "Bench" in refusal.value.message
    assert (states(), quiet.holds()) == ([], True)


@pytest.mark.parametrize("media", ["", "57x32", "100x50", "100x75", "100x150", "A4", "A5"])
def test_a_test_label_fits_the_paper_in_the_printer(media: str) -> None:
    station = bench(media=media)

    printers.test_print(beside(station), by=supervisor(station))
    sending.send_waiting(beside(station).pk)

    assert states() == ["sent"]


def test_paper_that_no_open_label_has_gets_no_test_label() -> None:
    station = bench(media="CR80")
    boss, quiet = supervisor(station), Quiet()

    with pytest.raises(Refused) as refusal:
        printers.test_print(beside(station), by=boss)

    assert (refusal.value.code, states(), quiet.holds()) == ("no_sample", [], True)


def test_after_a_hold_the_printer_is_woken_by_itself() -> None:
    station = bench()
    boss = supervisor(station)
    spooled(station)
    Hold.objects.create(facility=station.facility, kind="lockdown", placed_at=clock.now(), placed_by=boss)

    held = sending.wake_the_waiting()
    Hold.objects.update(released_at=clock.now())

    assert (held, sending.wake_the_waiting()) == (0, 1)
