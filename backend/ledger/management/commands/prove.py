"""./outbound prove EVENT: show one event to an outsider without the others."""

from __future__ import annotations

import dataclasses
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend.kit.errors import Refused
from backend.ledger import proving


class Command(BaseCommand):
    """Writes a proof that verify_ledger.py --proof checks against the house's public key."""

    help = "Write the proof that one event stands in the signed ledger."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What may follow the command."""
        parser.add_argument("event", type=int, help="the number of the event")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the proof to the standard output."""
        try:
            proof = proving.prove(options["event"])
        except Refused as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write(json.dumps(dataclasses.asdict(proof), indent=1, ensure_ascii=False))
