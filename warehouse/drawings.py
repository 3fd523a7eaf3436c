"""The drawing of a pick area as people measure it: aisles with names and zones, and how one may walk between them.

Pure: a JSON value in, a `Drawing` out and back. Lengths are whole millimetres. Aisles run from left to right, blocks
from the bottom up; every list of pieces or steps goes from left to right. All are numbered from 0.

    {"aisles": [{"name": "A", "zone": "North"}, ...],
     "blocks": [[{"length_mm": 14400, "traffic": "both", "barrier_mm": null}, ...], ...],
     "steps_mm": [[3200, ...], ...],
     "depots": [{"cross": 0, "aisle": 0, "gap_mm": 2000}], "drops": [{"cross": 0, "aisle": 7, "gap_mm": 4000}],
     "neighbours": [["North", "South"]]}
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from warehouse import routing
from warehouse.batching.safety import Zones
from warehouse.routing import Depot, Junction, Layout, Piece, Stop, Traffic, Unroutable

MOST_AISLES: Final = 200
MOST_BLOCKS: Final = 12
MOST_ZONES: Final = 62
LONGEST_NAME: Final = 12


class Undrawable(ValueError):
    """What was sent is no drawing; `words` say what to do, `element` names the part ("aisle B", "block 1")."""

    def __init__(self, words: str, *, element: str) -> None:
        super().__init__(f"{element}: {words}")
        self.words = words
        self.element = element


@dataclass(frozen=True)
class Drawing:
    """A pick area: its layout, the names of its aisles, and which zone each aisle is in (`zone_names[zone]`)."""

    layout: Layout
    names: tuple[str, ...]
    zones: Zones
    zone_names: tuple[str, ...]

    def aisle_called(self, name: str) -> int | None:
        """The number of the aisle with this name, or None."""
        return self.names.index(name) if name in self.names else None

    def reaches(self, stop: Stop) -> bool:
        """Whether somebody can walk from a depot to a stop and on; False in a closed or cut-off aisle."""
        if stop not in self._reached:
            try:
                routing.shortest_mm(self.layout, [stop])
            except Unroutable:
                self._reached[stop] = False
            else:
                self._reached[stop] = True
        return self._reached[stop]

    @cached_property
    def _reached(self) -> dict[Stop, bool]:
        return {}

    def zone_of(self, stop: Stop) -> str:
        """The name of the zone in which a stop lies."""
        return self.zone_names[self.zones.of_aisle[stop.aisle]]


def read(drawing: Any) -> Drawing:
    """Understand a drawing. Raises Undrawable that names the first part which is wrong; O(pieces)."""
    given = _table(drawing, "drawing")
    aisles = _list(given.get("aisles"), "aisles", most=MOST_AISLES)
    names = tuple(_name(_table(each, f"aisle {n}"), "name", f"aisle {n}") for n, each in enumerate(aisles))
    for name in names:
        if names.count(name) > 1:
            raise Undrawable("is there twice; give each aisle its own name.", element=f"aisle {name}")
    zone_names, zones = _zones(given, aisles, names)
    blocks = _list(given.get("blocks"), "blocks", most=MOST_BLOCKS)
    try:
        layout = Layout(
            blocks=tuple(
                tuple(_piece(each, f"aisle {a}, block {b}") for a, each in enumerate(_list(row, f"block {b}")))
                for b, row in enumerate(blocks)
            ),
            steps_mm=tuple(
                tuple(
                    _step(each, f"step {n} of cross-aisle {c}") for n, each in enumerate(_some(row, f"cross-aisle {c}"))
                )
                for c, row in enumerate(_list(given.get("steps_mm"), "steps_mm"))
            ),
            depots=tuple(_depot(each, f"depot {n}") for n, each in enumerate(_list(given.get("depots"), "depots"), 1)),
            drops=tuple(_depot(each, f"drop {n}") for n, each in enumerate(_some(given.get("drops", []), "drops"), 1)),
        )
    except Unroutable as refusal:
        raise Undrawable(refusal.words, element=refusal.element) from refusal
    if layout.aisles != len(names):
        words = f"names {len(names)} aisles, its blocks have {layout.aisles}; they must be equally many."
        raise Undrawable(words, element="drawing")
    return Drawing(layout, names, zones, zone_names)


def written(drawing: Drawing) -> dict[str, Any]:
    """The drawing as the JSON value that `read` understands."""
    layout = drawing.layout
    return {
        "aisles": [
            {"name": name, "zone": drawing.zone_names[zone]}
            for name, zone in zip(drawing.names, drawing.zones.of_aisle, strict=True)
        ],
        "blocks": [
            [
                {"length_mm": piece.length_mm, "traffic": str(piece.traffic), "barrier_mm": piece.barrier_mm}
                for piece in row
            ]
            for row in layout.blocks
        ],
        "steps_mm": [list(row) for row in layout.steps_mm],
        "depots": [_depot_written(each) for each in layout.depots],
        "drops": [_depot_written(each) for each in layout.drops],
        "neighbours": sorted(sorted(drawing.zone_names[zone] for zone in pair) for pair in drawing.zones.neighbours),
    }


def _zones(given: dict[str, Any], aisles: list[Any], names: tuple[str, ...]) -> tuple[tuple[str, ...], Zones]:
    of_aisle = [_name(each, "zone", f"aisle {name}") for each, name in zip(aisles, names, strict=True)]
    zone_names = tuple(dict.fromkeys(of_aisle))
    if len(zone_names) > MOST_ZONES:
        raise Undrawable(f"there are {len(zone_names)} zones, at most {MOST_ZONES} work.", element="aisles")
    number = {name: place for place, name in enumerate(zone_names)}
    pairs = set()
    for each in _some(given.get("neighbours", []), "neighbours"):
        if not isinstance(each, list) or len(each) != 2 or each[0] == each[1]:
            raise Undrawable('a pair names two zones, as in ["North", "South"].', element=f"neighbours {each}")
        for zone in each:
            if zone not in number:
                raise Undrawable("no aisle is in this zone; correct the name.", element=f"zone {zone} of neighbours")
        pairs.add(frozenset(number[zone] for zone in each))
    return zone_names, Zones(tuple(number[zone] for zone in of_aisle), frozenset(pairs))


def _piece(given: Any, element: str) -> Piece:
    piece = _table(given, element)
    traffic = piece.get("traffic", "both")
    if traffic not in list(Traffic):
        raise Undrawable(f"traffic is one of {', '.join(Traffic)}.", element=element)
    barrier = piece.get("barrier_mm")
    return Piece(
        _length(piece.get("length_mm"), element),
        Traffic(traffic),
        None if barrier is None else _length(barrier, f"{element}, barrier"),
    )


def _depot(given: Any, element: str) -> Depot:
    depot = _table(given, element)
    cross, aisle = _length(depot.get("cross"), f"{element}, cross"), _length(depot.get("aisle"), f"{element}, aisle")
    return Depot(Junction(cross, aisle), _length(depot.get("gap_mm", 0), f"{element}, gap_mm"))


def _depot_written(depot: Depot) -> dict[str, int]:
    assert isinstance(depot.at, Junction)
    return {"cross": depot.at.cross, "aisle": depot.at.aisle, "gap_mm": depot.gap_mm}


def _step(given: Any, element: str) -> int | None:
    return None if given is None else _length(given, element)


def _length(given: Any, element: str) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given < 1 << 31:
        raise Undrawable("is a whole number from 0 up.", element=element)
    return given


def _name(given: dict[str, Any], key: str, element: str) -> str:
    name = given.get(key)
    if not isinstance(name, str) or not 0 < len(name.strip()) <= LONGEST_NAME:
        raise Undrawable(f"needs a {key} of 1 to {LONGEST_NAME} characters.", element=element)
    return name.strip()


def _table(given: Any, element: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise Undrawable("is an object with named fields; see the example.", element=element)
    return given


def _list(given: Any, element: str, *, most: int | None = None) -> list[Any]:
    some = _some(given, element)
    if not some or (most is not None and len(some) > most):
        raise Undrawable(f"needs 1 to {most or 'many'} entries.", element=element)
    return some


def _some(given: Any, element: str) -> list[Any]:
    if not isinstance(given, list):
        raise Undrawable("is a list.", element=element)
    return given
