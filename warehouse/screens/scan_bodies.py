"""A scan or touch as a station's browser sends it, read strictly: what is not one of ours is refused, never guessed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from backend.kit.errors import Invalid
from warehouse.scanning import LONGEST, Key
from warehouse.stepping import Scan

UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
WORD: Final = re.compile(r"[a-z_]{1,20}")
# NUL and half a pair of UTF-16: no scanner sends them, and no database keeps them.
UNKEEPABLE: Final = re.compile(r"[\0\ud800-\udfff]")
FIELDS: Final = frozenset({"scan_id", "seq", "revision", "keys", "text", "action", "value", "reason", "taken_at"})


@dataclass(frozen=True)
class Sent:
    """One record of the station's queue: its own number, and what it says."""

    scan_id: str
    scan: Scan


def read(request: HttpRequest) -> Sent:
    """The record in a request; Invalid `scan_malformed` for anything else."""
    try:
        # A form's body is gone once its fields were read.
        body = request.body if request.content_type == "application/json" else b""
        sent = json.loads(body.decode())
        if not isinstance(sent, dict) or not set(sent) <= FIELDS:
            raise ValueError("not a record")
        return Sent(_uuid(sent), _scan(sent))
    except (ValueError, TypeError, KeyError, RecursionError) as fault:
        raise Invalid(_("Not read. Scan again."), code="scan_malformed") from fault


def _scan(sent: dict[str, Any]) -> Scan:
    revision = sent["revision"]
    if not isinstance(revision, int) or isinstance(revision, bool) or not 0 <= revision < 2**31:
        raise ValueError("revision")
    given = [name for name in ("keys", "text", "action") if sent.get(name)]
    if len(given) != 1:
        raise ValueError("one of keys, text and action")
    return Scan(
        revision=revision,
        text=_text(sent, "text", LONGEST),
        keys=tuple(_key(key) for key in _list(sent.get("keys") or [])),
        action=_word(sent, "action"),
        value=_text(sent, "value", 12),
        reason=_word(sent, "reason"),
        taken_at=_moment(sent.get("taken_at")),
    )


def _uuid(sent: dict[str, Any]) -> str:
    found = _text(sent, "scan_id", 36)
    if not UUID.fullmatch(found):
        raise ValueError("scan_id")
    return found


def _text(sent: dict[str, Any], name: str, longest: int) -> str:
    text = sent.get(name, "")
    if not isinstance(text, str) or len(text) > longest or UNKEEPABLE.search(text):
        raise ValueError(name)
    return text


def _word(sent: dict[str, Any], name: str) -> str:
    word = _text(sent, name, 20)
    if word and not WORD.fullmatch(word):
        raise ValueError(name)
    return word


def _list(keys: Any) -> list[Any]:
    if not isinstance(keys, list) or len(keys) > LONGEST:
        raise ValueError("keys")
    return keys


def _key(key: Any) -> Key:
    code, shift, ctrl, alt = key
    if not (isinstance(code, str) and len(code) <= 20 and all(isinstance(each, bool) for each in (shift, ctrl, alt))):
        raise ValueError("key")
    return (code, shift, ctrl, alt)


def _moment(text: Any) -> datetime | None:
    if text is None:
        return None
    moment = parse_datetime(text)
    if moment is None or moment.tzinfo is None:
        raise ValueError("taken_at")
    return moment
