"""`manage.py bench_within`: what `bench` asks of the house that it measures, one line of JSON after the other."""

from __future__ import annotations

import json
import sys
import traceback
from contextlib import redirect_stdout
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections

from backend.demo.bench.within.registry import REGISTRY


class Command(BaseCommand):
    """Lay the table of a measurement, or count what came of it."""

    help = "Used by bench: prepare or count things inside the measured house (lines of JSON in and out)."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer until nothing more is asked."""
        for line in sys.stdin:
            request = json.loads(line)
            try:
                with redirect_stdout(sys.stderr):
                    answer = REGISTRY[request["what"]](request["asked"])
            except Exception as fault:
                traceback.print_exc()
                answer = {"fault": f"{type(fault).__name__}: {fault}"}
            _hang_up()
            self.stdout.write(json.dumps(answer))
            self.stdout.flush()


def _hang_up() -> None:
    """Keep no connection: the next step may copy the database, or start processes."""
    for connection in connections.all():
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()  # type: ignore[attr-defined]
