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
)
from warehouse.routing import Depot, Layout, Place, Route, Stop


def draw(
    layout: Layout,
    names: Sequence[str],
    *,
    route: Route | None = None,
    next_stop: int | None = None,
    done: Collection[int] = (),
    first_number: int = 1,
    here: Place | None = None,
    later: Collection[Stop] = (),
    labels: Mapping[Stop, str] | None = None,
    frame: Frame = STAFF,
    start: str = "",
    drop: str = "",
) -> FloorMap:
    """The map of a layout whose aisles are called `names`, with the walk of `route` through it.

    `next_stop` and `done` are indexes of `route.stops`, whose numbers begin at `first_number`; `here` is where the
    worker stands; `later` are stops without a number. `labels` says what lies at a stop, `start` and `drop` what the
    ends of walks are called.
    Raises ValueError when there are not as many names as aisles.
    """
    if len(names) != layout.aisles:
        raise ValueError(f"{len(names)} names for {layout.aisles} aisles")
    fit = scale.fitted(layout, frame)
    ends = ground.ends(layout, fit) if frame.has_ends else {}
    corners = trail.points(route, fit, **_ends_of(route, ends)) if route and len(route.walk) > 1 else ()
    found = dict(labels or {})
    stops = tuple(
        Listed(first_number + index, found.get(stop) or names[stop.aisle], _state(index, next_stop, done), stop)
        for index, stop in enumerate(route.stops if route else ())
    )
    stands = Spot(*fit.at(here), frame.big_radius - 3) if here else None
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
        ends=tuple(ends.values()),
        words=ground.end_words(ends.values(), frame, start=start, drop=drop),
        trail=trail.path(corners) if corners else "",
        dots=dots.numbered(stops, fit, frame, here=stands),
        faint=tuple(
            Spot(*fit.at(stop), frame.radius) for stop in sorted(set(later).difference(each.at for each in stops))
        ),
        here=stands,
        stops=stops,
        length_mm=route.length_mm if route else 0,
    )


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
    "draw",
]
