"""A whole house of its own for the robot shift and the measurements: databases, web servers, worker, all on loopback.

Everything is made in a folder of its own, listens on 127.0.0.1 only, and is ended by process id when the block ends.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from backend.command.children import Child
from backend.command.places import ROOT

SLOWEST_START_SECONDS: Final = 60
PATIENCE_SECONDS: Final = 8
# Robots ask faster than any merchant may: what is measured is the house, not its limits.
UNLIMITED: Final = {"OUTBOUND_API_PER_MINUTE": "100000000", "OUTBOUND_API_BULK_PER_HOUR": "100000000"}


@dataclass
class House:
    """The processes of one house, and how its settings reach them."""

    data: Path
    environment: dict[str, str]
    ports: tuple[int, ...]
    webs: list[Child] = field(default_factory=list)
    workers: list[Child] = field(default_factory=list)
    guests: list[Child] = field(default_factory=list)
    kills: int = 0

    @property
    def url(self) -> str:
        """The address of the first web server."""
        return self.urls[0]

    @property
    def urls(self) -> tuple[str, ...]:
        """The addresses of all web servers."""
        return tuple(f"http://127.0.0.1:{port}" for port in self.ports)

    def manage(self, *arguments: str, told: str = "") -> str:
        """Run a management command in this house, told on standard input; its output. RuntimeError if it fails."""
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, str(ROOT / "manage.py"), *arguments],
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
            input=told,
        )
        if done.returncode:
            raise RuntimeError(f"manage.py {arguments[0]} failed:\n{done.stderr[-3000:]}")
        return done.stdout

    def collect(self) -> None:
        """Collect the files that pages name."""
        self.manage("collectstatic", "--noinput", "--verbosity", "0")

    def start(self, *, worker: bool = True, pages: bool = True) -> None:
        """Start the web servers and the worker, and wait until each web server answers; without `pages`, API only."""
        if pages:
            self.collect()
        self.webs = [self._web(number, port) for number, port in enumerate(self.ports)]
        self.workers = [self._worker()] if worker else []
        for child in (*self.webs, *self.workers):
            child.start()
        for url in self.urls:
            wait_until_it_answers(url)

    def host(self, application: str, *, webs: int, environment: dict[str, str]) -> tuple[str, ...]:
        """Serve another application beside ours, on as many web servers as asked; their addresses."""
        ports = [_free_port() for _ in range(webs)]
        for number, port in enumerate(ports):
            guest = self._child(f"guest-{number}", _granian(port, application, self._threads), environment)
            guest.start()
            self.guests.append(guest)
        urls = tuple(f"http://127.0.0.1:{port}" for port in ports)
        for url in urls:
            wait_until_it_answers(url)
        return urls

    def kill(self, child: Child) -> None:
        """`kill -9` a process with all it started, and start it again at once."""
        child.sweep()
        self.kills += 1
        child.start()

    def stop(self) -> None:
        """Ask every process to end; after their patience they are ended."""
        for child in (*self.webs, *self.workers, *self.guests):
            child.stop()

    @property
    def _threads(self) -> str:
        return self.environment.get("OUTBOUND_WEB_THREADS", "4")

    def _web(self, number: int, port: int) -> Child:
        command = _granian(port, "backend.wsgi:application", self._threads)
        seals = {"OUTBOUND_SEALER_THREAD": "1" if number == 0 else "0"}
        return self._child(f"web-{number}", command, seals)

    def _worker(self) -> Child:
        command = [sys.executable, "-m", "celery", "--app", "backend", "worker", "--beat", "--pool", "prefork"]
        command += ["--concurrency", "1", "--scheduler", "celery.beat:Scheduler", "--loglevel", "WARNING"]
        return self._child("worker", command, {"OUTBOUND_SEALER_THREAD": "0"})

    def _child(self, name: str, command: list[str], more: dict[str, str]) -> Child:
        return Child(
            name,
            command,
            {**self.environment, **more},
            log=self.data / "logs" / f"{name}.log",
            patience_seconds=PATIENCE_SECONDS,
        )


@contextmanager
def house(*, database: str = "sqlite", webs: int = 1, keep: bool = False) -> Iterator[House]:
    """A new, empty, migrated house; `database` is `sqlite` or the URL of an empty PostgreSQL database.

    The folder is removed at the end unless `keep`. On SQLite there is one web process, as in a prison's own house.
    """
    data = Path(tempfile.mkdtemp(prefix="outbound-house-"))
    ports = tuple(_free_port() for _ in range(1 if database == "sqlite" else webs))
    made = House(data=data, environment=_environment(data, database), ports=ports)
    try:
        made.manage("prepare", "--without-demo")
        yield made
    finally:
        made.stop()
        if not keep:
            shutil.rmtree(data, ignore_errors=True)


def wait_until_it_answers(url: str, *, seconds: float = SLOWEST_START_SECONDS) -> None:
    """Wait until a web server answers at all; TimeoutError after `seconds`."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2):  # noqa: S310 - always our own loopback address
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"{url} did not answer within {seconds:.0f} s.")


def _granian(port: int, application: str, threads: str) -> list[str]:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1", "--no-ws"]
    command += ["--blocking-threads", threads, "--log-level", "warning"]
    return [*command, "--host", "127.0.0.1", "--port", str(port), application]


def _environment(data: Path, database: str) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("OUTBOUND_")}
    chosen = {name: os.environ[name] for name in ("OUTBOUND_BROKER_URL", "OUTBOUND_WEB_THREADS") if name in os.environ}
    return {
        **inherited,
        **chosen,
        "OUTBOUND_DATA": str(data),
        "OUTBOUND_DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "backend.settings",
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
