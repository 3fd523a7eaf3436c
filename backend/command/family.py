"""The processes of a house on one computer: one web server with the sealer in it, and one worker with the scheduler."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

from backend.command.children import Child
from backend.command.listening import Listen
from backend.command.places import ROOT


def web(python: Path, settings: Mapping[str, str], *, listen: Listen, logs: Path | None) -> Child:
    """Describe the web server: one process, few threads, because SQLite has one place to write."""
    command: list[str | Path] = [python, *"-m granian --interface wsgi --workers 1 --no-ws --log-level warning".split()]
    command += ["--host", listen.host, "--port", str(listen.port), "--workers-kill-timeout", "10"]
    command += ["--blocking-threads", settings.get("OUTBOUND_WEB_THREADS", "4")]
    if listen.certificate and listen.key:
        command += ["--ssl-certificate", listen.certificate, "--ssl-keyfile", listen.key]
        command += ["--ssl-protocol-min", "tls1.2"]
    command.append("backend.wsgi:application")
    return Child(
        "web server",
        command,
        {"OUTBOUND_SEALER_THREAD": "1", **settings},
        log=logs and logs / "web.log",
    )


def worker(python: Path, settings: Mapping[str, str], *, logs: Path | None) -> Child:
    """Describe the worker: it may die at any time, because what is due stands in the database."""
    # Two hands: a wave may be thought about for a minute, and labels print meanwhile.
    command: list[str | Path] = [
        python,
        *"-m celery --quiet --app backend worker --beat --pool prefork --concurrency 2".split(),
    ]
    # For the same reason the scheduler keeps no file of its own that a crash could spoil.
    command += ["--scheduler", "celery.beat:Scheduler", "--loglevel", "WARNING"]
    return Child(
        "worker",
        command,
        # Sealing belongs to the web server: a third writer would wait for SQLite's one lock.
        {**settings, "OUTBOUND_SEALER_THREAD": "0"},
        log=logs and logs / "worker.log",
        restarts=True,
        patience_seconds=30,
    )


def ways_in(beside: Child) -> subprocess.Popen[str]:
    """Ask how to sign in as each role, while the web server starts."""
    return subprocess.Popen(
        [beside.command[0], ROOT / "manage.py", "demo", "--sign-ins"],
        env={**beside.environment, "OUTBOUND_SEALER_THREAD": "0"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
