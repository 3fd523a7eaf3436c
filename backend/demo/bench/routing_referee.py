"""Whether a route is what it says it is; it imports nothing of what it judges and only reads the fields."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any


def faults(layout: Any, stops: Iterable[Any], route: Any) -> list[str]:
    """Everything that is wrong with a route in a layout; empty for a good one. O(places)."""
    wanted = {(stop.aisle, stop.block, stop.at_mm) for stop in stops}
    walk = [_named(place) for place in route.walk]
    found: list[str] = []
    lengths = [_step_mm(layout, one, other) for one, other in pairwise(walk)]
    found += [
        f"no way from {one} to {other}" for (one, other), mm in zip(pairwise(walk), lengths, strict=True) if mm < 0
    ]
    total = sum(lengths) + (route.start.gap_mm + route.end.gap_mm if wanted else 0)
    if total != route.length_mm:
        found.append(f"the walk is {total} long, not {route.length_mm}")
    if sum(route.legs_mm) != route.length_mm or len(route.legs_mm) != len(route.stops) + 1:
        found.append("the legs do not add up to the length")
    missing = wanted - {place[1:] for place in walk if place[0] == "stop"}
    found += [f"{place} is not visited" for place in sorted(missing)]
    listed = [(stop.aisle, stop.block, stop.at_mm) for stop in route.stops]
    firsts = [place[1:] for place in dict.fromkeys(walk) if place[0] == "stop" and place[1:] in wanted]
    if listed != firsts:
        found.append("the stops are not in the order of the walk, each once")
    ends = layout.drops or (route.start,)
    if route.start not in layout.depots or route.end not in ends:
        found.append("it does not begin at a depot and end where it may")
    if walk[0] != _named(route.start.at) or walk[-1] != _named(route.end.at):
        found.append("the walk does not go from its start to its end")
    return found


def _named(place: Any) -> tuple[Any, ...]:
    if hasattr(place, "cross"):
        return ("junction", place.aisle, place.cross)
    return ("stop", place.aisle, place.block, place.at_mm)


def _step_mm(layout: Any, one: tuple[Any, ...], other: tuple[Any, ...]) -> int:
    """The length of one step, -1 when there is no such step or one may not walk it in this direction."""
    if one[0] == other[0] == "junction" and one[2] == other[2]:
        if abs(one[1] - other[1]) != 1:
            return 0 if one == other else -1
        step = layout.steps_mm[one[2]][min(one[1], other[1])]
        return -1 if step is None else int(step)
    if one[1] != other[1]:
        return -1
    for block, row in enumerate(layout.blocks):
        piece = row[one[1]]
        start, end = _height(one, block, piece.length_mm), _height(other, block, piece.length_mm)
        if start is not None and end is not None:
            return _within_mm(piece, start, end, sides=(_is_upper(one, block), _is_upper(other, block)))
    return -1


def _height(place: tuple[Any, ...], block: int, length: int) -> int | None:
    if place[0] == "stop":
        return int(place[3]) if place[2] == block else None
    return {block: 0, block + 1: length}.get(place[2])


def _is_upper(place: tuple[Any, ...], block: int) -> bool:
    return bool(place[0] == "junction" and place[2] == block + 1)


def _within_mm(piece: Any, start: int, end: int, *, sides: tuple[bool, bool]) -> int:
    traffic = str(piece.traffic)
    is_wrong_way = (traffic == "up" and end < start) or (traffic == "down" and end > start)
    if traffic == "closed" or is_wrong_way:
        return -1
    barrier = piece.barrier_mm
    if barrier is not None:
        beyond = [is_upper or height > barrier for height, is_upper in zip((start, end), sides, strict=True)]
        if beyond[0] != beyond[1]:
            return -1
    return abs(end - start)
