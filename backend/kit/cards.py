"""Cards as JSON and back: what a command answered is kept as text and can be drawn again years later."""

from __future__ import annotations

import dataclasses
import enum
import json
import types
import typing
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def encode(card: object) -> str:
    """Canonical JSON of a frozen dataclass of plain values, enums, dates, tuples and cards; None becomes `null`."""
    return json.dumps(_plain(card), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def decode(kind: type[T], text: str) -> T:
    """The card that `encode` wrote; `kind` is the dataclass (or plain type, or union with None) it was."""
    return typing.cast(T, _rich(kind, json.loads(text)))


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if value is None or isinstance(value, str | int | bool):
        return value
    raise TypeError(f"A card holds plain values only, not {type(value).__name__}")


def _rich(kind: Any, value: Any) -> Any:
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        if value is None:
            return None
        return _rich(next(choice for choice in typing.get_args(kind) if choice is not type(None)), value)
    if origin in (tuple, list):
        inner = typing.get_args(kind)
        if (len(inner) == 2 and inner[1] is Ellipsis) or origin is list:
            return origin(_rich(inner[0], item) for item in value)
        return tuple(_rich(each, item) for each, item in zip(inner, value, strict=True))
    if origin is dict:
        return {key: _rich(typing.get_args(kind)[1], item) for key, item in value.items()}
    if dataclasses.is_dataclass(kind):
        hints = _hints(typing.cast(type, kind))
        return typing.cast(Any, kind)(**{name: _rich(hints[name], item) for name, item in value.items()})
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return kind(value)
    if kind in (datetime, date):
        return kind.fromisoformat(value)
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)
