"""./outbound replay NAME: rebuild what a reader keeps from the ledger alone, and compare."""

from __future__ import annotations

import dataclasses
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend.ledger import readers
from backend.ledger.models import Head


class Command(BaseCommand):
    """Rebuilds beside the live rows and throws the rebuild away; exit code 1 if the two differ."""

    help = "Rebuild what a reader keeps from the ledger alone, and compare."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What may follow the command."""
        parser.add_argument("name", help="the reader, e.g. tallies")
        parser.add_argument("--facility", type=int, help="only this facility")
        parser.add_argument("--json", action="store_true", help="end with one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Replay and report."""
        reader = readers.READERS.get(options["name"])
        if reader is None:
            known = ", ".join(sorted(readers.READERS)) or "none yet"
            raise CommandError(f"There is no reader called {options['name']}. Readers: {known}.")
        wanted = options["facility"]
        facilities = Head.objects.order_by("facility").values_list("facility", flat=True)
        replayed = [
            readers.replay(reader, facility=facility)
            for facility in ([wanted] if wanted is not None else list(facilities))
        ]
        for each in replayed:
            verdict = "equal" if each.is_equal else f"DIFFERENT: kept {each.kept}, rebuilt {each.rebuilt}"
            self.stdout.write(f"Facility {each.facility}: {reader.name} after {each.events} events: {verdict}.")
        is_equal = all(each.is_equal for each in replayed)
        if options["json"]:
            found = [dataclasses.asdict(each) for each in replayed]
            self.stdout.write(json.dumps({"reader": reader.name, "equal": is_equal, "facilities": found}))
        if not is_equal:
            raise SystemExit(1)
