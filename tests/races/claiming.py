"""One worker of a race: claims at its own station until nothing waits, and says which batches it got."""

from __future__ import annotations

import sys
import time

import django

django.setup()

from backend.facility.models import Seat  # noqa: E402 - after the setup
from backend.kit import clock  # noqa: E402
from backend.kit.errors import Busy, Refused  # noqa: E402
from warehouse import picking  # noqa: E402
from warehouse.models import Batch, Run  # noqa: E402


def race(seat: Seat, start: float) -> None:
    """Claim, hand in, claim again: as fast as the database lets us."""
    time.sleep(max(0.0, start - time.time()))
    while True:
        try:
            run = picking.claim_next(by=seat)
        except Busy:
            print("busy", flush=True)  # noqa: T201 - the answer to the race
            continue
        except Refused:
            return
        assert run.batch is not None
        print(f"got {run.batch.pk}", flush=True)  # noqa: T201
        Batch.objects.filter(pk=run.batch.pk).update(state=Batch.State.FINISHED, lease_until=None)
        Run.objects.filter(pk=run.pk).update(closed_at=clock.now())


race(Seat.objects.select_related("station__facility", "person").get(pk=int(sys.argv[1])), float(sys.argv[2]))
