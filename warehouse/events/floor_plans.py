"""What can happen to the drawing of the floor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from backend.ledger.happenings import Happening


@dataclass(frozen=True)
class FloorPlanDrawn(Happening):
    """A drawing is in force from now on; recorded on the floor plan."""

    kind: ClassVar[str] = "floor_plan.drawn"
    aisles: int
    blocks: int


@dataclass(frozen=True)
class BinsPlaced(Happening):
    """It was measured where so many bins stand; recorded on the floor plan."""

    kind: ClassVar[str] = "floor_plan.bins_placed"
    bins: int
