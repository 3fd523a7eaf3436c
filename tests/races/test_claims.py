"""Eight workers reach for the same queue at once: each batch is taken once, and nobody sees a database error."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from backend.facility.models import Seat
from backend.kit import clock
from backend.ledger.models import Event
from tests import floor as floors
from tests import world
from warehouse.models import Allocation, Balance, Batch, Location, Lot, Order, OrderLine, Slot

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 8
BATCHES = 60


def waiting_batches(floor: floors.Floor, number: int) -> None:
    """So many open batches of one order each, without the cost of planning them one by one."""
    soap = world.product(floor.shop)
    lot, now = Lot.objects.get(product=soap), clock.now()
    shelf = world.location(floor.site, Location.Kind.PICK)
    balance = Balance.objects.create(facility=floor.site, location=shelf, lot=lot, on_hand=number, allocated=number)
    for n in range(number):
        order = Order.objects.create(
            facility=floor.site, merchant=floor.shop, state=Order.State.RELEASED, ship_by=now, made_at=now
        )
        line = OrderLine.objects.create(order=order, product=soap, quantity=1)
        batch = Batch.objects.create(
            facility=floor.site, ship_by=now + timedelta(minutes=n % 7), stops=1, units=1, made_at=now
        )
        Slot.objects.create(batch=batch, position=1, order=order)
        Allocation.objects.create(
            facility=floor.site, line=line, balance=balance, quantity=1, state="hard", batch=batch, made_at=now
        )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_workers_cannot_claim_one_batch(committed: dict[str, str]) -> None:
    floor = floors.build()
    waiting_batches(floor, BATCHES)
    seats: list[Seat] = [floor.seat, *(floor.colleague() for _ in range(WORKERS - 1))]
    connection.close()
    start = time.time() + 8

    racers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.races.claiming", str(seat.pk), str(start)],
            cwd=ROOT,
            env=committed,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for seat in seats
    ]
    said = [racer.communicate(timeout=300) for racer in racers]

    assert [errors for _, errors in said if "Error" in errors] == []
    lines = [line for output, _ in said for line in output.splitlines()]
    taken = [line for line in lines if line.startswith("got")]
    assert (len(taken), len(set(taken))) == (BATCHES, BATCHES)
    assert lines.count("busy") == 0
    assert Event.objects.filter(kind="pick.claimed").count() == BATCHES
