"""Real Celery workers for tests: on the test's own database and broker, ended with all that they started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CELERY = [sys.executable, "-m", "celery", "--app", "backend", "worker", "--include", "tests.jobs.trials"]
QUIET = ["--pool", "prefork", "--concurrency", "1", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"]


class Worker:
    """One worker with its children."""

    def __init__(self, surroundings: Mapping[str, str], *options: str, name: str = "one") -> None:
        self._process = subprocess.Popen(
            [*CELERY, *QUIET, "--hostname", f"{name}@trial", *options],
            cwd=ROOT,
            env={**surroundings, "CELERY_SKIP_CHECKS": "1", "C_FORCE_ROOT": "1", "PYTHONPATH": str(ROOT)},
            start_new_session=True,
        )

    def is_alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End it and its children with -9, as a power cut would."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def kill_main(self) -> None:
        """End only the main process with -9; its children live on for a moment."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> int:
        """Ask it to finish."""
        self._process.terminate()
        code = self._process.wait(40)
        self.kill()
        return code


def until(holds: Callable[[], bool], *, seconds: float) -> bool:
    """Wait until something holds; whether it did in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.1)
    return holds()
