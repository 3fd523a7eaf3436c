"""./outbound run: from nothing to a running house on this computer."""

import argparse
import fcntl
import hashlib
import os
import secrets
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from backend.command import children, environment, family, listening
from backend.command.children import Child
from backend.command.listening import Listen
from backend.command.places import ROOT, SERVER_LOCK, Command, data_folder
from backend.command.words import Stop, say

SLOWEST_START_SECONDS = 120
APPS = ("backend", "warehouse", "callcenter")


def run(arguments: Sequence[str]) -> int:
    """Start everything and stay until it is stopped."""
    began = time.monotonic()
    options = _options(arguments)
    listen = _listen(options)
    python = environment.ensure(*locks_for(os.environ), wheelhouse=options.wheelhouse)
    data = make_data_folder(data_folder())

    with only_one(data, listen):
        listen = _free(listen)
        settings = settings_for(os.environ, data=data, listen=listen)
        logs = None if options.logs else data / "logs"
        _prepare(python, settings, data, with_demo=not options.without_demo)
        web = family.web(python, settings, listen=listen, logs=logs)
        worker = family.worker(python, settings, logs=logs)
        return _live(web, worker, listen=listen, began=began)


def locks_for(settings: Mapping[str, str]) -> list[str]:
    """Name the locks that these settings need: a server database or broker brings its client."""
    urls = (settings.get(name, "") for name in ("OUTBOUND_DATABASE_URL", "OUTBOUND_VAULT_URL", "OUTBOUND_BROKER_URL"))
    return [SERVER_LOCK] if any(url.startswith(("postgres", "redis", "valkey")) for url in urls) else []


def make_data_folder(folder: Path) -> Path:
    """Make the data folder readable by its owner only, with the secret key, once."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    key = Path(os.environ.get("OUTBOUND_SECRET_KEY_FILE") or folder / "secret.key")
    try:
        with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return folder


def settings_for(outside: Mapping[str, str], *, data: Path, listen: Listen) -> dict[str, str]:
    """Complete what the surroundings have set with what one computer needs."""
    needed = {"OUTBOUND_TLS": "1" if listen.certificate else "0", "PYTHONUNBUFFERED": "1"}
    hosts = [*outside.get("OUTBOUND_HOSTS", "").split(","), *listening.names(listen)]
    ours = {"OUTBOUND_DATA": str(data), "OUTBOUND_HOSTS": ",".join(filter(None, hosts)), "PYTHONPATH": str(ROOT)}
    return {**needed, **outside, **ours}


@contextmanager
def only_one(data: Path, listen: Listen) -> Iterator[None]:
    """Keep a second house off this data folder: SQLite has room for one web server and one worker."""
    with (data / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Stop(
                f"Outbound already runs on {data} (process {lock.read().strip() or 'unknown'}).\n"
                "Next step: stop it with Ctrl-C there, or give this one its own folder:\n"
                f"  OUTBOUND_DATA=DIR ./outbound run --listen {listen.host}:{listen.port + 1}"
            ) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./outbound run", description="Start Outbound on this computer.")
    parser.add_argument("--listen", default="127.0.0.1:8000", metavar="HOST:PORT", help="default: %(default)s")
    parser.add_argument("--tls", type=Path, metavar="DIR", help="folder with fullchain.pem and privkey.pem")
    parser.add_argument("--wheelhouse", type=Path, metavar="DIR", help="install from this folder, without a network")
    parser.add_argument("--without-demo", action="store_true", help="leave an empty house empty: for real work")
    parser.add_argument("--logs", action="store_true", help="show the logs here instead of keeping them in files")
    return parser.parse_args(arguments)


def _listen(options: argparse.Namespace) -> Listen:
    listen = listening.parse(options.listen)
    return listening.with_certificate(listen, options.tls) if options.tls else listen


def _free(wanted: Listen) -> Listen:
    listen = listening.free(wanted)
    if listen.port != wanted.port:
        say(f"Port {wanted.port} is taken. Using {listen.port}.")
    return listen


def static_fingerprint(python: Path) -> str:
    """Tell one state of all static files from another: ours by size and time, the packages' by their stamp."""
    files = sorted(path for app in APPS for path in (ROOT / app).rglob("static/**/*") if path.is_file())
    seen = [f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files]
    stamp = python.parent.parent / ".stamp"
    seen.append(stamp.read_text() if stamp.exists() else str(python))
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()


def _prepare(python: Path, settings: Mapping[str, str], data: Path, *, with_demo: bool) -> None:
    say("Preparing the database and the screens.")
    steps: list[Command] = [[python, ROOT / "manage.py", "prepare", *([] if with_demo else ["--without-demo"])]]
    collected, fingerprint = data / "static" / ".collected", static_fingerprint(python)
    # Compressing them all again would double the time of a daily start.
    if not collected.exists() or collected.read_text() != fingerprint:
        steps.append([python, ROOT / "manage.py", "collectstatic", "--noinput", "--verbosity", "0"])
    began = [subprocess.Popen(step, env=dict(settings), stdin=subprocess.DEVNULL) for step in steps]
    for step, process in zip(steps, began, strict=True):
        if process.wait():
            for other in began:
                other.terminate()
            raise Stop(f"manage.py {step[2]} did not finish; the lines above say why. Nothing was started.")
    collected.parent.mkdir(exist_ok=True)
    collected.write_text(fingerprint)


def _live(web: Child, worker: Child, *, listen: Listen, began: float) -> int:
    children.listen_for_stop()
    try:
        web.start()
        ways_in = family.ways_in(web)
        code = _until_it_answers(web, listen)
        if code is not None:
            return code
        worker.start()
        say(f"\nOutbound answers after {time.monotonic() - began:.0f} s. Look at {listen.url}\n")
        say(ways_in.communicate()[0] or "How to sign in: ./outbound demo --sign-ins\n")
        say(f"Logs: {web.log.parent}\nStop with Ctrl-C." if web.log else "Stop with Ctrl-C.")
        return children.watch([web, worker])
    except children.Stopped as stopped:
        say(f"\nStopping ({stopped}).")
        return 0
    finally:
        children.stop_all([web, worker])


def _until_it_answers(web: Child, listen: Listen) -> int | None:
    deadline = time.monotonic() + SLOWEST_START_SECONDS
    while time.monotonic() < deadline:
        code = web.ended()
        if code is not None:
            say(f"The web server ended with code {code}.\n{web.last_lines()}")
            return code or 1
        if listening.answers(listen):
            return None
        time.sleep(0.1)
    say(f"The web server does not answer after {SLOWEST_START_SECONDS} s.\n{web.last_lines()}")
    return 1
