"""At the same moment, with real processes: one seat, five guesses, one hold, one device."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def play(environment: dict[str, str], game: str, *, processes: int, rounds: int = 8):
    command = [sys.executable, "-m", "tests.facility.racing", game, f"--processes={processes}", f"--rounds={rounds}"]
    played = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert played.returncode == 0, played.stderr[-2000:]
    result = json.loads(played.stdout)
    assert result["wrong"] == 0, result
    return result["outcomes"]


@pytest.mark.parametrize("processes", [2, 6])
def test_one_worker_gets_one_seat_at_two_stations(committed, processes: int):
    outcomes = play(committed, "two_stations", processes=processes)

    assert outcomes == {"won": 8, "seated_elsewhere": 8 * (processes - 1)}


@pytest.mark.parametrize("processes", [2, 6])
def test_one_station_seats_one_of_two_workers(committed, processes: int):
    outcomes = play(committed, "one_station", processes=processes)

    assert outcomes == {"won": 8, "station_taken": 8 * (processes - 1)}


def test_guesses_side_by_side_do_not_outrun_the_throttle(committed):
    outcomes = play(committed, "guess", processes=6)

    assert sum(int(outcome.removeprefix("looked ")) * count for outcome, count in outcomes.items()) == 5 * 8


def test_many_presses_on_freeze_are_one_hold(committed):
    assert play(committed, "freeze", processes=6) == {"held": 6 * 8}


def test_a_one_time_code_works_for_one_of_two_devices(committed):
    assert play(committed, "one_code", processes=4) == {"won": 8, "enrol_code_wrong": 24}
