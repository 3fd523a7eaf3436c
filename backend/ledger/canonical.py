"""The bytes of an event: one spelling for hashing, for export and for proofs (a subset of RFC 8785)."""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any

from backend.ledger.models import Event

encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


def content(event: Event, *, seq: int) -> bytes:
    """The event at its place in the sequence as canonical JSON: sorted keys, no spaces, UTF-8, UTC to the microsecond.

    `v` is the version of the event's kind.
    """
    fields: dict[str, Any] = {
        "v": event.version,
        "facility": event.facility,
        "seq": seq,
        "id": event.pk,
        "at": event.at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z",
        "kind": event.kind,
        "subject": event.subject,
        "actor": event.actor,
        "merchant": event.merchant,
        "data": event.data,
    }
    return encode(fields).encode()
