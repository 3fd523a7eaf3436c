"""./outbound jobs sweep|list: send what is due to the workers, or look at what waits."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count

from backend.jobs import publishing, sweeping
from backend.jobs.models import Job


class Command(BaseCommand):
    """Sweeps at once after a broker was lost, or lists jobs by state."""

    help = "Send what is due to the workers again, or list jobs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What may follow the command."""
        parser.add_argument("action", choices=["sweep", "list"])
        parser.add_argument("--state", choices=Job.State.values, help="list only these (default: all but done)")
        parser.add_argument("--json", action="store_true", help="end with one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        if options["action"] == "sweep":
            self._sweep()
        else:
            self._list(options["state"])
        if options["json"]:
            counts = dict(Job.objects.order_by().values_list("state").annotate(count=Count("pk")))
            self.stdout.write(json.dumps({state: counts.get(state, 0) for state in Job.State.values}))

    def _sweep(self) -> None:
        sent = sweeping.sweep()
        if not publishing.publisher.drain(seconds=30):
            raise CommandError("The broker does not take them. They stay due; start the broker and sweep again.")
        self.stdout.write(f"Sent {sent} jobs to the workers.")

    def _list(self, state: str | None) -> None:
        jobs = Job.objects.filter(state=state) if state else Job.objects.exclude(state=Job.State.DONE)
        for job in jobs.order_by("due_at")[:500]:
            self.stdout.write(
                f"{job.pk:>8}  {job.state:<7}{job.kind:<28} {job.subject:<32} attempts {job.attempts}"
                f"  due {job.due_at:%Y-%m-%d %H:%M:%S}  {job.error_code}"
            )
