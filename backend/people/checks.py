"""What `check --deploy` demands before people sign in from a network: codes for staff, TLS, named hosts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps.config import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def sign_in_is_strong(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Say which of the three is missing, and the setting that gives it."""
    demands = (
        (settings.STAFF_NEED_TOTP, "Staff sign in without a code.", "Set OUTBOUND_STAFF_NEED_TOTP=1.", "people.E001"),
        (settings.TLS, "Passwords and station keys travel in the clear.", "Set OUTBOUND_TLS=1.", "people.E002"),
        (
            _hosts_are_named(),
            "Any or no host name is served.",
            "Set OUTBOUND_HOSTS to the names in use.",
            "people.E003",
        ),
    )
    return [Error(what, hint=hint, id=code) for is_met, what, hint, code in demands if not is_met]


def _hosts_are_named() -> bool:
    local = {"localhost", "127.0.0.1", "[::1]"}
    return "*" not in settings.ALLOWED_HOSTS and bool(set(settings.ALLOWED_HOSTS) - local)
