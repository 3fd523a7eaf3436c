"""`manage.py apikey`: give a merchant a key, replace it, end it, or list what there is."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.kit import clock
from backend.kit.errors import Refused
from backend.ledger.happenings import SYSTEM
from backend.partners import keys
from backend.partners.cards import KeyCard
from backend.partners.models import Merchant


class Command(BaseCommand):
    """Keys from the terminal; a key's text is printed once and kept nowhere."""

    help = "Issue, rotate, revoke or list the API keys of merchants."

    def add_arguments(self, parser: CommandParser) -> None:
        """One verb, then the merchant or the key."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        issue = verbs.add_parser("issue", help="give a merchant a key")
        issue.add_argument("merchant", type=int, help="the merchant's number (see list)")
        issue.add_argument("--label", default="API", help="what it is for")
        issue.add_argument("--scope", action="append", choices=keys.SCOPES, help="what it may do (all)")
        for verb, words in (("rotate", "put a new key beside this one"), ("revoke", "refuse this key from now on")):
            verbs.add_parser(verb, help=words).add_argument("prefix", help="the eight characters after ob_")
        verbs.add_parser("list", help="show every key").add_argument("merchant", type=int, nargs="?")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        """Do the verb; a refusal is said in words."""
        try:
            getattr(self, f"_{verb}")(**options)
        except Refused as refused:
            raise CommandError(refused.message) from refused

    def _issue(self, *, merchant: int, label: str, scope: list[str] | None, **options: Any) -> None:
        fresh = keys.draw()
        row = Merchant.objects.select_related("facility").filter(pk=merchant).first()
        if row is None:
            raise CommandError("There is no merchant with this number. See: manage.py apikey list")
        keys.issue(row, by=SYSTEM, label=label, fresh=fresh, scopes=tuple(scope or keys.SCOPES))
        self.stdout.write(fresh.text)

    def _rotate(self, *, prefix: str, **options: Any) -> None:
        fresh = keys.draw()
        keys.rotate(keys.by_prefix(prefix), by=SYSTEM, fresh=fresh)
        self.stdout.write(fresh.text)

    def _revoke(self, *, prefix: str, **options: Any) -> None:
        keys.revoke(keys.by_prefix(prefix), by=SYSTEM)
        self.stdout.write(f"ob_{prefix} is refused from now on.")

    def _list(self, *, merchant: int | None, **options: Any) -> None:
        rows = Merchant.objects.order_by("pk")
        for row in rows.filter(pk=merchant) if merchant else rows:
            self.stdout.write(f"{row.pk}  {row.name}")
            for card in keys.of(row):
                self.stdout.write(f"    ob_{card.prefix}  {_state(card)}  {card.label}  {' '.join(card.scopes)}")


def _state(card: KeyCard) -> str:
    if card.revoked_at:
        return f"revoked {card.revoked_at:%Y-%m-%d}"
    if card.expires_at <= clock.now():
        return f"expired {card.expires_at:%Y-%m-%d}"
    return f"live until {card.expires_at:%Y-%m-%d}"
