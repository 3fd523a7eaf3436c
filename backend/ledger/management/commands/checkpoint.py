"""./outbound checkpoint F: sign where a facility's ledger stands, for a copy outside the house."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend.kit.errors import Refused
from backend.ledger import checkpoints, sealing


class Command(BaseCommand):
    """Seals what waits, signs, and writes the note; keep it where the house cannot change it."""

    help = "Sign where a facility's ledger stands now, and write the note."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What may follow the command."""
        parser.add_argument("facility", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the note to the standard output."""
        while sealing.run_once(options["facility"]):
            pass
        try:
            self.stdout.write(checkpoints.make(options["facility"]).note, ending="")
        except Refused as refused:
            raise CommandError(refused.message) from refused
