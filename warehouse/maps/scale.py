"""Where aisles, cross-aisles and places of a layout lie on the sheet.

Across and along have each a scale of their own, as on the plan on a wall: aisles are drawn as long as they are beside
each other, and all aisles fill the sheet. Gaps between aisles are kept within 0.6 and 3 times the usual one, so that
a hall far away does not squeeze the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import median
from typing import Final

from warehouse.maps.shapes import Frame
from warehouse.routing import Junction, Layout, Place

Point = tuple[int, int]

NARROWEST, WIDEST = 0.6, 3.0
EDGE: Final = 10
END_ROOM: Final = 24
SIDE_ROOM: Final = 44


@dataclass(frozen=True)
class Scale:
    """`xs[aisle]` and `ys[cross][aisle]` in pixels, y downwards; `pitch` is the smallest gap between two aisles.

    Names stand `name_lift` above the aisles.
    """

    xs: tuple[int, ...]
    ys: tuple[tuple[int, ...], ...]
    pitch: int
    layout: Layout
    name_lift: int

    @property
    def half(self) -> int:
        """Half of what is free to walk in an aisle."""
        return max(3, round(self.pitch * 0.18))

    @property
    def rack(self) -> int:
        """How deep a rack is drawn."""
        return max(2, round(self.pitch * 0.27))

    @property
    def lane(self) -> int:
        """How far beside the middle of an aisle its walk is drawn when it is walked both ways."""
        return min(3, max(2, self.half - 2))

    def at(self, place: Place) -> Point:
        """Where a place lies."""
        if isinstance(place, Junction):
            return self.xs[place.aisle], self.ys[place.cross][place.aisle]
        return self.xs[place.aisle], self.height(place.aisle, place.block, place.at_mm)

    def height(self, aisle: int, block: int, at_mm: int) -> int:
        """The y of a place along an aisle's piece."""
        low, high = self.ys[block][aisle], self.ys[block + 1][aisle]
        return low + round((high - low) * at_mm / (self.layout.blocks[block][aisle].length_mm or 1))


def fitted(layout: Layout, frame: Frame, *, has_zones: bool = False) -> Scale:
    """The scale at which a whole layout fills a sheet."""
    gaps = _gaps(layout)
    usual = median(gaps) if gaps else 1.0
    sides = [SIDE_ROOM if frame.has_ends and _has_side_end(layout, aisle) else 0 for aisle in (0, layout.aisles - 1)]
    room = frame.width - 2 * EDGE - sum(sides)
    per = min(room / (sum(gaps) + usual), frame.widest_pitch / usual)
    left = EDGE + sides[0] + (room - per * sum(gaps)) / 2
    xs = tuple(round(left + per * far) for far in accumulate(gaps, initial=0.0))
    pitch = min((right - left for left, right in pairwise(xs)), default=round(per * usual))

    heights = _heights(layout)
    high, low = max(map(max, heights)), min(map(min, heights))
    lift = 9 + (END_ROOM if frame.has_ends and _has_end(layout, layout.crosses - 1) else 0)
    top = (2 if has_zones else 1) * (frame.letter + 5) + lift
    base = frame.height - (END_ROOM + frame.letter + 6 if frame.has_ends and _has_end(layout, 0) else 18)
    tall = (base - top) / ((high - low) or 1)
    ys = tuple(tuple(round(base - (each - low) * tall) for each in row) for row in heights)
    return Scale(xs, ys, pitch, layout, lift)


def _gaps(layout: Layout) -> list[float]:
    """How far each aisle is from the next."""
    known = [max((row[gap] or 0 for row in layout.steps_mm), default=0) for gap in range(layout.aisles - 1)]
    usual = median([gap for gap in known if gap] or [1])
    return [min(max(gap or usual, usual * NARROWEST), usual * WIDEST) for gap in known]


def _heights(layout: Layout) -> list[list[int]]:
    """How high each junction lies above one cross-aisle that is taken as straight, the one that bends the rest least.

    Aisles of different lengths between two cross-aisles mean that one of these goes around a corner.
    """

    def bends(heights: list[list[int]]) -> int:
        return sum(max(row) - min(row) for row in heights)

    up = [[0] * layout.aisles]
    for row in layout.blocks:
        up.append([below + piece.length_mm for below, piece in zip(up[-1], row, strict=True)])
    about = [[[each - level for each, level in zip(row, straight, strict=True)] for row in up] for straight in up]
    return min(about, key=bends)


def _has_end(layout: Layout, cross: int) -> bool:
    ends = (*layout.depots, *layout.drops)
    return any(isinstance(end.at, Junction) and end.at.cross == cross for end in ends)


def _has_side_end(layout: Layout, aisle: int) -> bool:
    ends = (*layout.depots, *layout.drops)
    inner = range(1, layout.crosses - 1)
    return any(isinstance(end.at, Junction) and end.at.aisle == aisle and end.at.cross in inner for end in ends)
