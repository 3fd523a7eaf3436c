"""The walks that people know by name: S-shape, return, midpoint, largest gap, combined; good to explain, never shorter.

One block: Hall, Distance approximations for routing manual pickers in a warehouse, IIE Transactions 25(4), 1993;
combined: Roodbergen & de Koster, Routing methods for warehouses with multiple cross aisles, IJPR 39(9), 2001, from
which also comes the way through several blocks: up the first aisle to the farthest block, then block by block back.
All are O(aisles * blocks + stops).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

from warehouse.routing.errors import Unroutable
from warehouse.routing.layout import Depot, Junction, Layout, Place, Route, Stop, route_along
from warehouse.routing.pieces import Heights, heights_of

Split = Callable[[int, Heights], int]


def named(layout: Layout, stops: set[Stop], method: str) -> Route:
    """The walk of one of `NAMED` from the first depot and back.

    Raises Unroutable where the method says nothing: a closed, one-way or barred aisle, a cross-aisle with a missing
    step, a depot within an aisle, drops elsewhere.
    """
    depot = layout.depots[0]
    _refuse(layout, depot, method)
    picker = _Picker(layout, stops, depot)
    _walk_side(picker, list(range(picker.home.cross, len(layout.blocks))), NAMED[method])
    _walk_side(picker, list(range(picker.home.cross - 1, -1, -1)), NAMED[method])
    return route_along(layout, picker.walk, stops, method=method, is_exact=False, ends=(depot, depot))


class _Picker:
    """Somebody who walks: where he stands, where he has been, which heights are still to be visited in each piece."""

    def __init__(self, layout: Layout, stops: set[Stop], depot: Depot) -> None:
        assert isinstance(depot.at, Junction)
        self.layout = layout
        self.left = heights_of(layout, stops)
        self.home = depot.at
        self.at = depot.at
        self.walk: list[Place] = [depot.at]

    def aisles(self, block: int) -> list[int]:
        """The aisles of a block in which there is something left."""
        return [aisle for aisle, heights in enumerate(self.left[block]) if heights]

    def along(self, aisle: int) -> None:
        """Walk along the cross-aisle to another aisle."""
        step = 1 if aisle > self.at.aisle else -1
        for passed in range(self.at.aisle + step, aisle + step, step) if aisle != self.at.aisle else ():
            self._stand(Junction(self.at.cross, passed))

    def through(self, block: int) -> None:
        """Walk through the aisle to the other side of a block, visiting what lies there."""
        is_up = self.at.cross == block
        heights = self._taken(block, len(self.left[block][self.at.aisle]), is_up=is_up)
        self._visit(block, heights)
        self._stand(Junction(block + 1 if is_up else block, self.at.aisle))

    def dip(self, block: int, count: int | None = None) -> None:
        """Walk into the aisle as far as the `count` nearest stops (None: all), and back out."""
        here = self.at
        heights = self._taken(
            block, len(self.left[block][here.aisle]) if count is None else count, is_up=here.cross == block
        )
        if heights:
            self._visit(block, heights)
            self._stand(here)

    def _taken(self, block: int, count: int, *, is_up: bool) -> Heights:
        """The `count` nearest heights in the order in which one comes to them; they are not left any more."""
        heights = self.left[block][self.at.aisle]
        if is_up:
            taken, rest = heights[:count], heights[count:]
        else:
            taken, rest = heights[len(heights) - count :][::-1], heights[: len(heights) - count]
        self.left[block][self.at.aisle] = rest
        return taken

    def _visit(self, block: int, heights: Heights) -> None:
        self.walk += [Stop(self.at.aisle, block, height) for height in heights]

    def _stand(self, place: Junction) -> None:
        self.walk.append(place)
        self.at = place


Pattern = Callable[[_Picker, int, int, list[int]], None]
"""Visits all that is left in `aisles` of a block, in this order, and ends on its near side, the cross-aisle given."""


def _walk_side(picker: _Picker, blocks: list[int], pattern: Pattern) -> None:
    """Visit all blocks on one side of the depot's cross-aisle, named from the nearest, and come back to the depot."""
    wanted = [place for place, block in enumerate(blocks) if picker.aisles(block)]
    if not wanted:
        return
    farthest = wanted[-1]
    if farthest:
        picker.along(min(aisle for block in blocks for aisle in picker.aisles(block)))
    for block in blocks[:farthest]:
        picker.through(block)
    for block in reversed(blocks[: farthest + 1]):
        near = block if blocks[0] == picker.home.cross else block + 1
        aisles = picker.aisles(block)
        if aisles and block != blocks[farthest] and picker.at.aisle - aisles[0] > aisles[-1] - picker.at.aisle:
            aisles.reverse()
        if aisles:
            pattern(picker, block, near, aisles)
        if picker.at.cross != near:
            picker.through(block)
    picker.along(picker.home.aisle)


def _s_shape(picker: _Picker, block: int, near: int, aisles: list[int]) -> None:
    for aisle in aisles:
        picker.along(aisle)
        if aisle == aisles[-1] and picker.at.cross == near:
            picker.dip(block)
        else:
            picker.through(block)


def _return(picker: _Picker, block: int, near: int, aisles: list[int]) -> None:
    for aisle in aisles:
        picker.along(aisle)
        if picker.at.cross == near:
            picker.dip(block)
        else:
            picker.through(block)


def _split_by(split: Split) -> Pattern:
    """The inner aisles are visited from both sides, `split(length, heights)` stops of each from the lower one."""

    def pattern(picker: _Picker, block: int, near: int, aisles: list[int]) -> None:
        if len(aisles) == 1:
            _return(picker, block, near, aisles)
            return
        lengths = [piece.length_mm for piece in picker.layout.blocks[block]]
        lower = {
            aisle: picker.left[block][aisle][: split(lengths[aisle], picker.left[block][aisle])] for aisle in aisles
        }
        inner = aisles[1:-1]
        if picker.at.cross == near:
            first, here = aisles[0], picker.at.aisle
            for aisle in [aisle for aisle in reversed(inner) if first < aisle <= here or here <= aisle < first]:
                picker.along(aisle)
                picker.dip(block, _share(picker, block, lower[aisle]))
            picker.along(first)
            picker.through(block)
        else:
            inner = aisles[:-1]
        for aisle in inner:
            picker.along(aisle)
            picker.dip(block, _share(picker, block, lower[aisle]))
        picker.along(aisles[-1])
        picker.through(block)
        for aisle in reversed([aisle for aisle in inner if picker.left[block][aisle]]):
            picker.along(aisle)
            picker.dip(block)

    return pattern


def _share(picker: _Picker, block: int, lower: Heights) -> int:
    """How many stops are left in the aisle on the side on which the picker stands."""
    is_below = picker.at.cross == block
    return sum(1 for height in picker.left[block][picker.at.aisle] if (height in lower) == is_below)


def _by_midpoint(length: int, heights: Heights) -> int:
    return sum(1 for height in heights if 2 * height <= length)


def _by_largest_gap(length: int, heights: Heights) -> int:
    gaps = [after - before for before, after in pairwise((0, *heights, length))]
    return gaps.index(max(gaps))


def _combined(picker: _Picker, block: int, near: int, aisles: list[int]) -> None:
    for aisle, is_through in zip(aisles, _cheapest(picker, block, near, aisles), strict=True):
        picker.along(aisle)
        if is_through:
            picker.through(block)
        else:
            picker.dip(block)


def _cheapest(picker: _Picker, block: int, near: int, aisles: list[int]) -> list[bool]:
    """In which aisles to walk through so that the walk ends on the near side; the others are walked into and back."""
    best: Best = {picker.at.cross == near: (0, ())}
    for aisle in aisles:
        best = _after(best, dict(_prices(picker, block, near, aisle)), picker.layout.blocks[block][aisle].length_mm)
    return list(best[True][1])


Best = dict[bool, tuple[int, tuple[bool, ...]]]
"""By whether one stands on the near side: the least length, and in which aisles one walked through."""


def _after(best: Best, dips: dict[bool, int], length: int) -> Best:
    found: Best = {}
    for is_near, (total, choices) in best.items():
        for is_through, price in ((False, dips[is_near]), (True, length)):
            side, cost = is_near != is_through, total + price
            if side not in found or cost < found[side][0]:
                found[side] = cost, (*choices, is_through)
    return found


def _prices(picker: _Picker, block: int, near: int, aisle: int) -> Iterator[tuple[bool, int]]:
    """What it costs to walk into an aisle and back, from the near side (True) and from the far side."""
    heights = picker.left[block][aisle]
    from_below, from_above = 2 * heights[-1], 2 * (picker.layout.blocks[block][aisle].length_mm - heights[0])
    yield near == block, from_below
    yield near != block, from_above


def _refuse(layout: Layout, depot: Depot, method: str) -> None:
    instead = "ask for the exact method."
    for block, row in enumerate(layout.blocks):
        for aisle, piece in enumerate(row):
            if not piece.is_open:
                words = f"is not open both ways, {method} cannot pass it; {instead}"
                raise Unroutable(words, element=f"aisle {aisle}, block {block}")
    for cross, steps in enumerate(layout.steps_mm):
        if None in steps:
            words = f"has no way from aisle {steps.index(None)} on, {method} cannot walk along it; {instead}"
            raise Unroutable(words, element=f"cross-aisle {cross}")
    if isinstance(depot.at, Stop):
        raise Unroutable(f"{method} begins at a junction; {instead}", element=f"depot at the {depot.at}")
    if layout.drops:
        raise Unroutable(f"{method} ends where it begins; {instead}", element=f"drop at the {layout.drops[0].at}")


NAMED: Final[dict[str, Pattern]] = {
    "s_shape": _s_shape,
    "return": _return,
    "midpoint": _split_by(_by_midpoint),
    "largest_gap": _split_by(_by_largest_gap),
    "combined": _combined,
}
