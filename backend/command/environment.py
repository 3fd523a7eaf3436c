"""Builds the Python environment once, from hash-checked locks, and knows when it is still good."""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from backend.command.indexes import uv_settings
from backend.command.places import INSTALLER_LOCK, ROOT, RUN_LOCK, Command
from backend.command.words import Stop, as_root, say


@dataclass(frozen=True)
class Environment:
    """One folder of installed packages, made from locks of one checkout."""

    root: Path
    folder: Path
    wheelhouse: Path | None = None

    @property
    def python(self) -> Path:
        """The interpreter inside the environment."""
        return self.folder / "bin" / "python"

    @property
    def stamp(self) -> Path:
        """Written last: what stands in it has been installed to the end."""
        return self.folder / ".stamp"

    def digest(self, lock: str) -> str:
        """Fingerprint a lock together with the Python that it was installed for."""
        return hashlib.sha256(sys.version.encode() + b"\0" + (self.root / lock).read_bytes()).hexdigest()

    def stamped(self) -> dict[str, str]:
        """Read which locks were installed to the end, with their fingerprints."""
        if not self.stamp.exists():
            return {}
        lines = (line.split(maxsplit=1) for line in self.stamp.read_text().splitlines() if line)
        return {lock: digest for digest, lock in lines}

    def is_fresh(self) -> bool:
        """Tell whether everything once installed is still what the locks say."""
        stamped = self.stamped()
        return (
            self.python.exists()
            and bool(stamped)
            and all((self.root / lock).exists() and self.digest(lock) == was for lock, was in stamped.items())
        )

    def has(self, *locks: str) -> bool:
        """Tell whether these locks are installed as they stand now."""
        return self.is_fresh() and set(locks) <= set(self.stamped())


def ensure(*locks: str, wheelhouse: Path | None = None) -> Path:
    """Give a Python that has everything in the run lock and these locks, building it if need be."""
    chosen = os.environ.get("OUTBOUND_PYTHON")
    if chosen:
        if shutil.which(chosen) is None:
            raise Stop(f"OUTBOUND_PYTHON is {chosen}, which cannot be run. Next step: correct it, or unset it.")
        return Path(chosen)
    environment = Environment(root=ROOT, folder=ROOT / ".venv", wheelhouse=wheelhouse)
    return build(environment, RUN_LOCK, *locks)


def build(environment: Environment, *locks: str) -> Path:
    """Bring an environment up to these locks; a second terminal waits until the first has finished."""
    if environment.has(*locks):
        return environment.python
    with _only_one(environment):
        if not environment.has(*locks):
            _install(environment, locks)
    return environment.python


def venv_missing(version: Sequence[int]) -> str | None:
    """Give the words for a Python that came without its venv module, or None."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return None
    name = f"python{version[0]}.{version[1]}-venv"
    words = f"This Python ({sys.executable}) came without its venv module, so no environment can be built."
    if shutil.which("apt-get"):
        line = as_root(f"apt-get install {name}")
        return f"{words}\nNext step: {line}\nThen run the same line again."
    return f"{words}\nNext step: install the venv and ensurepip modules of Python {version[0]}.{version[1]}."


def write_stamp(environment: Environment, locks: Sequence[str]) -> None:
    """Note that these locks are now installed to the end."""
    stamps = environment.stamped() | {lock: environment.digest(lock) for lock in locks}
    unfinished = environment.stamp.with_suffix(".new")
    unfinished.write_text("".join(f"{digest}  {lock}\n" for lock, digest in sorted(stamps.items())))
    unfinished.replace(environment.stamp)


@contextmanager
def _only_one(environment: Environment) -> Iterator[None]:
    path = environment.folder.parent / ".outbound" / "environment.lock"
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another terminal is building the environment. Waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _install(environment: Environment, locks: Sequence[str]) -> None:
    began = time.monotonic()
    wanted = list(dict.fromkeys([*locks, *environment.stamped()]))
    wanted = [lock for lock in wanted if (environment.root / lock).exists()]
    if environment.is_fresh():
        wanted = [lock for lock in wanted if lock not in environment.stamped()]
        say(f"Adding to the Python environment: {', '.join(wanted)}")
    else:
        say("Building the Python environment. This happens once and takes about a minute.")
        _make_fresh(environment)
    _install_locks(environment, wanted)
    write_stamp(environment, wanted)
    say(f"The Python environment is ready ({time.monotonic() - began:.0f} s).")


def _make_fresh(environment: Environment) -> None:
    words = venv_missing(sys.version_info[:2])
    if words:
        raise Stop(words)
    shutil.rmtree(environment.folder, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", environment.folder], capture_output=True, text=True)
    if made.returncode:
        raise Stop(f"The environment could not be made:\n{made.stdout}{made.stderr}")


def _install_locks(environment: Environment, locks: Sequence[str]) -> None:
    files = [argument for lock in locks for argument in ("-r", str(environment.root / lock))]
    source = ["--no-index", "--find-links", str(environment.wheelhouse)] if environment.wheelhouse else []
    pip: Command = [
        environment.python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
    ]
    uv: Command = [environment.python, "-m", "uv", "pip", "install", "--quiet", "--require-hashes"]
    uv = [*uv, "--python", environment.python]

    has_uv = (environment.folder / "bin" / "uv").exists()
    if (has_uv or _run([*pip, *source, "-r", environment.root / INSTALLER_LOCK], name="installer")) and _run(
        [*uv, *source, *files], name="packages", settings=uv_settings(environment.python)
    ):
        return
    say("The fast installer did not do it. Trying pip, which may take some minutes.")
    if not _run([*pip, *source, *files], name="packages"):
        raise Stop(_install_failed(environment))


def _install_failed(environment: Environment) -> str:
    if environment.wheelhouse:
        return (
            f"The packages could not be installed from {environment.wheelhouse}.\n"
            "Next step: on a connected computer of the same kind, run ./outbound wheelhouse DIR, and bring DIR here."
        )
    return (
        "The packages could not be installed; the lines above say why. Nothing was started.\n"
        "No network here? On a connected computer of the same kind run ./outbound wheelhouse DIR,\n"
        "bring DIR here, then run ./outbound run --wheelhouse DIR.\n"
        "A hash that does not match means a package is not the one that was checked: do not go round it."
    )


def _run(command: Command, *, name: str, settings: dict[str, str] | None = None) -> bool:
    began = time.monotonic()
    done = subprocess.run(command, env={**os.environ, **(settings or {})}, stdout=subprocess.DEVNULL)
    if done.returncode == 0:
        say(f"  {name}: {time.monotonic() - began:.1f} s")
    return done.returncode == 0
