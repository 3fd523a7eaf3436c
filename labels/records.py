"""Rows of JSON or CSV as views: every value checked against its field, every refusal names row and field.

JSON is an object or a list of objects. CSV has a heading with the names of fields; "words.dock" reaches into a field
that has fields of its own, and the lines of an address stand in one cell with a bar between ("Street 1|1000 Town").
Lists of lines (of a packing slip, an invoice) need JSON.
"""

import csv
import json
import types
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from labels.errors import Unprintable
from labels.view import View

BAR = "|"
LARGEST_JSON = 200_000_000

_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class FieldCard:
    """One field of a kind: its name, its type in words, and whether it must be given."""

    name: str
    type: str
    is_required: bool


def read(path: Path, kind: type[View]) -> Iterator[View]:
    """The views in a file of JSON or CSV, one after the other. Raises Unprintable with "row 3, dock: ..."."""
    suffix = path.suffix.lower()
    if suffix not in _READERS:
        raise Unprintable("the data are in a file that ends in .json or .csv", element=path.name)
    for number, row in enumerate(_READERS[suffix](path), start=1):
        yield make(kind, row, where=f"row {number}")


def count(path: Path) -> int | None:
    """How many rows a CSV file holds; None where only reading it all would tell."""
    if path.suffix.lower() != ".csv":
        return None
    with _open(path) as file:
        return max(0, sum(1 for row in csv.reader(file) if row) - 1)


def make(kind: type[_Made], row: Any, *, where: str) -> _Made:
    """One view from the fields of one row; numbers may be text. Raises Unprintable naming `where` and field."""
    if not isinstance(row, Mapping):
        raise Unprintable("it must be an object with fields", element=where)
    known = _known(cast(Hashable, kind))
    for name in row:
        if name not in known:
            raise Unprintable(f"there is no such field; there are {', '.join(known)}", element=f"{where}, {name}")
    values = {}
    for name, (hint, is_required) in known.items():
        if name in row:
            values[name] = _value(hint, row[name], where=f"{where}, {name}")
        elif is_required:
            raise Unprintable("it is missing", element=f"{where}, {name}")
    return kind(**values)


def describe(kind: type[View]) -> tuple[FieldCard, ...]:
    """The fields of a kind, in its own order."""
    return tuple(
        FieldCard(name, _words(hint), is_required) for name, (hint, is_required) in _known(cast(Hashable, kind)).items()
    )


def sample(view: Any) -> Any:
    """A view as JSON can hold it: what `make` reads back."""
    if is_dataclass(view) and not isinstance(view, type):
        return {each.name: sample(getattr(view, each.name)) for each in fields(view)}
    return [sample(each) for each in view] if isinstance(view, tuple) else view


def _read_json(path: Path) -> Iterator[Any]:
    if path.stat().st_size > LARGEST_JSON:
        raise Unprintable("it is too large for JSON; use CSV", element=path.name)
    with _open(path) as file:
        try:
            data = json.load(file)
        except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as fault:
            raise Unprintable(f"it is not JSON: {fault}", element=path.name) from None
    yield from data if isinstance(data, list) else [data]


def _read_csv(path: Path) -> Iterator[Any]:
    with _open(path) as file:
        try:
            reader = csv.DictReader(file, strict=True)
            if not reader.fieldnames or len(set(reader.fieldnames)) != len(reader.fieldnames):
                raise Unprintable("its first line must name the fields, each once", element=path.name)
            for row in reader:
                if None in row or None in row.values():
                    raise Unprintable(
                        "it has more or fewer cells than the first line", element=f"line {reader.line_num}"
                    )
                yield _nested(row)
        except (csv.Error, UnicodeDecodeError) as fault:
            raise Unprintable(f"it is not CSV in UTF-8: {fault}", element=path.name) from None


_READERS: dict[str, Callable[[Path], Iterator[Any]]] = {".json": _read_json, ".csv": _read_csv}


def _open(path: Path) -> IO[str]:
    try:
        return path.open(encoding="utf-8-sig", newline="")
    except OSError as fault:
        raise Unprintable(f"it cannot be read: {fault.strerror}", element=path.name) from None


def _nested(row: Mapping[str, str]) -> dict[str, Any]:
    """Columns with a dot become fields inside a field; an empty cell is left out."""
    record: dict[str, Any] = {}
    for name, cell in row.items():
        *path, last = name.split(".")
        inner = record
        for part in path:
            inner = inner.setdefault(part, {})
        if cell:
            inner[last] = cell
    return {name: value for name, value in record.items() if value != {}}


def _value(hint: Any, given: Any, *, where: str) -> Any:
    origin = get_origin(hint)
    if origin is tuple:
        return _tuple(get_args(hint)[0], given, where=where)
    if origin is Literal:
        if given not in get_args(hint):
            raise Unprintable(f"it is one of {', '.join(repr(each) for each in get_args(hint))}", element=where)
        return given
    if isinstance(hint, type) and is_dataclass(hint):
        return make(hint, given, where=where)
    return _PLAIN[hint](given, where)


def _tuple(hint: Any, given: Any, *, where: str) -> tuple[Any, ...]:
    if isinstance(given, str) and hint is str:
        return tuple(given.split(BAR))
    if not isinstance(given, list):
        raise Unprintable("it must be a list", element=where)
    return tuple(_value(hint, each, where=f"{where} {place}") for place, each in enumerate(given, start=1))


def _text(given: Any, where: str) -> str:
    if not isinstance(given, str):
        raise Unprintable("it must be text", element=where)
    return given


def _whole(given: Any, where: str) -> int:
    if isinstance(given, str) and given.strip().removeprefix("-").isdecimal() and given.isascii():
        return int(given)
    if not isinstance(given, int) or isinstance(given, bool):
        raise Unprintable("it must be a whole number", element=where)
    return given


def _flag(given: Any, where: str) -> bool:
    said = given.strip().lower() if isinstance(given, str) else given
    if said in (True, "true", "yes", "1"):
        return True
    if said in (False, "false", "no", "0"):
        return False
    raise Unprintable("it must be true or false", element=where)


_PLAIN: dict[Any, Callable[[Any, str], Any]] = {str: _text, int: _whole, bool: _flag}


@lru_cache(maxsize=128)
def _known(kind: Any) -> dict[str, tuple[Any, bool]]:
    """The type of each field of a dataclass, and whether it must be given."""
    hints = get_type_hints(kind)
    return {
        each.name: (hints[each.name], each.default is MISSING and each.default_factory is MISSING)
        for each in fields(kind)
    }


def _words(hint: Any) -> str:
    origin = get_origin(hint)
    if origin is tuple:
        return f"list of {_words(get_args(hint)[0])}"
    if origin in (Literal, Union, types.UnionType):
        return " | ".join(repr(each) for each in get_args(hint))
    if is_dataclass(hint):
        return "{" + ", ".join(each.name for each in fields(hint)) + "}"
    return {str: "text", int: "whole number", bool: "true or false"}[hint]
