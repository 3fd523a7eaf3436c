"""The memory of a measured process is its own, not that of the large one which started it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from backend.demo.bench import memory

ROOT = Path(__file__).resolve().parents[2]
ASKED = "from backend.demo.bench.memory import peak_kb; print(peak_kb())"


@pytest.mark.skipif(not memory.STATUS.exists(), reason="Only Linux tells the peak of one process apart")
def test_what_the_parent_held_does_not_count() -> None:
    held = bytearray(400 * 2**20)
    held[:: 2**12] = b"\1" * len(held[:: 2**12])

    said = subprocess.run([sys.executable, "-c", ASKED], cwd=ROOT, capture_output=True, text=True, check=True)

    assert memory.peak_kb() > 400 * 2**10
    assert 0 < int(said.stdout) < 200 * 2**10
    assert len(held) == 400 * 2**20
