"""What a floor map is made of: whole numbers of CSS pixels in a fixed view box, and words that the caller gave."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from warehouse.routing import Stop


class State(StrEnum):
    """How far a stop is."""

    DONE = "done"
    NEXT = "next"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Frame:
    """The sheet that a map is drawn on: its view box, how tall its letters are, and what it has room for."""

    width: int
    height: int
    letter: int
    radius: int
    big_radius: int
    widest_pitch: int
    has_ends: bool = True


STAFF: Final = Frame(width=720, height=320, letter=13, radius=10, big_radius=13, widest_pitch=84)
KIOSK: Final = Frame(width=648, height=128, letter=18, radius=6, big_radius=15, widest_pitch=96, has_ends=False)


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A round mark without words."""

    x: int
    y: int
    radius: int


@dataclass(frozen=True, slots=True)
class Word:
    """A word whose middle stands at `x` and whose foot at `y`."""

    x: int
    y: int
    text: str


@dataclass(frozen=True, slots=True)
class End:
    """Where walks begin (`is_start`) or where a cart is left; `is_above` the aisles, elsewhere below or beside."""

    x: int
    y: int
    is_start: bool
    is_above: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """One stop, or a few that lie close together, with their numbers: a circle, or wider with round ends."""

    x: int
    y: int
    width: int
    radius: int
    text: str
    state: State
    first: int
    last: int
    title: str = ""

    @property
    def foot(self) -> int:
        """Where its number stands."""
        return self.y + (7 if self.radius > 14 else 4)

    @property
    def left(self) -> int:
        """Its left edge."""
        return self.x - self.width // 2

    @property
    def top(self) -> int:
        """Its upper edge."""
        return self.y - self.radius

    @property
    def height(self) -> int:
        """How tall it is."""
        return 2 * self.radius

    @property
    def halo(self) -> int:
        """The radius of the ring around the next stop."""
        return self.radius + 5

    @property
    def ring(self) -> Box:
        """The ring around the next stop."""
        return Box(self.left - 5, self.top - 5, self.width + 10, self.height + 10)

    @property
    def is_next(self) -> bool:
        """Whether the worker goes there now."""
        return self.state == State.NEXT

    @property
    def is_done(self) -> bool:
        """Whether it is behind the worker."""
        return self.state == State.DONE


@dataclass(frozen=True, slots=True)
class Listed:
    """A stop in words, for whoever does not see the drawing; it has the numbers `number` to `last`."""

    number: int
    last: int
    name: str
    state: State
    at: Stop

    @property
    def is_next(self) -> bool:
        """Whether the worker goes there now."""
        return self.state == State.NEXT

    @property
    def is_done(self) -> bool:
        """Whether it is behind the worker."""
        return self.state == State.DONE


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of aisles that belong together, and its name above them."""

    area: Box
    name: Word
    is_shaded: bool


@dataclass(frozen=True, slots=True)
class FloorMap:
    """A pick area and a walk through it, drawn: shapes from back to front, paths as SVG writes them.

    `trail` is the whole walk in right angles, empty without one. `length_mm` is what it adds up to.
    """

    width: int
    height: int
    letter: int
    crosses: tuple[str, ...]
    racks: tuple[Box, ...]
    shut: tuple[Box, ...]
    ways: tuple[str, ...]
    barriers: tuple[Box, ...]
    names: tuple[Word, ...]
    ends: tuple[End, ...]
    words: tuple[Word, ...]
    zones: tuple[Zone, ...] = ()
    trail: str = ""
    dots: tuple[Dot, ...] = ()
    faint: tuple[Spot, ...] = ()
    here: Spot | None = None
    stops: tuple[Listed, ...] = ()
    length_mm: int = 0

    @property
    def metres(self) -> int:
        """The length of the walk in whole metres."""
        return round(self.length_mm / 1000)


def wide(text: str, letter: int) -> int:
    """About how wide a bold text is, in pixels; letters of Chinese, Japanese and Korean are square."""
    square = sum(unicodedata.east_asian_width(each) in "WF" for each in text)
    return round(letter * (square + 0.62 * (len(text) - square)))
