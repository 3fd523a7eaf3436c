"""Reads what merchants send: JSON and nothing else, each field once, no endless numbers, not too big, not too deep."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any, Final

from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser

from backend.kit.errors import Refused

LARGEST: Final = 1_000_000
DEEPEST: Final = 32


class StrictJSONParser(BaseParser):
    """JSON as in RFC 8259 and I-JSON: UTF-8, no field twice, no NaN; at most 1 MB and 32 levels."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The parsed body; Refused with a place in the text if it is not one."""
        _refuse_large(parser_context)
        raw = stream.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise _too_large()
        return read(raw)


def read(raw: bytes) -> Any:
    """The value that the bytes stand for."""
    try:
        value = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_each_field_once, parse_constant=_refuse_constant)
    except UnicodeDecodeError as fault:
        raise _unreadable(_("Byte %d is not UTF-8. Send the text as UTF-8.") % fault.start) from fault
    except json.JSONDecodeError as fault:
        raise _unreadable(
            _("This is not JSON: line %(line)d, column %(column)d. Check commas, quotes and brackets.")
            % {"line": fault.lineno, "column": fault.colno}
        ) from fault
    except RecursionError as fault:
        raise _too_deep() from fault
    except ValueError as fault:
        raise _unreadable(_("A number in it is too long. Send fewer digits.")) from fault
    if raw.count(b"[") + raw.count(b"{") > DEEPEST and isinstance(value, dict | list):
        _refuse_deep(value)
    return value


def canonical(value: Any) -> str:
    """The same text for bodies that mean the same, whatever their spaces and order of fields."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def _refuse_large(context: Mapping[str, Any] | None) -> None:
    meta = context["request"].META if context else {}
    length = str(meta.get("CONTENT_LENGTH") or "0")
    if length.isdigit() and int(length) > LARGEST:
        raise _too_large()


def _each_field_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _unreadable(_("A field stands twice in one object. Send each field once."), code="field_repeated")
    return found


def _refuse_constant(name: str) -> None:
    raise _unreadable(_("%s is not a JSON number. Send a number or leave the field out.") % name)


def _refuse_deep(value: Any) -> None:
    level = [value]
    for _depth in range(DEEPEST):
        children = (each.values() if isinstance(each, dict) else each for each in level)
        level = [child for several in children for child in several if isinstance(child, dict | list)]
        if not level:
            return
    raise _too_deep()


def _unreadable(words: str, *, code: str = "json_invalid") -> Refused:
    return Refused(words, code=code, status=400)


def _too_deep() -> Refused:
    return _unreadable(
        _("The body is nested more than %d levels deep. Make it flatter.") % DEEPEST, code="json_too_deep"
    )


def _too_large() -> Refused:
    return Refused(_("The body is over 1 MB. Send fewer orders at a time."), code="body_too_large", status=413)
