"""The shortest walk found by trying every order, on distances of its own: for at most eight stops, slow and simple."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any

FAR = 10**12


def shortest(layout: Any, stops: Any) -> int:
    """The length of the shortest walk from a depot past all stops to a drop or back; FAR when there is none."""
    wanted = sorted({(stop.aisle, stop.block, stop.at_mm) for stop in stops})
    places, ways = _distances(layout, wanted)
    if not layout.drops:
        return min(_from(places, ways, wanted, [depot], [depot]) for depot in layout.depots)
    return _from(places, ways, wanted, layout.depots, layout.drops)


def _from(places: Any, ways: Any, wanted: Any, starts: Any, ends: Any) -> int:
    numbers = [places[stop] for stop in wanted]

    @cache
    def best(last: int, left: frozenset[int]) -> int:
        if not left:
            return min(ways[last][places[_key(end.at)]] + end.gap_mm for end in ends)
        return min(ways[last][then] + best(then, left - {then}) for then in left)

    everything = frozenset(numbers)
    found = (
        start.gap_mm + ways[places[_key(start.at)]][first] + best(first, everything - {first})
        for start in starts
        for first in numbers
    )
    return min(FAR, *found) if numbers else 0


def _key(place: Any) -> tuple[int, ...]:
    return (place.cross, place.aisle, -1, -1) if hasattr(place, "cross") else (place.aisle, place.block, place.at_mm)


def _distances(layout: Any, wanted: list[tuple[int, ...]]) -> tuple[dict[tuple[int, ...], int], list[list[int]]]:
    """All distances by Floyd and Warshall over junctions, stops and depots."""
    aisles, blocks = len(layout.blocks[0]), len(layout.blocks)
    ends = [_key(depot.at) for depot in (*layout.depots, *layout.drops)]
    inside = sorted({*wanted, *(end for end in ends if len(end) == 3)})
    keys = [(cross, aisle, -1, -1) for cross in range(blocks + 1) for aisle in range(aisles)] + inside
    places = {key: number for number, key in enumerate(keys)}
    ways = [[0 if one == other else FAR for other in keys] for one in keys]
    for cross, steps in enumerate(layout.steps_mm):
        for aisle, step in enumerate(steps):
            if step is not None:
                one, other = places[cross, aisle, -1, -1], places[cross, aisle + 1, -1, -1]
                ways[one][other] = ways[other][one] = step
    for block, row in enumerate(layout.blocks):
        for aisle, piece in enumerate(row):
            _fill_piece(ways, places, piece, aisle, block, [key for key in inside if key[:2] == (aisle, block)])
    for middle in range(len(keys)):
        for one in range(len(keys)):
            for other in range(len(keys)):
                ways[one][other] = min(ways[one][other], ways[one][middle] + ways[middle][other])
    return places, ways


def _fill_piece(ways: Any, places: Any, piece: Any, aisle: int, block: int, inside: list[tuple[int, ...]]) -> None:
    chain = [((block, aisle, -1, -1), -1, 0), *((key, key[2], key[2]) for key in inside)]
    chain.append(((block + 1, aisle, -1, -1), piece.length_mm + 1, piece.length_mm))
    for (low, low_side, low_mm), (high, high_side, high_mm) in pairwise(chain):
        if piece.barrier_mm is not None and low_side <= piece.barrier_mm < high_side:
            continue
        one, other, mm = places[low], places[high], high_mm - low_mm
        if piece.traffic in ("both", "up"):
            ways[one][other] = min(ways[one][other], mm)
        if piece.traffic in ("both", "down"):
            ways[other][one] = min(ways[other][one], mm)
