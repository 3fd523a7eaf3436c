"""Raising a hand: from a station, by a worker or by the house itself, until staff came."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from backend.facility.cards import CallCard
from backend.facility.events import HelpCalled, HelpClosed
from backend.facility.models import HelpCall, Seat, Station
from backend.kit import clock, locks
from backend.kit.errors import NotFound, Refused
from backend.ledger.happenings import Actor
from backend.ledger.recording import record
from backend.ledger.work import work
from backend.people.models import Person

ICONS: Final = {
    HelpCall.Reason.HELP: "hand",
    HelpCall.Reason.SHORT: "package-x",
    HelpCall.Reason.WEIGHT: "scale",
    HelpCall.Reason.PRINTER: "printer",
    HelpCall.Reason.GUESSING: "shield-alert",
}


@work
def call(station: Station, *, reason: str, by: Actor) -> None:
    """Raise a hand; a hand that is up for the same reason stays the one hand."""
    locks.take(Station.objects.filter(pk=station.pk))
    if HelpCall.objects.filter(station=station, reason=reason, closed_at=None).exists():
        return
    made = HelpCall.objects.create(
        facility_id=station.facility_id,
        station=station,
        person_id=by.person_id if isinstance(by, Seat) else None,
        reason=reason,
        called_at=clock.now(),
    )
    record(HelpCalled(station=station.pk, reason=reason), on=made, by=by)


@work
def close(raised: HelpCall, *, by: Person) -> None:
    """Somebody of staff was there."""
    if not Station.objects.seen_by(by).filter(pk=raised.station_id).exists():
        raise Refused(_("You do not supervise this area."), code="not_your_area", status=403)
    if not HelpCall.objects.filter(pk=raised.pk, closed_at=None).update(closed_at=clock.now(), closed_by=by):
        raise Refused(_("Somebody was there already."), code="call_closed")
    record(HelpClosed(station=raised.station_id, reason=raised.reason), on=raised, by=by)


def waiting_for(person: Person) -> QuerySet[HelpCall]:
    """The hands that are up in the areas somebody of staff answers for."""
    stations = Station.objects.seen_by(person)
    return HelpCall.objects.filter(facility_id=person.facility, closed_at=None, station__in=stations)


def cards(person: Person) -> list[CallCard]:
    """Those hands, the longest wait first."""
    now = clock.now()
    return [
        CallCard(
            id=raised.pk,
            station=_("Station %(number)s") % {"number": raised.station.number},
            reason=raised.reason,
            words=words_of(raised.reason),
            tone="bad" if raised.reason == HelpCall.Reason.GUESSING else "warn",
            icon=ICONS[HelpCall.Reason(raised.reason)],
            called_at=raised.called_at,
            waited_seconds=int((now - raised.called_at).total_seconds()),
        )
        for raised in waiting_for(person).select_related("station").order_by("called_at", "pk")
    ]


def find(pk: int, *, seen_by: Person) -> HelpCall:
    """A call of the person's own facility; 404 for others."""
    raised = HelpCall.objects.select_related("station").filter(pk=pk, facility_id=seen_by.facility).first()
    if raised is None:
        raise NotFound()
    return raised


def is_waiting(station: Station) -> bool:
    """Whether a hand is up here that the worker themself raised."""
    own = HelpCall.Reason.HELP
    return HelpCall.objects.filter(station=station, reason=own, closed_at=None).exists()


def words_of(reason: str) -> str:
    """Why a hand is up, in words."""
    return {
        HelpCall.Reason.HELP: _("Asks for help"),
        HelpCall.Reason.SHORT: _("Not enough on the shelf"),
        HelpCall.Reason.WEIGHT: _("The weight is not right"),
        HelpCall.Reason.PRINTER: _("The printer does not print"),
        HelpCall.Reason.GUESSING: _("Too many wrong PINs"),
    }[HelpCall.Reason(reason)]
