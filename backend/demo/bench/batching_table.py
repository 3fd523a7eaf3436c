"""The rows of `bench batching` as they come, one JSON object a line: what was measured before a stop is kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

NAMED_BY: Final = ("set", "file", "seed", "seeds", "seconds")
"""A row with all of these alike is the same question."""
_BEGINS: Final = '{"set": '


def read(path: str) -> list[dict[str, Any]]:
    """The rows that are there; a last line that was cut off is left out. Raises ValueError for another kind of file."""
    if not path or not Path(path).exists():
        return []
    lines = Path(path).read_text(encoding="utf-8").splitlines(keepends=True)
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if isinstance(row, dict) and all(name in row for name in NAMED_BY):
            rows.append(row)
        elif number < len(lines) or line.endswith("\n") or not (line + _BEGINS[len(line) :]).startswith(_BEGINS):
            raise ValueError(f"{path}, line {number} is no row of this measurement; name another file with --table.")
    return rows


def begin(path: str, rows: list[dict[str, Any]]) -> None:
    """Take a last line that was cut off out of the file."""
    whole = "".join(_line(row) for row in rows)
    if path and Path(path).exists() and Path(path).read_text(encoding="utf-8") != whole:
        Path(path).write_text(whole, encoding="utf-8")


def add(path: str, row: dict[str, Any]) -> None:
    """Put one more row at the end of the file, at once."""
    if path:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(_line(row))


def name_of(row: dict[str, Any]) -> tuple[str, ...]:
    """What a row is an answer to."""
    return tuple(json.dumps(row[name]) for name in NAMED_BY)


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row) + "\n"
