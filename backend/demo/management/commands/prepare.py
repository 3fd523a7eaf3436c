"""`manage.py prepare`: both databases up to date, the static files' folder, and a demo facility if nothing is there."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from backend.demo import opening
from backend.facility.models import Facility


class Command(BaseCommand):
    """Everything that has to stand before the doors open."""

    help = "Bring both databases up to date and found the demo facility if there is none."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the one option."""
        parser.add_argument("--without-demo", action="store_true", help="leave an empty house empty")

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, then found."""
        call_command("migrate", verbosity=0)
        call_command("migrate", database="vault", verbosity=0)
        if not options["without_demo"] and not Facility.objects.exists():
            opening.open_demo()
