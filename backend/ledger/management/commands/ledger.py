"""./outbound ledger export F: the ledger of a facility as a file that outsiders can check."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from backend.ledger import exporting, keys


class Command(BaseCommand):
    """Writes one event a line; check it with verify_ledger.py, which needs nothing of ours."""

    help = "Export a facility's ledger, or show the key that its checkpoints are checked with."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What may follow the command."""
        parser.add_argument("action", choices=["export", "key"])
        parser.add_argument("facility", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write to the standard output."""
        if options["action"] == "key":
            self.stdout.write(keys.verifier(options["facility"]).text)
            return
        for line in exporting.lines(options["facility"]):
            self.stdout.write(line)
