"""A planner that dies takes nothing with it: the wave still waits, and the next planner does the work."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.races.killed_planning import ORDERS

ROOT = Path(__file__).resolve().parents[2]
KILLS = 20


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_planner_killed_at_any_moment_changes_not_one_row(committed: dict[str, str]) -> None:
    command = [sys.executable, "-m", "tests.races.killed_planning", f"--kills={KILLS}"]

    played = subprocess.run(command, env=committed, cwd=ROOT, capture_output=True, text=True, timeout=300)

    assert played.returncode == 0, played.stderr[-2000:]
    assert json.loads(played.stdout) == {"killed": KILLS, "changed": 0, "planned": ORDERS}
