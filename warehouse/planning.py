"""A supervisor's wave: asked for, thought out beside the floor, compared with other tries, released or dropped.

A try changes nothing on the floor: its orders stay in the pool until one try is released. Whatever became of an order
meanwhile (cancelled, held, sent with another wave) is looked at again when the wave is released.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from backend.facility.models import Facility, Hold
from backend.jobs import asking
from backend.kit import clock, locks
from backend.kit.errors import Invalid, NotFound, Refused
from backend.ledger import moves, recording
from backend.ledger.happenings import SYSTEM
from backend.ledger.work import work
from backend.people.models import Person
from warehouse import pooling, tries, waves
from warehouse.batching import Budget, StoppedBy, Unbatchable
from warehouse.events.waves import WaveAheadSet, WaveAsked, WaveDropped, WavePlanned, WaveReleased
from warehouse.models import FloorPlan, Wave, WaveCart, WaveOrder
from warehouse.routing import Unroutable
from warehouse.tries import Tried

MOST_ORDERS: Final = 5_000
MOST_SLOTS: Final = 24
MOST_WORKERS: Final = 60
MOST_AHEAD: Final = 500
IN_ONE_STATEMENT: Final = 500
BETWEEN_LOOKS: Final = timedelta(seconds=0.5)
BUDGETS: Final = {
    Wave.Mode.INSTANT: Budget(seconds=5.0, moves=0),
    Wave.Mode.GOOD: Budget(seconds=10.0),
    Wave.Mode.BEST: Budget(seconds=60.0),
}


@dataclass(frozen=True)
class Asked:
    """What a supervisor wants to see: carts with so many places, for so many people, and how long to think."""

    slots: int
    workers: int
    mode: str
    leave_before: datetime | None = None


@dataclass(frozen=True)
class Try:
    """The wave that was asked for."""

    wave: int


@work
def ask(facility: int, *, asked: Asked, by: Person) -> Try:
    """Ask for a try at the next wave; one is thought out at a time."""
    if not 0 < asked.slots <= MOST_SLOTS:
        raise Invalid(_("A cart has 1 to %(n)d places.") % {"n": MOST_SLOTS}, code="slots_unlikely")
    if not 0 < asked.workers <= MOST_WORKERS:
        raise Invalid(_("A wave is for 1 to %(n)d people.") % {"n": MOST_WORKERS}, code="workers_unlikely")
    if asked.mode not in Wave.Mode.values:
        raise Invalid(_("Choose how long to think."), code="mode_unknown")
    locks.take(Facility.objects.filter(pk=facility))
    if Wave.objects.filter(facility=facility, state=Wave.State.PLANNING).exists():
        raise Refused(_("A wave is being planned. Wait until it is ready."), code="already_planning")
    if not pooling.queue(facility, leave_before=asked.leave_before).exists():
        raise Refused(_("No order waits for a wave."), code="empty_wave")
    wave = Wave.objects.create(
        facility_id=facility,
        mode=asked.mode,
        slots=asked.slots,
        workers=asked.workers,
        leave_before=asked.leave_before,
        asked_by=by,
        asked_at=clock.now(),
    )
    recording.record(WaveAsked(mode=asked.mode, slots=asked.slots, workers=asked.workers), on=wave, by=by)
    asking.ask("warehouse.wave", subject=recording.subject_of(wave), facility=facility)
    return Try(wave.pk)


def plan(wave: Wave) -> None:
    """Think the wave out, and keep what was found; a hold on the whole floor ends the thinking with the best so far.

    Nothing is written until it is ready, and nothing at all once the wave was dropped. What cannot be planned drops
    the wave, with the reason.
    """
    pool = pooling.look(wave.facility_id, leave_before=wave.leave_before, most=MOST_ORDERS)
    try:
        tried = tries.think(wave, pool, budget=budget_of(wave), is_cancelled=_stopped(wave))
    except (Unbatchable, Unroutable) as refusal:
        _give_up(wave, reason="no_plan", fault=f"{refusal.element}: {refusal.words}")
        return
    if not tried.carts:
        _give_up(wave, reason="empty_wave", fault=_("No order can be picked now."))
        return
    _keep(wave, tried)


@work
def release(wave: Wave, *, by: Person) -> waves.Opened:
    """Send the planned carts to the floor; other tries at the same orders are dropped."""
    _refuse_other_house(wave, by=by)
    (rows,) = locks.take(Wave.objects.filter(pk=wave.pk))
    moves.refuse_unless(rows[0], WaveReleased)
    carts = carts_of(wave)
    opened = waves.open_carts.inside(wave.facility_id, carts, by=by, wave=wave)
    if not opened.batches:
        raise Refused(_("None of these orders waits any more. Plan again."), code="empty_wave")
    released = WaveReleased(orders=opened.orders, batches=opened.batches)
    moves.move(wave, released, by=by, ended_at=clock.now())
    for other in Wave.objects.filter(facility=wave.facility_id, state=Wave.State.PLANNED):
        moves.move(other, WaveDropped(reason="another_released"), by=by, ended_at=clock.now())
    return opened


@work
def drop(wave: Wave, *, by: Person) -> None:
    """Forget a try; its orders wait as before."""
    _refuse_other_house(wave, by=by)
    moves.move(wave, WaveDropped(reason="not_wanted"), by=by, ended_at=clock.now())


def carts_of(wave: Wave) -> list[list[int]]:
    """The orders of each planned cart. One query."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = WaveOrder.objects.filter(cart__wave=wave).order_by("cart__position", "position")
    for cart, order in rows.values_list("cart", "order"):
        found[cart].append(order)
    return list(found.values())


@work
def _give_up(wave: Wave, *, reason: str, fault: str) -> None:
    (rows,) = locks.take(Wave.objects.filter(pk=wave.pk))
    if moves.may(rows[0], WaveDropped):
        moves.move(wave, WaveDropped(reason=reason), by=SYSTEM, ended_at=clock.now(), fault=fault[:200])


@work
def _keep(wave: Wave, tried: Tried) -> None:
    (rows,) = locks.take(Wave.objects.filter(pk=wave.pk))
    if not moves.may(rows[0], WavePlanned):
        return
    plan = tried.plan
    measured = None not in tried.lengths_mm
    length_mm = sum(each or 0 for each in tried.lengths_mm) if measured else None
    planned = WavePlanned(
        orders=sum(len(cart) for cart in tried.carts),
        batches=len(tried.carts),
        length_mm=length_mm or 0,
        seed=wave.seed,
        moves_planned=plan.moves_planned if plan else 0,
        moves_done=plan.moves_done if plan else 0,
        stopped_by=plan.stopped_by if plan else StoppedBy.NOTHING_TO_DO,
    )
    moves.move(
        wave,
        planned,
        by=SYSTEM,
        planned_at=clock.now(),
        plan=FloorPlan.objects.filter(facility=wave.facility_id).order_by("pk").last() if measured else None,
        left_out=tried.left_out,
        length_mm=length_mm,
        came_mm=sum(each or 0 for each in tried.came_mm) if measured else None,
        unkept_mm=tried.unkept_mm,
        pick_seconds=tried.seconds,
        unkept_seconds=tried.unkept_seconds,
        waiting_seconds=tried.waiting_seconds,
        moves_planned=planned.moves_planned,
        moves_done=planned.moves_done,
        stopped_by=planned.stopped_by,
    )
    carts = WaveCart.objects.bulk_create(
        WaveCart(
            wave=wave,
            position=position,
            stops=sum(order.lines for order in cart),
            units=sum(order.units for order in cart),
            length_mm=length,
            came_mm=came,
        )
        for position, (cart, length, came) in enumerate(
            zip(tried.carts, tried.lengths_mm, tried.came_mm, strict=True), start=1
        )
    )
    WaveOrder.objects.bulk_create(
        (
            WaveOrder(cart=row, position=position, order_id=order.id)
            for row, cart in zip(carts, tried.carts, strict=True)
            for position, order in enumerate(cart, start=1)
        ),
        batch_size=IN_ONE_STATEMENT,
    )


def budget_of(wave: Wave) -> Budget:
    """How long a wave may be thought about."""
    return replace(BUDGETS[Wave.Mode(wave.mode)], seed=wave.seed)


@work
def set_ahead(site: Facility, *, batches: int | None, by: Person) -> None:
    """So many batches go ahead by themselves and wait for workers, None for all; further orders stay in the pool."""
    if site.pk != by.facility:
        raise NotFound()
    if batches is not None and not 0 <= batches <= MOST_AHEAD:
        raise Invalid(_("Give a number from 0 to %(n)d.") % {"n": MOST_AHEAD}, code="ahead_unlikely")
    Facility.objects.filter(pk=site.pk).update(batches_ahead=batches)
    recording.record(WaveAheadSet(batches=-1 if batches is None else batches), on=site, by=by)
    asking.ask("warehouse.plan", subject=recording.subject_of(site), facility=site.pk)


def _refuse_other_house(wave: Wave, *, by: Person) -> None:
    if wave.facility_id != by.facility:
        raise NotFound()


def _stopped(wave: Wave) -> Callable[[], bool]:
    """Whether the whole facility is held or nobody wants the wave; looked up at most twice a second."""
    held = Hold.objects.filter(facility=wave.facility_id, area=None, station=None, released_at=None)
    wanted = Wave.objects.filter(pk=wave.pk, state=Wave.State.PLANNING)
    asked_at, answer = clock.now(), False

    def is_stopped() -> bool:
        nonlocal asked_at, answer
        now = clock.now()
        if now - asked_at >= BETWEEN_LOOKS:
            asked_at, answer = now, held.exists() or not wanted.exists()
        return answer

    return is_stopped
