from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from celery.beat import Scheduler, Service
from django.core.management import call_command
from django.test import Client

from backend.jobs import handling, health, rounds
from backend.jobs.broker import app
from backend.jobs.models import Job, Walk
from backend.kit import clock
from tests.ledger.happening import ring

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
walked: list[str] = []


@handling.every(seconds=60, name="test.round")
def go_round() -> None:
    walked.append("test.round")


@pytest.fixture(autouse=True)
def _not_walked() -> Iterator[None]:
    walked.clear()
    return


@pytest.mark.django_db
def test_a_round_is_walked_once_per_interval_even_if_it_is_rung_twice() -> None:
    with clock.at(NOON):
        assert [rounds.walk("test.round"), rounds.walk("test.round")] == [True, False]
    with clock.at(NOON + timedelta(seconds=60)):
        assert rounds.walk("test.round") is True

    assert walked == ["test.round"] * 2
    assert rounds.last_done("test.round") == NOON + timedelta(seconds=60)


@pytest.mark.django_db
def test_a_round_that_nobody_knows_is_not_walked() -> None:
    assert rounds.walk("test.unknown") is False

    assert not Walk.objects.exists()


def test_beat_rings_for_the_sweep_and_for_every_round() -> None:
    schedule = rounds.schedule()

    assert schedule["jobs.sweep"]["task"] == "jobs.sweep"
    assert schedule["jobs.sweep"]["schedule"] == 10
    assert schedule["test.round"]["args"] == ("test.round",)
    assert {"jobs.prune", "ledger.prune_commands"} <= set(schedule)


def test_beat_really_rings_once_it_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[str] = []
    monkeypatch.setitem(handling.ROUNDS, "test.quick", handling.Round("test.quick", 0.2, go_round))
    monkeypatch.setattr(Scheduler, "apply_async", lambda _scheduler, entry, **_: rung.append(entry.name))
    beat = Service(app, max_interval=0.1, scheduler_cls=Scheduler)
    threading.Timer(1.0, beat.stop).start()

    beat.start()

    assert rung.count("test.quick") > 1


@pytest.mark.django_db
def test_the_house_is_ready_when_it_was_swept_and_sealed(client: Client) -> None:
    rounds.walk("jobs.sweep")

    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "database": True,
        "migrations": True,
        "sweep": True,
        "sealer": True,
        "disk": True,
    }


@pytest.mark.django_db
def test_the_house_is_not_ready_when_nobody_sweeps_or_seals(client: Client) -> None:
    with clock.at(clock.now() - timedelta(seconds=91)):
        rounds.walk("jobs.sweep")
    with clock.at(clock.now() - timedelta(seconds=11)):
        ring()

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert [name for name, is_well in answer.json().items() if not is_well] == ["ready", "sweep", "sealer"]


@pytest.mark.django_db
def test_the_house_is_not_ready_without_room_or_with_a_check_that_fails(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds.walk("jobs.sweep")
    monkeypatch.setattr(health, "FREE_SHARE", 1.1)
    monkeypatch.setattr(health, "_database_answers", lambda: 1 / 0)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert [name for name, is_well in answer.json().items() if not is_well] == ["ready", "database", "disk"]


def test_a_living_process_says_so_without_a_database(client: Client) -> None:
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_jobs_can_be_listed_and_counted() -> None:
    Job.objects.create(kind="test.one", subject="a.b:1", facility=1, due_at=NOON, made_at=NOON)
    Job.objects.create(kind="test.two", subject="a.b:2", facility=1, due_at=NOON, made_at=NOON, state="done")
    out = StringIO()

    call_command("jobs", "list", "--json", stdout=out)

    lines = out.getvalue().splitlines()
    assert len(lines) == 2
    assert "test.one" in lines[0]
    assert json.loads(lines[1]) == {"due": 1, "leased": 0, "done": 1, "dead": 0}


@pytest.mark.django_db
def test_jobs_can_be_swept_by_hand() -> None:
    Job.objects.create(kind="test.one", subject="a.b:1", facility=1, due_at=NOON, made_at=NOON)
    out = StringIO()

    call_command("jobs", "sweep", stdout=out)

    assert out.getvalue() == "Sent 1 jobs to the workers.\n"
