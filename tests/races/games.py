"""What processes fight for: each game sets the table for a round, lets every player move once, and judges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count

from backend.facility.models import Facility, Seat, Station
from backend.kit import locks
from backend.kit.errors import Refused
from backend.ledger.commands import Asked
from backend.ledger.happenings import SYSTEM
from backend.partners.models import Merchant
from backend.people.models import Person
from tests import shipping, world
from tests.races import apart
from tests.warehouse.bench import Bench
from warehouse import allocation, dispatch, handing_back, manifests, stepping, stock, waves
from warehouse.models import (
    Allocation,
    Balance,
    Batch,
    Level,
    Location,
    Lot,
    Manifest,
    Move,
    Order,
    Parcel,
    Product,
    Run,
)
from warehouse.stepping import Scan


@dataclass(frozen=True)
class Game:
    """How a round is laid, what one player does (its outcome in a word), and how many things are wrong afterwards."""

    lay: Callable[[Facility, int], dict[str, Any]]
    play: Callable[[int, dict[str, Any]], str]
    judge: Callable[[dict[str, Any], Counter[str]], int]


def _lay_last_unit(site: Facility, players: int) -> dict[str, Any]:
    shop = world.merchant(site)
    soap = world.product(shop)
    world.received(soap, 1)
    return {"product": soap.pk, "orders": _orders(shop, [{soap: 1}] * players)}


def _promise_own(player: int, table: dict[str, Any]) -> str:
    order = Order.objects.get(pk=table["orders"][player])
    return "won" if allocation.promise([order], by=SYSTEM).promised else "lost"


def _judge_last_unit(table: dict[str, Any], outcomes: Counter[str]) -> int:
    promised = sum(_units(Allocation.objects.filter(line__product=table["product"], state="soft")))
    level = Level.objects.get(product=table["product"])
    return abs(promised - 1) + abs(level.promised - 1) + abs(outcomes["won"] - 1)


def _lay_two_lines(site: Facility, players: int) -> dict[str, Any]:
    """Every order wants the same two products, every second one names them the other way round."""
    shop = world.merchant(site)
    soap, tea = world.product(shop), world.product(shop)
    world.received(soap, 2)
    world.received(tea, 2)
    wanted = ([{soap: 1, tea: 1}, {tea: 1, soap: 1}] * players)[:players]
    return {"products": [soap.pk, tea.pk], "orders": _orders(shop, wanted), "most": min(2, players)}


def _judge_two_lines(table: dict[str, Any], outcomes: Counter[str]) -> int:
    levels = Level.objects.filter(product__in=table["products"])
    return abs(outcomes["won"] - table["most"]) + sum(abs(level.promised - table["most"]) for level in levels)


def _lay_one_wave(site: Facility, players: int) -> dict[str, Any]:
    here = world.facility()
    shop = world.merchant(here)
    soap = world.product(shop)
    world.received(soap, 9)
    orders = [world.order(shop, {soap: 2}) for _ in range(4)]
    world.promised(*orders)
    return {"facility": here.pk, "product": soap.pk}


def _plan(player: int, table: dict[str, Any]) -> str:
    return "won" if waves.plan(table["facility"]).batches else "lost"


def _judge_one_wave(table: dict[str, Any], outcomes: Counter[str]) -> int:
    batches = Batch.objects.filter(facility=table["facility"]).count()
    balance = Balance.objects.get(lot__product=table["product"])
    return abs(batches - 1) + abs(outcomes["won"] - 1) + abs(balance.allocated - 8)


def _lay_one_pick(site: Facility, players: int) -> dict[str, Any]:
    here = world.facility()
    shop = world.merchant(here)
    soap = world.product(shop)
    shelf = world.received(soap, 9)
    mine, other = world.order(shop, {soap: 2}), world.order(shop, {soap: 2})
    world.released(mine, other)
    row = Allocation.objects.get(line__order=mine)
    tote = world.location(here, Location.Kind.TOTE)
    return {"facility": here.pk, "order": mine.pk, "row": row.pk, "tote": tote.pk, "shelf": shelf.location_id}


def _pick_or_cancel(player: int, table: dict[str, Any]) -> str:
    try:
        return _cancel(table) if player % 2 else _pick(table)
    except Refused:
        return "refused"


def _pick(table: dict[str, Any]) -> str:
    row = Allocation.objects.select_related("balance").get(pk=table["row"])
    if row.state != Allocation.State.HARD or row.balance is None:
        return "refused"
    goods = stock.Shift(
        row.balance.lot_id, table["shelf"], table["tote"], row.quantity, Move.Reason.PICKED, carries_allocation=True
    )
    with transaction.atomic():
        balances = stock.shift([goods], facility=table["facility"], by=SYSTEM)
        taken = Allocation.objects.filter(pk=row.pk, state=Allocation.State.HARD).update(
            state=Allocation.State.PICKED, balance=balances[table["tote"], goods.lot]
        )
        if not taken:
            raise Refused("This order was stopped.", code="order_stopped")
    return "picked"


def _cancel(table: dict[str, Any]) -> str:
    with transaction.atomic():
        (order,) = locks.take(Order.objects.filter(pk=table["order"]))[0]
        if order.state == Order.State.CANCELLED:
            return "refused"
        units = allocation.let_go(order, by=SYSTEM, reason=Allocation.Reason.CANCELLED)
        Order.objects.filter(pk=order.pk).update(state=Order.State.CANCELLED)
    return "freed" if units else "too late"


def _judge_one_pick(table: dict[str, Any], outcomes: Counter[str]) -> int:
    return abs(outcomes["picked"] + outcomes["freed"] - 1) + abs(outcomes["freed"] + outcomes["too late"] - 1)


def _lay_short_bin(site: Facility, players: int) -> dict[str, Any]:
    """One player finds a bin empty, the others plan the goods in the only other bin."""
    here = world.facility()
    shop = world.merchant(here)
    soap = world.product(shop)
    world.received(soap, 3)
    world.released(world.order(shop, {soap: 3}))
    row = Allocation.objects.get(facility=here)
    world.received(soap, 4)
    world.promised(world.order(shop, {soap: 4}))
    Batch.objects.filter(facility=here).update(state=Batch.State.FINISHED)
    return {"facility": here.pk, "row": row.pk, "product": soap.pk}


def _short_or_plan(player: int, table: dict[str, Any]) -> str:
    if player:
        return _plan(player, table)
    with transaction.atomic():
        row = Allocation.objects.select_related("line").get(pk=table["row"])
        found = allocation.resource(row, missing=3, reason=Allocation.Reason.EMPTY, by=SYSTEM)
        if not found:
            Order.objects.filter(lines=row.line_id).update(state=Order.State.SHORT)
    return "found" if found else "short"


def _judge_short_bin(table: dict[str, Any], outcomes: Counter[str]) -> int:
    Batch.objects.filter(facility=table["facility"]).update(state=Batch.State.OPEN)
    once = abs(outcomes["found"] + outcomes["won"] - 1)
    return once + abs(outcomes["found"] + outcomes["short"] - 1)


def _lay_one_delivery(site: Facility, players: int) -> dict[str, Any]:
    soap = world.product(world.merchant(site))
    return {
        "facility": site.pk,
        "product": soap.pk,
        "receipt": (Lot.objects.get(product=soap).pk, world.location(site).pk),
    }


def _click_twice(player: int, table: dict[str, Any]) -> str:
    asked = Asked(scope="station:1", key=f"delivery-{table['product']}", fingerprint="same", kind="stock.receive")
    receipts = [stock.Receipt(*table["receipt"], 5)]
    answer = stock.receive.once(asked, receipts, facility=table["facility"], by=SYSTEM)
    return "replayed" if answer.replayed else "won"


def _judge_one_delivery(table: dict[str, Any], outcomes: Counter[str]) -> int:
    return abs(outcomes["won"] - 1) + abs(Level.objects.get(product=table["product"]).sellable - 5)


def _receive_own(player: int, table: dict[str, Any]) -> str:
    stock.receive([stock.Receipt(*table["receipt"], 5)], facility=table["facility"], by=SYSTEM)
    return "won"


def _judge_one_new_bin(table: dict[str, Any], outcomes: Counter[str]) -> int:
    balance = Balance.objects.get(lot__product=table["product"])
    return abs(balance.on_hand - 5 * sum(outcomes.values()))


def _lay_one_cage(site: Facility, players: int) -> dict[str, Any]:
    """One parcel stands in a cage, one more for each player waits beside it."""
    at = shipping.desk()
    waiting = [shipping.sealed_parcel(at) for _ in range(players + 1)]
    for parcel in waiting:
        dispatch.label(parcel, by=at.dispatcher, at=at.station)
    first, *others = Parcel.objects.filter(pk__in=[parcel.pk for parcel in waiting]).order_by("pk")
    cage = manifests.load(first, by=at.dispatcher, at=at.station).id
    return {
        "facility": at.site.pk,
        "cage": cage,
        "parcels": [parcel.pk for parcel in others],
        "dispatcher": at.dispatcher.pk,
        "station": at.station.pk,
    }


def _load_or_close(player: int, table: dict[str, Any]) -> str:
    by, at = Person.objects.get(pk=table["dispatcher"]), Station.objects.get(pk=table["station"])
    try:
        if player % 2:
            manifests.close(Manifest.objects.get(pk=table["cage"]), by=by, at=at)
            return "closed"
        manifests.load(Parcel.objects.get(pk=table["parcels"][player]), by=by, at=at)
        return "loaded"
    except Refused as refusal:
        return refusal.code


def _judge_one_cage(table: dict[str, Any], outcomes: Counter[str]) -> int:
    cages = Manifest.objects.filter(facility=table["facility"]).annotate(inside=Count("parcels"))
    miscounted = [cage for cage in cages if cage.state == Manifest.State.CLOSED and cage.inside != cage.parcels_count]
    return len(miscounted) + abs(outcomes["closed"] - 1)


def _lay_one_tote(site: Facility, players: int) -> dict[str, Any]:
    """A picked tote, and a packer at each of several benches."""
    bench = Bench(1)
    others = [bench.floor.colleague(Station.Kind.PACK) for _ in range(players - 1)]
    for seat in others:
        bench.floor.claim(seat)
    seats = [bench.seat.pk, *(seat.pk for seat in others)]
    return {"facility": bench.floor.site.pk, "order": bench.order.pk, "tote": bench.tote.code, "seats": seats}


def _lay_one_parcel(site: Facility, players: int) -> dict[str, Any]:
    """The same, with a parcel that somebody began and left."""
    table = _lay_one_tote(site, players)
    seats = Seat.objects.select_related("station__facility", "person")
    first = seats.get(pk=table["seats"][0])
    stepping.take_scan(Scan(revision=0, text=table["tote"]), by=first)
    handing_back.take_back_from(first, first)
    stepping.claim(by=first)
    return table


def _scan_the_tote(player: int, table: dict[str, Any]) -> str:
    seat = Seat.objects.select_related("station__facility", "person").get(pk=table["seats"][player])
    card = stepping.take_scan(Scan(revision=0, text=table["tote"]), by=seat)
    return "won" if card.step == "item" else card.code


def _judge_one_tote(table: dict[str, Any], outcomes: Counter[str]) -> int:
    at = Run.objects.filter(parcel__order=table["order"], closed_at=None).count()
    others = sum(outcomes.values()) - 1
    return abs(at - 1) + abs(outcomes["won"] - 1) + abs(outcomes["open_elsewhere"] - others)


def _orders(shop: Merchant, wanted: Sequence[Mapping[Product, int]]) -> list[int]:
    with transaction.atomic():
        return [world.order(shop, each, ships_complete=True).pk for each in wanted]


def _units(rows: Any) -> list[int]:
    return list(rows.values_list("quantity", flat=True))


GAMES = {
    "last_unit": Game(_lay_last_unit, _promise_own, _judge_last_unit),
    "two_lines": Game(_lay_two_lines, _promise_own, _judge_two_lines),
    "one_wave": Game(_lay_one_wave, _plan, _judge_one_wave),
    "pick_or_cancel": Game(_lay_one_pick, _pick_or_cancel, _judge_one_pick),
    "short_or_plan": Game(_lay_short_bin, _short_or_plan, _judge_short_bin),
    "double_click": Game(_lay_one_delivery, _click_twice, _judge_one_delivery),
    "load_or_close": Game(_lay_one_cage, _load_or_close, _judge_one_cage),
    "one_tote": Game(_lay_one_tote, _scan_the_tote, _judge_one_tote),
    "one_parcel": Game(_lay_one_parcel, _scan_the_tote, _judge_one_tote),
    "kept_apart": Game(apart.lay, apart.play, apart.judge),
    "one_new_bin": Game(_lay_one_delivery, _receive_own, _judge_one_new_bin),
}
