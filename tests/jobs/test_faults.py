"""What breaks on a floor: brokers that fall silent, workers that are killed, files that are spoilt."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections import Counter
from pathlib import Path

import kombu
import pytest
from celery import Celery

from backend.jobs import broker
from tests.jobs.workers import ROOT, Worker, until

MESSAGES = int(os.environ.get("OUTBOUND_TEST_MESSAGES", "2000"))
POKE_A_LOT = """
import time
import django
django.setup()
from backend.jobs import publishing
longest = 0.0
began = time.monotonic()
for job in range(3000):
    before = time.monotonic()
    publishing.poke(job)
    longest = max(longest, time.monotonic() - before)
print(time.monotonic() - began, longest)
"""

pytestmark = [pytest.mark.slow, pytest.mark.faults]


@pytest.mark.parametrize("scheme", ["redis", "amqp"])
def test_a_broker_that_accepts_and_stays_silent_costs_a_scan_nothing(scheme: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"{scheme}://127.0.0.1:{silent.getsockname()[1]}/"
        done = subprocess.run(
            [sys.executable, "-c", POKE_A_LOT],
            cwd=ROOT,
            env={**os.environ, "OUTBOUND_BROKER_URL": url, "DJANGO_SETTINGS_MODULE": "backend.settings"},
            capture_output=True,
            text=True,
            check=True,
            timeout=240,
        )

    total, longest = map(float, done.stdout.split())
    # A request that waited for the broker would take seconds each.
    assert total < 15
    assert longest < 5


@pytest.mark.django_db(transaction=True)
def test_the_folder_loses_nothing_to_kills_spoilt_files_and_restarts(committed: dict[str, str], tmp_path: Path) -> None:
    """Two workers; both are killed with -9 twice, once with their children left alive; every message is done."""
    folder = tmp_path / "broker"
    trials = tmp_path / "trials"
    surroundings = {**committed, "OUTBOUND_BROKER_URL": f"file://{folder}", "OUTBOUND_TRIALS": str(trials)}
    url, options = broker.broker(f"file://{folder}", data=tmp_path)
    sender = Celery("sender", broker=url, set_as_current=False)
    sender.conf.update(broker_transport_options=options, task_default_queue="default")
    with sender.connection_for_write() as connection, sender.amqp.Producer(connection) as producer:
        queue = kombu.Queue("default", kombu.Exchange("default", type="direct"), routing_key="default")
        queue(connection.default_channel).declare()
        for number in range(MESSAGES):
            sender.send_task("trial.mark", args=[number], producer=producer, routing_key="default", exchange="default")
    for number, text in enumerate(["", "{", '{"properties": 1}', "[]"]):
        (folder / f"messages/default/{number:020d}_bad.msg").write_text(text)

    def marked() -> Counter[str]:
        return Counter(trials.read_text().split()) if trials.exists() else Counter()

    workers: list[Worker] = []
    try:
        for share in (0.2, 0.5):
            workers += [Worker(surroundings, name=f"{name}{share}") for name in ("one", "two")]
            assert until(lambda goal=share: len(marked()) >= goal * MESSAGES, seconds=240)
            assert all(worker.is_alive() for worker in workers[-2:])
            workers[-1].kill()
            workers[-2].kill_main()
        workers += [Worker(surroundings, name=name) for name in ("five", "six")]
        assert until(lambda: len(marked()) == MESSAGES, seconds=240)
        assert all(worker.is_alive() for worker in workers[-2:])
    finally:
        for worker in workers:
            worker.kill()

    assert set(marked()) == {str(number) for number in range(MESSAGES)}
    assert len(list((folder / "bad").iterdir())) == 4
    assert sum(marked().values()) <= MESSAGES + 8
