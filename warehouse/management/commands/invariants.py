"""`./outbound invariants`: do the books of the warehouse agree with each other?"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from backend.facility.models import Facility
from warehouse.reconciling import reconcile


class Command(BaseCommand):
    """Checks I1 to I9 of every facility, or of one; ends with 1 if anything drifted, and repairs nothing."""

    help = "Compare balances, levels, allocations, orders and batches with the journal of moves."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The options."""
        parser.add_argument("--json", action="store_true", help="end with one JSON object")
        parser.add_argument("--facility", type=int, help="only this facility")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what drifted."""
        facilities = Facility.objects.order_by("pk")
        if options["facility"]:
            facilities = facilities.filter(pk=options["facility"])
        drifts = [
            {"facility": facility, **asdict(drift)}
            for facility in facilities.values_list("pk", flat=True)
            for drift in reconcile(facility)
        ]
        if options["json"]:
            self.stdout.write(json.dumps({"stock_drift": len(drifts), "drifts": drifts}))
        else:
            for drift in drifts:
                self.stdout.write(
                    f"{drift['invariant']} {drift['subject']}: the books say {drift['expected']},"
                    f" it holds {drift['found']}"
                )
            self.stdout.write("The books disagree." if drifts else "The books agree.")
        if drifts:
            raise SystemExit(1)
