"""Inside the house: processes that all want the last unit at the same moment, round after round."""

from __future__ import annotations

import multiprocessing
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from typing import Any, Final

from django.db import OperationalError, connections
from django.db.models import Sum

from backend.demo import stocking
from backend.demo.robots.settling import SHOP
from backend.demo.stocking import Good
from backend.facility.models import Facility
from backend.kit.errors import Busy
from backend.ledger.happenings import SYSTEM
from backend.partners.models import Merchant
from warehouse import allocation, intake, reconciling
from warehouse.cards.orders import LineIn, OrderIn
from warehouse.models import Allocation, Level, Order

LAID_AT_ONCE: Final = 20
PATIENCE_SECONDS: Final = 300


@dataclass
class _Score:
    rounds: int = 0
    oversold: int = 0
    undersold: int = 0
    errors: Counter[str] = field(default_factory=Counter)


def race(asked: dict[str, Any]) -> dict[str, Any]:
    """Play `rounds` rounds with `players` processes, at most so many `seconds`."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    start = context.Barrier(asked["players"])
    pipes: list[Connection] = []
    players = []
    for _ in range(asked["players"]):
        ours, theirs = context.Pipe()
        player = context.Process(target=_play, args=(theirs, start), daemon=True)
        player.start()
        pipes.append(ours)
        players.append(player)
    score = _Score()
    until = time.monotonic() + asked["seconds"]
    while score.rounds < asked["rounds"] and time.monotonic() < until:
        rounds = min(LAID_AT_ONCE, asked["rounds"] - score.rounds)
        table = _lay(rounds, asked["players"], serial=f"{asked['players']}-{score.rounds}")
        for product, orders in table:
            if time.monotonic() < until:
                _one_round(pipes, product, orders, score)
    for pipe in pipes:
        pipe.send(None)
    for each in players:
        each.join(PATIENCE_SECONDS)
    drift = len(reconciling.reconcile(Facility.objects.get().pk))
    return {
        "rounds": score.rounds,
        "oversold": score.oversold,
        "undersold": score.undersold,
        "errors": sum(score.errors.values()),
        "examples": [text for text, _n in score.errors.most_common(3)],
        "drift": drift,
    }


def _lay(rounds: int, players: int, *, serial: str) -> list[tuple[int, list[int]]]:
    """So many goods of which one unit is there, and for each as many orders that want it as there are players."""
    shop = Merchant.objects.select_related("facility").get()
    skus = [f"LAST-{serial}-{number}" for number in range(rounds)]
    stocking.fill(shop.facility, [Good(SHOP, sku, "The last one", 1) for sku in skus])
    wanted = [
        OrderIn(f"{sku}-{player}", (LineIn(sku, 1),), ships_complete=True) for sku in skus for player in range(players)
    ]
    card = intake.accept_many(shop, by=SYSTEM, orders=wanted)
    ids = [result.order.id for result in card.results if result.order is not None]
    products = [Level.objects.get(product__sku=sku).product_id for sku in skus]
    return [(product, ids[n * players : (n + 1) * players]) for n, product in enumerate(products)]


def _one_round(pipes: Sequence[Connection], product: int, orders: Sequence[int], score: _Score) -> None:
    for pipe, order in zip(pipes, orders, strict=True):
        pipe.send(order)
    outcomes = Counter(str(pipe.recv()) if pipe.poll(PATIENCE_SECONDS) else "no answer" for pipe in pipes)
    held = Allocation.objects.filter(line__product=product).exclude(
        state__in=[Allocation.State.FREED, Allocation.State.SHORT]
    )
    units = held.aggregate(units=Sum("quantity"))["units"] or 0
    promised = Level.objects.get(product=product).promised
    score.rounds += 1
    score.oversold += max(0, units - 1, promised - 1, outcomes["won"] - 1)
    score.undersold += int(outcomes["won"] == 0)
    score.errors.update({text: n for text, n in outcomes.items() if text not in ("won", "lost")})


def _play(pipe: Connection, start: Barrier) -> None:
    while (order := pipe.recv()) is not None:
        row = Order.objects.get(pk=order)
        start.wait(PATIENCE_SECONDS)
        try:
            outcome = "won" if allocation.promise([row], by=SYSTEM).promised else "lost"
        except Busy:
            outcome = "lost"  # a refusal that asks to come again: this player does not
        except OperationalError as fault:
            outcome = f"{type(fault).__name__}: {fault}"[:200]
        pipe.send(outcome)
