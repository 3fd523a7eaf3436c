"""`./outbound labels`: print labels and papers from JSON or CSV, without a printer and without the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from labels import cli


class Command(BaseCommand):
    """`labels parcel --from tags.csv --to tags.pdf`; its own words are those of `python -m labels`."""

    help = "Print labels and papers from JSON or CSV as PDF, ZPL or PNG; --list shows the kinds."
    requires_system_checks: tuple[str, ...] = ()

    def run_from_argv(self, argv: list[str]) -> None:
        """Hand every word over: the command line of the labels explains itself."""
        raise SystemExit(cli.main(argv[2:]))

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the words as they are, when another program calls."""
        parser.add_argument("words", nargs="*")

    def handle(self, *args: Any, words: Sequence[str], **options: Any) -> None:
        """Do what the words say."""
        code = cli.main(words)
        if code:
            raise SystemExit(code)
