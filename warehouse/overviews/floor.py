"""The floor plan aisle by aisle: zone, lengths, which way people may walk, and how many shelves stand there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from backend.web.parts import Chip
from warehouse.drawings import Drawing
from warehouse.models import Location
from warehouse.routing import Traffic

PLACED = (Location.Kind.PICK, Location.Kind.BULK)
DEEDS = {Traffic.BOTH: "arrow-up-down", Traffic.UP: "arrow-up", Traffic.DOWN: "arrow-down", Traffic.CLOSED: "ban"}


@dataclass(frozen=True)
class AisleRow:
    """One aisle."""

    number: int
    name: str
    zone: str
    lengths: str
    traffic: Chip
    shelves: int


@dataclass(frozen=True)
class FloorCard:
    """The whole plan; `unplaced` shelves stand nowhere on it yet."""

    aisles: tuple[AisleRow, ...]
    shelves: int
    unplaced: int
    closed: int


def card(drawing: Drawing, *, facility: int) -> FloorCard:
    """The plan in force with its shelves. One query."""
    shelves = Location.objects.filter(facility=facility, kind__in=PLACED)
    counted = shelves.order_by().values("aisle").annotate(rows=Count("pk", filter=Q(kind__in=PLACED)))
    at: dict[int | None, int] = {each["aisle"]: each["rows"] for each in counted}
    rows = tuple(_row(drawing, number, at.get(number, 0)) for number in range(len(drawing.names)))
    return FloorCard(
        aisles=rows,
        shelves=sum(count for aisle, count in at.items() if aisle is not None),
        unplaced=at.get(None, 0),
        closed=sum(traffic_of(drawing, number) == {Traffic.CLOSED} for number in range(len(drawing.names))),
    )


def traffic_of(drawing: Drawing, aisle: int) -> set[Traffic]:
    """Which ways one may walk through the pieces of an aisle."""
    return {row[aisle].traffic for row in drawing.layout.blocks}


def traffic_words(traffic: Traffic) -> str:
    """One way of walking, as people say it; up is up on the map."""
    return {
        Traffic.BOTH: _("both ways"),
        Traffic.UP: _("one way, up on the map"),
        Traffic.DOWN: _("one way, down on the map"),
        Traffic.CLOSED: _("closed"),
    }[traffic]


def mixed_words(found: Collection[Traffic]) -> str:
    """The ways of walking through an aisle, or that its pieces differ."""
    return traffic_words(next(iter(found))) if len(found) == 1 else _("not the same in every block")


def _row(drawing: Drawing, number: int, shelves: int) -> AisleRow:
    found = traffic_of(drawing, number)
    only = next(iter(found)) if len(found) == 1 else None
    tone = "" if only == Traffic.BOTH else "warn" if only == Traffic.CLOSED else "info"
    return AisleRow(
        number=number,
        name=drawing.names[number],
        zone=drawing.zone_names[drawing.zones.of_aisle[number]],
        lengths=" + ".join(f"{row[number].length_mm / 1000:.1f}" for row in drawing.layout.blocks) + "\u00a0m",
        traffic=Chip(mixed_words(found), tone, DEEDS[only] if only else "shuffle"),
        shelves=shelves,
    )
