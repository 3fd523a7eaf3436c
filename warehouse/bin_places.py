"""Where bins stand, as a table that people fill in: one line a bin with its aisle, block and place along the aisle.

Pure: text in, stops out and back. Columns `shelf,aisle,block,at_mm` with commas, semicolons or tabs, blocks from 0 at
the bottom, `at_mm` from the middle of the lower cross-aisle. A bin that nobody measured has its three fields empty.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from warehouse.drawings import Drawing
from warehouse.routing import Stop, Unroutable

COLUMNS: Final = ("shelf", "aisle", "block", "at_mm")
MOST_LINES: Final = 50_000
LONGEST_NUMBER: Final = 9


class Misplaced(ValueError):
    """A line cannot be followed; `words` say what to do, `line` counts from 1 with the head."""

    def __init__(self, words: str, *, line: int) -> None:
        super().__init__(f"line {line}: {words}")
        self.words = words
        self.line = line


def read(text: str, drawing: Drawing, *, known: Collection[str]) -> dict[str, Stop]:
    """Where each bin named in the table stands; bins with empty fields are left out.

    Raises Misplaced for the first line with a bin that is not `known` or named twice, an aisle without this name, or
    a place outside. O(lines).
    """
    stops: dict[str, Stop] = {}
    seen: set[str] = set()
    for line, fields in _lines(text):
        if len(fields) != len(COLUMNS):
            raise Misplaced(f"has {len(fields)} fields, not {len(COLUMNS)}: {', '.join(COLUMNS)}.", line=line)
        shelf, aisle, block, at_mm = fields
        if shelf not in known:
            raise Misplaced(f"there is no shelf {shelf!r}; correct its name.", line=line)
        if shelf in seen:
            raise Misplaced(f"shelf {shelf} is there twice; keep one line.", line=line)
        seen.add(shelf)
        if not (aisle or block or at_mm):
            continue
        number = drawing.aisle_called(aisle)
        if number is None:
            raise Misplaced(f"the floor plan has no aisle {aisle!r}; correct its name.", line=line)
        stop = Stop(number, _number(block, "block", line), _number(at_mm, "at_mm", line))
        try:
            drawing.layout.check_inside(stop)
        except Unroutable as refusal:
            raise Misplaced(f"shelf {shelf} would stand outside: {refusal.words}", line=line) from refusal
        stops[shelf] = stop
    if not stops:
        raise Misplaced("no shelf has a place; fill in aisle, block and at_mm.", line=1)
    return stops


def written(bins: Iterable[tuple[str, Stop | None]], drawing: Drawing) -> str:
    """The table of bins with the places they have, as `read` understands it."""
    sheet = io.StringIO()
    table = csv.writer(sheet, lineterminator="\n")
    table.writerow(COLUMNS)
    for shelf, stop in bins:
        place = (drawing.names[stop.aisle], stop.block, stop.at_mm) if stop else ("", "", "")
        table.writerow((shelf, *place))
    return sheet.getvalue()


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that is not empty, with its number, after the head."""
    head, _newline, _rest = text.lstrip("\ufeff").partition("\n")
    # Spreadsheets of half of Europe write semicolons.
    delimiter = max(",;\t", key=head.count)
    table = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter)
    try:
        for count, fields in enumerate(table):
            trimmed = [field.strip() for field in fields]
            if count == 0:
                if [field.lower() for field in trimmed] != list(COLUMNS):
                    raise Misplaced(f"the head is {','.join(COLUMNS)}; take the template.", line=1)
            elif count > MOST_LINES:
                raise Misplaced(f"more than {MOST_LINES} lines; send them in parts.", line=table.line_num)
            elif any(trimmed):
                yield table.line_num, trimmed
    except csv.Error as fault:
        raise Misplaced(f"cannot be read ({fault}).", line=table.line_num) from fault
    if not text.strip("\ufeff\r\n\t "):
        raise Misplaced("the file is empty; take the template.", line=1)


def _number(text: str, column: str, line: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise Misplaced(f"{column} is a whole number from 0 up, not {text!r}.", line=line)
    return int(text)
