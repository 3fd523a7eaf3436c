"""The pick area itself: cross-aisles, racks, what is closed, one-way or barred, names, where walks begin and end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from warehouse.maps.scale import Point, Scale
from warehouse.maps.shapes import Box, End, Frame, Word, Zone, wide
from warehouse.routing import Depot, Junction, Layout, Traffic

INSET: Final = 9
LONGEST_NAME: Final = 12
OUT: Final = 20
APART: Final = 15


def crosses(layout: Layout, scale: Scale) -> Iterator[str]:
    """Each stretch of a cross-aisle that can be walked without a gap, as a path."""
    for cross, steps in enumerate(layout.steps_mm):
        pen = ""
        for gap, step in enumerate(steps):
            if step is None:
                if pen:
                    yield pen
                pen = ""
                continue
            points = bend(scale, cross, gap)
            pen = (pen or f"M{points[0][0]} {points[0][1]}") + "".join(f"L{x} {y}" for x, y in points[1:])
        if pen:
            yield pen


def bend(scale: Scale, cross: int, gap: int) -> list[Point]:
    """The corners of a cross-aisle from one aisle to the next; four where it goes around a corner."""
    (x, y), (to_x, to_y) = (scale.at(Junction(cross, aisle)) for aisle in (gap, gap + 1))
    middle = (x + to_x) // 2
    return [(x, y), (to_x, to_y)] if y == to_y else [(x, y), (middle, y), (middle, to_y), (to_x, to_y)]


def racks(layout: Layout, scale: Scale) -> Iterator[Box]:
    """A rack on each side of every piece of an aisle."""
    for aisle, block in _pieces(layout):
        top, tall = _span(scale, aisle, block)
        for x in (scale.xs[aisle] - scale.half - scale.rack, scale.xs[aisle] + scale.half):
            yield Box(x, top, scale.rack, tall)


def shut(layout: Layout, scale: Scale) -> Iterator[Box]:
    """The floor of every piece that is closed."""
    for aisle, block in _pieces(layout):
        if layout.blocks[block][aisle].traffic == Traffic.CLOSED:
            top, tall = _span(scale, aisle, block)
            yield Box(scale.xs[aisle] - scale.half, top, 2 * scale.half, tall)


def ways(layout: Layout, scale: Scale) -> Iterator[str]:
    """Arrow heads along every piece that is walked one way only."""
    for aisle, block in _pieces(layout):
        traffic = layout.blocks[block][aisle].traffic
        if traffic not in (Traffic.UP, Traffic.DOWN):
            continue
        top, tall = _span(scale, aisle, block)
        reach = min(scale.half - 1, 7)
        lift = reach if traffic == Traffic.UP else -reach
        heads = (f"M{scale.xs[aisle] - reach} {y + lift}h{2 * reach}l{-reach} {-2 * lift}z" for y in _spread(top, tall))
        yield "".join(heads)


def barriers(layout: Layout, scale: Scale) -> Iterator[Box]:
    """A bar across the aisle just above where the way ends."""
    for aisle, block in _pieces(layout):
        barrier = layout.blocks[block][aisle].barrier_mm
        if barrier is not None:
            top, tall = _span(scale, aisle, block)
            y = min(max(scale.height(aisle, block, barrier) - 4, top), top + tall - 4)
            yield Box(scale.xs[aisle] - scale.half, y, 2 * scale.half, 4)


def names(given: Sequence[str], scale: Scale, frame: Frame, *, first: Iterable[int]) -> tuple[Word, ...]:
    """The names of the aisles above them: as many as can be read, those in `first` before all others."""
    texts = [name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…" for name in given]
    widest = max((wide(text, frame.letter) for text in texts), default=0)
    every = max(1, -(-(widest + 4) // scale.pitch))
    placed: list[Word] = []
    for aisle in dict.fromkeys((*first, *range(0, len(texts), every))):
        word = _word(frame, scale.xs[aisle], min(row[aisle] for row in scale.ys) - scale.name_lift, texts[aisle])
        if not any(_touch(word, other, frame) for other in placed):
            placed.append(word)
    return tuple(sorted(placed, key=lambda word: word.x))


def zones(given: Sequence[str], scale: Scale, frame: Frame) -> Iterator[Zone]:
    """Neighbouring aisles of one zone on one ground, every second one shaded, with the name of the zone on top."""
    aisle = 0
    for number, (name, group) in enumerate(groupby(given)):
        last = aisle + sum(1 for _ in group) - 1
        left = scale.xs[aisle] - scale.half - scale.rack - 2
        right = scale.xs[last] + scale.half + scale.rack + 2
        top, base = min(map(min, scale.ys)) - 5, max(map(max, scale.ys)) + 5
        word = _word(frame, (left + right) // 2, frame.letter, name)
        yield Zone(Box(left, top, right - left, base - top), word, is_shaded=number % 2 == 0)
        aisle = last + 1


def ends(layout: Layout, scale: Scale) -> dict[tuple[Depot, bool], End]:
    """Where each depot (True) and drop (False) is drawn: outside of the aisles, beside each other if at one place."""
    asked = [(depot, True) for depot in layout.depots] + [(drop, False) for drop in layout.drops]
    found: dict[tuple[Depot, bool], End] = {}
    for depot, is_start in dict.fromkeys(asked):
        shares = any(other.at == depot.at for other, is_other in asked if is_other != is_start)
        x, y = _outside(depot, layout, scale)
        is_above = isinstance(depot.at, Junction) and depot.at.cross == layout.crosses - 1
        found[depot, is_start] = End(x + (-APART if is_start else APART) * shares, y, is_start, is_above)
    return found


def end_words(found: Iterable[End], frame: Frame, *, words: tuple[str, str]) -> tuple[Word, ...]:
    """The words of the ends, below or above them, where there is room."""
    placed: list[Word] = []
    for end in found:
        text = words[not end.is_start]
        half = wide(text, frame.letter) // 2
        if end.is_above:
            word = _word(frame, end.x + (-half - 12 if end.is_start else half + 12), end.y + frame.letter // 3, text)
        else:
            word = _word(frame, end.x, end.y + frame.letter + 7, text)
            near = next((other for other in placed if other.text != text and _touch(word, other, frame)), None)
            if near is not None:
                word = _word(frame, near.x + half + wide(near.text, frame.letter) // 2 + 8, word.y, text)
        if text and not any(_touch(word, other, frame) for other in placed):
            placed.append(word)
    return tuple(placed)


def _outside(depot: Depot, layout: Layout, scale: Scale) -> Point:
    x, y = scale.at(depot.at)
    if not isinstance(depot.at, Junction):
        return x, y
    if depot.at.cross == 0:
        return x, y + OUT
    if depot.at.cross == layout.crosses - 1:
        return x, y - OUT
    out = scale.pitch // 2 + OUT
    return x - out if depot.at.aisle == 0 else x + out if depot.at.aisle == layout.aisles - 1 else x, y


def _pieces(layout: Layout) -> Iterator[tuple[int, int]]:
    return ((aisle, block) for block in range(len(layout.blocks)) for aisle in range(layout.aisles))


def _span(scale: Scale, aisle: int, block: int) -> tuple[int, int]:
    """Top and height of a piece between the cross-aisles, without these."""
    low, high = scale.ys[block][aisle], scale.ys[block + 1][aisle]
    inset = min(INSET, (low - high) // 4)
    return high + inset, low - high - 2 * inset


def _spread(top: int, tall: int) -> list[int]:
    """Heights along a piece, evenly: three of them, fewer if it is short."""
    many = max(1, min(3, tall // 40))
    return [top + round(tall * (each + 0.5) / many) for each in range(many)]


def _word(frame: Frame, x: int, y: int, text: str) -> Word:
    """A word as near to `x` as the sheet allows."""
    half = wide(text, frame.letter) // 2 + 1
    return Word(min(max(x, half), frame.width - half), y, text)


def _touch(word: Word, other: Word, frame: Frame) -> bool:
    apart = (wide(word.text, frame.letter) + wide(other.text, frame.letter)) / 2 + 4
    return abs(word.x - other.x) < apart and abs(word.y - other.y) < frame.letter
