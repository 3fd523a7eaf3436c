"""How often our packer finds the smallest carton there is, and how long it thinks."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from tqdm import tqdm

from backend.demo.bench import cartons_referee
from backend.demo.bench.asked import Ask
from warehouse.cartons import Item, Unpackable, smallest_carton
from warehouse.weighing import Box

CASES: Final = 600
MOST_ITEMS: Final = 12
MOST_TRIED: Final = 4
MOST_EXAMPLES: Final = 10
TARE: Final = 100
LIMIT: Final = 30_000
# Inner sides in mm of a range of shipping cartons, ours.
BOXES: Final = tuple(
    Box(number, f"C{number}", sides, TARE, LIMIT)
    for number, sides in enumerate(
        (
            *((160, 120, 60), (200, 150, 100), (250, 175, 100), (250, 200, 150), (305, 215, 150)),
            *((350, 250, 150), (350, 250, 250), (400, 300, 200), (400, 300, 300), (600, 400, 300)),
        ),
        start=1,
    )
)


class Case(NamedTuple):
    """Goods, and the number of the smallest carton that is known to take them."""

    kind: str
    items: list[Item]
    known: int


def run(ask: Ask) -> dict[str, Any]:
    """Pack `count` cases: cut from a full carton, with some air, with half air, small enough to try everything."""
    ask = ask.bounded(seconds=1800, count=CASES, clients=1)
    until = time.monotonic() + ask.seconds
    chance = random.Random(ask.seed)
    taken: list[float] = []
    found: dict[str, list[bool]] = defaultdict(list)
    wrong: list[str] = []
    smaller = given_up = 0
    for number in tqdm(range(ask.count), unit=" cases", disable=None):
        if time.monotonic() > until:
            break
        case = _case(number, chance)
        if case is None:
            given_up += 1
            continue
        began = time.thread_time()
        try:
            packing = smallest_carton(case.items, BOXES)
        except Unpackable:
            packing = None
        taken.append(1000 * (time.thread_time() - began))
        place = packing.box.id if packing else len(BOXES) + 1
        found[case.kind].append(_rank(place) <= _rank(case.known))
        smaller += _rank(place) < _rank(case.known)
        wrong += [f"case {number}: {fault}" for fault in cartons_referee.faults(case.items, packing)] if packing else []
    airy = found.pop("cut_with_air", [])
    everything = [each for some in found.values() for each in some]
    return {
        "cases": len(everything),
        "smallest_found_share": _share(everything),
        "p50_ms": _quantile(taken, 0.5),
        "p99_ms": _quantile(taken, 0.99),
        "max_ms": _quantile(taken, 1.0),
        "checker_failures": len(wrong),
        "by_kind": {kind: {"cases": len(some), "share": _share(some)} for kind, some in sorted(found.items())},
        "with_air_cases": len(airy),
        "with_air_share": _share(airy),
        "smaller_than_known": smaller,
        "given_up": given_up,
        "examples": wrong[:MOST_EXAMPLES],
    }


def _case(number: int, chance: random.Random) -> Case | None:
    """Turn by turn: cut without loss, with some air, with half air, up to four random pieces with a referee."""
    match number % 5:
        case 0:
            return _cut(chance, air=0)
        case 1:
            return _cut(chance, air=8)
        case 2:
            return _half_full(chance)
        case _:
            return _tried(chance)


def _cut(chance: random.Random, *, air: int) -> Case:
    """A full carton cut straight through again and again; each piece then made smaller by up to `air` per cent."""
    box = chance.choice(BOXES)
    pieces = [box.sides_mm]
    for _ in range(chance.randint(0, MOST_ITEMS - 1)):
        pieces.sort(key=lambda sides: sides[0] * sides[1] * sides[2])
        sides = list(pieces.pop())
        axis = chance.choice([axis for axis in (0, 1, 2) if sides[axis] == max(sides)])
        cut = chance.randint(sides[axis] * 3 // 10, sides[axis] * 7 // 10)
        for part in (cut, sides[axis] - cut):
            left = [part if side == axis else sides[side] for side in (0, 1, 2)]
            pieces.append((left[0], left[1], left[2]))
    shrunk = [tuple(max(1, side * (100 - chance.randint(0, air)) // 100) for side in sides) for sides in pieces]
    chance.shuffle(shrunk)
    return Case("cut_with_air" if air else "cut_full", _items(shrunk, chance), box.id)


def _half_full(chance: random.Random) -> Case:
    """A full carton cut into pieces that are then taken out by chance, until half of its volume or less is left."""
    full = _cut(chance, air=0)
    while len(full.items) < 2:
        full = _cut(chance, air=0)
    kept = list(full.items)
    half = _rank(full.known) // 2
    while len(kept) > 1 and sum(item.sides_mm[0] * item.sides_mm[1] * item.sides_mm[2] for item in kept) > half:
        kept.pop(chance.randrange(len(kept)))
    return Case("half_full", kept, full.known)


def _tried(chance: random.Random) -> Case | None:
    """Random pieces, and the smallest carton into which trying everything brings them; None if that takes too long."""
    most = chance.choice((120, 200, 300))
    sizes = [tuple(chance.randint(20, most) for _ in range(3)) for _ in range(chance.randint(1, MOST_TRIED))]
    items = _items(sizes, chance)
    try:
        known = next((box.id for box in _by_size() if cartons_referee.fits(items, box.sides_mm)), None)
    except cartons_referee.TooLong:
        return None
    return Case("tried", items, known) if known else None


def _items(sizes: list[tuple[int, ...]], chance: random.Random) -> list[Item]:
    turned = [chance.sample(sides, 3) for sides in sizes]
    return [Item(number, (a, b, c), chance.randint(10, 800)) for number, (a, b, c) in enumerate(turned, start=1)]


def _by_size() -> Iterator[Box]:
    yield from sorted(BOXES, key=lambda box: _rank(box.id))


def _rank(number: int) -> int:
    """The volume of a carton by its number; beyond the last one there is none larger."""
    if number > len(BOXES):
        return 1 << 60
    length, width, height = BOXES[number - 1].sides_mm
    return length * width * height


def _share(some: list[bool]) -> float:
    return round(sum(some) / len(some), 4) if some else 0.0


def _quantile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2) if ordered else 0.0
