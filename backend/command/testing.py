"""./outbound test: the whole suite, on every database and browser that this computer has."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from backend.command import environment
from backend.command.places import BROWSER_LOCK, ROOT, TEST_LOCK, Command
from backend.command.words import Stop, in_ci, say, warn

LOCAL_POSTGRES = "postgres://postgres@127.0.0.1:5432/outbound"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# These read source, paper or pixels, or start a house of their own: a second database changes nothing for them.
ONE_DATABASE_IS_ENOUGH = (
    "tests/bench/test_batching.py",
    "tests/bench/test_codes.py",
    "tests/bench/test_labels.py",
    "tests/browser",
    "tests/command",
    "tests/demo",
    "tests/house",
    "tests/labels",
    "tests/warehouse/batching",
    "tests/warehouse/cartons",
    "tests/warehouse/routing",
    "tests/web",
)
DATABASE_SETTINGS = {"OUTBOUND_DATABASE_URL", "OUTBOUND_VAULT_URL", "OUTBOUND_TEST_POSTGRES", "OUTBOUND_TEST_SQLITE"}
# The folders of few and long tests stand first by name; sorted by count they would come last, alone on one worker.
FILES_AS_THEY_COME = ("--dist", "loadfile", "--no-loadscope-reorder")
NOTHING_CHOSEN = 5


@dataclass(frozen=True)
class Round:
    """The suite once through, on one database."""

    database: str
    settings: Mapping[str, str]
    leave_out: Sequence[str] = ()


def test(arguments: Sequence[str]) -> int:
    """Run the suite on SQLite, then on PostgreSQL; say loudly what could not be run."""
    databases, chosen = asked_for(arguments)
    browser = find_browser()
    python = environment.ensure(TEST_LOCK, BROWSER_LOCK)
    postgres = os.environ.get("OUTBOUND_TEST_POSTGRES") or find_postgres(python)
    skipped = what_is_skipped(databases, browser=browser, postgres=postgres)
    if skipped and in_ci():
        raise Stop(f"In CI nothing may be skipped.\n{skipped}")

    with tempfile.TemporaryDirectory(prefix="outbound-test-") as folder:
        settings = settings_for(os.environ, folder=Path(folder), browser=browser)
        planned = plan(databases, folder=Path(folder), browser=browser, postgres=postgres)
        codes = [_pytest(python, chosen, each, settings=settings) for each in planned]
    if skipped:
        warn(skipped)
    return verdict(codes)


def asked_for(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Part what is said to us (--sqlite, --postgres) from what is said to pytest."""
    rest = [argument for argument in arguments if argument not in {"--sqlite", "--postgres"}]
    databases = [name for name in ("sqlite", "postgres") if f"--{name}" in arguments]
    return databases or ["sqlite", "postgres"], rest


def plan(databases: Sequence[str], *, folder: Path, browser: str | None, postgres: str | None) -> list[Round]:
    """List the rounds that this computer can do; a file named for SQLite wins over a server that is there too."""
    server = {"OUTBOUND_TEST_POSTGRES": postgres} if postgres else {}
    rounds = []
    if "sqlite" in databases:
        file = {"OUTBOUND_TEST_SQLITE": str(folder / "test.sqlite3")}
        rounds.append(Round("SQLite", server | file, () if browser else ("tests/browser",)))
    if "postgres" in databases and postgres:
        rounds.append(Round("PostgreSQL", server, ONE_DATABASE_IS_ENOUGH))
    return rounds


def what_is_skipped(databases: Sequence[str], *, browser: str | None, postgres: str | None) -> str:
    """Say what was asked for and cannot be run here, with the next step for each."""
    words = []
    if "sqlite" in databases and not browser:
        words.append(
            "SKIPPED: the browser journeys. No Chromium was found.\n"
            "  Next step: apt-get install chromium, or set OUTBOUND_CHROMIUM to its path."
        )
    if "postgres" in databases and not postgres:
        words.append(
            "SKIPPED: everything on PostgreSQL. No server lets us in on this computer.\n"
            "  Next step: set OUTBOUND_TEST_POSTGRES=postgres://USER@HOST/outbound, with a user who may make databases."
        )
    return "\n".join(words)


def settings_for(outside: Mapping[str, str], *, folder: Path, browser: str | None) -> dict[str, str]:
    """Give the tests a data folder of their own; which database they use is said by the round alone."""
    kept = {name: value for name, value in outside.items() if name not in DATABASE_SETTINGS}
    ours = {
        "OUTBOUND_DATA": str(folder),
        # A test database need not outlive a power cut.
        "OUTBOUND_SQLITE_SYNC": "OFF",
    }
    return {**kept, **ours, **({"OUTBOUND_CHROMIUM": browser} if browser else {})}


def verdict(codes: Sequence[int]) -> int:
    """Give one exit code for all rounds: one that failed fails the whole."""
    failed = [code for code in codes if code not in {0, NOTHING_CHOSEN}]
    if failed:
        return failed[0]
    return 0 if 0 in codes else NOTHING_CHOSEN


def find_browser() -> str | None:
    """Find a Chromium on this computer."""
    wanted = os.environ.get("OUTBOUND_CHROMIUM")
    return shutil.which(wanted) if wanted else next(filter(None, map(shutil.which, BROWSERS)), None)


def find_postgres(python: Path) -> str | None:
    """Give the address of a PostgreSQL on this computer that lets us in, or None."""
    attempt = "import psycopg, sys; psycopg.connect(sys.argv[1], dbname='postgres', connect_timeout=2).close()"
    address = LOCAL_POSTGRES.replace("postgres://", "postgresql://")
    tried = subprocess.run([python, "-c", attempt, address], capture_output=True)
    return LOCAL_POSTGRES if tried.returncode == 0 else None


def _pytest(python: Path, chosen: Sequence[str], planned: Round, *, settings: Mapping[str, str]) -> int:
    say(f"\n=== Tests on {planned.database}")
    command: Command = [python, "-m", "pytest", *(f"--ignore={folder}" for folder in planned.leave_out)]
    spread = [] if chosen else ["-n", str(min(os.cpu_count() or 1, 4)), *FILES_AS_THEY_COME]
    return subprocess.run([*command, *spread, *chosen], cwd=ROOT, env={**settings, **planned.settings}).returncode
