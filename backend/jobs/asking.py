"""Asking for work to be done later: one row in the caller's transaction, one poke after its commit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from backend.jobs import handling, publishing
from backend.jobs.models import Job
from backend.kit import clock


def ask(kind: str, *, subject: str, facility: int, due_at: datetime | None = None) -> None:
    """Ask for `kind` to be done about `subject`, at once or at `due_at`; asked twice while due, it is one job."""
    if not connection.in_atomic_block:
        raise RuntimeError("ask() outside a transaction: no job may stand without its cause")
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO jobs_job (kind, subject, facility, state, due_at, attempts, error_code, made_at)"
            " VALUES (%s, %s, %s, %s, %s, 0, '', %s) ON CONFLICT DO NOTHING RETURNING id",
            [kind, subject, facility, Job.State.DUE, _stored(due_at or now), _stored(now)],
        )
        made = cursor.fetchone()
    if made and (due_at is None or due_at <= now):
        job = int(made[0])
        transaction.on_commit(lambda: publishing.poke(job, queue_name=handling.queue_of(kind)), robust=True)


def _stored(moment: datetime) -> Any:
    """A moment as this database's own columns hold it, so that equal moments compare as equal."""
    return connection.ops.adapt_datetimefield_value(moment)
