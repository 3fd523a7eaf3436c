"""A walk as one line of right angles; where it goes up and down one aisle, on the right-hand side each way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from warehouse.maps.ground import bend
from warehouse.maps.scale import Point, Scale
from warehouse.maps.shapes import End
from warehouse.routing import Junction, Place, Route


@dataclass(frozen=True, slots=True)
class _Step:
    """From one place to the next, on the middle line. `key` names the piece of floor, `sign` the way along it."""

    key: tuple[str, int, int]
    sign: int
    points: tuple[Point, ...]

    @property
    def is_upright(self) -> bool:
        return self.key[0] == "aisle"

    @property
    def reach(self) -> tuple[int, int]:
        along = [y if self.is_upright else x for x, y in self.points]
        return min(along), max(along)


def points(route: Route, scale: Scale, *, start: End | None = None, end: End | None = None) -> list[Point]:
    """The corners of a walk, from its start to its end where these are drawn."""
    steps = [_step(one, other, scale) for one, other in pairwise(route.walk) if one != other]
    first, last = scale.at(route.walk[0]), scale.at(route.walk[-1])
    is_back = start is not None and start == end
    if start is not None:
        steps.insert(0, _stub((start.x, start.y), first, 0))
    if end is not None:
        steps.append(_stub(last, (end.x, end.y), 0 if is_back else 1))
    twice = _walked_both_ways(steps)
    joined: list[Point] = []
    was_upright = False
    for step in steps:
        shifted = _shifted(step, scale.lane if step.key in twice else 0)
        if joined and step.is_upright != was_upright:
            (x, y), (to_x, to_y) = joined.pop(), shifted.pop(0)
            joined.append((x, to_y) if was_upright else (to_x, y))
        joined += shifted
        was_upright = step.is_upright
    return _corners(joined or [first])


def path(corners: Sequence[Point]) -> str:
    """Corners as SVG writes them; between two of them one goes straight across or straight along."""
    pen = f"M{corners[0][0]} {corners[0][1]}"
    return pen + "".join(f"V{to[1]}" if to[0] == at[0] else f"H{to[0]}" for at, to in pairwise(corners))


def _step(one: Place, other: Place, scale: Scale) -> _Step:
    if isinstance(one, Junction) and isinstance(other, Junction) and one.cross == other.cross:
        gap = min(one.aisle, other.aisle)
        corners = bend(scale, one.cross, gap)
        is_right = one.aisle < other.aisle
        return _Step(("cross", one.cross, gap), 1 if is_right else -1, tuple(corners if is_right else corners[::-1]))
    block = min(place.cross if isinstance(place, Junction) else place.block for place in (one, other))
    block = next((place.block for place in (one, other) if not isinstance(place, Junction)), block)
    at, to = scale.at(one), scale.at(other)
    return _Step(("aisle", one.aisle, block), 1 if to[1] <= at[1] else -1, (at, to))


def _stub(at: Point, to: Point, number: int) -> _Step:
    """From where a walk begins to the first junction, or from the last one to where it ends."""
    if at[1] != to[1]:
        # One that stands beside its junction goes straight to the cross-aisle, then along it.
        x = at[0] if number == 0 else to[0]
        return _Step(("aisle", -1, number), 1 if to[1] <= at[1] else -1, ((x, at[1]), (x, to[1])))
    return _Step(("cross", -1, number), 1 if to[0] >= at[0] else -1, (at, to))


def _walked_both_ways(steps: Iterable[_Step]) -> set[tuple[str, int, int]]:
    """The pieces of floor of which some part is walked one way and the other."""
    seen: dict[tuple[str, int, int], list[_Step]] = {}
    for step in steps:
        seen.setdefault(step.key, []).append(step)
    return {
        key
        for key, same in seen.items()
        for one in same
        for other in same
        if one.sign != other.sign and min(one.reach[1], other.reach[1]) > max(one.reach[0], other.reach[0])
    }


def _shifted(step: _Step, lane: int) -> list[Point]:
    """The corners of a step, `lane` pixels to the right-hand side of whoever walks it."""
    if not lane or len(step.points) == 2:
        across = lane * step.sign
        return [(x + across, y) if step.is_upright else (x, y + across) for x, y in step.points]
    (x, y), (middle, _), (_, to_y), (to_x, _) = step.points
    aside = lane if to_y < y else -lane
    down = lane * step.sign
    return [(x, y + down), (middle + aside, y + down), (middle + aside, to_y + down), (to_x, to_y + down)]


def _corners(points: Iterable[Point]) -> list[Point]:
    """Without points that are passed straight on."""
    kept: list[Point] = []
    for point in points:
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and _is_straight(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept


def _is_straight(one: Point, two: Point, three: Point) -> bool:
    """Whether one goes on in the same direction; turning round is no straight way."""
    (x, to_x), (y, to_y) = ((two[n] - one[n], three[n] - two[n]) for n in (0, 1))
    return (x == to_x == 0 and y * to_y > 0) or (y == to_y == 0 and x * to_x > 0)
