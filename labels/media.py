"""Paper sizes and printer dots: every edge of every bar falls on a whole dot of the printer.

Lengths are millimetres outside and dots inside; text sizes are points (1/72 inch).
Source of the resolutions: thermal print heads have 8 dots/mm ("203 dpi") or 300 dots/inch.
"""

import math
from dataclasses import dataclass

from labels.errors import Unprintable

MM_PER_INCH = 25.4
POINTS_PER_INCH = 72.0


@dataclass(frozen=True, slots=True)
class Media:
    """One size of paper: width, height and the margin a printer cannot reach, in millimetres."""

    name: str
    width_mm: float
    height_mm: float
    margin_mm: float


LABEL_100X150 = Media("100x150", 100, 150, 1.5)
LABEL_100X75 = Media("100x75", 100, 75, 1.5)
LABEL_100X50 = Media("100x50", 100, 50, 1.5)
CARD_CR80 = Media("CR80", 85.6, 53.98, 2)
LABEL_57X32 = Media("57x32", 57, 32, 1)
A4 = Media("A4", 210, 297, 5)
A5 = Media("A5", 148, 210, 6)
A6 = Media("A6", 105, 148, 5)
MEDIA = {each.name: each for each in (LABEL_100X150, LABEL_100X75, LABEL_100X50, LABEL_57X32, CARD_CR80, A4, A5, A6)}


@dataclass(frozen=True, slots=True)
class Grid:
    """The dots of one print head; turns millimetres and points into dots."""

    dpi: int
    dots_per_mm: float

    @property
    def points_per_dot(self) -> float:
        """Size of one dot in PDF points."""
        return POINTS_PER_INCH / (self.dots_per_mm * MM_PER_INCH)

    def dots(self, mm: float) -> int:
        """A length or position in mm, on the nearest whole dot."""
        return round(mm * self.dots_per_mm)

    def module(self, mm: float) -> int:
        """Whole dots of one bar or square wanted `mm` wide; never less than one dot."""
        return max(1, self.dots(mm))

    def text_dots(self, points: float) -> float:
        """A text size in points, in dots (text may fall between dots, bars never do)."""
        return points / self.points_per_dot

    def paper(self, media: Media) -> tuple[int, int]:
        """Width and height of the paper in whole dots, rounded down so that nothing falls off its edge."""
        return math.floor(media.width_mm * self.dots_per_mm), math.floor(media.height_mm * self.dots_per_mm)


_GRIDS = {203: Grid(203, 8.0), 300: Grid(300, 300 / MM_PER_INCH)}


def grid(dpi: int) -> Grid:
    """The dots of a 203 or 300 dpi printer. Raises Unprintable for any other resolution."""
    try:
        return _GRIDS[dpi]
    except KeyError:
        raise Unprintable(f"labels are drawn for 203 or 300 dpi, not {dpi}") from None
