"""The sweep: whatever is due or was dropped goes to the workers again, so that no message is ever needed."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from backend.jobs import handling, publishing
from backend.jobs.models import Job
from backend.kit import clock

PORTION: Final = 500
KEPT: Final = timedelta(days=30)
PRUNED_AT_ONCE: Final = 1000


def sweep() -> int:
    """Send the ids of jobs whose holder fell silent and of those that are due, oldest first, 500 at most."""
    now = clock.now()
    lapsed = Job.objects.filter(state=Job.State.LEASED, lease_until__lt=now).order_by("lease_until")
    due = Job.objects.filter(state=Job.State.DUE, due_at__lte=now).order_by("due_at")
    found = list(lapsed.values_list("pk", "kind")[:PORTION])
    found += due.values_list("pk", "kind")[: PORTION - len(found)]
    for job, kind in found:
        publishing.poke(job, queue_name=handling.queue_of(kind))
    return len(found)


def prune() -> int:
    """Forget jobs that were done more than thirty days ago, 1,000 in a transaction; dead ones stay."""
    pruned = 0
    while True:
        old = Job.objects.filter(state=Job.State.DONE, done_at__lt=clock.now() - KEPT).order_by("pk")
        gone = Job.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:PRUNED_AT_ONCE])).delete()[0]
        pruned += gone
        if gone < PRUNED_AT_ONCE:
            return pruned
