"""The wall: what today looks like, what needs somebody now, and who is where. At most ten queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from django.db.models import Count, F, Max, Min, OuterRef, Q, Subquery, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.dashboard import flow, needs, plot
from backend.dashboard.cards import Missing, SeatCard, Wall
from backend.dashboard.day import Day
from backend.dashboard.flow import Floor
from backend.dashboard.plot import Stop, Throughput
from backend.dashboard.pulse import Pulse
from backend.facility import floor as stations_of
from backend.facility import helping, holds
from backend.facility.cards import StationCard
from backend.facility.models import Facility, Hold
from backend.kit.charts import words
from backend.people.models import Person
from backend.web.parts import Call, Stat
from warehouse import wording
from warehouse.models import Allocation, Balance, Order
from warehouse.overviews import shortages

# Misscans per thousand lines above which somebody should look at labels, light and training; nobody is ranked.
LIMIT: Final = 4.0
MOST_SHORTAGES: Final = 5
IN_HAND: Final = (Allocation.State.HARD, Allocation.State.PICKED, Allocation.State.PACKED)


def draw(person: Person, *, site: Facility, day: Day, pulse: Pulse, in_room: bool = False) -> Wall:
    """The whole wall for this person; in the room nobody is named and nothing can be pressed."""
    stops = list(_todays_holds(site.pk, day))
    open_holds = [hold for hold in stops if hold.released_at is None]
    hands = list(helping.waiting_for(person).select_related("station").order_by("called_at", "pk"))
    stations = stations_of.stations(person, raised={hand.station_id for hand in hands})
    floor = flow.look(site.pk, day)
    work = plot.read(site.pk, day, [_stop(hold, day) for hold in stops if hold.station_id is None])
    may_see_lines = person.role == Person.Role.SUPERVISOR and not in_room
    calls: tuple[Call, ...] = ()
    if not in_room:
        calls = needs.calls(
            person,
            waiting=floor.count(Order.State.SHORT),
            hands=hands,
            stations=stations,
            open_holds=open_holds,
            pulse=pulse,
            now=day.now,
        )
    narrow, narrow_words = flow.narrow_place(floor, at_check_lane=pulse.at_check_lane, stations=stations)
    hold = holds.gravest(open_holds)
    working = sum(station.tone == "ok" for station in stations)
    return Wall(
        version=pulse.version,
        at=day.now,
        clock=day.clock_of(day.now),
        facility=site.name,
        is_held=hold is not None,
        state_word=_state_word(hold),
        tiles=_tiles(floor, work, pulse, stations, hands=len(hands)),
        plot=plot.draw(work, in_room=in_room),
        calls=calls,
        flow=flow.stages(floor, at_check_lane=pulse.at_check_lane, sent=pulse.sent, narrow=narrow),
        flow_words=narrow_words,
        flow_more=flow.benches(stations),
        seats=tuple(_seat(station, open_holds, in_room=in_room) for station in stations),
        seats_words=_("%(n)s working") % {"n": working},
        shortages=_missing(site.pk) if may_see_lines else (),
    )


def _todays_holds(facility: int, day: Day) -> Iterable[Hold]:
    """The holds that touch today, open ones first among them."""
    touches = Q(released_at=None) | Q(released_at__gte=day.start)
    return Hold.objects.filter(touches, facility=facility).select_related("area", "station").order_by("placed_at")


def _stop(hold: Hold, day: Day) -> Stop:
    return Stop(max(hold.placed_at, day.start), hold.released_at or day.now, holds.title_of(hold.kind))


def _state_word(hold: Hold | None) -> str:
    if hold is None:
        return _("Running")
    return _("%(what)s: %(where)s") % {"what": holds.title_of(hold.kind), "where": holds.words_of(hold)}


def _tiles(
    floor: Floor, work: Throughput, pulse: Pulse, stations: Sequence[StationCard], *, hands: int
) -> tuple[Stat, ...]:
    return (
        _sent(floor, pulse),
        _on_time(floor, pulse),
        _an_hour(work),
        _misscans(work),
        _stations_up(stations),
        _hands(hands),
    )


def _sent(floor: Floor, pulse: Pulse) -> Stat:
    of = _("of %(n)s") % {"n": words(pulse.sent + floor.due)}
    if floor.due == 0:
        return Stat(_("Sent today"), words(pulse.sent), of, _("Nothing more is due"), "ok")
    if floor.late:
        return Stat(_("Sent today"), words(pulse.sent), of, _("%(n)s late") % {"n": floor.late}, "bad", "clock-alert")
    if floor.at_risk:
        return Stat(_("Sent today"), words(pulse.sent), of, _("%(n)s to go") % {"n": floor.due}, "info", "clock")
    return Stat(_("Sent today"), words(pulse.sent), of, _("On course"), "ok")


def _on_time(floor: Floor, pulse: Pulse) -> Stat:
    label, all_due = _("Will leave on time"), pulse.sent + floor.due
    if not all_due:
        return Stat(label, "–", "", _("Nothing is due today"), "", "circle-dashed")
    share = 100 * (all_due - floor.at_risk - pulse.sent_late) // all_due
    if not floor.at_risk:
        return Stat(label, str(share), "%", _("None at risk"), "ok")
    risk = ngettext("%(n)s order at risk", "%(n)s orders at risk", floor.at_risk) % {"n": floor.at_risk}
    return Stat(label, str(share), "%", risk, "warn", "triangle-alert")


def _an_hour(work: Throughput) -> Stat:
    label, rate, needed = _("Lines an hour"), work.lines_an_hour, work.lines_an_hour_needed
    if rate is None:
        return Stat(label, "–", "", _("Work has just begun"), "", "clock")
    if needed is None:
        return Stat(label, words(round(rate)), "", _("All picked"), "ok")
    over = round(rate) - round(needed)
    if over >= 0:
        return Stat(label, words(round(rate)), "", _("%(n)s above plan") % {"n": over}, "ok", "trending-up")
    return Stat(label, words(round(rate)), "", _("%(n)s below plan") % {"n": -over}, "warn", "trending-down")


def _misscans(work: Throughput) -> Stat:
    label, limit = _("Misscans per 1,000"), _("Limit %(n)s") % {"n": LIMIT}
    if not work.lines:
        return Stat(label, "–", "", limit, "", "circle-dashed")
    rate = 1000 * work.misscans / work.lines
    return Stat(label, f"{rate:.1f}", "", limit, *(("ok", "check") if rate <= LIMIT else ("warn", "triangle-alert")))


def _stations_up(stations: Sequence[StationCard]) -> Stat:
    screens = [station for station in stations if station.is_enrolled]
    silent = sum(station.is_unreached for station in screens)
    of = _("of %(n)s") % {"n": len(screens)}
    if silent:
        return Stat(
            _("Stations up"), str(len(screens) - silent), of, _("%(n)s silent") % {"n": silent}, "bad", "wifi-off"
        )
    word = _("All answer") if screens else _("No screens yet")
    return Stat(
        _("Stations up"), str(len(screens)), of, word, "ok" if screens else "", "wifi" if screens else "monitor-off"
    )


def _hands(raised: int) -> Stat:
    if raised:
        return Stat(_("Help calls"), str(raised), "", _("Somebody waits"), "warn", "hand")
    return Stat(_("Help calls"), "0", "", _("Nobody waits"), "ok")


def _seat(station: StationCard, open_holds: Sequence[Hold], *, in_room: bool) -> SeatCard:
    word, icon, tone = station.state_word, station.state_icon, station.tone
    if tone in ("ok", "off") and station.person and any(_stops(hold, station) for hold in open_holds):
        word, icon, tone = _("Held"), "lock", ""
    return SeatCard(
        number=str(station.number),
        icon=icon,
        word=word,
        tone=tone,
        name="" if in_room else station.person.partition(" ")[0],
        href="" if in_room else reverse("floor-station", args=[station.id]),
    )


def _stops(hold: Hold, station: StationCard) -> bool:
    if hold.station_id is not None:
        return hold.station_id == station.id
    return hold.area is None or hold.area.name == station.area


def _missing(facility: int) -> tuple[Missing, ...]:
    """The goods that the most urgent orders wait for, each with the first order that has some in hand. Two queries."""
    in_doubt = Balance.objects.filter(
        lot__product=OuterRef("line__product"),
        facility=facility,
        location__is_counting=True,
        on_hand__gt=F("allocated"),
    ).order_by("location")
    rows = list(
        shortages.missing(facility)
        .values("line__product", title=F("line__product__title"), sku=F("line__product__sku"))
        .annotate(
            units=Sum("quantity"),
            orders=Count("line__order", distinct=True),
            first=Min("line__order__ship_by"),
            why=Max("reason"),
            doubted=Subquery(in_doubt.values("location__name")[:1]),
        )
        .order_by("first", "line__product")[:MOST_SHORTAGES]
    )
    held, _counts = shortages.holders([row["line__product"] for row in rows], each=1, states=IN_HAND)
    return tuple(
        Missing(
            title=row["title"],
            sku=row["sku"],
            units=row["units"],
            orders=row["orders"],
            why=wording.missing_because(row["why"]),
            holder=next(iter(held.get(row["line__product"], ())), None),
            doubted=row["doubted"] or "",
        )
        for row in rows
    )
