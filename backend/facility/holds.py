"""Holds stop work: one row stops a station, an area or the facility; one update resumes it, no task row is touched."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from backend.facility.cards import HeldCard, HoldCard
from backend.facility.events import HoldPlaced, HoldReleased
from backend.facility.models import Facility, Hold, Seat, Station, Supervision, WorkArea
from backend.kit import clock, locks
from backend.kit.errors import NotFound, Refused
from backend.ledger.recording import record
from backend.ledger.work import work
from backend.people.models import Person

ABOVE_AREAS: Final = frozenset({Person.Role.MANAGER, Person.Role.SECURITY})
# When two holds overlap, a station shows the one that asks most of the people in the room.
GRAVEST: Final = (Hold.Kind.FIRE, Hold.Kind.LOCKDOWN, Hold.Kind.ROLL_CALL, Hold.Kind.FREEZE)


@dataclass(frozen=True)
class Scope:
    """What a hold stops: a whole facility, one of its areas, or one station."""

    facility: int
    area: int | None = None
    station: int | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """The scope as columns of a hold."""
        return {"facility_id": self.facility, "area_id": self.area, "station_id": self.station}

    @property
    def value(self) -> str:
        """The scope as the freeze dialog sends it: `facility`, `area-3`, `station-12`."""
        if self.station is not None:
            return f"station-{self.station}"
        return "facility" if self.area is None else f"area-{self.area}"


def refuse_if_held(station: Station) -> None:
    """Refuse every floor verb while the station, its area or its facility is held."""
    if on_station(station).exists():
        raise Refused(_("Work is stopped. Wait. Nothing is lost."), code="held")


@work
def place(kind: str, *, scope: Scope, by: Person) -> HoldCard:
    """Stop work at once; a second press on the same scope finds the hold that is already there."""
    _refuse_unless_in_charge(by, scope)
    if kind not in Hold.Kind.values:
        raise Refused(_("Choose why work stops."), code="hold_kind_unknown", status=422)
    locks.take(Facility.objects.filter(pk=scope.facility))
    same = Hold.objects.filter(**scope.columns, kind=kind, released_at=None)
    hold = same.select_related("area", "station", "placed_by").first()
    if hold is None:
        hold = Hold.objects.create(**scope.columns, kind=kind, placed_at=clock.now(), placed_by=by)
        record(HoldPlaced(hold_kind=kind, area=scope.area or 0, station=scope.station or 0), on=hold, by=by)
    return card(hold, seen_by=by)


@work
def release(hold: Hold, *, by: Person) -> None:
    """Work goes on where the hold stopped it."""
    _refuse_unless_in_charge(by, scope_of(hold))
    now = clock.now()
    if not Hold.objects.filter(pk=hold.pk, released_at=None).update(released_at=now, released_by=by):
        raise Refused(_("This was resumed already."), code="hold_released")
    record(
        HoldReleased(
            hold_kind=hold.kind,
            area=hold.area_id or 0,
            station=hold.station_id or 0,
            held_seconds=int((now - hold.placed_at).total_seconds()),
        ),
        on=hold,
        by=by,
    )


def on_station(station: Station) -> QuerySet[Hold]:
    """The open holds that stop this station."""
    return open_on(station.facility_id).filter(_touches(station))


def open_on(facility: int) -> QuerySet[Hold]:
    """The open holds of a facility, on whatever part of it."""
    return Hold.objects.filter(facility_id=facility, released_at=None)


def find(pk: int, *, seen_by: Person) -> Hold:
    """An open or past hold of the person's own facility; 404 for others."""
    hold = Hold.objects.select_related("area", "station", "placed_by").filter(pk=pk, facility_id=seen_by.facility)
    found = hold.first()
    if found is None:
        raise NotFound()
    return found


def held_seconds(station: Station, *, since: datetime) -> int:
    """For how many seconds since then the station stood still: leases are longer by so much."""
    now = clock.now()
    rows = Hold.objects.filter(_touches(station), facility_id=station.facility_id).filter(
        Q(released_at=None) | Q(released_at__gt=since)
    )
    spans = sorted((max(begun, since), ended or now) for begun, ended in rows.values_list("placed_at", "released_at"))
    total, until = 0.0, since
    for begun, ended in spans:
        total += max(0.0, (ended - max(begun, until)).total_seconds())
        until = max(until, ended)
    return int(total)


def gravest(rows: Iterable[Hold]) -> Hold | None:
    """Of several holds the one that a screen shows."""
    return min(rows, key=lambda hold: (GRAVEST.index(Hold.Kind(hold.kind)), hold.pk), default=None)


def held_card(station: Station, *, place: str = "", where: str = "") -> HeldCard | None:
    """The grey screen of a held station, None while work runs."""
    hold = gravest(on_station(station))
    return screen(hold, place=place, where=where) if hold else None


def screen(hold: Hold, *, place: str = "", where: str = "") -> HeldCard:
    """What a hold says to whoever stands at a station."""
    words = {
        Hold.Kind.FREEZE: _("Work is stopped. Wait. Nothing is lost."),
        Hold.Kind.ROLL_CALL: _("Stay at your station. Put the scanner down."),
        Hold.Kind.LOCKDOWN: _("Put everything down. Do what staff say."),
        Hold.Kind.FIRE: _("Leave everything. Go out with staff now."),
    }
    return HeldCard(
        kind=hold.kind,
        title=title_of(hold.kind),
        words=words[Hold.Kind(hold.kind)],
        safe=(_("Your scans are saved"), _("Your time is paid"), _("You start again here")),
        since=hold.placed_at,
        place=place,
        where=where,
    )


def title_of(kind: str) -> str:
    """The name of a kind of hold, as screens and lists say it."""
    return {
        Hold.Kind.FREEZE: _("Stopped"),
        Hold.Kind.ROLL_CALL: _("Roll-call"),
        Hold.Kind.LOCKDOWN: _("Lockdown"),
        Hold.Kind.FIRE: _("Fire alarm"),
    }[Hold.Kind(kind)]


def reason_of(kind: str) -> str:
    """Why work stops, as the freeze dialog offers it."""
    return {
        Hold.Kind.FREEZE: _("Short stop"),
        Hold.Kind.ROLL_CALL: _("Roll-call"),
        Hold.Kind.LOCKDOWN: _("Lockdown"),
        Hold.Kind.FIRE: _("Fire alarm"),
    }[Hold.Kind(kind)]


def card(hold: Hold, *, seen_by: Person) -> HoldCard:
    """A hold as staff see it; load it with area, station and placed_by."""
    return HoldCard(
        id=hold.pk,
        kind=hold.kind,
        title=title_of(hold.kind),
        scope=words_of(hold),
        placed_at=hold.placed_at,
        placed_by=f"{hold.placed_by.first_name[:1]}. {hold.placed_by.last_name}",
        may_release=may_hold(seen_by, scope_of(hold)),
    )


def words_of(hold: Hold) -> str:
    """What a hold stops, in words."""
    if hold.station is not None:
        return _("Station %(number)s") % {"number": hold.station.number}
    return _("Everywhere") if hold.area is None else hold.area.name


def scope_of(hold: Hold) -> Scope:
    """What a hold stops."""
    return Scope(facility=hold.facility_id, area=hold.area_id, station=hold.station_id)


def stops(hold: Hold) -> Q:
    """The stations that a hold stops, as a condition on stations."""
    if hold.station_id is not None:
        return Q(pk=hold.station_id)
    return Q(facility_id=hold.facility_id) if hold.area_id is None else Q(area_id=hold.area_id)


def read_scope(value: str, *, by: Person) -> Scope:
    """The scope that the freeze dialog sent, within the person's own facility; 404 for foreign ones."""
    word, dash, number = value.partition("-")
    if value == "facility":
        return Scope(facility=by.facility)
    if dash and number.isdecimal() and len(number) < 10:
        if word == "area" and WorkArea.objects.filter(pk=number, facility_id=by.facility).exists():
            return Scope(facility=by.facility, area=int(number))
        if word == "station" and Station.objects.filter(pk=number, facility_id=by.facility).exists():
            return Scope(facility=by.facility, station=int(number))
    raise NotFound()


def may_hold(person: Person, scope: Scope) -> bool:
    """Whether somebody may stop and resume this: the supervisor of the area, or of all areas, or those above."""
    if person.facility != scope.facility or not person.is_active or person.blocked_at is not None:
        return False
    if person.role in ABOVE_AREAS:
        return True
    if person.role != Person.Role.SUPERVISOR:
        return False
    areas = WorkArea.objects.filter(facility_id=scope.facility)
    if scope.station is not None:
        areas = areas.filter(station=scope.station)
    elif scope.area is not None:
        areas = areas.filter(pk=scope.area)
    own = Supervision.objects.filter(area=OuterRef("pk"), person=person)
    answers = areas.values_list(Exists(own), flat=True)
    return bool(answers) and all(answers)


def version(held: Iterable[Hold], *, sitting: Seat | None, is_open: bool) -> int:
    """A number that changes when a station must show something else: another hold, another seat, locked or not.

    Even, so that the ping may mark the last seconds before the lock with the odd number after it.
    """
    state = sorted(hold.pk for hold in held), sitting and sitting.pk, is_open
    return zlib.crc32(repr(state).encode()) & ~1


def _touches(station: Station) -> Q:
    return Q(area=None, station=None) | Q(area_id=station.area_id) | Q(station_id=station.pk)


def _refuse_unless_in_charge(by: Person, scope: Scope) -> None:
    if not may_hold(by, scope):
        raise Refused(_("You do not supervise this area."), code="not_your_area", status=403)
