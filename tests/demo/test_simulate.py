"""The robot shift, small: real servers and HTTP, a freeze and a kill in the middle, and the books right afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.house.sources import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.faults]


def test_a_small_shift_with_a_freeze_and_a_kill_loses_nothing() -> None:
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("OUTBOUND_")}
    command = ["simulate", "--limit", "8", "--workers", "3", "--freeze-every", "6", "--kills", "1", "--json"]

    done = subprocess.run(
        [sys.executable, "manage.py", *command, "--max-seconds", "300"],
        cwd=ROOT,
        env={**surroundings, "DJANGO_SETTINGS_MODULE": "backend.settings"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    report = json.loads(done.stdout.splitlines()[-1])
    assert (report["accepted"], report["shipped"] + report["short"]) == (8, 8)
    assert (report["lost"], report["doubled"], report["stock_drift"], report["kills"]) == (0, 0, 0, 1)
    assert report["ledger_verified"] is True
    assert report["p95_scan_ms"] > 0
