"""Keeps the house's processes alive: restarts what may be restarted, stops all of them in order."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from backend.command.places import Command
from backend.command.words import say

LONGEST_PAUSE_SECONDS = 30
STEADY_SECONDS = 60
LOG_BYTES = 10_000_000
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One process of the house: web or worker."""

    name: str
    command: Command
    environment: Mapping[str, str]
    log: Path | None = None
    restarts: bool = False
    patience_seconds: float = 15
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    started_at: float = 0
    due_at: float = field(default=0, repr=False)

    def start(self) -> None:
        """Start it in a group of its own, so that Ctrl-C reaches it only through us, in order."""
        with _opened(self.log) as output:
            self.process = subprocess.Popen(
                self.command,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,
            )
        self.started_at = time.monotonic()

    def ended(self) -> int | None:
        """Give its exit code if it has ended; as a shell would write it, 137 for kill -9."""
        code = self.process.poll() if self.process else None
        return code if code is None or code >= 0 else 128 - code

    def stop(self) -> None:
        """Ask it to finish, and after its patience end it with all it started."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(self.patience_seconds)
        except subprocess.TimeoutExpired:
            say(f"The {self.name} did not stop in {self.patience_seconds:.0f} s and was ended.")
        self.sweep()

    def sweep(self) -> None:
        """End what is left of its group: a killed parent leaves its own children behind."""
        if self.process is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def last_lines(self, count: int = 15) -> str:
        """Give the end of its log, for the person who has to see why it died."""
        if self.log is None or not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-count:])


class Stopped(Exception):
    """Somebody pressed Ctrl-C or sent SIGTERM."""


def listen_for_stop() -> None:
    """Turn SIGTERM, SIGINT and SIGHUP into one exception in the main thread; a second one is ignored."""

    def stop(number: int, _frame: object) -> None:
        for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(signal.Signals(number).name)

    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(each, stop)


def watch(children: Sequence[Child], *, pause: Callable[[float], None] = time.sleep) -> int:
    """Watch until a child that may not be restarted ends; give its exit code."""
    while True:
        for child in children:
            code = _look_after(child)
            if code is not None:
                return code
        pause(0.2)


def stop_all(children: Sequence[Child]) -> None:
    """Stop them in order: first the door, then the work behind it."""
    for child in children:
        child.stop()


def _look_after(child: Child) -> int | None:
    now = time.monotonic()
    if child.process is None:
        if child.due_at and now >= child.due_at:
            child.start()
        return None
    code = child.ended()
    if code is None:
        return None
    lines = child.last_lines()
    say(f"The {child.name} ended with code {code}." + (f"\n{lines}" if lines else ""))
    child.sweep()
    if not child.restarts:
        return code or 1
    child.deaths = 1 if now - child.started_at > STEADY_SECONDS else child.deaths + 1
    seconds = min(LONGEST_PAUSE_SECONDS, 2 ** (child.deaths - 1))
    child.due_at = now + seconds
    say(f"It starts again in {seconds} s. No work is lost: jobs are rows in the database.")
    return None


def _opened(log: Path | None) -> IO[bytes]:
    if log is None:
        return os.fdopen(os.dup(1), "wb")
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))
    return log.open("ab")


def _die_with_parent() -> None:
    """Have Linux stop this child even when the command itself is killed with -9."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
