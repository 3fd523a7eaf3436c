"""The exact method one aisle at a time, for whoever asks for very many lengths and remembers the steps between.

What is left to know after some aisles is the least length of each state; two batches that agree on it, but for the same
amount in all states, agree on everything to come. Values are told less their least, and without states that cannot be
part of a shortest walk any more.
"""

from __future__ import annotations

from typing import Final, Protocol, cast

from warehouse.routing import many_blocks
from warehouse.routing.exact import takes
from warehouse.routing.layout import Depot, Junction, Layout
from warehouse.routing.one_block import FAR
from warehouse.routing.pieces import GAP, LOWER, PASS, SKIP, TWICE, UPPER
from warehouse.routing.states import START, classes

Values = tuple[tuple[int, int], ...] | tuple[int, ...]
"""What is known after an aisle; only the steps of the same layout read it."""
Prices = tuple[tuple[int, int], ...] | tuple[int, ...]
"""What an aisle costs; only the steps of the same layout read it."""
Pieces = tuple[tuple[int, int, int], ...]
"""For each block the lowest stop, the highest and the largest gap between two, in mm; (-1, -1, 0) without stops."""


class Columns(Protocol):
    """The steps of one layout from one depot."""

    start: Values

    def prices(self, pieces: Pieces, *, has_depot: bool) -> Prices:
        """What an aisle with these stops costs, equal where it makes no difference."""

    def after(self, values: Values, aisle: int, prices: Prices) -> tuple[Values, int]:
        """The values behind this aisle, coming from the one before it, and the least that was taken off. O(states)."""

    def end(self, values: Values) -> int:
        """The least length that ends here, above what was taken off."""


def columns_of(layout: Layout, depot: Depot) -> Columns | None:
    """The steps where aisles of a block are alike and the depot stands at a junction; None elsewhere."""
    if not (takes(layout) and layout.is_rectangular and isinstance(depot.at, Junction)):
        return None
    return OneBlock(layout, is_below=depot.at.cross == 0) if layout.crosses == 2 else ManyBlocks(layout, depot.at)


class OneBlock:
    """Six states as in `one_block`, all but the first; written out, for this runs for every new pair of node and aisle.

    Values are odd, up, down, one, two of `one_block`, `up` and `down` never above `one`, or nothing at all; prices are
    in and out at the upper end, at the lower one, from both, not at all, seen with the depot at the bottom.
    """

    start: Values = ()

    def __init__(self, layout: Layout, *, is_below: bool) -> None:
        self._length: Final = layout.blocks[0][0].length_mm
        self._twice: Final = [2 * (step or 0) for step in layout.steps_mm[0]]
        self._is_below: Final = is_below

    def prices(self, pieces: Pieces, *, has_depot: bool) -> Prices:
        """As `Columns.prices`; both ends only where that is less than one of them."""
        length = self._length
        low, high, gap = pieces[0]
        if high < 0:
            return (FAR, 0, FAR, FAR) if has_depot else (FAR, FAR, FAR, 0)
        if not self._is_below:
            low, high = length - high, length - low
        if has_depot:
            return FAR, 2 * high, 2 * (length - max(gap, low)), FAR
        upper, lower, both = 2 * (length - low), 2 * high, 2 * (length - gap)
        return upper, lower, FAR if both >= upper and both >= lower else both, FAR

    def after(self, values: Values, aisle: int, prices: Prices) -> tuple[Values, int]:
        """As `Columns.after`. Comparisons are written out: a call of `min` takes as long as all of them."""
        through = self._length
        upper, lower, gap, skip = cast("tuple[int, int, int, int]", prices)
        if not values:
            if skip == 0:
                return values, 0
            return _less_the_least(through, upper, lower, FAR, gap, through)
        odd, up, down, one, two = cast("tuple[int, int, int, int, int]", values)
        twice = self._twice[aisle - 1]
        inside = upper if upper < lower else lower
        if gap < inside:
            inside = gap
        if skip < inside:
            inside = skip
        two += twice
        tied = up if up < down else down
        if two < tied:
            tied = two
        tied += through
        stayed = odd + inside
        ends = odd + through
        whole = one + inside + twice
        across = up + (lower if lower < gap else gap)
        other = down + (upper if upper < gap else gap)
        if other < across:
            across = other
        apart = two + inside
        return _less_the_least(
            twice + (tied if tied < stayed else stayed),
            twice + up + (upper if upper < skip else skip),
            twice + down + (lower if lower < skip else skip),
            twice + (ends if ends < whole else whole),
            twice + (across if across < apart else apart),
            through,
        )

    def end(self, values: Values) -> int:
        """As `Columns.end`: both ends even and in one part."""
        _, up, down, _, _ = cast("tuple[int, int, int, int, int]", values)
        return min(up, down)


def _less_the_least(odd: int, up: int, down: int, one: int, two: int, through: int) -> tuple[Values, int]:
    """The values less their least. To walk an aisle twice ties all together; who costs more than that is left out."""
    if one < up:
        up = one
    if one < down:
        down = one
    if up < two:
        two = up
    if down < two:
        two = down
    least = odd if odd < two else two
    most = least + 2 * through
    return (
        odd - least if odd <= most else FAR,
        up - least if up <= most else FAR,
        down - least if down <= most else FAR,
        one - least if one <= most else FAR,
        two - least if two <= most else FAR,
    ), least


class ManyBlocks:
    """The generated classes of `states`, for up to four cross-aisles."""

    start: Values = ((START, 0),)

    def __init__(self, layout: Layout, depot: Junction) -> None:
        self._known: Final = classes(layout.crosses)
        self._lengths: Final = [row[0].length_mm for row in layout.blocks]
        self._depot: Final = depot
        self._steps: Final = layout.steps_mm[0]

    def prices(self, pieces: Pieces, *, has_depot: bool) -> Prices:
        """As `Columns.prices`: the pieces themselves, and last whether the depot is here."""
        return (*(part for piece in pieces for part in piece), int(has_depot))

    def after(self, values: Values, aisle: int, prices: Prices) -> tuple[Values, int]:
        """As `Columns.after`."""
        known = self._known
        *flat, has_depot = cast(tuple[int, ...], prices)
        now = dict(cast(tuple[tuple[int, int], ...], values))
        if values == self.start and not has_depot and max(flat[1::3]) < 0:
            return values, 0
        if values != self.start:
            steps = [sum(edges) * (self._steps[aisle - 1] or 0) for edges in known.patterns]
            now, _ = many_blocks.across(now, known.across_alike, steps)
        if has_depot:
            now, _ = many_blocks.touched(now, known.touched[self._depot.cross])
        for block, length in enumerate(self._lengths):
            low, high, gap = flat[3 * block : 3 * block + 3]
            now, _ = many_blocks.down(now, known.down[block], _ways(length, low, high, gap))
        least = min(now.values())
        return tuple(sorted((state, value - least) for state, value in now.items())), least

    def end(self, values: Values) -> int:
        """As `Columns.end`: no odd end, one part."""
        ends = cast(tuple[tuple[int, int], ...], values)
        return min((value for state, value in ends if self._known.is_whole[state]), default=FAR)


def _ways(length: int, low: int, high: int, gap: int) -> tuple[tuple[int, int], ...]:
    """The ways through a part and what they cost."""
    if high < 0:
        return (PASS, length), (SKIP, 0), (TWICE, 2 * length)
    ways = ((PASS, length), (UPPER, 2 * (length - low)), (LOWER, 2 * high), (TWICE, 2 * length))
    return (*ways, (GAP, 2 * (length - gap))) if gap else ways
