"""The keys of the vault: list them, change a merchant's key, change the key of the house."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from backend.vault import keys
from backend.vault.models import DataKey

ROW = "{:>10}  {:>8}  {:<12} {:<11} {:<7} {:<10} {:>5} {:>10} {:>8}  {}"


class Command(BaseCommand):
    """`keys list`, `keys rotate --merchant 3 [--resume]`, `keys rewrap [--resume]`."""

    help = "The keys that seal addressees and labels: list, rotate (one merchant's key), rewrap (the key of the house)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what to do."""
        todo = parser.add_subparsers(dest="todo", required=True)
        todo.add_parser("list", help="all keys: purpose, algorithm, age, uses, values sealed")
        rotate = todo.add_parser("rotate", help="reseal everything of a merchant under a new key")
        rotate.add_argument("--merchant", type=int, required=True)
        rotate.add_argument("--resume", action="store_true", help="go on with one that was stopped")
        rewrap = todo.add_parser("rewrap", help="a new key of the house: wrap all keys anew, forget the old one")
        rewrap.add_argument("--resume", action="store_true", help="go on with one that was stopped")

    def handle(self, *args: Any, todo: str, **options: Any) -> None:
        """Do it."""
        if todo == "list":
            self._list()
        elif todo == "rotate":
            self._rotate(options["merchant"], resume=options["resume"])
        else:
            count = keys.rewrap(resume=options["resume"])
            self.stdout.write(f"{count} keys are wrapped under the new key of the house.")

    def _list(self) -> None:
        heads = ("key", "merchant", "purpose", "algorithm", "period", "state", "days", "uses", "values", "house key")
        self.stdout.write(ROW.format(*heads))
        for card in keys.inventory():
            self.stdout.write(
                ROW.format(
                    card.id,
                    card.merchant,
                    card.purpose,
                    card.algorithm,
                    card.period,
                    card.state,
                    card.age_days,
                    card.uses,
                    card.values,
                    card.kek,
                )
            )

    def _rotate(self, merchant: int, *, resume: bool) -> None:
        purposes = DataKey.objects.filter(merchant=merchant).values_list("purpose", flat=True).distinct()
        rows = sum(keys.HOLDS[purpose]._default_manager.filter(merchant=merchant).count() for purpose in purposes)
        with tqdm(total=rows, unit=" values", file=self.stderr) as bar:
            count = sum(
                keys.rotate(merchant=merchant, purpose=purpose, resume=resume, on_step=bar.update)
                for purpose in purposes
            )
        self.stdout.write(f"{count} sealed values are under the new key.")
