"""`manage.py robots`: what `simulate` asks of the house it works in, before and after the shift."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from backend.demo.robots import settling
from backend.facility.models import Facility


class Command(BaseCommand):
    """Found the facility of a shift, or count its books; JSON in, JSON out."""

    help = "Used by simulate: found the robots' facility, or count its books (JSON on standard input and output)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add what to do."""
        parser.add_argument("what", choices=["found", "count"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        asked = json.load(sys.stdin)
        if options["what"] == "found":
            self.stdout.write(json.dumps(asdict(settling.found(asked))))
        else:
            facility = Facility.objects.get()
            scans = [(int(station), str(key)) for station, key in asked["scans"]]
            self.stdout.write(json.dumps(settling.count(facility.pk, refs=asked["refs"], scans=scans)))
