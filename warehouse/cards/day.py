"""A worker's own day: what they did, for their own eyes; it is compared with nobody."""

from __future__ import annotations

from dataclasses import dataclass

from backend.kit.charts import Figure


@dataclass(frozen=True)
class DayCard:
    """Today in figures, with the units of each hour drawn."""

    lines: int
    units: int
    batches: int
    parcels: int
    misscans: int
    figure: Figure | None
    hours: tuple[tuple[str, int, int], ...]
