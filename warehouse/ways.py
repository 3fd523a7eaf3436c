"""The way of a batch past its bins: the shortest walk where the floor was measured, else by the numbers of the bins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from warehouse import routing
from warehouse.batching import safety
from warehouse.bins import Bin
from warehouse.pooling import Reach
from warehouse.routing import Route, Stop


@dataclass(frozen=True)
class Way:
    """In which turn bins are visited; `route`, its length and its zones (one bit each) only on a measured floor."""

    route: Route | None = None
    zones: int | None = None
    stops: dict[int, Stop] = field(default_factory=dict)
    turns: dict[Stop, int] = field(default_factory=dict)

    @property
    def length_mm(self) -> int | None:
        """How long the walk is."""
        return self.route.length_mm if self.route else None

    def turn(self, bin_: Bin) -> tuple[int, int, int]:
        """Where a bin comes on the walk; bins of one stop by their own numbers."""
        stop = self.stops.get(bin_.location)
        return (0 if stop is None else self.turns[stop], bin_.pick_seq, bin_.location)


def way_past(bins: Iterable[Bin], reach: Reach) -> Way:
    """The way past all these bins; by their numbers if even one of them was never measured.

    A bin that nobody can walk to is not asked for: see `Reach.has`.
    """
    wanted = {each.location for each in bins}
    stops = {location: reach.stops[location] for location in wanted if location in reach.stops}
    if reach.drawing is None or not stops or len(stops) < len(wanted):
        return Way()
    route = routing.route(reach.drawing.layout, stops.values())
    zones = sum(1 << zone for zone in safety.zones_of(route, reach.drawing.zones))
    return Way(route, zones, stops, {stop: turn for turn, stop in enumerate(route.stops)})
