"""A staff form as a command: sent twice, by a double click or Back, it has one effect."""

from __future__ import annotations

from backend.facility.entrances import StaffRequest
from backend.ledger.commands import Asked, fingerprint
from backend.web.requests import command_key


def asked(request: StaffRequest, kind: str, *parts: str) -> Asked:
    """What this person asks with this form; `parts` is everything that makes it another request."""
    return Asked(
        scope=f"person:{request.user.pk}", key=command_key(request), fingerprint=fingerprint(kind, *parts), kind=kind
    )
