"""The same jobs over every broker, each with a real Celery worker."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import kombu
import pytest
from django.db import transaction

from backend.jobs import running
from backend.jobs.asking import ask
from backend.jobs.broker import broker
from backend.jobs.models import Job, Walk
from tests.jobs.workers import ROOT, Worker, until

REDIS = os.environ.get("OUTBOUND_TEST_REDIS", "redis://127.0.0.1:6379/11")
RABBITMQ = os.environ.get("OUTBOUND_TEST_RABBITMQ", "amqp://guest:guest@127.0.0.1:5672/")
POKE = """
import django
django.setup()
from django.db import transaction
from backend.jobs.asking import ask
from backend.jobs.publishing import publisher
with transaction.atomic():
    ask("trial.write", subject="trial.trial:7", facility=1)
assert publisher.drain(seconds=10)
"""

pytestmark = [pytest.mark.slow, pytest.mark.faults, pytest.mark.django_db(transaction=True)]


def reachable(url: str) -> bool:
    try:
        with kombu.Connection(url, connect_timeout=2, transport_options={"socket_connect_timeout": 2}) as connection:
            connection.ensure_connection(max_retries=1, timeout=3)
    except Exception:
        return False
    return True


@pytest.fixture
def rabbitmq() -> Iterator[str]:
    """A virtual host of our own where we may make one, else the shared one."""
    if not reachable(RABBITMQ):
        pytest.skip("RabbitMQ does not answer: set OUTBOUND_TEST_RABBITMQ to try jobs over it")
    host = f"trial-{uuid.uuid4().hex[:12]}"
    if shutil.which("rabbitmqctl") and not subprocess.run(["rabbitmqctl", "-q", "add_vhost", host]).returncode:
        subprocess.run(["rabbitmqctl", "-q", "set_permissions", "-p", host, "guest", ".*", ".*", ".*"], check=True)
        yield RABBITMQ + host
        subprocess.run(["rabbitmqctl", "-q", "delete_vhost", host], check=True)
    else:
        yield RABBITMQ


@pytest.fixture
def redis() -> Iterator[str]:
    """A numbered database of our own, emptied afterwards."""
    if not reachable(REDIS):
        pytest.skip("Redis does not answer: set OUTBOUND_TEST_REDIS to try jobs over it")
    yield REDIS
    with kombu.Connection(REDIS) as connection:
        connection.default_channel.client.flushdb()


@pytest.fixture(params=["file", "redis", "rabbitmq"])
def surroundings(request: pytest.FixtureRequest, committed: dict[str, str], tmp_path: Path) -> dict[str, str]:
    url = f"file://{tmp_path}/broker" if request.param == "file" else request.getfixturevalue(request.param)
    return {**committed, "OUTBOUND_BROKER_URL": url, "OUTBOUND_TRIALS": str(tmp_path / "trials")}


def asked(kind: str, count: int) -> None:
    with transaction.atomic():
        for number in range(count):
            ask(kind, subject=f"trial.trial:{number}", facility=1)


def traces(surroundings: dict[str, str]) -> list[str]:
    path = Path(surroundings["OUTBOUND_TRIALS"])
    return path.read_text().splitlines() if path.exists() else []


def test_jobs_are_carried_by_every_broker_and_survive_its_killed_worker(surroundings: dict[str, str]) -> None:
    """The rows are there before any worker: the sweep of the first second sends them all."""
    asked("trial.write", 20)
    asked("trial.slow", 1)
    worker = Worker(surroundings)
    try:
        assert until(lambda: "begun trial.trial:0" in traces(surroundings), seconds=60)
        worker.kill()
        Job.objects.filter(state="leased").update(lease_until="2026-01-01T00:00:00Z")
        Walk.objects.all().delete()
        worker = Worker(surroundings)
        assert until(lambda: not Job.objects.exclude(state="done").exists(), seconds=90)
    finally:
        worker.kill()

    written = [line for line in traces(surroundings) if line.startswith("done")]
    assert sorted(written) == sorted([f"done trial.trial:{number}" for number in range(20)] + ["done trial.trial:0"])
    assert Job.objects.get(kind="trial.slow").attempts == 2


def test_a_poke_reaches_a_waiting_worker_at_once(surroundings: dict[str, str]) -> None:
    worker = Worker(surroundings)
    try:
        assert until(lambda: Walk.objects.filter(name="jobs.sweep", done_at__isnull=False).exists(), seconds=60)
        subprocess.run([sys.executable, "-c", POKE], cwd=ROOT, env=surroundings, check=True, timeout=240)
        assert until(lambda: traces(surroundings) == ["done trial.trial:7"], seconds=10)
        assert worker.stop() == 0
    finally:
        worker.kill()


def test_a_job_that_kills_its_worker_does_not_stop_the_others(surroundings: dict[str, str]) -> None:
    asked("trial.kill", 1)
    asked("trial.write", 3)
    worker = Worker(surroundings)
    try:
        assert until(lambda: Job.objects.filter(kind="trial.write", state="done").count() == 3, seconds=90)
    finally:
        worker.kill()

    poison = Job.objects.get(kind="trial.kill")
    assert (poison.state, poison.attempts) == ("leased", 1)
    assert traces(surroundings).count("tried trial.trial:0") == 1


def test_a_broker_is_named_by_its_url(tmp_path: Path) -> None:
    assert broker("file:", data=tmp_path)[1]["folder"] == f"{tmp_path}/broker"
    assert broker("file:///srv/my%20broker", data=tmp_path)[1]["folder"] == "/srv/my broker"
    assert broker("redis://host/1", data=tmp_path)[1]["visibility_timeout"] > running.LONGEST.total_seconds()
    assert broker("amqp://host//", data=tmp_path)[0] == "amqp://host//"
    with pytest.raises(ValueError, match="use file:, redis:// or amqp://"):
        broker("sqs://", data=tmp_path)
