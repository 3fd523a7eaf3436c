"""What every form sends along: its own command number, so that a double click or Back has one effect."""

from __future__ import annotations

import uuid

from django.http import HttpRequest

from backend.kit.errors import Invalid


def command_key(request: HttpRequest) -> str:
    """The command number of a form; Invalid when it is missing or no UUID."""
    given = request.POST.get("command_id", "")
    try:
        return str(uuid.UUID(given))
    except ValueError as fault:
        raise Invalid("This page is out of date. Load it again.", code="command_id_missing") from fault
