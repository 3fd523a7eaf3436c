"""The page of waves: what waits, the plan that is looked at, and the other tries beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.facility.models import Facility, Seat, Station
from backend.kit import charts, clock
from backend.kit.charts import Figure, Pair, Pairs
from backend.kit.errors import NotFound
from backend.web.parts import Cell, Chip, Column, Row, Stat, Table
from backend.web.templatetags.web import duration, number, when
from warehouse import floor_maps, floor_plans, grouping, planning, pooling, waves, wording
from warehouse.cards.waves import AskCard, PoolCard, ThinkingCard, WalkCard, WaveCard, WavesPage
from warehouse.models import Wave, WaveCart
from warehouse.routing import Unroutable

NBSP = "\u00a0"
TRIES = 8
PLOTTED = 24
SHOWN = (Wave.State.PLANNED, Wave.State.RELEASED)


def page(site: Facility, *, pk: int | None = None, cart: int = 1) -> WavesPage:
    """The page with the wave `pk`, else the newest plan; a dropped one is not there any more."""
    rows = Wave.objects.filter(facility=site)
    wave = rows.filter(state=Wave.State.PLANNED).order_by("-planned_at", "-pk").first()
    if pk is not None:
        wave = rows.filter(pk=pk, state__in=SHOWN).first()
        if wave is None:
            raise NotFound()
    newest = rows.order_by("-pk").first()
    failed = newest if newest and newest.state == Wave.State.DROPPED and newest.fault else None
    return WavesPage(
        pool=_pool(site),
        thinking=thinking(site.pk),
        wave=_wave(wave, cart=cart) if wave else None,
        ask=_ask(site, like=wave),
        tries=_tries(site.pk, shown=wave),
        fault=failed.fault if failed else "",
        faulted_at=failed.ended_at if failed else None,
        is_measured=floor_plans.in_force(site.pk) is not None,
    )


def find(pk: int, *, facility: int) -> Wave:
    """A wave of this facility; 404 for others."""
    wave = Wave.objects.select_related("facility").filter(pk=pk, facility=facility).first()
    if wave is None:
        raise NotFound()
    return wave


def thinking(facility: int) -> ThinkingCard | None:
    """The wave that is being thought out."""
    wave = Wave.objects.filter(facility=facility, state=Wave.State.PLANNING).order_by("pk").last()
    if wave is None:
        return None
    budget = planning.BUDGETS[Wave.Mode(wave.mode)].seconds or 0
    return ThinkingCard(
        id=wave.pk,
        words=_carts_for(wave),
        seconds=int((clock.now() - wave.asked_at).total_seconds()),
        of_seconds=int(budget) + 1,
    )


def metres(length_mm: int | None) -> str:
    """A walk in whole metres, with its unit."""
    return "–" if length_mm is None else f"{number(round(length_mm / 1000))}{NBSP}m"


def _pool(site: Facility) -> PoolCard:
    waiting = pooling.queue(site.pk)
    return PoolCard(
        orders=waiting.count(),
        today=pooling.queue(site.pk, leave_before=midnight(site)).count(),
        batches=waves.waiting(site.pk).count(),
        ahead=site.batches_ahead,
    )


def midnight(site: Facility) -> datetime:
    """When the facility's day ends."""
    local = clock.now().astimezone(site.clock_zone)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _wave(wave: Wave, *, cart: int) -> WaveCard:
    carts = list(wave.carts.annotate(count=Count("orders")).order_by("position"))
    last = wave.carts.aggregate(leave=Max("orders__order__ship_by"))["leave"]
    orders = sum(map(_count, carts))
    chosen = next((each for each in carts if each.position == cart), carts[0] if carts else None)
    sub = ngettext("%(n)s order", "%(n)s orders", orders) % {"n": orders}
    sub += " · " + _("the last leaves by %(at)s") % {"at": when(last)} if last else ""
    return WaveCard(
        id=wave.pk,
        state=wording.wave_state(wave.state),
        title=_("Next wave") if wave.state == Wave.State.PLANNED else _("Wave %(n)s") % {"n": wave.pk},
        sub=f"{sub} · {_carts_for(wave)}",
        batches=len(carts),
        planned_words=_planned_words(wave),
        stats=_stats(wave),
        carts=_carts(wave, carts, chosen),
        plot=_plot(carts, wave),
        walk=_walk(wave, chosen) if chosen else None,
        price=_price(wave),
        is_planned=wave.state == Wave.State.PLANNED,
    )


def _carts_for(wave: Wave) -> str:
    words = {
        "slots": wave.slots,
        "people": ngettext("%(n)s person", "%(n)s people", wave.workers) % {"n": wave.workers},
    }
    return _("carts with %(slots)s totes, %(people)s") % words


def _planned_words(wave: Wave) -> str:
    if wave.planned_at is None:
        return ""
    words = _("planned in %(time)s") % {
        "time": duration(max(1, round((wave.planned_at - wave.asked_at).total_seconds())))
    }
    return words + (f", {_('stopped by a hold')}" if wave.stopped_by == "hold" else "")


def _stats(wave: Wave) -> tuple[Stat, ...]:
    stats = []
    if wave.length_mm is not None and wave.came_mm is not None:
        saved_mm = wave.came_mm - wave.length_mm
        stats += [
            Stat(
                _("Walking, this wave"),
                number(round(wave.length_mm / 1000)),
                "m",
                _("as they came: %(far)s") % {"far": metres(wave.came_mm)},
                "plain",
                "footprints",
            ),
            Stat(
                _("Saved"),
                number(round(100 * saved_mm / wave.came_mm)) if wave.came_mm else "0",
                "%",
                _("%(far)s less") % {"far": metres(saved_mm)},
                "ok",
                "footprints",
            ),
            Stat(
                _("Time to pick"),
                duration(wave.pick_seconds),
                "",
                ngettext("%(n)s person, with stops", "%(n)s people, with stops", wave.workers) % {"n": wave.workers},
                "plain",
                "users",
            ),
        ]
    left = wave.left_out
    words = _("goods out of reach") if left else _("all can be picked")
    stats.append(
        Stat(_("Cannot be picked"), str(left), "", words, "warn" if left else "ok", "package-x" if left else "check")
    )
    return tuple(stats)


def _carts(wave: Wave, carts: Sequence[WaveCart], chosen: WaveCart | None) -> Table:
    rows = tuple(
        Row(
            (
                Cell(str(each.position), href=_shown(wave, cart=each.position)),
                str(_count(each)),
                str(each.stops),
                metres(each.length_mm),
                metres(None if each.came_mm is None or each.length_mm is None else each.came_mm - each.length_mm),
            ),
            is_picked=each == chosen,
        )
        for each in carts
    )
    saved = None if wave.length_mm is None or wave.came_mm is None else wave.came_mm - wave.length_mm
    return Table(
        caption=_("Batches, the most urgent on top"),
        columns=(
            Column(_("Batch")),
            Column(_("Orders"), is_number=True),
            Column(_("Lines"), is_number=True),
            Column(_("Walk"), is_number=True),
            Column(_("Saved"), is_number=True),
        ),
        rows=rows,
        foot=(
            _("All"),
            str(sum(map(_count, carts))),
            str(sum(each.stops for each in carts)),
            metres(wave.length_mm),
            metres(saved),
        ),
        hide_caption=True,
        is_tight=True,
    )


def _count(cart: WaveCart) -> int:
    return int(getattr(cart, "count", 0))


def _shown(wave: Wave, *, cart: int) -> str:
    return f"{reverse('wave', args=[wave.pk])}?cart={cart}#walk"


def _plot(carts: Sequence[WaveCart], wave: Wave) -> Figure | None:
    known = [each for each in carts if each.length_mm is not None and each.came_mm is not None][:PLOTTED]
    if not known or wave.length_mm is None or wave.came_mm is None:
        return None
    more = len(carts) - len(known)
    conclusion = _("%(ours)s instead of %(rest)s") % {"ours": metres(wave.length_mm), "rest": metres(wave.came_mm)}
    if more > 0:
        conclusion += "; " + _("the first %(n)s are drawn") % {"n": len(known)}
    return charts.figure(
        Pairs(
            title=_("Metres walked, by batch"),
            conclusion=conclusion,
            unit="m",
            rows=tuple(
                Pair(str(each.position), (each.length_mm or 0) / 1000, (each.came_mm or 0) / 1000) for each in known
            ),
            names=(_("planned"), _("as they came")),
            place=_("Batch"),
        )
    )


def _walk(wave: Wave, cart: WaveCart) -> WalkCard | None:
    """The walk as it would be now: bins are chosen for good only when the wave is released."""
    drawing = floor_plans.in_force(wave.facility_id)
    if drawing is None or wave.state != Wave.State.PLANNED:
        return None
    ids = list(cart.orders.values_list("order", flat=True))
    stops = {stop for order in pooling.of(ids, facility=wave.facility_id).orders for stop in order.stops}
    if not stops:
        return None
    try:
        route = grouping.walk_of(drawing, stops)
    except Unroutable:
        return None
    words = ngettext("%(n)s stop, %(far)s", "%(n)s stops, %(far)s", len(route.stops))
    return WalkCard(
        title=_("Batch %(number)s") % {"number": cart.position},
        words=words % {"n": len(route.stops), "far": metres(route.length_mm)},
        map=floor_maps.of_route(drawing, route),
    )


def _price(wave: Wave) -> str:
    """What it costs in walking and time that some people must not meet; nothing to say where nobody is kept apart."""
    if wave.unkept_mm is None or wave.length_mm is None:
        return ""
    further_mm, longer = wave.length_mm - wave.unkept_mm, wave.pick_seconds - wave.unkept_seconds
    if further_mm <= 0 and longer <= 0:
        return ""
    words = {"far": metres(max(0, further_mm)), "time": duration(max(0, longer))}
    price = _("Keeping people apart costs %(far)s of walking and %(time)s until all is picked.") % words
    waits = _("Together they wait %(time)s.") % {"time": duration(wave.waiting_seconds)} if wave.waiting_seconds else ""
    return f"{price} {waits}".strip()


def _ask(site: Facility, *, like: Wave | None) -> AskCard:
    seated = Seat.objects.filter(facility=site, station__kind=Station.Kind.PICK, left_at=None).count()
    stations = Station.objects.filter(facility=site, kind=Station.Kind.PICK).count()
    return AskCard(
        slots=like.slots if like else grouping.cart_of(site.pk).slots,
        workers=like.workers if like else seated or stations or 1,
        mode=like.mode if like else Wave.Mode.GOOD,
        modes=tuple((str(mode), wording.wave_mode(mode)) for mode in Wave.Mode),
        leave=(("", _("All that wait")), ("today", _("Those that leave today"))),
        most_slots=planning.MOST_SLOTS,
        most_workers=planning.MOST_WORKERS,
    )


def _tries(facility: int, *, shown: Wave | None) -> Table | None:
    found = Wave.objects.filter(facility=facility, state__in=SHOWN).annotate(batches=Count("carts"))
    rows = list(found.order_by("-pk")[:TRIES])
    if not rows:
        return None
    return Table(
        caption=_("Tries and released waves, the newest on top"),
        columns=(
            Column(_("Wave")),
            Column(_("State")),
            Column(_("Cart"), is_number=True),
            Column(_("People"), is_number=True),
            Column(_("Thought")),
            Column(_("Batches"), is_number=True),
            Column(_("Walk"), is_number=True),
            Column(_("Saved"), is_number=True),
            Column(_("Time to pick"), is_number=True),
        ),
        rows=tuple(_try_row(each, is_shown=each == shown) for each in rows),
        hide_caption=True,
        is_tight=True,
    )


def _try_row(wave: Wave, *, is_shown: bool) -> Row:
    state: Chip = wording.wave_state(wave.state)
    saved = f"{round(100 * (wave.came_mm - (wave.length_mm or 0)) / wave.came_mm)}{NBSP}%" if wave.came_mm else "–"
    return Row(
        (
            Cell(str(wave.pk), href=reverse("wave", args=[wave.pk]), small=when(wave.planned_at, "time")),
            Cell(word=state.word, tone=state.tone, icon=state.icon),
            str(wave.slots),
            str(wave.workers),
            wording.wave_mode(wave.mode),
            str(getattr(wave, "batches", 0)),
            metres(wave.length_mm),
            saved,
            duration(wave.pick_seconds) if wave.pick_seconds else "–",
        ),
        is_picked=is_shown,
    )
