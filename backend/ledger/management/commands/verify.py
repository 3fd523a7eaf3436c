"""./outbound verify: prove that nothing in the ledger was edited, deleted or reordered."""

from __future__ import annotations

import dataclasses
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from backend.ledger import verifying


class Command(BaseCommand):
    """Reads every facility's ledger from the first event; exit code 1 if anything is not as it was sealed."""

    help = "Prove that nothing in the ledger was edited, deleted or reordered."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What may follow the command."""
        parser.add_argument("--facility", type=int, help="only this facility")
        parser.add_argument("--from", dest="note", type=Path, metavar="NOTE", help="a checkpoint kept outside")
        parser.add_argument("--json", action="store_true", help="end with one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify and report."""
        wanted = options["facility"]
        note = options["note"].read_text(encoding="utf-8") if options["note"] else None
        reports = [
            verifying.verify(facility, note=note)
            for facility in ([wanted] if wanted is not None else verifying.facilities())
        ]
        for report in reports:
            self._say(report)
        if not reports:
            self.stdout.write("The ledger is empty: nothing to prove.")
        is_proven = all(report.is_proven for report in reports)
        if options["json"]:
            found = [dataclasses.asdict(report) for report in reports]
            events = sum(report.events for report in reports)
            self.stdout.write(json.dumps({"ledger_verified": is_proven, "events": events, "facilities": found}))
        if not is_proven:
            raise SystemExit(1)

    def _say(self, report: verifying.Report) -> None:
        verdict = "proven" if report.is_proven else "NOT PROVEN"
        self.stdout.write(
            f"Facility {report.facility}: {verdict}. {report.events} events, {report.checkpoints} checkpoints,"
            f" {report.seconds:.1f} s. Root {report.root[:16]}"
        )
        for problem in report.problems:
            self.stdout.write(f"  {problem}")
