"""The writers of one process stand in a queue before SQLite, and nobody holds the queue up by failing."""

from __future__ import annotations

import threading

import pytest
from django.db import OperationalError, connection, connections, transaction

from backend.kit.sqlite import turns
from backend.kit.sqlite.turns import Turn
from backend.partners.models import Merchant
from tests import world

sqlite_only = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="Only SQLite has one writer at a time")


def test_who_came_first_is_served_first() -> None:
    turn, served = Turn(), []
    assert turn.take(seconds=0)

    def wait(number: int) -> None:
        assert turn.take(seconds=30)
        served.append(number)
        turn.pass_on()

    threads = []
    for number in range(5):
        threads.append(threading.Thread(target=wait, args=[number]))
        threads[-1].start()
        while len(turn._queue) <= number:
            pass
    turn.pass_on()
    for thread in threads:
        thread.join(30)

    assert served == [0, 1, 2, 3, 4]
    assert turn.take(seconds=0)


def test_who_waited_too_long_goes_away_and_holds_nobody_up() -> None:
    turn = Turn()
    assert turn.take(seconds=0)

    assert not turn.take(seconds=0.01)

    turn.pass_on()
    assert turn.take(seconds=0)


def test_each_name_has_a_turn_of_its_own() -> None:
    assert turns.of("main") is turns.of("main") is not turns.of("vault")


@sqlite_only
@pytest.mark.django_db(transaction=True)
def test_many_threads_write_and_none_is_turned_away() -> None:
    site, faults = world.facility(), []

    def write(number: int) -> None:
        try:
            for turn in range(5):
                with transaction.atomic():
                    assert Merchant.objects.count() >= 0
                    Merchant.objects.create(facility=site, name=f"Shop {number}-{turn}")
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=[number]) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert faults == []
    assert Merchant.objects.count() == 60


@sqlite_only
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ending", ["fault", "rollback", "close"])
def test_a_writer_that_fails_lets_the_next_one_in(ending: str) -> None:
    turn = turns.of(str(connection.settings_dict["NAME"]))
    try:
        with transaction.atomic():
            assert not turn.take(seconds=0)
            if ending == "close":
                connection.close()
            elif ending == "rollback":
                transaction.set_rollback(True)
            else:
                raise ZeroDivisionError
    except ZeroDivisionError:
        pass

    assert turn.take(seconds=0)
    turn.pass_on()


@sqlite_only
@pytest.mark.django_db(transaction=True)
def test_who_finds_no_turn_in_time_is_told_that_the_database_is_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {**connection.settings_dict["OPTIONS"], "timeout": 0.05})
    turn = turns.of(str(connection.settings_dict["NAME"]))
    connection.close()
    assert turn.take(seconds=0)

    with pytest.raises(OperationalError, match="locked"), transaction.atomic():
        pass

    turn.pass_on()
    with transaction.atomic():
        assert Merchant.objects.count() == 0
