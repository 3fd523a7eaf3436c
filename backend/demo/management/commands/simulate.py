"""`./outbound simulate`: a robot shift through real HTTP in a house of its own, and a report of what became of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from backend.demo import founding
from backend.demo.houses import UNLIMITED, house
from backend.demo.robots import orders_file
from backend.demo.robots.shift import Plan, Shift


class Command(BaseCommand):
    """Merchant, workers, dispatcher and supervisor as robots."""

    help = "A robot shift: orders in over the API, picked, packed and shipped through real HTTP, then the books."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the options."""
        parser.add_argument("--orders", type=Path, default=founding.DATA / "orders.csv", metavar="FILE", help="CSV")
        parser.add_argument("--limit", type=int, default=60, metavar="N", help="read the first N orders")
        parser.add_argument("--workers", type=int, default=6, metavar="K", help="pickers and packers together")
        parser.add_argument("--freeze-every", type=float, default=0.0, metavar="S", help="stop the floor every S s")
        parser.add_argument("--kills", type=int, default=0, metavar="N", help="kill -9 web or worker N times")
        parser.add_argument("--seed", type=int, default=1, metavar="N")
        parser.add_argument("--database", default="sqlite", metavar="URL", help="sqlite, or an empty PostgreSQL one")
        parser.add_argument("--webs", type=int, default=1, metavar="N", help="web processes (PostgreSQL only)")
        parser.add_argument("--max-seconds", type=float, default=3600.0, metavar="S", help="give up after S seconds")
        parser.add_argument("--keep", action="store_true", help="keep the house's folder for a look at its logs")
        parser.add_argument("--json", action="store_true", help="end with one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, work, report; CommandError (exit 1) if anything is wrong."""
        if options["workers"] < 2:
            raise CommandError("A shift needs at least two workers: one picks, one packs.")
        try:
            file = orders_file.read(options["orders"], limit=options["limit"])
        except (OSError, ValueError) as fault:
            raise CommandError(f"{options['orders']} cannot be read: {fault}") from fault
        plan = Plan(
            file=file,
            workers=options["workers"],
            freeze_every=options["freeze_every"],
            kills=options["kills"],
            seed=options["seed"],
            most_seconds=options["max_seconds"],
        )
        with house(database=options["database"], webs=options["webs"], keep=options["keep"]) as ours:
            ours.environment |= UNLIMITED
            if options["keep"]:
                self.stdout.write(f"The house is in {ours.data}")
            with tqdm(total=len(file.orders), unit="parcel", desc="shift", disable=None) as bar:

                def show(done: int, of: int) -> None:
                    bar.total = of
                    bar.update(done - bar.n)

                report = Shift(ours, plan).run(progress=show)
        self.stdout.write(report.to_text())
        if options["json"]:
            self.stdout.write(report.to_json())
        if not report.is_good:
            raise CommandError("The shift was not in order.")
