"""A floor map of a pick area with a walk through it, as shapes that a template draws: no Django, no clock, no colour.

    sheet = maps.draw(drawing.layout, drawing.names, route=route, done={0, 1}, next_stop=2)

Whole pixels in the fixed view box of a `Frame`: `STAFF` for a card on a staff page, `KIOSK` for a worker's card.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from warehouse.maps import dots, ground, scale, trail
from warehouse.maps.shapes import (
    KIOSK,
    STAFF,
    Box,
    Dot,
    End,
    FloorMap,
    Frame,
    Listed,
    Spot,
    State,
    Word,
    Zone,
)
from warehouse.routing import Depot, Layout, Place, Route, Stop


def draw(
    layout: Layout,
    names: Sequence[str],
    *,
    route: Route | None = None,
    next_stop: int | None = None,
    done: Collection[int] = (),
    here: Place | None = None,
    later: Collection[Stop] = (),
    labels: Mapping[Stop, str] | None = None,
    numbers: Mapping[Stop, tuple[int, int]] | None = None,
    zones: Sequence[str] = (),
    frame: Frame = STAFF,
    ends: tuple[str, str] = ("", ""),
) -> FloorMap:
    """The map of a layout whose aisles are called `names`, with the walk of `route` through it.

    `next_stop` and `done` are indexes of `route.stops`; `here` is where the worker stands; `later` are stops without
    a number. `labels` says what lies at a stop, `numbers` its first and last number (else 1, 2, 3), `zones` the zone of
    each aisle, `ends` what start and end of walks are called.
    Raises ValueError when there are not as many names as aisles.
    """
    if len(names) != layout.aisles:
        raise ValueError(f"{len(names)} names for {layout.aisles} aisles")
    fit = scale.fitted(layout, frame, has_zones=bool(zones))
    places = ground.ends(layout, fit) if frame.has_ends else {}
    corners = trail.points(route, fit, **_ends_of(route, places)) if route and len(route.walk) > 1 else ()
    found = dict(labels or {})
    numbered = dict(numbers or {})
    stops = tuple(
        Listed(
            *numbered.get(stop, (index + 1, index + 1)),
            found.get(stop) or names[stop.aisle],
            _state(index, next_stop, done),
            stop,
        )
        for index, stop in enumerate(route.stops if route else ())
    )
    has_dot = here in [stop.at for stop in stops]
    stands = Spot(*fit.at(here), frame.radius + 4 if has_dot else frame.big_radius - 3) if here else None
    dotted = dots.numbered(stops, fit, frame)
    if stands and not has_dot and dotted and dotted[-1].is_next:
        last, stands = dots.parted(dotted[-1], stands, frame, is_above=_is_above(stops, stands, fit))
        dotted = (*dotted[:-1], last)
    return FloorMap(
        width=frame.width,
        height=frame.height,
        letter=frame.letter,
        crosses=tuple(ground.crosses(layout, fit)),
        racks=tuple(ground.racks(layout, fit)),
        shut=tuple(ground.shut(layout, fit)),
        ways=tuple(ground.ways(layout, fit)),
        barriers=tuple(ground.barriers(layout, fit)),
        names=ground.names(names, fit, frame, first=[stop.at.aisle for stop in stops if stop.is_next]),
        ends=tuple(places.values()),
        zones=tuple(ground.zones(zones, fit, frame)),
        words=ground.end_words(places.values(), frame, words=ends),
        trail=trail.path(corners) if corners else "",
        dots=dotted,
        faint=tuple(
            Spot(*fit.at(stop), frame.radius) for stop in sorted(set(later).difference(each.at for each in stops))
        ),
        here=stands,
        stops=stops,
        length_mm=route.length_mm if route else 0,
    )


def _is_above(stops: Sequence[Listed], here: Spot, fit: scale.Scale) -> bool:
    """Whether the next stop lies further up the sheet than where one stands."""
    return any(stop.is_next and fit.at(stop.at)[1] <= here.y for stop in stops)


def _state(index: int, next_stop: int | None, done: Collection[int]) -> State:
    if index == next_stop:
        return State.NEXT
    return State.DONE if index in done else State.LATER


def _ends_of(route: Route, ends: Mapping[tuple[Depot, bool], End]) -> dict[str, End | None]:
    """Where on the sheet a walk begins and ends; without drops it ends where it began."""
    start = ends.get((route.start, True))
    return {"start": start, "end": ends.get((route.end, False)) or ends.get((route.end, True))}


__all__ = [
    "KIOSK",
    "STAFF",
    "Box",
    "Dot",
    "End",
    "FloorMap",
    "Frame",
    "Listed",
    "Spot",
    "State",
    "Word",
    "Zone",
    "draw",
]
