"""Reads the query of a list: known parameters only, each once, each of its own form."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from rest_framework.request import Request

from backend.kit import paging
from backend.kit.errors import Fault, Invalid
from backend.partners import bodies


class Query:
    """The parameters of one request; each reader takes one and refuses what does not fit."""

    def __init__(self, request: Request, *, known: tuple[str, ...]) -> None:
        self._values = request.query_params
        for name in self._values:
            if name not in known:
                raise _wrong("", "parameter_unknown", _("Known parameters: %s.") % ", ".join(known))
            if len(self._values.getlist(name)) > 1:
                raise _wrong(name, "parameter_repeated", _("Send each parameter once."))

    def text(self, name: str, *, most: int = 200) -> str:
        """A parameter as text, empty if it is not there."""
        value = self._values.get(name, "")
        if len(value) > most or (value and not value.isprintable()):
            raise _wrong(name, "parameter_invalid", _("This value is too long, or has unreadable signs."))
        return value

    def one_of(self, name: str, choices: tuple[str, ...]) -> str:
        """A parameter that is one of a few words."""
        value = self.text(name)
        if value and value not in choices:
            raise _wrong(name, "parameter_invalid", _("Send one of: %s.") % ", ".join(choices))
        return value

    def number(self, name: str, *, default: int, least: int, most: int) -> int:
        """A parameter that is a whole number within limits."""
        value = self.text(name, most=20)
        if not value:
            return default
        if not (value.isascii() and value.isdigit()) or not least <= int(value) <= most:
            raise _wrong(
                name, "parameter_invalid", _("Send a whole number from %(a)d to %(b)d.") % {"a": least, "b": most}
            )
        return int(value)

    def moment(self, name: str) -> datetime | None:
        """A parameter that is a moment with its offset."""
        value = self.text(name, most=40)
        if not value:
            return None
        # A plus sign in a query reads as a space.
        moment = bodies.moment_of(value.replace(" ", "+"))
        if moment is None:
            raise _wrong(name, "parameter_invalid", _("Send a moment with its offset: 2026-03-01T16:00:00Z."))
        return moment

    def cursor(self) -> str:
        """The place after which the list goes on, checked."""
        value = self.text("cursor")
        if value:
            paging.read_cursor(value)
        return value

    def size(self) -> int:
        """How many rows a page may have."""
        return self.number("limit", default=paging.DEFAULT_SIZE, least=1, most=paging.LARGEST_SIZE)


def _wrong(name: str, code: str, words: str) -> Invalid:
    return Invalid(words, code=code, faults=(Fault(f"?{name}" if name else "", code, words),))
