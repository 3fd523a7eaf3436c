"""Jobs that leave a trace in a file, for tests that start real workers: `celery ... --include tests.jobs.trials`."""

from __future__ import annotations

import os
import signal
import time

from celery import Task
from celery.exceptions import Reject

from backend.jobs import handling
from backend.jobs.broker import app
from backend.jobs.models import Job


@handling.handles("trial.write")
def write(job: Job) -> None:
    """Leave one line."""
    trace(job, "done")


@handling.handles("trial.kill")
def kill(job: Job) -> None:
    """Kill the worker that tries."""
    trace(job, "tried")
    os.kill(os.getpid(), signal.SIGKILL)


@handling.handles("trial.slow")
def slow(job: Job) -> None:
    """Take long the first time."""
    trace(job, "begun")
    if job.attempts == 1:
        time.sleep(60)
    trace(job, "done")


def trace(job: Job, word: str) -> None:
    """Append a line at one stroke."""
    handle = os.open(os.environ["OUTBOUND_TRIALS"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(handle, f"{word} {job.subject}\n".encode())
    os.close(handle)


@app.task(name="trial.mark", bind=True)
def mark(self: Task, number: int) -> None:
    """Leave the number of a message that is no job; every fiftieth is first handed back."""
    if number % 50 == 0 and not self.request.delivery_info.get("redelivered"):
        raise Reject("hand it back", requeue=True)
    handle = os.open(os.environ["OUTBOUND_TRIALS"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(handle, f"{number}\n".encode())
    os.close(handle)
