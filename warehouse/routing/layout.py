"""What a pick area looks like: parallel aisles, straight cross-aisles between them, bins along the aisles, depots.

All lengths are whole numbers of one unit, millimetres in the house; any other works as well. Aisles are numbered from 0
on the left, cross-aisles from 0 at the bottom; block b lies between cross-aisles b and b + 1. The piece of an aisle in
one block is a `Piece`. Opposite and stacked bins are one stop.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from warehouse.routing.errors import Unroutable


@dataclass(frozen=True, slots=True)
class Junction:
    """Where an aisle meets a cross-aisle."""

    cross: int
    aisle: int

    def __str__(self) -> str:
        return f"junction of cross-aisle {self.cross} and aisle {self.aisle}"


@dataclass(frozen=True, slots=True, order=True)
class Stop:
    """A bin's place: `at_mm` along the aisle from the centre line of the block's lower cross-aisle."""

    aisle: int
    block: int
    at_mm: int

    def __str__(self) -> str:
        return f"stop in aisle {self.aisle}, block {self.block}, at {self.at_mm} mm"


Place = Junction | Stop


class Traffic(StrEnum):
    """Which ways one may walk through a piece of an aisle."""

    BOTH = "both"
    UP = "up"
    DOWN = "down"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Piece:
    """An aisle within one block, from centre line to centre line.

    Nobody passes a barrier, which stands just above `barrier_mm`: 0 makes a dead end entered from above, the length
    one entered from below.
    """

    length_mm: int
    traffic: Traffic = Traffic.BOTH
    barrier_mm: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether one may walk right through, both ways."""
        return self.traffic == Traffic.BOTH and self.barrier_mm is None


@dataclass(frozen=True, slots=True)
class Depot:
    """Where a walk begins, or where a cart is left; `gap_mm` more to walk from `at` to the place itself."""

    at: Place
    gap_mm: int = 0


@dataclass(frozen=True)
class Layout:
    """One pick area: `blocks[b][a]` is aisle a in block b, `steps_mm[c][a]` the way from aisle a to a + 1 on c.

    A step of None is no way. A walk begins at one of `depots` and ends at one of `drops`; without drops it ends where
    it began. Raises Unroutable for ragged rows, lengths that are no whole numbers from 0 up, depots outside or in a
    closed piece.
    """

    blocks: tuple[tuple[Piece, ...], ...]
    steps_mm: tuple[tuple[int | None, ...], ...]
    depots: tuple[Depot, ...]
    drops: tuple[Depot, ...] = ()

    def __post_init__(self) -> None:
        if not self.blocks or not self.blocks[0]:
            raise Unroutable("has no aisle; give at least one aisle and one block.", element="layout")
        if not self.depots:
            raise Unroutable("has no depot; say where walks begin.", element="layout")
        self._check_blocks()
        self._check_steps()
        for depot in (*self.depots, *self.drops):
            _check_length(depot.gap_mm, f"depot at the {depot.at}")
            self._check_place(depot.at, f"depot at the {depot.at}")
            if isinstance(depot.at, Stop) and self._is_closed(depot.at):
                raise Unroutable("stands in a closed aisle; open it.", element=f"depot at the {depot.at}")

    @property
    def aisles(self) -> int:
        """How many aisles there are."""
        return len(self.blocks[0])

    @property
    def crosses(self) -> int:
        """How many cross-aisles there are: one more than blocks."""
        return len(self.blocks) + 1

    @cached_property
    def is_two_way(self) -> bool:
        """Whether every piece that is not closed may be walked both ways."""
        return all(piece.traffic in (Traffic.BOTH, Traffic.CLOSED) for row in self.blocks for piece in row)

    @cached_property
    def is_rectangular(self) -> bool:
        """Whether aisles of a block are equally long and open, and all cross-aisles alike."""
        return all(len(set(row)) == 1 and row[0].is_open for row in self.blocks) and (
            len(set(self.steps_mm)) == 1 and None not in self.steps_mm[0]
        )

    def check_inside(self, stop: Stop) -> None:
        """Refuse a stop outside the layout. Raises Unroutable that names it."""
        self._check_place(stop, str(stop))

    def check_stop(self, stop: Stop) -> None:
        """Refuse a stop outside the layout or in a closed piece. Raises Unroutable that names it."""
        self.check_inside(stop)
        if self._is_closed(stop):
            raise Unroutable("the aisle is closed here; open it or take the stop off the walk.", element=str(stop))

    def apart_mm(self, one: Place, other: Place) -> int:
        """How far two places are apart that lie in one piece, or are neighbours on a cross-aisle.

        Raises Unroutable for any other two places. Says nothing about directions and barriers.
        """
        if isinstance(one, Junction) and isinstance(other, Junction) and one.cross == other.cross:
            left = min(one.aisle, other.aisle)
            step = self.steps_mm[one.cross][left] if abs(one.aisle - other.aisle) == 1 else None
            if step is not None:
                return step
        elif one.aisle == other.aisle:
            block = _block_of(one, other)
            if block is not None:
                return abs(self._height(one, block) - self._height(other, block))
        raise Unroutable(f"is not one step away from the {other}.", element=str(one))

    def walk_mm(self, walk: Iterable[Place]) -> int:
        """How long a walk is whose places are each one step apart. Raises Unroutable when two are not."""
        return sum(self.apart_mm(one, other) for one, other in pairwise(walk))

    def _is_closed(self, stop: Stop) -> bool:
        return self.blocks[stop.block][stop.aisle].traffic == Traffic.CLOSED

    def _height(self, place: Place, block: int) -> int:
        if isinstance(place, Stop):
            return place.at_mm
        return 0 if place.cross == block else self.blocks[block][place.aisle].length_mm

    def _check_blocks(self) -> None:
        for block, row in enumerate(self.blocks):
            if len(row) != self.aisles:
                raise Unroutable(f"has {len(row)} aisles, block 0 has {self.aisles}.", element=f"block {block}")
            for aisle, piece in enumerate(row):
                name = f"aisle {aisle}, block {block}"
                _check_length(piece.length_mm, name)
                if piece.barrier_mm is not None:
                    _check_length(piece.barrier_mm, f"{name}, barrier")
                    if piece.barrier_mm > piece.length_mm:
                        raise Unroutable(f"has a barrier beyond its {piece.length_mm} mm.", element=name)

    def _check_steps(self) -> None:
        if len(self.steps_mm) != self.crosses:
            words = f"has steps for {len(self.steps_mm)} cross-aisles, its blocks ask for {self.crosses}."
            raise Unroutable(words, element="layout")
        for cross, row in enumerate(self.steps_mm):
            if len(row) != self.aisles - 1:
                words = f"has {len(row)} steps, {self.aisles} aisles ask for {self.aisles - 1}."
                raise Unroutable(words, element=f"cross-aisle {cross}")
            for aisle, step in enumerate(row):
                if step is not None:
                    _check_length(step, f"cross-aisle {cross} from aisle {aisle} to {aisle + 1}")

    def _check_place(self, place: Place, name: str) -> None:
        if not 0 <= place.aisle < self.aisles:
            raise Unroutable(f"there are aisles 0 to {self.aisles - 1} only.", element=name)
        if isinstance(place, Junction):
            if not 0 <= place.cross < self.crosses:
                raise Unroutable(f"there are cross-aisles 0 to {self.crosses - 1} only.", element=name)
            return
        if not 0 <= place.block < len(self.blocks):
            raise Unroutable(f"there are blocks 0 to {len(self.blocks) - 1} only.", element=name)
        length = self.blocks[place.block][place.aisle].length_mm
        if not 0 <= place.at_mm <= length:
            raise Unroutable(f"the aisle goes from 0 to {length} mm here.", element=name)


@dataclass(frozen=True, slots=True)
class Route:
    """A walk: the stops in the order of the first visit, each place it passes, and what it adds up to.

    `legs_mm` has one more entry than `stops`: from the depot, from stop to stop, back; its sum is `length_mm`, which
    has the depots' gaps in it. `is_exact` says that no walk is shorter. `method` names what was really done:
    "graph" is the fallback for layouts that the exact method does not take. `start` and `end` are depots.
    """

    method: str
    is_exact: bool
    length_mm: int
    stops: tuple[Stop, ...]
    legs_mm: tuple[int, ...]
    walk: tuple[Place, ...]
    start: Depot
    end: Depot

    @property
    def is_fallback(self) -> bool:
        """Whether the general graph search found it, because the layout asks for it or somebody did."""
        return self.method == "graph"


def route_along(
    layout: Layout,
    walk: Iterable[Place],
    stops: Iterable[Stop],
    *,
    method: str,
    is_exact: bool,
    ends: tuple[Depot, Depot],
) -> Route:
    """The route of a walk through places that are each one step apart; from `ends[0]` to `ends[1]`.

    Raises Unroutable when two places of it are not one step apart or a stop is missing. O(places).
    """
    places = tuple(walk)
    left = set(stops)
    order: list[Stop] = []
    legs: list[int] = []
    leg = ends[0].gap_mm
    for before, place in pairwise((places[0], *places)):
        leg += 0 if before == place else layout.apart_mm(before, place)
        if isinstance(place, Stop) and place in left:
            left.remove(place)
            order.append(place)
            legs.append(leg)
            leg = 0
    if left:
        raise Unroutable("is not on the walk.", element=str(min(left)))
    legs.append(leg + ends[1].gap_mm)
    return Route(method, is_exact, sum(legs), tuple(order), tuple(legs), places, *ends)


def _block_of(one: Place, other: Place) -> int | None:
    """The block in which both places of one aisle lie; None when there is none."""
    blocks = _blocks_at(one) & _blocks_at(other)
    return min(blocks) if blocks else None


def _blocks_at(place: Place) -> set[int]:
    return {place.block} if isinstance(place, Stop) else {place.cross - 1, place.cross}


def _check_length(length: object, name: str) -> None:
    if isinstance(length, bool) or not isinstance(length, int):
        raise Unroutable(f"a length is a whole number, not {length!r}.", element=name)
    if length < 0:
        raise Unroutable(f"a length is 0 or more, not {length}.", element=name)
