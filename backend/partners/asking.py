"""Makes a POST safe to repeat: its `Idempotency-Key` and what it asks become a command of the ledger."""

from __future__ import annotations

import re
from typing import Any, Final

from django.utils.translation import gettext as _
from rest_framework.request import Request

from backend.kit.errors import Refused
from backend.ledger.commands import Asked, fingerprint
from backend.partners import parsing
from backend.partners.authentication import key_of

VISIBLE: Final = re.compile(r"[!-~]{1,255}")


def asked(request: Request, data: Any, *, kind: str) -> Asked:
    """The command that this request is; 400 without a good `Idempotency-Key`."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        raise Refused(
            _("Send an Idempotency-Key header: a new UUID for each new request, the same one when you repeat it."),
            code="idempotency_key_missing",
            status=400,
        )
    if not VISIBLE.fullmatch(key):
        raise Refused(
            _("The Idempotency-Key must be 1 to 255 visible ASCII characters. Send a UUID."),
            code="idempotency_key_invalid",
            status=400,
        )
    return Asked(
        scope=f"merchant:{key_of(request).merchant_id}",
        key=key,
        fingerprint=fingerprint(request.method or "", request.path, parsing.canonical(data)),
        kind=kind,
    )
