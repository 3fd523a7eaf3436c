"""Orders on the floor: how many stand at each stage, how many must leave today, and which are at risk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.dashboard.day import Day
from backend.facility.cards import StationCard
from backend.facility.models import Station
from backend.web.parts import Stage
from warehouse.models import Order
from warehouse.overviews.shortages import OPEN

State = Order.State
# What is not packed needs about an hour to be: later than that before it should leave, it is at risk.
NEEDS: Final = timedelta(hours=1)
# A place is narrow when more orders than this wait there for each person who works at it.
NARROW: Final = 4


@dataclass(frozen=True)
class Floor:
    """Orders by state, and of those that should leave today or should have left: how many, late, at risk."""

    states: Mapping[str, int]
    due: int
    late: int
    at_risk: int

    def count(self, *states: str) -> int:
        """How many orders stand in these states."""
        return sum(self.states.get(state, 0) for state in states)


def look(facility: int, day: Day) -> Floor:
    """Count the open orders by state. One query on the index of open orders; those that left are not read."""
    rows = (
        Order.objects.filter(facility=facility, state__in=OPEN)
        .order_by()
        .values("state")
        .annotate(
            orders=Count("pk"),
            late=Count("pk", filter=Q(ship_by__lt=day.now)),
            soon=Count("pk", filter=Q(ship_by__lt=day.now + NEEDS)),
            due=Count("pk", filter=Q(ship_by__lt=day.end)),
        )
    )
    at_risk = {str(State.PACKED): "late", str(State.SHORT): "due"}
    found: list[dict[str, Any]] = list(map(dict, rows))
    return Floor(
        states={row["state"]: row["orders"] for row in found},
        due=sum(row["due"] for row in found),
        late=sum(row["late"] for row in found),
        # A packed order only needs the cage; one without goods will not leave at all.
        at_risk=sum(int(row[at_risk.get(row["state"], "soon")]) for row in found),
    )


def stages(floor: Floor, *, at_check_lane: int, sent: int, narrow: str) -> tuple[Stage, ...]:
    """The strip from shelf to gate."""
    to_pack = max(0, floor.count(State.PICKED) - at_check_lane)
    counts = (
        ("pick", floor.count(State.ACCEPTED, State.PROMISED, State.RELEASED), _("to pick")),
        ("picking", floor.count(State.PICKING), _("picking")),
        ("pack", to_pack, _("to pack")),
        ("check", at_check_lane, _("checking")),
        ("send", floor.count(State.PACKED), _("to send")),
        ("sent", sent, _("sent")),
    )
    return tuple(Stage(count, word, "warn" if name == narrow else "") for name, count, word in counts)


def narrow_place(floor: Floor, *, at_check_lane: int, stations: Sequence[StationCard]) -> tuple[str, str]:
    """Where most orders wait for each person, and the words for it; empty if work flows."""
    packers = _working(stations, Station.Kind.PACK)
    waits = (
        ("pack", max(0, floor.count(State.PICKED) - at_check_lane), packers, _("packing is the narrow place")),
        ("check", at_check_lane, 1, _("the check lane is the narrow place")),
        ("send", floor.count(State.PACKED), 1, _("dispatch is the narrow place")),
    )
    name, load, words = max(
        ((name, waiting / max(1, people), words) for name, waiting, people, words in waits), key=lambda each: each[1]
    )
    return (name, words) if load > NARROW else ("", "")


def benches(stations: Sequence[StationCard]) -> str:
    """How many packing benches are at work, and how many are free."""
    packing = [station for station in stations if station.kind == Station.Kind.PACK]
    working = _working(packing, Station.Kind.PACK)
    free = sum(station.is_enrolled and not station.person for station in packing)
    words = ngettext("%(n)s bench packs.", "%(n)s benches pack.", working) % {"n": working}
    if free:
        words += " " + ngettext("%(n)s bench is free.", "%(n)s benches are free.", free) % {"n": free}
    return words if packing else ""


def _working(stations: Sequence[StationCard], kind: str) -> int:
    return sum(station.kind == kind and station.tone == "ok" for station in stations)
