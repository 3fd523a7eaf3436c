from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from backend.jobs import handling, running, sweeping
from backend.jobs.asking import ask
from backend.jobs.models import Job
from backend.kit import clock
from backend.kit.errors import Refused

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
done: list[str] = []


@handling.handles("test.note")
def note(job: Job) -> None:
    done.append(job.subject)


@handling.handles("test.refuse")
def refuse(job: Job) -> None:
    raise Refused("Not now, Samir.", code="not_now")


@handling.handles("test.paper", queue="print", attempts=1)
def paper(job: Job) -> None:
    raise OSError("paper out")


@handling.handles("test.settle")
def settle(job: Job) -> None:
    with transaction.atomic():
        done.append(job.subject)
        running.settle(job)


@pytest.fixture(autouse=True)
def _nothing_done() -> Iterator[None]:
    done.clear()
    return


def asked(kind: str, subject: str = "a.b:1", *, at: datetime = NOON, attempts: int = 0) -> Job:
    return Job.objects.create(kind=kind, subject=subject, facility=1, due_at=at, made_at=at, attempts=attempts)


@pytest.mark.django_db
def test_a_due_job_is_done_once_however_often_it_is_called() -> None:
    job = asked("test.note")

    assert [running.run(job.pk), running.run(job.pk)] == [True, False]

    job.refresh_from_db()
    assert done == ["a.b:1"]
    assert (job.state, job.attempts, job.lease_until, job.error_code) == ("done", 1, None, "")
    assert job.done_at is not None


@pytest.mark.django_db
def test_a_job_is_left_alone_before_its_time_and_when_there_is_none() -> None:
    job = asked("test.note", at=NOON + timedelta(minutes=1))

    with clock.at(NOON):
        assert running.run(job.pk) is False
        assert running.run(job.pk + 1) is False

    assert done == []


@pytest.mark.django_db
def test_a_job_that_somebody_holds_is_left_alone_until_the_lease_lapses() -> None:
    job = asked("test.note")
    with clock.at(NOON):
        assert running.take(job.pk)

    with clock.at(NOON + timedelta(seconds=20)):
        assert running.run(job.pk) is False
    with clock.at(NOON + timedelta(seconds=21)):
        assert running.run(job.pk) is True

    assert Job.objects.get().attempts == 2


@pytest.mark.django_db
def test_a_failing_job_waits_longer_each_time_and_is_dead_after_eight_attempts(
    caplog: pytest.LogCaptureFixture,
) -> None:
    job = asked("test.refuse")
    now, waits = NOON, []
    for _ in range(8):
        with clock.at(now), caplog.at_level(logging.WARNING):
            running.run(job.pk)
        job.refresh_from_db()
        waits.append((job.due_at - now).total_seconds())
        now = max(now, job.due_at)

    assert waits[:7] == [10, 20, 40, 80, 160, 320, 640]
    assert (job.state, job.attempts, job.error_code) == ("dead", 8, "not_now")
    with clock.at(now + timedelta(days=1)):
        assert running.run(job.pk) is False
    assert "Samir" not in caplog.text


@pytest.mark.django_db
def test_paper_is_tried_once() -> None:
    job = asked("test.paper")

    running.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.attempts, job.error_code) == ("dead", 1, "OSError")
    assert handling.queue_of("test.paper") == "print"


@pytest.mark.django_db
def test_a_job_that_kills_its_worker_is_dead_after_eight_attempts() -> None:
    job = asked("test.note")
    now = NOON
    for _ in range(8):
        with clock.at(now):
            assert running.take(job.pk)
        now += timedelta(seconds=21)

    with clock.at(now):
        assert running.take(job.pk) is None

    job.refresh_from_db()
    assert (job.state, job.error_code) == ("dead", "worker_lost")


@pytest.mark.django_db
def test_a_job_that_nobody_handles_waits_for_a_worker_that_does() -> None:
    job = asked("test.unknown")

    running.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.attempts, job.error_code) == ("due", 1, "no_handler")


@pytest.mark.django_db
def test_a_slow_holder_cannot_finish_what_another_took_over() -> None:
    job = asked("test.note")
    with clock.at(NOON):
        slow = running.take(job.pk)
    with clock.at(NOON + timedelta(seconds=21)):
        fast = running.take(job.pk)
    assert slow
    assert fast

    with pytest.raises(running.LeaseLost), transaction.atomic():
        running.settle(slow)
    assert running.renew(slow, began=NOON) is False
    assert Job.objects.get().state == "leased"
    with transaction.atomic():
        running.settle(fast)

    assert Job.objects.get().state == "done"


@pytest.mark.django_db
def test_effect_and_done_can_share_one_transaction() -> None:
    job = asked("test.settle")

    assert running.run(job.pk) is True

    assert done == ["a.b:1"]
    assert Job.objects.get().state == "done"


@pytest.mark.django_db(transaction=True)
def test_a_job_cannot_be_settled_outside_a_transaction() -> None:
    job = asked("test.note")

    with pytest.raises(RuntimeError, match="inside the transaction"):
        running.settle(job)

    assert Job.objects.get().state == "due"


@pytest.mark.django_db
def test_a_lease_is_not_renewed_beyond_ten_minutes() -> None:
    job = asked("test.note")
    with clock.at(NOON):
        held = running.take(job.pk)
    assert held

    with clock.at(NOON + timedelta(minutes=9)):
        assert running.renew(held, began=NOON) is True
    with clock.at(NOON + timedelta(minutes=10)):
        assert running.renew(held, began=NOON) is False

    assert Job.objects.get().lease_until == NOON + timedelta(minutes=9, seconds=20)


@pytest.mark.django_db(transaction=True)
def test_a_long_job_keeps_its_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "RENEW_SECONDS", 0.05)
    seen: list[datetime] = []
    renewed = threading.Event()

    @handling.handles("test.long")
    def long(job: Job) -> None:
        assert job.lease_until
        for _ in range(100):
            lease = Job.objects.get().lease_until
            assert lease
            if lease > job.lease_until:
                seen.append(lease)
                return
            renewed.wait(0.05)

    asked("test.long")

    assert running.run(Job.objects.get().pk) is True
    assert len(seen) == 1


@pytest.mark.django_db
def test_a_job_asked_for_again_while_it_fails_becomes_one_row() -> None:
    job = asked("test.refuse")
    with clock.at(NOON):
        held = running.take(job.pk)
        assert held
        again = asked("test.refuse")
        running._keep_fault(held, handling.HANDLERS["test.refuse"], Refused("No", code="not_now"))

    job.refresh_from_db()
    again.refresh_from_db()
    assert (job.state, job.error_code) == ("done", "not_now")
    assert (again.state, again.attempts) == ("due", 1)


@pytest.mark.django_db
def test_two_functions_cannot_handle_one_kind_and_queues_are_a_closed_list() -> None:
    with pytest.raises(ValueError, match="Two functions handle"):
        handling.handles("test.note")(refuse)
    with pytest.raises(ValueError, match="is not a queue"):
        handling.handles("test.other", queue="fast")
    with pytest.raises(ValueError, match="Two functions are called"):
        handling.every(seconds=1, name="jobs.sweep")(lambda: None)


@pytest.mark.django_db(transaction=True)
def test_asking_needs_the_transaction_of_its_cause() -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        ask("test.note", subject="a.b:1", facility=1)

    assert not Job.objects.exists()


@pytest.mark.django_db
def test_asking_twice_while_due_is_one_job_and_a_new_one_once_it_is_held() -> None:
    ask("test.note", subject="a.b:1", facility=1)
    ask("test.note", subject="a.b:1", facility=1)
    ask("test.note", subject="a.b:2", facility=1, due_at=clock.now() + timedelta(hours=1))
    assert Job.objects.count() == 2
    running.take(Job.objects.get(subject="a.b:1").pk)

    ask("test.note", subject="a.b:1", facility=1)

    assert sorted(Job.objects.values_list("subject", "state")) == [
        ("a.b:1", "due"),
        ("a.b:1", "leased"),
        ("a.b:2", "due"),
    ]


@pytest.mark.django_db
def test_the_sweep_finds_what_is_due_and_what_was_dropped_oldest_first() -> None:
    late = asked("test.note", "a.b:1", at=NOON - timedelta(seconds=1))
    asked("test.note", "a.b:2", at=NOON + timedelta(seconds=1))
    dropped = asked("test.note", "a.b:3", at=NOON - timedelta(hours=1))
    with clock.at(NOON - timedelta(minutes=1)):
        running.take(dropped.pk)
    with clock.at(NOON):
        found = sweeping.sweep()
        running.run(late.pk)
        running.run(dropped.pk)

        assert found == 2
        assert sweeping.sweep() == 0
    assert done == ["a.b:1", "a.b:3"]


@pytest.mark.django_db
def test_done_jobs_are_forgotten_after_thirty_days_and_dead_ones_never() -> None:
    old = NOON - timedelta(days=31)
    asked("test.note", "a.b:1")
    Job.objects.update(state="done", done_at=old)
    asked("test.note", "a.b:2")
    Job.objects.filter(subject="a.b:2").update(state="dead", done_at=old)
    asked("test.note", "a.b:3")

    with clock.at(NOON):
        assert sweeping.prune() == 1

    assert sorted(Job.objects.values_list("subject", flat=True)) == ["a.b:2", "a.b:3"]


@pytest.mark.django_db(transaction=True)
def test_the_lease_of_two_at_once_goes_to_one(committed: dict[str, str]) -> None:
    job = asked("test.note")
    taken: list[Job | None] = []

    def take() -> None:
        taken.append(running.take(job.pk))
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len([each for each in taken if each]) == 1
    assert Job.objects.get().attempts == 1
