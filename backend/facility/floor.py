"""The floor as staff see it: every station with who sits there and whether its screen still answers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet
from django.utils.translation import gettext as _

from backend.facility import presence, seating, shell
from backend.facility.cards import Reach, StationCard
from backend.facility.models import HelpCall, Seat, Station, StationKey
from backend.kit import clock
from backend.people.models import Person


def stations(person: Person, *, raised: Collection[int] | None = None) -> list[StationCard]:
    """All stations that somebody of staff answers for, by number: two queries, one for who knows where a hand is up."""
    rows = _with_state(Station.objects.seen_by(person))
    if raised is None:
        open_calls = HelpCall.objects.filter(facility_id=person.facility, closed_at=None)
        raised = set(open_calls.values_list("station", flat=True))
    now = clock.now()
    return [_card(row, has_call=row.pk in raised, now=now) for row in rows.order_by("number")]


def station(row: Station) -> StationCard:
    """One station as the list shows it."""
    found = _with_state(Station.objects.filter(pk=row.pk)).get()
    has_call = HelpCall.objects.filter(station=row, closed_at=None).exists()
    return _card(found, has_call=has_call, now=clock.now())


def reach(person: Person) -> Reach:
    """Which of the enrolled screens do not answer: there staff walk."""
    cards = [card for card in stations(person) if card.is_enrolled]
    return Reach(stations=len(cards), unreached=tuple(card for card in cards if card.is_unreached))


def _with_state(rows: QuerySet[Station]) -> QuerySet[Station]:
    live: dict[str, Any] = {
        "device": FilteredRelation("stationkey", condition=Q(stationkey__revoked_at=None)),
        "sitting": FilteredRelation("seat", condition=Q(seat__left_at=None)),
    }
    return rows.annotate(**live).select_related("area", "device", "sitting__person")  # type: ignore[misc]


def _card(row: Any, *, has_call: bool, now: datetime) -> StationCard:
    # Django sets nothing where there is no device or nobody sits.
    key: StationKey | None = getattr(row, "device", None)
    seat: Seat | None = getattr(row, "sitting", None)
    is_silent = key is not None and presence.is_unreached(key, now=now)
    # A desk of staff is silent when nobody is signed in there; only the screen of a worker must answer.
    is_desk = row.kind in seating.STAFF_ONLY
    is_unreached = is_silent and not is_desk
    is_empty = is_silent if is_desk else seat is None
    tone, icon, word = _state(key, seat, kind=row.kind, has_call=has_call, is_unreached=is_unreached, is_empty=is_empty)
    return StationCard(
        id=row.pk,
        number=row.number,
        title=_("Station %(number)s") % {"number": row.number},
        area=row.area.name,
        kind=row.kind,
        kind_word=shell.kind_word(row.kind),
        kind_icon=shell.kind_icon(row.kind),
        tone=tone,
        state_icon=icon,
        state_word=word,
        person=f"{seat.person.first_name} {seat.person.last_name}".strip() if seat else "",
        since=seat.sat_at if seat else None,
        seen_at=key.seen_at if key else None,
        is_enrolled=key is not None,
        is_unreached=is_unreached,
    )


def _state(
    key: StationKey | None, seat: Seat | None, *, kind: str, has_call: bool, is_unreached: bool, is_empty: bool
) -> tuple[str, str, str]:
    if key is None:
        return "off", "monitor-off", _("No screen")
    if is_unreached:
        return "bad", "wifi-off", _("No signal")
    if has_call:
        return "warn", "hand", _("Help")
    if is_empty:
        return "off", "armchair", _("Empty")
    if seat is not None and seat.locked_at is not None:
        return "off", "lock", _("Locked")
    return "ok", shell.kind_icon(kind), shell.kind_word(kind)
