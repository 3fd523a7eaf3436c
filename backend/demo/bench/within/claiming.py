"""Inside the house: processes that claim batches as fast as they can."""

from __future__ import annotations

import multiprocessing
import time
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from typing import Any, Final

from django.db import OperationalError, connections, transaction

from backend.facility.models import Seat
from backend.kit import clock
from backend.kit.errors import Busy, Refused
from backend.ledger.models import Event
from warehouse import picking
from warehouse.models import Batch, Run

EMPTY_AFTER: Final = 5
GRACE_SECONDS: Final = 120.0


def claim_all(asked: dict[str, Any]) -> dict[str, Any]:
    """One process for each seat, all beginning at the same moment; what each of them did."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    start = context.Barrier(len(asked["seats"]))
    players = []
    for seat in asked["seats"]:
        ours, theirs = context.Pipe()
        player = context.Process(target=_claim, args=(theirs, start, seat, asked["seconds"]), daemon=True)
        player.start()
        players.append((player, ours))
    patience = asked["seconds"] + GRACE_SECONDS
    answers = [pipe.recv() for player, pipe in players if pipe.poll(patience)]
    for player, _pipe in players:
        player.join(GRACE_SECONDS)
    if len(answers) < len(players):
        raise RuntimeError(f"Only {len(answers)} of {len(players)} processes answered.")
    return {"answers": answers}


def claims_recorded(asked: dict[str, Any]) -> dict[str, Any]:
    """How many times the ledger says that a batch was claimed, beyond once for each."""
    subjects = list(Event.objects.filter(kind="pick.claimed").values_list("subject", flat=True))
    return {"twice": len(subjects) - len(set(subjects))}


def _claim(pipe: Connection, start: Barrier, seat_id: int, for_seconds: float) -> None:
    """Claim until nothing is left or the time is over."""
    seat = Seat.objects.select_related("station__facility", "person").get(pk=seat_id)
    start.wait(GRACE_SECONDS)
    began = time.perf_counter()
    until = began + for_seconds
    claimed: list[int] = []
    seconds: list[float] = []
    lock_errors = misses = 0
    while time.perf_counter() < until and misses < EMPTY_AFTER:
        asked_at = time.perf_counter()
        try:
            run = picking.claim_next(by=seat)
        except Refused as no:
            if isinstance(no, Busy):
                lock_errors += 1
            else:
                misses += 1
            continue
        except OperationalError:
            lock_errors += 1
            continue
        seconds.append(time.perf_counter() - asked_at)
        misses = 0
        claimed.append(run.batch_id or 0)
        _walk_away(run)
    span = time.perf_counter() - began
    pipe.send({"claimed": claimed, "seconds": seconds, "lock_errors": lock_errors, "span": span})


@transaction.atomic
def _walk_away(run: Run) -> None:
    """The batch is done with, without its walk, which is not measured here."""
    Run.objects.filter(pk=run.pk).update(closed_at=clock.now())
    Batch.objects.filter(pk=run.batch_id or 0).update(state=Batch.State.FINISHED, lease_until=None)
