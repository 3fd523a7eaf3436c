"""Office printers behind a real CUPS: one job a label, and honest words when the spooler is away or closed."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator

import pytest

from backend.demo.bench.printing_fake import FakePrinter
from backend.ledger.models import Event
from backend.printing import following, ipp, sending, wires
from backend.printing.models import LabelSerial, Printer
from tests.printing.places import bench, beside, many, states
from tests.printing.private_cups import IS_INSTALLED, Spooler, spooler

PATIENCE_SECONDS = 90.0
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not IS_INSTALLED, reason="cupsd, lp and lpstat are missing: apt-get install cups cups-client"),
]


@pytest.fixture
def device() -> Iterator[FakePrinter]:
    with FakePrinter() as printer:
        yield printer


@pytest.fixture
def cups(device: FakePrinter) -> Iterator[Spooler]:
    with spooler(device=device.address) as running:
        yield running


def paper(device: FakePrinter) -> list[str]:
    """SHA-256 of what came out, as soon as something did."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not device.journal.paper and time.monotonic() < until:
        time.sleep(0.05)
    return device.journal.paper


def test_a_label_reaches_the_printer_of_the_queue_byte_for_byte(cups: Spooler, device: FakePrinter) -> None:
    station = bench(way=Printer.Way.CUPS, address=f"office@{cups.server}")
    many(station, 1)

    sending.send_waiting(beside(station).pk)

    serial = LabelSerial.objects.get()
    assert (serial.state, paper(device)) == ("sent", [serial.digest])
    assert beside(station).status == "ready"


@pytest.mark.parametrize(
    ("queue", "status"), [("closed", "closed"), ("nowhere", "spooler"), ("office-of-somebody-else", "spooler")]
)
def test_a_queue_that_takes_nothing_leaves_the_label_waiting(
    cups: Spooler, device: FakePrinter, queue: str, status: str
) -> None:
    station = bench(way=Printer.Way.CUPS, address=f"{queue}@{cups.server}")
    many(station, 1)

    sending.send_waiting(beside(station).pk)

    assert (states(), beside(station).status) == (["waiting"], status)
    assert device.journal.received == []


def test_a_spooler_that_is_away_costs_nothing_and_the_label_goes_when_it_is_back(
    device: FakePrinter,
) -> None:
    station = bench(way=Printer.Way.CUPS, address="office@127.0.0.1:9")
    many(station, 1)

    sending.send_waiting(beside(station).pk)
    away = (states(), beside(station).status)
    with spooler(device=device.address) as cups:
        Printer.objects.update(address=f"office@{cups.server}", retry_at=None)
        sending.send_waiting(beside(station).pk)
        printed = paper(device)

    assert away == (["waiting"], "spooler")
    assert (states(), len(printed)) == (["sent"], 1)


def test_the_name_of_a_job_says_nothing_but_its_number(cups: Spooler, device: FakePrinter) -> None:
    station = bench(way=Printer.Way.CUPS, address=f"office@{cups.server}")
    many(station, 1)
    sending.send_waiting(beside(station).pk)
    assert len(paper(device)) == 1

    serial = LabelSerial.objects.get()
    controls = b"".join(path.read_bytes() for path in (cups.root / "spool").glob("c*"))

    assert f"{serial.pk:08d}-parcel-R0".encode() in controls
    assert serial.code.encode() not in controls


def until(state: str) -> str:
    """Follow until the label is so, or patience ends."""
    end = time.monotonic() + PATIENCE_SECONDS
    while (found := LabelSerial.objects.get().state) != state and time.monotonic() < end:
        following.follow()
        time.sleep(0.1)
    return found


def command(cups: Spooler, program: str, *arguments: str) -> None:
    """Do something to the spooler as its keeper would."""
    subprocess.run([program, "-h", cups.server, *arguments], check=True, capture_output=True)


def test_a_label_is_sent_until_the_queue_says_that_it_printed(cups: Spooler, device: FakePrinter) -> None:
    station = bench(way=Printer.Way.CUPS, address=f"office@{cups.server}")
    many(station, 1)
    sending.send_waiting(beside(station).pk)
    serial = LabelSerial.objects.get()
    assert (serial.state, serial.spooled_as) == ("sent", "1")

    assert until("printed") == "printed"

    assert len(paper(device)) == 1
    kinds = Event.objects.filter(subject=f"printing.labelserial:{serial.pk}").order_by("id")
    assert list(kinds.values_list("kind", flat=True))[-2:] == ["label.sent", "label.printed"]
    assert following.follow() == 0


def test_a_label_in_a_stopped_queue_stays_sent_and_prints_when_the_queue_goes_on(
    cups: Spooler, device: FakePrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    station = bench(way=Printer.Way.CUPS, address=f"office@{cups.server}")
    many(station, 1)
    # It stops between our question and our label.
    monkeypatch.setattr(wires.Spooler, "ready", lambda wire: None)
    command(cups, "cupsdisable", "office")
    sending.send_waiting(beside(station).pk)

    following.follow()
    stopped = (states(), beside(station).status, list(device.journal.received))
    command(cups, "cupsenable", "office")

    assert stopped == (["sent"], "stopped", [])
    assert until("printed") == "printed"
    assert len(paper(device)) == 1


def test_nothing_leaves_for_a_queue_that_is_stopped(cups: Spooler, device: FakePrinter) -> None:
    station = bench(way=Printer.Way.CUPS, address=f"office@{cups.server}")
    many(station, 1)
    command(cups, "cupsdisable", "office")

    sending.send_waiting(beside(station).pk)

    assert (states(), beside(station).status) == (["waiting"], "stopped")
    assert list((cups.root / "spool").glob("c*")) == []


def test_a_label_that_somebody_cancels_in_the_queue_is_in_doubt(
    cups: Spooler, device: FakePrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    station = bench(way=Printer.Way.CUPS, address=f"office@{cups.server}")
    many(station, 1)
    monkeypatch.setattr(wires.Spooler, "ready", lambda wire: None)
    command(cups, "cupsdisable", "office")
    sending.send_waiting(beside(station).pk)
    command(cups, "cancel", "office-1")

    assert until("unknown") == "unknown"
    assert device.journal.received == []


def test_a_job_that_the_server_does_not_know_says_nothing(cups: Spooler) -> None:
    with pytest.raises(ipp.Silent):
        ipp.job_state("office", 999, server=cups.server)
    with pytest.raises(ipp.Silent):
        ipp.job_state("office", 1, server="127.0.0.1:9")

    assert ipp.printer_state("office", server=cups.server) in (3, 4)
