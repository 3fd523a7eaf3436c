"""Office printers behind a real CUPS: one job a label, and honest words when the spooler is away or closed."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from backend.demo.bench.printing_fake import FakePrinter
from backend.printing import sending
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
