"""Every kind of event there is, as a page for /help."""

from __future__ import annotations

import dataclasses
import inspect
import typing

from backend.ledger.happenings import CATALOGUE, Happening


def markdown() -> str:
    """The catalogue of events in order of kind: what each means and which numbers it carries."""
    parts = [
        "# What can happen\n",
        "Every line of the ledger is of one of these kinds. An event holds ids, numbers, dates and fixed words,"
        " never a name and never free text.\n",
    ]
    for kind in sorted(CATALOGUE):
        parts.append(_entry(CATALOGUE[kind]))
    return "\n".join(parts)


def _entry(event: type[Happening]) -> str:
    lines = [f"## `{event.kind}`", "", inspect.cleandoc(event.__doc__ or ""), ""]
    if event.version > 1:
        lines += [f"Version {event.version}.", ""]
    hints = typing.get_type_hints(event)
    fields = dataclasses.fields(typing.cast(typing.Any, event))
    if fields:
        lines += ["| field | holds |", "|---|---|"]
        lines += [f"| `{field.name}` | {_words(hints[field.name])} |" for field in fields]
        lines.append("")
    return "\n".join(lines)


def _words(kind: object) -> str:
    text = kind.__name__ if isinstance(kind, type) else str(kind)
    return text.replace("datetime.", "").replace(" | ", " or ").replace("None", "nothing")
