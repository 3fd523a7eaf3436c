"""The stops of a walk as numbered dots that can be read: close ones are one dot, others step aside along the aisle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from warehouse.maps.scale import Scale
from warehouse.maps.shapes import Dot, Frame, Listed, Spot, wide

STEP: Final = 2
FARTHEST: Final = 42
LETTER_ROOM: Final = 7


def numbered(stops: Sequence[Listed], scale: Scale, frame: Frame) -> tuple[Dot, ...]:
    """Every stop in exactly one dot; the next one alone in its dot, and last, so that it lies on top."""
    placed: list[Dot] = []
    for group in sorted(_groups(stops, scale, frame), key=lambda group: not group[0].is_next):
        placed.append(_aside(_dot(group, scale, frame), placed, frame))
    return tuple(sorted(placed, key=lambda dot: (dot.is_next, dot.first)))


def parted(dot: Dot, here: Spot, frame: Frame, *, is_above: bool) -> tuple[Dot, Spot]:
    """The next stop and whoever goes there so far apart that both are seen; the stop above or below, as it lies."""
    gap = dot.halo + here.radius
    if abs(dot.x - here.x) >= gap or abs(dot.y - here.y) >= gap:
        return dot, here
    down = 1 if is_above else -1
    highest, lowest = frame.letter + LETTER_ROOM + here.radius, frame.height - here.radius
    here = replace(here, y=min(max(dot.y + down * gap, highest), lowest))
    return replace(dot, y=here.y - down * gap), here


def _groups(stops: Sequence[Listed], scale: Scale, frame: Frame) -> Iterator[list[Listed]]:
    """Stops that follow each other within the width of one dot."""
    group: list[Listed] = []
    for stop in stops:
        if group and not _belongs(stop, group, scale, frame):
            yield group
            group = []
        group.append(stop)
    if group:
        yield group


def _belongs(stop: Listed, group: Sequence[Listed], scale: Scale, frame: Frame) -> bool:
    first = group[0]
    is_near = abs(scale.at(stop.at)[1] - scale.at(first.at)[1]) <= 2 * frame.radius
    is_same_piece = (stop.at.aisle, stop.at.block) == (first.at.aisle, first.at.block)
    follows = stop.number == group[-1].last + 1
    return is_near and is_same_piece and follows and stop.state == first.state and not stop.is_next


def _dot(group: Sequence[Listed], scale: Scale, frame: Frame) -> Dot:
    first, last = group[0], group[-1]
    places = [scale.at(stop.at) for stop in group]
    radius = frame.big_radius if first.is_next else frame.radius
    text = str(first.number) if first.number == last.last else f"{first.number}–{last.last}"
    width = max(2 * radius, 2 * ((wide(text, frame.letter) + 9) // 2))
    half = width // 2 + (5 if first.is_next else 0)
    x = min(max(places[0][0], half), frame.width - half)
    y = (min(y for _, y in places) + max(y for _, y in places)) // 2
    title = ", ".join(dict.fromkeys(stop.name for stop in group))
    return Dot(x, y, width, radius, text, first.state, first.number, last.last, title)


def _aside(dot: Dot, placed: Sequence[Dot], frame: Frame) -> Dot:
    """The dot where it belongs, or as near along its aisle as it covers no other."""
    room = dot.halo if dot.is_next else dot.radius
    for far in range(FARTHEST):
        # A big dot, and one that steps aside, leaves the names of the aisles readable.
        highest = room + frame.letter + LETTER_ROOM if far or dot.is_next else room
        for y in (dot.y + far * STEP, dot.y - far * STEP):
            moved = replace(dot, y=y)
            if highest <= y <= frame.height - room and not any(_cover(moved, other) for other in placed):
                return moved
    return dot


def _cover(dot: Dot, other: Dot) -> bool:
    tall = dot.radius + other.radius + 5 * (dot.is_next or other.is_next)
    return abs(dot.x - other.x) < (dot.width + other.width) / 2 + 1 and abs(dot.y - other.y) < tall + 1
