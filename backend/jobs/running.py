"""Running a job: take its lease, do it, mark it done; whoever is killed meanwhile is replaced, never doubled."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from backend.jobs import handling
from backend.jobs.handling import Handler
from backend.jobs.models import Job
from backend.kit import clock
from backend.kit.errors import Broken, Refused

log = logging.getLogger(__name__)
LEASE: Final = timedelta(seconds=20)
RENEW_SECONDS: Final = 7.0
LONGEST: Final = timedelta(minutes=10)
FIRST_DELAY: Final = timedelta(seconds=10)
LONGEST_DELAY: Final = timedelta(hours=1)


class LeaseLost(Exception):
    """Somebody else has taken the job over: what was being done must not be committed."""


def run(job_id: int) -> bool:
    """Do the job if it is due and nobody has it; whether it was done. Faults are kept in its row, never raised."""
    job = take(job_id)
    if job is None:
        return False
    handler = handling.HANDLERS.get(job.kind)
    try:
        if handler is None:
            raise Broken("no_handler")
        with _renewed(job):
            handler.run(job)
    except Exception as fault:
        _keep_fault(job, handler, fault)
        return False
    return _finish(job)


def take(job_id: int) -> Job | None:
    """Take the lease of a job that is due or whose holder fell silent; None if it is not to be had.

    The attempt is counted before the work: a job that kills its worker ends as dead, not as a loop.
    """
    now = clock.now()
    is_free = Q(state=Job.State.DUE, due_at__lte=now) | Q(state=Job.State.LEASED, lease_until__lt=now)
    with transaction.atomic():
        taken = Job.objects.filter(is_free, pk=job_id).update(
            state=Job.State.LEASED, attempts=F("attempts") + 1, lease_until=now + LEASE
        )
        job = Job.objects.get(pk=job_id) if taken else None
        if job and job.attempts > _most(handling.HANDLERS.get(job.kind)):
            _bury(job, "worker_lost")
            return None
    return job


def settle(job: Job) -> None:
    """Mark the job done inside the running transaction: effect and `done` stand or fall together.

    For handlers whose effect is in our own database; LeaseLost rolls back what a slow holder did too late.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("settle() is for use inside the transaction that holds the job's effect")
    if not _mine(job).update(state=Job.State.DONE, done_at=clock.now(), lease_until=None, error_code=""):
        raise LeaseLost(f"job {job.pk}")


def renew(job: Job, *, began: datetime) -> bool:
    """Lengthen the lease; whether it is still ours and younger than ten minutes."""
    now = clock.now()
    return now - began < LONGEST and _mine(job).update(lease_until=now + LEASE) == 1


def _finish(job: Job) -> bool:
    if _mine(job).update(state=Job.State.DONE, done_at=clock.now(), lease_until=None, error_code=""):
        return True
    if Job.objects.filter(pk=job.pk, state=Job.State.DONE, attempts=job.attempts).exists():
        return True
    log.warning("Job %s (%s) was taken over before it was done", job.pk, job.kind)
    return False


def _keep_fault(job: Job, handler: Handler | None, fault: Exception) -> None:
    """Put the job back for a later time, or bury it after the last attempt.

    Only the code is kept and logged, with the places in our source: a message may quote what it must not.
    """
    code = fault.code if isinstance(fault, Refused | Broken) else type(fault).__name__
    where = " < ".join(f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(fault.__traceback__)[:0:-1])
    log.warning("Job %s (%s, %s) attempt %s: %s at %s", job.pk, job.kind, job.subject, job.attempts, code, where)
    if isinstance(fault, LeaseLost):
        return
    if job.attempts >= _most(handler):
        _bury(job, code[:60])
    else:
        _put_back(job, code[:60])


def _put_back(job: Job, code: str) -> None:
    delay = min(FIRST_DELAY * 2 ** (job.attempts - 1), LONGEST_DELAY)
    with transaction.atomic():
        twin = Job.objects.filter(kind=job.kind, subject=job.subject, state=Job.State.DUE)
        # Asked for again meanwhile: the newer row does both, and inherits how often it was tried.
        if twin.update(attempts=job.attempts):
            _mine(job).update(state=Job.State.DONE, done_at=clock.now(), lease_until=None, error_code=code)
        else:
            _mine(job).update(state=Job.State.DUE, due_at=clock.now() + delay, lease_until=None, error_code=code)


def _bury(job: Job, code: str) -> None:
    _mine(job).update(state=Job.State.DEAD, done_at=clock.now(), lease_until=None, error_code=code)
    log.error("Job %s (%s, %s) is dead after %s attempts: %s", job.pk, job.kind, job.subject, job.attempts, code)


def _most(handler: Handler | None) -> int:
    return handler.attempts if handler else handling.MOST_ATTEMPTS


def _mine(job: Job) -> QuerySet[Job]:
    """The row as long as the lease is ours: a later holder has counted a later attempt."""
    return Job.objects.filter(pk=job.pk, state=Job.State.LEASED, attempts=job.attempts)


@contextmanager
def _renewed(job: Job) -> Iterator[None]:
    """Keep the lease for as long as the work goes on, from a thread that wakes every seven seconds."""
    done = threading.Event()
    began = clock.now()

    def keep() -> None:
        try:
            while not done.wait(RENEW_SECONDS) and renew(job, began=began):
                connection.close()
        finally:
            connection.close()

    thread = threading.Thread(target=keep, name=f"lease-{job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
