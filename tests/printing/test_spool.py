"""One live label per thing, only in a zone that may see it, never sent twice by a machine."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction

from backend.facility.models import Hold, Station
from backend.jobs.models import Job
from backend.kit import clock, codes
from backend.kit.errors import NotFound, Refused
from backend.ledger.models import Event
from backend.people.models import Person
from backend.printing import leases, sending, spool
from backend.printing.models import LabelSerial, Printer, StationPrinter
from labels import CarrierLabel, PackingSlip, ParcelTag
from tests import world
from tests.world import Quiet

pytestmark = pytest.mark.django_db


def bench(*, zone: str = Printer.Zone.WORKER, way: str = Printer.Way.FILE, address: str = "") -> Station:
    site = world.facility()
    station = world.station(site, Station.Kind.PACK)
    printer = Printer.objects.create(facility=site, name="Bench", zone=zone, way=way, address=address)
    StationPrinter.objects.create(station=station, printer=printer)
    return station


def tag() -> ParcelTag:
    return ParcelTag(token=codes.draw("P"), dock="DISPATCH", carton="Box S")


def spooled(station: Station, subject: str = "warehouse.parcel:1") -> LabelSerial:
    with transaction.atomic():
        return spool.ask(tag(), at=station, subject=subject, by=world.person(station.facility))


@contextmanager
def raw_printer() -> Iterator[tuple[str, list[bytes]]]:
    """A printer that listens on a port of ours: its address, and what reached it."""
    received: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)

        def serve() -> None:
            line, _ = server.accept()
            with line:
                data = b""
                while chunk := line.recv(65536):
                    data += chunk
                received.append(data)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}", received
        thread.join(5)


def test_a_tag_is_spooled_in_the_callers_transaction_and_printed_after_it() -> None:
    station = bench()

    serial = spooled(station)
    sending.send_waiting(serial.printer_id)

    serial.refresh_from_db()
    assert (serial.state, serial.generation) == ("sent", 0)
    assert Job.objects.get().subject == f"printing.printer:{serial.printer_id}"
    kinds = list(
        Event.objects.filter(subject=f"printing.labelserial:{serial.pk}").order_by("id").values_list("kind", flat=True)
    )
    assert kinds == ["label.asked", "label.sending", "label.sent"]


def test_the_file_printer_writes_one_pdf_per_label(settings: object, tmp_path: Path) -> None:
    settings.PRINT_FOLDER = tmp_path  # type: ignore[attr-defined]
    station = bench()
    first, _second = spooled(station, "warehouse.parcel:1"), spooled(station, "warehouse.parcel:2")

    sending.send_waiting(first.printer_id)

    papers = sorted((tmp_path / f"printer-{first.printer_id}").iterdir())
    assert len(papers) == 2
    assert all(paper.read_bytes().startswith(b"%PDF") for paper in papers)


def test_a_second_label_for_the_same_thing_needs_a_supervisor() -> None:
    station = bench()
    spooled(station)
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        spooled(station)

    assert refusal.value.code == "already_printed"
    assert quiet.holds()


def test_a_reprint_revokes_the_old_label_and_prints_the_next_generation() -> None:
    station = bench()
    old = spooled(station)
    sending.send_waiting(old.printer_id)
    supervisor = world.person(station.facility, Person.Role.SUPERVISOR)
    old.refresh_from_db()

    spool.allow_reprint(old, by=supervisor, reason="torn")
    sending.send_waiting(old.printer_id)

    assert list(LabelSerial.objects.order_by("generation").values_list("generation", "state")) == [
        (0, "revoked"),
        (1, "sent"),
    ]


def test_a_reprint_needs_a_reason() -> None:
    station = bench()
    old = spooled(station)
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        spool.allow_reprint(old, by=world.person(station.facility, Person.Role.SUPERVISOR), reason="because")

    assert refusal.value.code == "reason_unknown"
    assert quiet.holds()


def test_a_personal_paper_never_comes_out_in_the_worker_or_staff_zone() -> None:
    for zone in (Printer.Zone.WORKER, Printer.Zone.STAFF):
        station = bench(zone=zone)
        for kind in (CarrierLabel, PackingSlip):
            quiet = Quiet()
            with pytest.raises(Refused) as refusal, transaction.atomic():
                spool.hand_out(kind, at=station, subject="warehouse.parcel:1", by=world.person(station.facility))
            assert (refusal.value.code, refusal.value.status) == ("zone_forbidden", 403)
            assert quiet.holds()


def test_a_personal_paper_never_goes_through_a_ribbon() -> None:
    station = bench(zone=Printer.Zone.DISPATCH)
    Printer.objects.update(technique=Printer.Technique.THERMAL_TRANSFER)

    with pytest.raises(Refused) as refusal, transaction.atomic():
        spool.hand_out(CarrierLabel, at=station, subject="warehouse.parcel:1", by=world.person(station.facility))

    assert refusal.value.code == "ribbon_forbidden"


def test_a_personal_paper_is_never_spooled_as_text() -> None:
    station = bench(zone=Printer.Zone.DISPATCH)

    with pytest.raises(Refused) as refusal, transaction.atomic():
        spool.ask(CarrierLabel.longest(), at=station, subject="x", by=world.person(station.facility))

    assert refusal.value.code == "zone_forbidden"
    assert not LabelSerial.objects.exists()


def test_a_station_without_a_printer_says_so() -> None:
    site = world.facility()

    with pytest.raises(NotFound) as refusal:
        spool.printer_beside(world.station(site, Station.Kind.PACK))

    assert refusal.value.code == "no_printer"


def test_a_raw_printer_gets_the_bytes() -> None:
    with raw_printer() as (address, received):
        station = bench(way=Printer.Way.RAW, address=address)
        serial = spooled(station)
        sending.send_waiting(serial.printer_id)

    serial.refresh_from_db()
    assert serial.state == "sent"
    assert received[0].startswith(b"%PDF")


def test_a_printer_that_is_away_leaves_the_label_waiting() -> None:
    station = bench(way=Printer.Way.RAW, address="127.0.0.1:9")
    serial = spooled(station)

    sending.send_waiting(serial.printer_id)

    serial.refresh_from_db()
    printer = Printer.objects.get()
    assert (serial.state, printer.status, printer.lease_until) == ("waiting", "line", None)


def test_a_label_behind_a_killed_consumer_is_sent_once_its_lease_is_over() -> None:
    station = bench()
    serial = spooled(station)
    Printer.objects.update(lease_until=clock.now() + leases.LEASE)

    sending.send_waiting(serial.printer_id)
    serial.refresh_from_db()
    meanwhile = serial.state
    with clock.at(clock.now() + 2 * leases.LEASE):
        sending.send_waiting(serial.printer_id)

    serial.refresh_from_db()
    assert (meanwhile, serial.state) == ("waiting", "sent")


def test_a_label_left_in_mid_air_is_doubted_and_never_sent_again() -> None:
    station = bench()
    serial = spooled(station)
    LabelSerial.objects.update(state=LabelSerial.State.SENDING, begun_at=clock.now())

    sending.doubt_the_abandoned()
    sending.send_waiting(serial.printer_id)

    serial.refresh_from_db()
    assert serial.state == "unknown"


def test_a_hold_pauses_the_spool() -> None:
    station = bench()
    serial = spooled(station)
    keeper = world.person(station.facility, Person.Role.SUPERVISOR)
    hold = Hold.objects.create(facility=station.facility, kind="freeze", placed_at=clock.now(), placed_by=keeper)

    sending.send_waiting(serial.printer_id)
    serial.refresh_from_db()
    held = serial.state
    Hold.objects.filter(pk=hold.pk).update(released_at=clock.now())
    sending.send_waiting(serial.printer_id)

    serial.refresh_from_db()
    assert (held, serial.state) == ("waiting", "sent")


def test_scanning_a_label_confirms_it() -> None:
    station = bench()
    serial = spooled(station)
    sending.send_waiting(serial.printer_id)

    with transaction.atomic():
        spool.confirm(ParcelTag, subject="warehouse.parcel:1", by=world.person(station.facility))

    serial.refresh_from_db()
    assert serial.state == "confirmed"
