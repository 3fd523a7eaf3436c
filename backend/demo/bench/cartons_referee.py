"""Whether a packing is one, and whether any carton is smaller; it imports nothing of what it judges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, permutations, product
from typing import Any, Final

CARRIED: Final = 4
OF: Final = 5
"""Four fifths of a base must be carried; in whole numbers, for a fraction is not exact."""


class TooLong(Exception):
    """The search for every packing was given up."""


def faults(items: Sequence[Any], packing: Any) -> list[str]:
    """Everything that is wrong with a packing; empty for a good one."""
    box, placed = packing.box, packing.placements
    found: list[str] = []
    if sorted(place.item.id for place in placed) != sorted(item.id for item in items):
        found.append("not each piece once")
    load = sum(item.weight_grams for item in items) + box.tare_grams
    if load > box.limit_grams:
        found.append(f"{load} g is over the limit of {box.limit_grams} g")
    for place in placed:
        name = f"item {place.item.id}"
        if sorted(place.sides_mm) != sorted(place.item.sides_mm):
            found.append(f"{name} has another size")
        if place.item.is_upright and place.sides_mm[2] != place.item.sides_mm[2]:
            found.append(f"{name} does not stand upright")
        if any(
            at < 0 or at + side > most for at, side, most in zip(place.at_mm, place.sides_mm, box.sides_mm, strict=True)
        ):
            found.append(f"{name} stands out")
        if place.at_mm[2] > 0 and OF * _carried(place, placed) < CARRIED * _base(place):
            found.append(f"{name} is not carried")
        if place.item.is_fragile and any(_shared(place, other) for other in placed if other.at_mm[2] == _top(place)):
            found.append(f"something stands on {name}")
    found += [
        f"items {one.item.id} and {other.item.id} overlap"
        for one, other in combinations(placed, 2)
        if _shared(one, other) and one.at_mm[2] < _top(other) and other.at_mm[2] < _top(one)
    ]
    return found


def _base(place: Any) -> int:
    return int(place.sides_mm[0] * place.sides_mm[1])


def _top(place: Any) -> int:
    return int(place.at_mm[2] + place.sides_mm[2])


def _shared(one: Any, other: Any) -> int:
    """The area in which one lies over the other, seen from above."""
    area = 1
    for axis in (0, 1):
        start = max(one.at_mm[axis], other.at_mm[axis])
        end = min(one.at_mm[axis] + one.sides_mm[axis], other.at_mm[axis] + other.sides_mm[axis])
        area *= max(0, end - start)
    return area


def _carried(place: Any, placed: Sequence[Any]) -> int:
    return sum(_shared(place, other) for other in placed if other is not place and _top(other) == place.at_mm[2])


Lying = tuple[int, int, int, int, int, int]


def fits(items: Sequence[Any], sides: tuple[int, int, int], *, most_looks: int = 400_000) -> bool:
    """Whether some packing exists with every piece in a corner of others, found by trying all: orders, turns, corners.

    Raises TooLong beyond `most_looks`. Knows neither upright nor fragile pieces.
    """
    if sum(_volume(item.sides_mm) for item in items) > _volume(sides):
        return False
    return _Search(sides, most_looks).ends_well(tuple(sorted(tuple(sorted(item.sides_mm)) for item in items)), ())


class _Search:
    def __init__(self, sides: tuple[int, int, int], most_looks: int) -> None:
        self.sides = sides
        self.left_looks = most_looks
        self.seen: set[frozenset[Lying]] = set()

    def ends_well(self, left: tuple[tuple[int, ...], ...], lying: tuple[Lying, ...]) -> bool:
        """Whether the pieces that are left go in beside those that lie; what was tried in another order is skipped."""
        if not left:
            return True
        known = frozenset(lying)
        if known in self.seen:
            return False
        self.seen.add(known)
        for number, piece in enumerate(left):
            rest = left[:number] + left[number + 1 :]
            for new in () if piece in left[:number] else self.spots(piece, lying):
                if self.ends_well(rest, (*lying, new)):
                    return True
        return False

    def spots(self, piece: tuple[int, ...], lying: tuple[Lying, ...]) -> Iterator[Lying]:
        """Every turn of a piece at every corner that the sides of the lying ones make."""
        xs, ys, zs = (sorted({0, *(place[axis + 3] for place in lying)}) for axis in (0, 1, 2))
        for (length, width, height), z, y, x in product(set(permutations(piece)), zs, ys, xs):
            self.left_looks -= 1
            if self.left_looks < 0:
                raise TooLong
            new = (x, y, z, x + length, y + width, z + height)
            if _may_lie(new, lying, self.sides):
                yield new


def _may_lie(new: Lying, lying: Sequence[Lying], sides: tuple[int, int, int]) -> bool:
    if any(new[axis + 3] > sides[axis] for axis in (0, 1, 2)):
        return False
    carried = 0
    for other in lying:
        over = [min(new[axis + 3], other[axis + 3]) - max(new[axis], other[axis]) for axis in (0, 1, 2)]
        if over[0] > 0 and over[1] > 0:
            if over[2] > 0:
                return False
            carried += over[0] * over[1] if other[5] == new[2] else 0
    return new[2] == 0 or OF * carried >= CARRIED * (new[3] - new[0]) * (new[4] - new[1])


def _volume(sides: Sequence[int]) -> int:
    return sides[0] * sides[1] * sides[2]
