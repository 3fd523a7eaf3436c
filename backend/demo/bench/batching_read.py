"""Published instances of order batching with best-known values, read from a folder beside the project.

Source: Muter & Oncan, IIE Transactions 47(7), 2015; Henn & Waescher, EJOR 222(3), 2012; best-known values of Wahlen &
Gschwind, doi 10.1287/trsc.2023.1198, all with exact routing. Lengths have one decimal and are told in tenths. Cell 0 is
the one next to the upper cross-aisle. Muter's files say 1 from the end cell to the cross-aisle, their values mean 1.5.
"""

from __future__ import annotations

import csv
import re
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path
from typing import Final

from warehouse.batching import Cart, PickOrder
from warehouse.routing import Grid, Layout

_HEADER: Final = re.compile(r"^([A-Z_]+) : (.+?)\s*$", re.MULTILINE)
_SKU: Final = re.compile(r"ID (\d+) AISLE (\d+) CELL (\d+)")
_LINE: Final = re.compile(r"ID (\d+) QUANTITY (\d+)")


@dataclass(frozen=True)
class Collection:
    """One set of instances: its archive, its table, and the gap at the ends of an aisle where the files are wrong."""

    archive: str
    table: str
    top: str
    gap: int | None = None


SETS: Final = {
    "muter": Collection("muter_oncan.tar.xz", "muter_oncan_best_known.csv", "muter", 15),
    "henn": Collection("henn_waescher.tar.xz", "henn_waescher_best_known.csv", "henn"),
}


@dataclass(frozen=True)
class Instance:
    """One wave: its numbers, for each order its cells (aisle, cell from the bottom) and items, the value to reach."""

    name: str
    collection: str
    text: str
    best_known: int
    is_proven: bool

    @cached_property
    def header(self) -> dict[str, str]:
        """The lines before the sections."""
        return {match[1]: match[2] for match in _HEADER.finditer(self.text)}

    def number(self, key: str) -> int:
        """A number of the header, lengths in tenths. Raises ValueError that names file and key."""
        try:
            value = float(self.header[key])
        except (KeyError, ValueError) as fault:
            raise ValueError(f"{self.name}: {key} must be a number.") from fault
        return round(10 * value) if key.startswith("DISTANCE") else int(value)

    @cached_property
    def orders(self) -> list[tuple[tuple[tuple[int, int], ...], int]]:
        """For each order its cells, each once, and its items. Raises ValueError for a depot elsewhere."""
        if (self.header.get("DEPOT_LOCATION"), self.header.get("DEPOT_AISLE")) != ("bottom", "0"):
            raise ValueError(f"{self.name}: the depot must be at the bottom of aisle 0.")
        cells = self.number("NUM_CELLS")
        place = {int(sku): (int(aisle), cells - 1 - int(cell)) for sku, aisle, cell in _SKU.findall(self.text)}
        found = []
        for part in self.text.partition("ORDER_SECTION")[2].split("NUM_ARTICLES_IN_ORDER")[1:]:
            lines = [(int(sku), int(quantity)) for sku, quantity in _LINE.findall(part)]
            found.append((tuple(sorted({place[sku] for sku, _ in lines})), sum(quantity for _, quantity in lines)))
        return found

    @property
    def gap(self) -> int:
        """From the end cell to the centre line of the cross-aisle."""
        return SETS[self.collection].gap or self.number("DISTANCE_BOTTOM_TO_CELL")

    def drawn(self) -> tuple[Layout, list[PickOrder], Cart]:
        """The area, the orders and the cart as the planner takes them."""
        grid = Grid(
            aisles=self.number("NUM_AISLES"),
            block_cells=(self.number("NUM_CELLS"),),
            aisle_pitch_mm=self.number("DISTANCE_AISLE_TO_AISLE"),
            cell_pitch_mm=self.number("DISTANCE_CELL_TO_CELL"),
            gaps_mm=((self.gap, self.gap),),
            depot_aisle=0,
            depot_gap_mm=self.number("DISTANCE_TOP_OR_BOTTOM_TO_DEPOT"),
        )
        orders = [
            PickOrder(number, tuple(grid.stop(*cell) for cell in cells), items=items)
            for number, (cells, items) in enumerate(self.orders)
        ]
        return grid.layout, orders, Cart(items=self.number("PICKER_CAPACITY"))


def folder_of(data: str, project: Path) -> Path | None:
    """Where the files are: in the folder named, in its `picking`, or in `../shared/data/picking`; None when nowhere."""
    named = [Path(data), Path(data) / "picking"] if data else [project.parent / "shared" / "data" / "picking"]
    archives = [collection.archive for collection in SETS.values()]
    return next((folder for folder in named if all((folder / name).is_file() for name in archives)), None)


def instances(folder: Path, collection: str, *, limit: int, files: Sequence[str] = ()) -> list[Instance]:
    """The instances of a set by name: those that a pattern of `files` names, else every so many up to `limit`.

    Raises ValueError for other files than the table names.
    """
    kept = SETS[collection]
    best = _best_known(folder / kept.table)
    names = sorted(name for name in best if not files or any(fnmatch(name, f"*{pattern}*") for pattern in files))
    step = max(1, -(-len(names) // limit))
    wanted = set(names[::step])
    texts = dict(_texts(folder / kept.archive, kept.top, wanted))
    if set(texts) != wanted:
        raise ValueError(f"{kept.archive} has {len(texts)} of the {len(wanted)} files that {kept.table} names.")
    return [Instance(name, collection, texts[name], *best[name]) for name in sorted(wanted)]


def _texts(archive: Path, top: str, wanted: set[str]) -> Iterator[tuple[str, str]]:
    with tarfile.open(archive, "r:xz") as files:
        for member in files:
            name = member.name.removeprefix("./").removeprefix(f"{top}/")
            body = files.extractfile(member) if name in wanted and member.isfile() else None
            if body is not None:
                yield name, body.read().decode("latin-1")


def _best_known(path: Path) -> dict[str, tuple[int, bool]]:
    try:
        with path.open(newline="", encoding="utf-8") as rows:
            return {
                row["filename"]: (round(10 * float(row["best_known"])), row["proven_optimal"] == "True")
                for row in csv.DictReader(rows)
            }
    except (OSError, KeyError, ValueError) as fault:
        raise ValueError(f"{path.name} must be a table of filename, best_known and proven_optimal.") from fault
