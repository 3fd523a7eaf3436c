"""A bench whose printer is a fake one on loopback, and what the two know of each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from backend.demo.bench.printing_fake import FakePrinter
from backend.facility.models import Station
from backend.printing import sending
from backend.printing.models import LabelSerial, Printer
from tests.printing.places import bench, beside, states


@dataclass
class Line:
    """A station, the row of its printer, and the printer itself."""

    station: Station
    device: FakePrinter

    @property
    def printer(self) -> Printer:
        """The row as it is now."""
        return beside(self.station)

    def send(self) -> list[str]:
        """Send what waits, as often as it is allowed to rest between; the states afterwards."""
        Printer.objects.update(retry_at=None)
        sending.send_waiting(self.printer.pk)
        return states()

    def printed_twice(self) -> list[str]:
        """Labels that the house sent more than once."""
        return [digest for digest, times in Counter(self.device.journal.received).items() if times > 1]

    def on_paper(self) -> list[str]:
        """The states of the labels that came out."""
        return list(LabelSerial.objects.filter(digest__in=self.device.journal.paper).values_list("state", flat=True))


@contextmanager
def line(*, answers: bool = True) -> Iterator[Line]:
    """A bench with a ZPL printer that answers, or one that takes PDF and never says a word."""
    language = Printer.Language.ZPL if answers else Printer.Language.PDF
    with FakePrinter() as device:
        station = bench(way=Printer.Way.RAW, address=device.address, language=language, tells_status=answers)
        yield Line(station, device)
