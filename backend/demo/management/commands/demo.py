"""`manage.py demo`: found another demo facility, or show how to sign in to the one that is there."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from backend.demo import opening


class Command(BaseCommand):
    """The demo facility and its ways in."""

    help = "Found a demo facility, or with --sign-ins show how to sign in as each role."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the one option."""
        parser.add_argument("--sign-ins", action="store_true", help="only show how to sign in as each role")

    def handle(self, *args: Any, **options: Any) -> None:
        """Found, then show."""
        if not options["sign_ins"]:
            opening.open_demo()
        self.stdout.write(opening.ways_in())
