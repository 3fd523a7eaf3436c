"""What needs somebody of staff now, the most urgent on top, each with the place where it can be dealt with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.dashboard.pulse import Pulse
from backend.facility import helping, holds, places
from backend.facility.cards import StationCard
from backend.facility.models import HelpCall, Hold
from backend.people.models import Person
from backend.web.parts import Call
from backend.web.templatetags.web import duration
from warehouse import leases
from warehouse.models import Batch
from warehouse.overviews import batches

# A worker who scans nothing for so long cannot go on, or is not there.
STUCK_AFTER: Final = timedelta(minutes=10)
MOST_BATCHES: Final = 20
URGENCY: Final = {"bad": 0, "warn": 1, "info": 2}


def stuck(facility: int, *, now: datetime) -> list[Batch]:
    """The claimed batches for which nobody has scanned for ten minutes, the longest wait first. One query."""
    rows = Batch.objects.filter(
        facility=facility, state=Batch.State.CLAIMED, lease_until__lt=now + leases.LENGTH - STUCK_AFTER
    )
    return list(batches.with_place(rows).order_by("lease_until")[:MOST_BATCHES])


def calls(
    person: Person,
    *,
    waiting: int,
    hands: Sequence[HelpCall],
    stations: Sequence[StationCard],
    open_holds: Sequence[Hold],
    pulse: Pulse,
    now: datetime,
) -> tuple[Call, ...]:
    """The list for this person, `waiting` orders without goods among it; a place closed to them has no button."""
    found = [
        *_held(open_holds),
        *_silent(stations),
        *_hands(hands, now=now),
        *(() if holds.gravest(open_holds) else _stuck(stuck(person.facility, now=now), now=now)),
        *_counts(pulse),
        *_short(waiting),
    ]
    open_to = {reverse(place.name) for place in places.open_to(person)}
    return tuple(_within(call, open_to) for call in sorted(found, key=lambda call: URGENCY[call.tone]))


def _held(open_holds: Iterable[Hold]) -> Iterator[Call]:
    for hold in open_holds:
        title = _("%(what)s: %(where)s") % {"what": holds.title_of(hold.kind), "where": holds.words_of(hold)}
        more = _("Stations stand still. Scans are kept.")
        yield Call(title, "lock", "warn", more, reverse("hold-resume", args=[hold.pk]), _("Resume"))


def _silent(stations: Iterable[StationCard]) -> Iterator[Call]:
    for station in stations:
        # A screen at which nobody sits may be switched off.
        if station.is_unreached and station.person:
            title = _("%(station)s has no signal") % {"station": station.title}
            more = _("Go there. A stop is not seen on its screen.")
            yield Call(title, "wifi-off", "bad", more, reverse("floor-station", args=[station.id]), _("Open"))


def _hands(raised: Iterable[HelpCall], *, now: datetime) -> Iterator[Call]:
    for hand in raised:
        title = _("Station %(number)s asks for help") % {"number": hand.station.number}
        more = _("%(why)s, %(time)s") % {"why": helping.words_of(hand.reason), "time": duration(now - hand.called_at)}
        tone = "bad" if hand.reason == HelpCall.Reason.GUESSING else "warn"
        yield Call(title, helping.ICONS[HelpCall.Reason(hand.reason)], tone, more, reverse("help-calls"), _("Go"))


def _stuck(rows: Iterable[Batch], *, now: datetime) -> Iterator[Call]:
    for batch in rows:
        title = _("Batch %(number)s stands still") % {"number": batch.pk}
        station = batches.station_of(batch)
        where = _("station %(number)s") % {"number": station} if station else ""
        idle = _("no scan for %(time)s") % {"time": duration(batches.idle_seconds(batch, now=now))}
        more = ", ".join(word for word in (where, idle) if word)
        yield Call(title, "hourglass", "warn", more, reverse("batch-free", args=[batch.pk]), _("Free it"))


def _counts(pulse: Pulse) -> Iterator[Call]:
    n = pulse.wrong_weights
    if n:
        title = ngettext("%(n)s parcel weighs wrong", "%(n)s parcels weigh wrong", n) % {"n": n}
        yield Call(title, "scale", "warn", _("Look into the box, then decide"), _list("weight"), _("Decide"))
    n = pulse.at_check_lane
    if n:
        title = ngettext("%(n)s tote at the check lane", "%(n)s totes at the check lane", n) % {"n": n}
        yield Call(title, "shopping-basket", "warn", _("It does not hold what it should"), reverse("totes"), _("Check"))
    n = pulse.doubtful_prints
    if n:
        title = ngettext("%(n)s print nobody knows of", "%(n)s prints nobody knows of", n) % {"n": n}
        yield Call(title, "printer", "warn", _("Look at the printer, then allow another"), _list("print"), _("Look"))
    n = pulse.dead_jobs
    if n:
        title = ngettext("%(n)s job was given up", "%(n)s jobs were given up", n) % {"n": n}
        yield Call(title, "cog", "bad", _("The house tried it several times"), reverse("wall-jobs"), _("Look"))


def _short(orders: int) -> Iterator[Call]:
    if orders:
        title = ngettext("%(n)s order waits for goods", "%(n)s orders wait for goods", orders) % {"n": orders}
        yield Call(title, "package-x", "warn", _("Nothing of it is free"), reverse("shortages"), _("Look"))


def _list(needs: str) -> str:
    return f"{reverse('parcels')}?needs={needs}"


def _within(call: Call, open_to: set[str]) -> Call:
    """The call, without its button for somebody to whom that place is closed."""
    return call if any(call.href.startswith(place) for place in open_to) else replace(call, href="", label="")
