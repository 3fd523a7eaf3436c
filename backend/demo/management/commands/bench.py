"""`./outbound bench`: measure one thing in a house of its own, honestly, and say what every figure means."""

from __future__ import annotations

import json
import time
from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.command.children import Stopped, listen_for_stop
from backend.demo.bench.asked import LARGEST_COUNT, LONGEST_SECONDS, MOST_CLIENTS, Ask
from backend.demo.bench.catalogue import BENCHES, EVERY
from warehouse.batching import Mode


class Command(BaseCommand):
    """One measurement by its name; the catalogue has them all."""

    help = "Measure one thing, where it needs one in a house of its own. --list explains every key of the answers."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the options."""
        parser.add_argument("name", nargs="?", choices=list(BENCHES), metavar="NAME", help=", ".join(BENCHES))
        parser.add_argument("--list", action="store_true", help="explain every measurement and every key")
        parser.add_argument(
            "--database",
            default="sqlite",
            metavar="URL",
            help="sqlite, or a PostgreSQL server on this computer, where databases are made and dropped again",
        )
        parser.add_argument(
            "--seconds", type=_positive(LONGEST_SECONDS), default=0.0, metavar="S", help="measure at most so long"
        )
        parser.add_argument(
            "--count", type=_positive(LARGEST_COUNT), default=0, metavar="N", help="at most so many orders or rounds"
        )
        parser.add_argument("--clients", type=_positive(MOST_CLIENTS), default=0, metavar="N", help="so many at once")
        parser.add_argument("--seed", type=int, default=1, metavar="N")
        parser.add_argument("--data", default="", metavar="DIR", help="the folder that has the published instances")
        parser.add_argument("--set", default="", dest="collection", metavar="NAME", help="only this set of instances")
        parser.add_argument("--files", default="", metavar="A,B", help="only instances with one of these in their name")
        parser.add_argument(
            "--limit", type=_positive(LARGEST_COUNT), default=0, metavar="N", help="at most so many instances of a set"
        )
        parser.add_argument("--seeds", type=_positive(100), default=1, metavar="N", help="try so many seeds")
        parser.add_argument(
            "--report", default="", metavar="FILE", help="write a page with plots there, where there is one"
        )
        parser.add_argument(
            "--table", default="", metavar="FILE", help="add each file's figures there at once, and skip those it has"
        )
        parser.add_argument(
            "--mode", default="instant", choices=list(Mode), help="how long a wave is planned; 10 s is good, 60 s best"
        )
        parser.add_argument("--json", action="store_true", help="end with one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure and report; CommandError (exit 1) when something that must be zero is not."""
        if options["list"] or not options["name"]:
            self.stdout.write(_explained())
            return
        bench = BENCHES[options["name"]]
        ask = Ask(
            database=options["database"],
            seconds=float(options["seconds"]),
            count=int(options["count"]),
            clients=int(options["clients"]),
            seed=options["seed"],
            data=options["data"],
            collection=options["collection"],
            files=options["files"],
            limit=int(options["limit"]),
            seeds=int(options["seeds"]),
            report=options["report"],
            table=options["table"],
            mode=options["mode"],
        )
        began = time.monotonic()
        listen_for_stop()
        try:
            found = bench.run(ask)
        except Stopped as stop:
            raise CommandError(f"Stopped by {stop}; nothing is left behind.") from stop
        except (ValueError, RuntimeError) as fault:
            raise CommandError(str(fault)) from fault
        result = {
            "bench": options["name"],
            **found,
            "database": "sqlite" if ask.database == "sqlite" else "postgresql",
            "seed": ask.seed,
            "seconds_in_all": round(time.monotonic() - began, 1),
            "good": not any(found[key] for key in bench.zeros),
        }
        self._tell(result, {**bench.keys, **EVERY}, as_json=options["json"])
        if not result["good"]:
            wrong = ", ".join(f"{key} is {found[key]}" for key in bench.zeros if found[key])
            raise CommandError(f"Something is wrong that must never be: {wrong}.")

    def _tell(self, result: dict[str, Any], meanings: dict[str, str], *, as_json: bool) -> None:
        width = max(len(key) for key in result)
        for key, value in result.items():
            self.stdout.write(f"{key:<{width}}  {json.dumps(value):<14}  {meanings[key]}")
        if as_json:
            self.stdout.write(json.dumps(result))


def _positive(most: float) -> Any:
    """A number of the command line between zero and the house's bound."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError as fault:
            raise ArgumentTypeError(f"{text!r} is no number.") from fault
        if not 0 < value <= most:
            raise ArgumentTypeError(f"Say a number above 0, at most {most:g}.")
        return value

    return read


def _explained() -> str:
    lines = ["Each measurement stops by itself and ends only what it started; most found a house of their own."]
    for name, bench in BENCHES.items():
        lines += ["", f"{name}: {bench.what}"]
        width = max(len(key) for key in bench.keys)
        lines += [f"  {key:<{width}}  {meaning}" for key, meaning in bench.keys.items()]
    lines += ["", "In every answer:"]
    lines += [f"  {key:<16}  {meaning}" for key, meaning in EVERY.items()]
    return "\n".join(lines)
