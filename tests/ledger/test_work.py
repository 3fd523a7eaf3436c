"""The frame of every action: one transaction, one answer, and asking twice changes nothing."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction

from backend.kit import clock
from backend.kit.errors import Busy, Refused
from backend.ledger import commands, pruning
from backend.ledger.commands import Asked
from backend.ledger.models import Command, Event
from backend.ledger.work import Answered, once_more_if_busy, work
from tests.jobs.workers import ROOT
from tests.ledger.happening import ring_here

TWINS = """
import os, django
django.setup()
from backend.ledger.commands import Asked
from tests.ledger.test_work import slowly
children = []
for _ in range(2):
    child = os.fork()
    if child == 0:
        answered = slowly.once(Asked("station:1", "k1", "f", "test"), seconds=1)
        print(answered.card.number, answered.replayed, flush=True)
        os._exit(0)
    children.append(child)
for child in children:
    os.waitpid(child, 0)
"""


@dataclass(frozen=True)
class Card:
    number: int


@work
def ring_bell(*, times: int) -> Card:
    ring_here(times)
    return Card(Event.objects.count())


@work
def refuse() -> Card:
    ring_here()
    raise Refused("Not your pick", code="not_yours")


@work
def ring_twice() -> Card:
    ring_bell.inside(times=1)
    return ring_bell.inside(times=2)


@work
def ring_within() -> Card:
    return ring_bell(times=1)


@work
def slowly(*, seconds: float) -> Card:
    ring_here()
    time.sleep(seconds)
    return Card(Event.objects.count())


def asked(key: str = "k1", fingerprint: str = "f") -> Asked:
    return Asked("station:1", key, fingerprint, "test")


@pytest.mark.django_db(transaction=True)
def test_asking_again_gives_the_first_answer_whatever_has_happened_since() -> None:
    first = ring_bell.once(asked(), times=1)
    ring_bell(times=5)

    again = ring_bell.once(asked(), times=1)

    assert first == Answered(Card(1), replayed=False)
    assert again == Answered(Card(1), replayed=True)
    assert Event.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_key_used_for_something_else_is_refused() -> None:
    ring_bell.once(asked(), times=1)

    with pytest.raises(Refused) as refused:
        ring_bell.once(asked(fingerprint="other"), times=2)

    assert (refused.value.code, refused.value.status) == ("idempotency_key_reused", 422)
    assert Event.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_refusal_leaves_nothing_and_frees_the_key() -> None:
    with pytest.raises(Refused):
        refuse.once(asked())

    assert not Command.objects.exists()
    assert not Event.objects.exists()
    assert ring_bell.once(asked(), times=1).replayed is False


@pytest.mark.django_db(transaction=True)
def test_the_same_key_of_another_station_is_another_command() -> None:
    ring_bell.once(asked(), times=1)

    other = ring_bell.once(Asked("station:2", "k1", "f", "test"), times=1)

    assert other.replayed is False


@pytest.mark.django_db(transaction=True)
def test_one_entrance_opens_one_transaction() -> None:
    assert ring_twice() == Card(2)
    with pytest.raises(RuntimeError, match="durable"):
        ring_within()
    with pytest.raises(RuntimeError, match="within another work function"):
        ring_bell.inside(times=1)

    assert Event.objects.count() == 2


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_twin_in_flight_waits_and_then_gives_the_same_answer(committed: dict[str, str]) -> None:
    twins = subprocess.run(
        [sys.executable, "-c", TWINS], cwd=ROOT, env=committed, capture_output=True, text=True, timeout=240, check=True
    )

    assert sorted(twins.stdout.splitlines()) == ["1 False", "1 True"]
    assert Event.objects.count() == Command.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_twin_that_takes_too_long_is_told_so(committed: dict[str, str]) -> None:
    if connection.vendor == "sqlite":
        return  # there the twin waits for the one write lock, up to twenty seconds, and then replays
    begun, told = threading.Event(), threading.Event()

    @work
    def wait() -> Card:
        begun.set()
        told.wait(20)
        return Card(1)

    def first() -> None:
        wait.once(asked())
        connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    begun.wait(10)
    with pytest.raises(Refused) as refused:
        ring_bell.once(asked(), times=1)
    told.set()
    thread.join(10)

    assert (refused.value.code, refused.value.status) == ("request_in_progress", 409)
    assert ring_bell.once(asked(), times=1) == Answered(Card(1), replayed=True)


def test_a_busy_row_is_tried_once_more_and_then_refused() -> None:
    tries: list[int] = []

    def locked() -> None:
        tries.append(1)
        raise OperationalError("database is locked")

    with pytest.raises(Busy) as busy:
        once_more_if_busy(locked)

    assert (len(tries), busy.value.status, busy.value.wait_seconds) == (2, 503, 1)


def test_a_row_that_is_free_the_second_time_does_the_work() -> None:
    tries: list[int] = []

    def locked_once() -> str:
        tries.append(1)
        if len(tries) == 1:
            raise OperationalError("database is locked")
        return "done"

    assert once_more_if_busy(locked_once) == "done"


@pytest.mark.parametrize("words", ["no such table", "disk I/O error"])
def test_other_faults_of_the_database_are_not_called_busy(words: str) -> None:
    def fault() -> None:
        raise OperationalError(words)

    with pytest.raises(OperationalError, match=words):
        once_more_if_busy(fault)


@pytest.mark.django_db
def test_old_answers_are_forgotten_after_thirty_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "PORTION", 2)
    with clock.at(clock.now() - timedelta(days=30, seconds=1)), transaction.atomic():
        for number in range(5):
            commands.begin(asked(str(number)))
    with transaction.atomic():
        commands.begin(asked("new"))

    assert pruning.prune_commands() == 5

    assert [command.key for command in Command.objects.all()] == ["new"]


def test_a_fingerprint_needs_our_secret_and_tells_its_parts_apart() -> None:
    assert commands.fingerprint("POST", "/a", "b") == commands.fingerprint("POST", "/a", "b")
    assert commands.fingerprint("POST", "/a", "b") != commands.fingerprint("POST", "/", "ab")
    assert len(commands.fingerprint("")) == 64


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="Only PostgreSQL ends a transaction that stands still")
@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_the_database_ended_while_it_stood_still_is_done_once_more() -> None:
    stalls: list[int] = []

    @work
    def stall_at_first() -> Card:
        if not stalls:
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '100ms'")
            stalls.append(1)
            time.sleep(1)
        ring_here()
        return Card(Event.objects.count())

    assert stall_at_first() == Card(1)
    assert Event.objects.count() == 1
