"""The order of visits when only distances are known: proven for few stops, searched for many. Lists in, a list out.

`out[i]` is the way from the start to stop i, `between[i][j]` from stop i to stop j, `home[i]` from stop i to the end;
all whole numbers, `FAR` where there is no way. They need not be the same in both directions.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

FAR: Final = 1 << 60
MOST_PASSES: Final = 200
LONGEST_MOVED: Final = 3

Matrix = Sequence[Sequence[int]]


def plus(distance: int | None, gap: int) -> int:
    """A distance with something added; `FAR` where there is none."""
    return FAR if distance is None else distance + gap


def proven(out: Sequence[int], between: Matrix, home: Sequence[int]) -> list[int] | None:
    """The shortest order of at least one stop; None when there is none. O(2**n * n**2): for up to about ten stops.

    Source: Held & Karp, A dynamic programming approach to sequencing problems, J. SIAM 10(1), 1962.
    """
    count = len(out)
    full = (1 << count) - 1
    best: list[list[int]] = [[FAR] * count for _ in range(full + 1)]
    before: list[list[int]] = [[-1] * count for _ in range(full + 1)]
    for last in range(count):
        best[1 << last][last] = out[last]
    for seen in range(1, full + 1):
        for last in range(count):
            so_far = best[seen][last]
            if so_far >= FAR:
                continue
            for then in range(count):
                more = seen | 1 << then
                if more != seen and so_far + between[last][then] < best[more][then]:
                    best[more][then], before[more][then] = so_far + between[last][then], last
    last = min(range(count), key=lambda number: best[full][number] + home[number])
    if best[full][last] + home[last] >= FAR:
        return None
    order, seen = [last], full
    while before[seen][last] >= 0:
        last, seen = before[seen][last], seen & ~(1 << last)
        order.append(last)
    return order[::-1]


def searched(out: Sequence[int], between: Matrix, home: Sequence[int]) -> list[int] | None:
    """A short order, not proven to be the shortest; None when none was found. About O(n**2) a pass.

    Nearest neighbour and cheapest insertion, each bettered by 2-opt and Or-opt (segments of up to three) until neither
    helps or after 200 passes. Sources: Croes, Operations Research 6(6), 1958; Or, thesis, Northwestern, 1976.
    """
    count = len(out)
    ways = [[*between[one], home[one]] for one in range(count)] + [[*out, 0]]
    orders = [_bettered(order, ways) for order in (_nearest(ways, count), _inserted(ways, count))]
    best = min(orders, key=lambda order: _length(order, ways))
    return best[1:-1] if _length(best, ways) < FAR else None


def _length(order: Sequence[int], ways: Matrix) -> int:
    return sum(ways[one][other] for one, other in pairwise(order))


def _nearest(ways: Matrix, depot: int) -> list[int]:
    left = list(range(depot))
    order = [depot]
    while left:
        order.append(min(left, key=ways[order[-1]].__getitem__))
        left.remove(order[-1])
    return [*order, depot]


def _inserted(ways: Matrix, depot: int) -> list[int]:
    order = [depot, depot]
    for stop in sorted(range(depot), key=lambda stop: -ways[depot][stop]):
        spots = range(len(order) - 1)
        spot = min(
            spots, key=lambda at: ways[order[at]][stop] + ways[stop][order[at + 1]] - ways[order[at]][order[at + 1]]
        )
        order.insert(spot + 1, stop)
    return order


def _bettered(order: list[int], ways: Matrix) -> list[int]:
    for _ in range(MOST_PASSES):
        turned, has_turned = _two_opt(order, ways)
        order, has_moved = _or_opt(turned, ways)
        if not has_turned and not has_moved:
            break
    return order


def _two_opt(order: list[int], ways: Matrix) -> tuple[list[int], bool]:
    """Turn round the stretch that helps, for each of its beginnings; what it costs backwards is summed on the way."""
    has_helped = False
    for first in range(1, len(order) - 2):
        forth = back = 0
        for last in range(first + 1, len(order) - 1):
            forth += ways[order[last - 1]][order[last]]
            back += ways[order[last]][order[last - 1]]
            before, after = order[first - 1], order[last + 1]
            old = ways[before][order[first]] + forth + ways[order[last]][after]
            new = ways[before][order[last]] + back + ways[order[first]][after]
            if new < old:
                order = order[:first] + order[first : last + 1][::-1] + order[last + 1 :]
                forth, back = back, forth
                has_helped = True
    return order, has_helped


def _or_opt(order: list[int], ways: Matrix) -> tuple[list[int], bool]:
    """Move one to three neighbours to where they help, as they are or turned round."""
    has_helped = False
    for size in range(1, LONGEST_MOVED + 1):
        for first in range(1, len(order) - size):
            moved = order[first : first + size]
            rest = order[:first] + order[first + size :]
            best = min((_spliced(rest, part, ways) for part in (moved, moved[::-1])), key=lambda found: found[0])
            gone = ways[rest[first - 1]][rest[first]] - _length(order[first - 1 : first + size + 1], ways)
            if best[0] + gone < 0:
                _, at, part = best
                order = rest[:at] + part + rest[at:]
                has_helped = True
    return order, has_helped


def _spliced(rest: list[int], part: list[int], ways: Matrix) -> tuple[int, int, list[int]]:
    """What a part adds at the best place of the rest, the place, and the part."""
    inner, head, tail = _length(part, ways), part[0], part[-1]
    added, at = min(
        (ways[one][head] + ways[tail][other] - ways[one][other], at)
        for at, (one, other) in enumerate(pairwise(rest), start=1)
    )
    return added + inner, at, part
