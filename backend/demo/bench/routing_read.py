"""Published instances of picker routing with proven optima, read from a folder beside the project.

Source: Hessler & Irnich, doi 10.1287/trsc.2023.1198 and their SPRP files (MIT). Cell 0 is the one next to the upper
cross-aisle. Two blocks are the same aisles with a cross-aisle of width 1 in the middle.
"""

from __future__ import annotations

import csv
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from warehouse.routing import Grid, Layout, Stop

ARCHIVE: Final = "sprp_instances.tar.xz"
OPTIMA: Final = {1: "sprp_single_block_optima.csv", 2: "sprp_two_block_optima.csv"}
_HEADER: Final = re.compile(r"^([A-Z_]+) : (.+?)\s*$", re.MULTILINE)
_CELL: Final = re.compile(r"\bAISLE (\d+) CELL (\d+)\b")
_CLASS: Final = re.compile(r"_(m\d+_C\d+_a\d+)_\d+\.txt$")
_WIDTH: Final = 1  # from the end cell of a half to the centre line of the middle cross-aisle


@dataclass(frozen=True)
class Instance:
    """One order to be picked: its file, the header's numbers, the cells, and the proven optimum by number of blocks."""

    name: str
    header: dict[str, str]
    cells: tuple[tuple[int, int], ...]
    optima: dict[int, int]

    @property
    def kind(self) -> str:
        """The class of the instance: aisles, cells of an aisle, picks."""
        found = _CLASS.search(self.name)
        return found.group(1) if found else "other"

    def number(self, key: str) -> int:
        """A number of the header. Raises ValueError that names file and key."""
        try:
            return int(self.header[key])
        except (KeyError, ValueError) as fault:
            raise ValueError(f"{self.name}: {key} must be a whole number.") from fault

    def drawn(self, blocks: int) -> tuple[Layout, set[Stop]]:
        """The pick area with one or two blocks, and the stops. Raises ValueError for cells outside."""
        cells, is_above = self.number("NUM_CELLS"), self.header.get("DEPOT_LOCATION") == "top"
        below, above = self.number("DISTANCE_BOTTOM_TO_CELL"), self.number("DISTANCE_TOP_TO_CELL")
        grid = Grid(
            aisles=self.number("NUM_AISLES"),
            block_cells=(cells,) if blocks == 1 else (cells - cells // 2, cells // 2),
            aisle_pitch_mm=self.number("DISTANCE_AISLE_TO_AISLE"),
            cell_pitch_mm=self.number("DISTANCE_CELL_TO_CELL"),
            gaps_mm=((below, above),) if blocks == 1 else ((below, _WIDTH), (_WIDTH, above)),
            depot_aisle=self.number("DEPOT_AISLE"),
            depot_cross=blocks if is_above else 0,
            depot_gap_mm=self.number("DISTANCE_TOP_OR_BOTTOM_TO_DEPOT"),
        )
        return grid.layout, {grid.stop(aisle, cells - 1 - cell) for aisle, cell in self.cells}


def folder_of(data: str, project: Path) -> Path | None:
    """Where the files are: in the folder named, in its `picking`, or in `../shared/data/picking`; None when nowhere."""
    named = [Path(data), Path(data) / "picking"] if data else [project.parent / "shared" / "data" / "picking"]
    return next((folder for folder in named if (folder / ARCHIVE).is_file()), None)


def instances(folder: Path, *, count: int) -> list[Instance]:
    """Every instance by name, or every so many when only `count` are asked for. Raises ValueError for other files."""
    optima = {blocks: _optima(folder / name) for blocks, name in OPTIMA.items()}
    names = sorted(optima[1])
    step = max(1, -(-len(names) // count))
    wanted = set(names[::step])
    found = [
        Instance(
            name,
            {match[1]: match[2] for match in _HEADER.finditer(text)},
            tuple((int(match[1]), int(match[2])) for match in _CELL.finditer(text)),
            {blocks: optima[blocks][name] for blocks in OPTIMA},
        )
        for name, text in _texts(folder / ARCHIVE)
        if name in wanted
    ]
    if len(found) != len(wanted):
        raise ValueError(f"{ARCHIVE} has {len(found)} of the {len(wanted)} files that the optima name.")
    return sorted(found, key=lambda instance: instance.name)


def _texts(archive: Path) -> Iterator[tuple[str, str]]:
    with tarfile.open(archive, "r:xz") as files:
        for member in files:
            body = files.extractfile(member) if member.isfile() else None
            if body is not None:
                yield Path(member.name).name, body.read().decode("latin-1")


def _optima(path: Path) -> dict[str, int]:
    try:
        with path.open(newline="", encoding="utf-8") as rows:
            return {row["filename"]: int(row["optimum"]) for row in csv.DictReader(rows)}
    except (OSError, KeyError, ValueError) as fault:
        raise ValueError(f"{path.name} must be a table of filename and optimum.") from fault
