"""Reading a TOML table of a template: known keys with their types, everything else refused by the element's name."""

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from labels.errors import Unprintable

LARGEST_MM = 1000.0
LARGEST_POINTS = 300.0

_FIELD = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?")
_MOST_SQUARES = 512

_Choice = TypeVar("_Choice", bound=str)


class Reader:
    """Takes known keys out of one TOML table, with their types; what is left at the end is unknown."""

    def __init__(self, table: Mapping[str, Any], label: str) -> None:
        self._left = dict(table)
        self.label = label

    def has(self, key: str) -> bool:
        """Whether `key` is there and not taken yet."""
        return key in self._left

    def peek(self, key: str) -> str:
        """What stands under `key`, to name the element by; nothing is checked or taken."""
        return str(self._left.get(key, ""))[:40]

    def text(self, key: str, default: str | None = None) -> str:
        """The text under `key`, or the default."""
        return str(self._take(key, str, "a text", default))

    def flag(self, key: str) -> bool:
        """True or false under `key`; false if left out."""
        return bool(self._take(key, bool, "true or false", False))

    def whole(self, key: str, *, least: int, most: int, default: int | None = None) -> int:
        """A whole number within bounds."""
        value = self._take(key, int, "a whole number", default)
        if isinstance(value, bool) or not least <= value <= most:
            raise self.no(f"{key} must be a whole number from {least} to {most}")
        return int(value)

    def number(self, key: str, default: float | None = None, *, least: float = 0.0, most: float = LARGEST_MM) -> float:
        """A number of mm within bounds."""
        value = self._take(key, int | float, "a number", default)
        if isinstance(value, bool) or not least <= value <= most:
            raise self.no(f"{key} must be a number from {least:g} to {most:g}")
        return float(value)

    def size(self, key: str = "size", default: float | None = None) -> float:
        """A text size in points."""
        return self.number(key, default, least=1, most=LARGEST_POINTS)

    def choice(self, key: str, choices: tuple[_Choice, ...], default: _Choice | None = None) -> _Choice:
        """One of `choices`."""
        value = self.text(key, default)
        for choice in choices:
            if value == choice:
                return choice
        raise self.no(f"{key} must be {' or '.join(choices)}, not {value!r}")

    def pattern(self, key: str, pattern: re.Pattern[str], says: str, default: str | None = None) -> str:
        """A text of one form; `says` is the refusal."""
        value = self.text(key, default)
        if value != default and not pattern.fullmatch(value):
            raise self.no(says)
        return value

    def field(self, default: str | None = None) -> str:
        """The name of a field of the view."""
        return self.pattern("field", _FIELD, "field is the name of a field of the view", default)

    def dots(self) -> dict[int, int]:
        """{ 203 = 4, 300 = 6 }: whole dots only, or the bars would blur."""
        table = self._take("module_dots", dict, "a table like { 203 = 4, 300 = 6 }", None)
        for dpi, dots in table.items():
            if not str(dpi).isdigit():
                raise self.no(f"module_dots has a resolution {dpi!r}")
            if isinstance(dots, bool) or not isinstance(dots, int) or not 1 <= dots <= 100:
                raise self.no(f"a module is a whole number of dots, not {dots!r}")
        return {int(dpi): dots for dpi, dots in table.items()}

    def rows(self) -> tuple[str, ...]:
        """Rows of "1" and "0", all of one length."""
        rows = self._take("rows", list, "a list of rows", [])
        if not all(isinstance(row, str) and set(row) <= {"0", "1"} for row in rows):
            raise self.no('rows are texts of "0" and "1"')
        if (
            len({len(row) for row in rows}) > 1
            or len(rows) > _MOST_SQUARES
            or len(rows[:1] and rows[0]) > _MOST_SQUARES
        ):
            raise self.no(f"rows are of one length, and at most {_MOST_SQUARES} each way")
        return tuple(rows)

    def inner(self, key: str, *, label: str) -> "list[Reader]":
        """The tables in the list of tables under `key`, labelled and numbered."""
        found = self._take(key, list, "a list of tables", [])
        if not all(isinstance(table, dict) for table in found):
            raise self.no(f"{key} must be a list of tables")
        return [Reader(table, f"{label} {number}") for number, table in enumerate(found, start=1)]

    def finish(self) -> None:
        """Refuse whatever was not taken."""
        if self._left:
            raise self.no(f"unknown key {next(iter(self._left))!r}")

    def no(self, words: str) -> Unprintable:
        """A refusal that names this element."""
        return Unprintable(words, element=self.label)

    def _take(self, key: str, kind: Any, says: str, default: Any) -> Any:
        value = self._left.pop(key, default)
        if value is None:
            raise self.no(f"{key} is missing")
        if not isinstance(value, kind):
            raise self.no(f"{key} must be {says}")
        return value
