"""A regular pick area described in cells, as plans and published instances describe it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from warehouse.routing.errors import Unroutable
from warehouse.routing.layout import Depot, Junction, Layout, Piece, Stop


@dataclass(frozen=True)
class Grid:
    """Equal aisles of cells in one or more blocks; lengths in one integer unit, gaps from end cell to centre line.

    `block_cells` counts the cells of each block from the bottom; `gaps_mm` gives, for each block, the gap below its
    first and above its last cell. Raises Unroutable for a grid without aisles or cells.
    """

    aisles: int
    block_cells: tuple[int, ...]
    aisle_pitch_mm: int
    cell_pitch_mm: int
    gaps_mm: tuple[tuple[int, int], ...]
    depot_aisle: int
    depot_cross: int = 0
    depot_gap_mm: int = 0

    def __post_init__(self) -> None:
        if self.aisles < 1 or not self.block_cells or min(self.block_cells) < 1:
            raise Unroutable("has no cells; give at least one aisle and one cell in each block.", element="grid")
        if len(self.gaps_mm) != len(self.block_cells):
            raise Unroutable("needs a gap below and above for each block.", element="grid")

    @cached_property
    def layout(self) -> Layout:
        """The same as a layout in lengths."""
        blocks = zip(self.block_cells, self.gaps_mm, strict=True)
        pieces = [Piece(below + (cells - 1) * self.cell_pitch_mm + above) for cells, (below, above) in blocks]
        steps = (self.aisle_pitch_mm,) * (self.aisles - 1)
        return Layout(
            blocks=tuple((piece,) * self.aisles for piece in pieces),
            steps_mm=(steps,) * (len(pieces) + 1),
            depots=(Depot(Junction(self.depot_cross, self.depot_aisle), self.depot_gap_mm),),
        )

    def stop(self, aisle: int, cell: int) -> Stop:
        """The place of a cell, counted through all blocks from 0 at the bottom. Raises Unroutable when outside."""
        if not (0 <= aisle < self.aisles and 0 <= cell < sum(self.block_cells)):
            raise Unroutable(
                f"the grid has aisles 0 to {self.aisles - 1} and cells 0 to {sum(self.block_cells) - 1}.",
                element=f"aisle {aisle}, cell {cell}",
            )
        firsts = list(accumulate(self.block_cells, initial=0))
        block = max(number for number, first in enumerate(firsts[:-1]) if first <= cell)
        return Stop(aisle, block, self.gaps_mm[block][0] + (cell - firsts[block]) * self.cell_pitch_mm)
