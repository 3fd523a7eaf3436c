"""A job that failed too often is dead until somebody of staff has it tried again."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from backend.jobs import publishing
from backend.jobs.events import JobRevived
from backend.jobs.models import Job
from backend.kit import clock, locks
from backend.kit.errors import NotFound, Refused
from backend.ledger.happenings import Actor
from backend.ledger.recording import record
from backend.ledger.work import work


@work
def revive(job: Job, *, by: Actor) -> None:
    """Try a dead job again from its first attempt; if it was asked for anew meanwhile, that one stands for both."""
    [[found]] = locks.take(Job.objects.filter(pk=job.pk))
    if found.state != Job.State.DEAD:
        raise Refused("This job is not dead. Look at the list.", code="wrong_state")
    twin = Job.objects.filter(kind=found.kind, subject=found.subject, state=Job.State.DUE)
    if twin.exists():
        Job.objects.filter(pk=found.pk).update(state=Job.State.DONE, done_at=clock.now())
    else:
        Job.objects.filter(pk=found.pk).update(state=Job.State.DUE, due_at=clock.now(), attempts=0, done_at=None)
        transaction.on_commit(lambda: publishing.poke(found.pk), robust=True)
    record(JobRevived(attempts=found.attempts), on=found, by=by)


def dead(facility: int) -> QuerySet[Job]:
    """The jobs of a facility that the house gave up."""
    return Job.objects.filter(facility=facility, state=Job.State.DEAD).order_by("-pk")


def find(pk: int, *, facility: int) -> Job:
    """A job of this facility; 404 for others."""
    job = Job.objects.filter(pk=pk, facility=facility).first()
    if job is None:
        raise NotFound()
    return job
