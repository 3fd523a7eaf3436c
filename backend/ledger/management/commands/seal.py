"""./outbound seal: the sealer as a process of its own, for a house with a database server."""

from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from backend.ledger import sealing_loop


class Command(BaseCommand):
    """Seals until SIGTERM or Ctrl-C, which end it after the portion in hand."""

    requires_system_checks = ()  # it starts again after a fault; what it needs is the database alone
    help = "Seal recorded events and let the readers follow, until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What may follow the command."""
        parser.add_argument("--once", action="store_true", help="seal all there is, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal."""
        if options["once"]:
            sealed = sealing_loop.drain()
            self.stdout.write(f"Sealed {sum(sealed.values())} events in {len(sealed)} facilities.")
            return
        stop = threading.Event()
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda *_: stop.set())
        self.stdout.write("Sealing. Stop with Ctrl-C.")
        self.stdout.flush()
        sealing_loop.run(stop)
        self.stdout.write("The sealer has stopped.")
