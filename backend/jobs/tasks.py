"""The three things that Celery is asked to do: run a job, sweep, walk a round."""

from __future__ import annotations

from celery.beat import Service
from celery.signals import beat_init, worker_ready

from backend.jobs import handling, rounds, running, sweeping
from backend.jobs.broker import app
from backend.ledger import pruning


@app.task(name="jobs.run")
def run(job: int) -> None:
    """Do one job, whose row holds everything but its number."""
    running.run(job)


@app.task(name="jobs.sweep")
def sweep() -> None:
    """Send again whatever is due."""
    rounds.walk("jobs.sweep")


@app.task(name="jobs.periodic")
def periodic(name: str) -> None:
    """Walk one round."""
    rounds.walk(name)


handling.every(seconds=10, name="jobs.sweep")(sweeping.sweep)
handling.every(seconds=3600, name="jobs.prune")(sweeping.prune)
handling.every(seconds=3600, name="ledger.prune_commands")(pruning.prune_commands)


@worker_ready.connect
def _sweep_at_once(**_: object) -> None:
    """A worker that was away begins with what waited for it; the first ring of beat comes only later."""
    app.send_task("jobs.sweep", retry=False, expires=10)


@beat_init.connect
def _hang_up_the_schedule(sender: Service, **_: object) -> None:
    """Only now every app has said what it does at regular times; beat has read its settings before and found none."""
    sender.scheduler.update_from_dict(rounds.schedule())
