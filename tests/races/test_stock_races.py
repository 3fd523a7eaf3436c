"""Processes that go for the same goods at the same moment: nobody gets what another already has."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def _play(environment, game, *, processes, rounds, fault=None):
    command = [sys.executable, "-m", "tests.races.play", game, f"--processes={processes}", f"--rounds={rounds}"]
    if fault:
        command.append(f"--fault={fault}")
    played = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert played.returncode == 0, played.stderr[-2000:]
    return json.loads(played.stdout)


def _is_clean(result):
    return (result["wrong"], result["errors"], result["drift"]) == (0, 0, [])


@pytest.mark.parametrize(("processes", "rounds"), [(2, 40), (8, 15), (20, 6)])
def test_the_last_unit_goes_to_one_order(committed, processes, rounds):
    result = _play(committed, "last_unit", processes=processes, rounds=rounds)

    assert _is_clean(result), result
    assert result["outcomes"] == {"won": rounds, "lost": rounds * (processes - 1)}


@pytest.mark.parametrize(
    ("game", "processes", "rounds"),
    [
        ("two_lines", 4, 10),
        ("one_wave", 4, 10),
        ("pick_or_cancel", 2, 20),
        ("pick_or_cancel", 4, 10),
        ("short_or_plan", 3, 15),
        ("double_click", 4, 10),
        ("load_or_close", 4, 10),
        ("one_new_bin", 4, 10),
        ("kept_apart", 4, 8),
        ("one_tote", 3, 4),
        ("one_parcel", 3, 4),
    ],
)
def test_nobody_gets_in_the_way_of_another(committed, game, processes, rounds):
    result = _play(committed, game, processes=processes, rounds=rounds)

    assert _is_clean(result), result


@pytest.mark.parametrize(
    ("game", "processes", "rounds", "fault"),
    [
        ("last_unit", 8, 25, "no_lock"),
        ("last_unit", 8, 25, "generator"),
        ("last_unit", 8, 25, "absolute_write"),
        ("one_parcel", 3, 3, "no_lock"),
        ("kept_apart", 6, 8, "no_lock"),
    ],
)
def test_the_race_catches_faults_that_others_shipped(committed, game, processes, rounds, fault):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time: these faults need PostgreSQL.")

    result = _play(committed, game, processes=processes, rounds=rounds, fault=fault)

    assert not _is_clean(result), result
