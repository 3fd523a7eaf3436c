"""The measurement of printing in small: accidents with a seed, kill -9, and every label found in the end."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from backend.demo.bench.catalogue import BENCHES, EVERY

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]


def test_no_label_leaves_twice_and_each_is_found() -> None:
    database = settings.DATABASE_URL if settings.DATABASE_URL.startswith("postgres") else "sqlite"
    command = [sys.executable, "manage.py", "bench", "printing", f"--database={database}", "--count=400", "--seed=3"]

    done = subprocess.run([*command, "--json"], cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)

    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    result = json.loads(done.stdout.splitlines()[-1])
    assert set(result) == {*BENCHES["printing"].keys, *EVERY}
    assert (result["labels"], result["machine_duplicates"], result["reconciled"]) == (400, 0, 1.0)
    assert result["unknown_per_incident"] <= 2
