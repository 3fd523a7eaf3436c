"""./outbound lock: writes the lock files anew from pyproject.toml, and what a wheelhouse needs from them."""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from backend.command import environment
from backend.command.indexes import uv_settings
from backend.command.places import BROWSER_LOCK, INSTALLER_LOCK, ROOT, RUN_LOCK, SERVER_LOCK, TEST_LOCK, Command
from backend.command.words import Stop, say

# Later locks hold to the versions of earlier ones, so that all of them fit into one environment.
SOURCES: dict[str, Sequence[str]] = {
    RUN_LOCK: ["pyproject.toml"],
    SERVER_LOCK: ["pyproject.toml", "--extra", "postgres", "--extra", "redis", "-c", RUN_LOCK],
    TEST_LOCK: ["--group", "pyproject.toml:test", "-c", SERVER_LOCK],
    BROWSER_LOCK: ["--group", "pyproject.toml:browser", "-c", SERVER_LOCK, "-c", TEST_LOCK],
}
# No address of an index may stand in a lock: every house has its own.
STYLE = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"]


def lock(arguments: Sequence[str]) -> int:
    """Write all locks anew; versions that still fit stay, unless --upgrade is given."""
    parser = argparse.ArgumentParser(prog="./outbound lock", description="Write the lock files from pyproject.toml.")
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions that pyproject.toml allows")
    parser.add_argument("--python", type=Path, help="a Python that has uv; default: the environment's own")
    options = parser.parse_args(arguments)
    python = options.python or environment.ensure()
    upgrade = ["--upgrade"] if options.upgrade else []

    for name, sources in SOURCES.items():
        _compile(python, [*sources, *upgrade], output=name)
    _compile(python, ["-", *upgrade], output=INSTALLER_LOCK, given="uv\n")
    return 0


def wheelhouse(arguments: Sequence[str]) -> int:
    """Fill a folder with everything that ./outbound run --wheelhouse needs on a computer without a network."""
    parser = argparse.ArgumentParser(
        prog="./outbound wheelhouse",
        description="Fill DIR with every package, for a computer of the same kind that has no network.",
    )
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--server", action="store_true", help="also the clients of PostgreSQL and Redis")
    parser.add_argument("--tests", action="store_true", help="also what ./outbound test needs")
    options = parser.parse_args(arguments)
    python = environment.ensure()
    locks = [INSTALLER_LOCK, SERVER_LOCK if options.server else RUN_LOCK]
    locks += [TEST_LOCK, BROWSER_LOCK] if options.tests else []

    for name in locks:
        command: Command = [python, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
        hashed = ["--require-hashes", "--only-binary", ":all:", "-r", ROOT / name, "-d", options.folder]
        if subprocess.run([*command, *hashed]).returncode:
            raise Stop(f"Not everything of {name} could be fetched; the lines above say what.")
    wheels = list(options.folder.glob("*.whl"))
    megabytes = sum(wheel.stat().st_size for wheel in wheels) / 1_000_000
    say(f"{len(wheels)} packages, {megabytes:.0f} MB, in {options.folder}, for {sys.platform} and this Python.")
    say(f"Next step, on the other computer: ./outbound run --wheelhouse {options.folder}")
    return 0


def _compile(python: Path, sources: Sequence[str], *, output: str, given: str | None = None) -> None:
    settings = {**os.environ, **uv_settings(python), "UV_CUSTOM_COMPILE_COMMAND": "./outbound lock"}
    done = subprocess.run(
        [python, "-m", "uv", "pip", "compile", "--quiet", *STYLE, *sources, "--output-file", output],
        cwd=ROOT,
        env=settings,
        input=given,
        text=True,
    )
    if done.returncode:
        raise Stop(f"{output} could not be written; the lines above say why.")
    say(f"{output}: {sum('==' in line for line in (ROOT / output).read_text().splitlines())} packages")
