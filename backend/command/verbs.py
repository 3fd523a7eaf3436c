"""What can be said after ./outbound, and who does it."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence

from backend.command import environment
from backend.command.checking import check
from backend.command.locks import lock, wheelhouse
from backend.command.places import BROWSER_LOCK, ROOT, SERVER_LOCK, TEST_LOCK
from backend.command.running import locks_for, run
from backend.command.testing import test
from backend.command.words import Stop, say

HELP = """Outbound: a work platform for prison industries.

Two commands are enough:
  ./outbound run           start everything on this computer and say where to look
  ./outbound test          run the tests (what follows goes to pytest)

In daily use:
  ./outbound demo          make or refresh the demo facility; --sign-ins prints how to sign in
  ./outbound simulate      let robots do a shift through real HTTP
  ./outbound verify        prove that nothing in the ledger was edited, deleted or reordered
  ./outbound replay NAME   rebuild what a reader keeps, and compare
  ./outbound labels KIND   make labels from JSON or CSV as PDF, ZPL or PNG; --list shows the kinds
  ./outbound bench NAME    measure; --list explains every figure
  ./outbound doctor        say what is wrong with this installation, and the next step

For developers:
  ./outbound check         the only gate: format, lint, types, layers, migrations, API, house rules
  ./outbound lock          write the lock files anew from pyproject.toml
  ./outbound wheelhouse DIR   collect every package for a computer without a network
  ./outbound pictures      take the pictures of the main screens

Everything else goes to manage.py; ./outbound manage help lists it.
run, lock and wheelhouse explain themselves with --help.
"""

VERBS: dict[str, Callable[[Sequence[str]], int]] = {
    "run": run,
    "test": test,
    "check": check,
    "lock": lock,
    "wheelhouse": wheelhouse,
}
HELPS = {"help", "-h", "--help"}


def main(arguments: Sequence[str]) -> int:
    """Do what the words say; give the exit code."""
    if not arguments or arguments[0] in HELPS:
        say(HELP)
        return 0 if arguments else 2
    try:
        verb, *rest = arguments
        return VERBS[verb](rest) if verb in VERBS else hand_over(arguments)
    except Stop as stop:
        sys.stdout.flush()
        print(stop, file=sys.stderr)
        return stop.code
    except KeyboardInterrupt:
        return 130


def hand_over(arguments: Sequence[str]) -> int:
    """Give any other word to the program that knows it, inside the right environment."""
    verb, *rest = arguments
    if verb == "pictures":
        return _become(environment.ensure(TEST_LOCK, BROWSER_LOCK), "-m", "tests.browser.pictures", *rest)
    words = rest if verb == "manage" else arguments
    asks_for_server = locks_for(os.environ) or any(word.partition("=")[2].startswith("postgres") for word in words)
    asks_for_server = asks_for_server or any(word.startswith("postgres") for word in words)
    return _become(environment.ensure(*([SERVER_LOCK] if asks_for_server else [])), str(ROOT / "manage.py"), *words)


def _become(python: os.PathLike[str], *arguments: str) -> int:
    """Run it as our child with the same terminal; Ctrl-C reaches both, and its exit code becomes ours."""
    child = subprocess.Popen([python, *arguments], cwd=ROOT)
    while True:
        try:
            code = child.wait()
            return code if code >= 0 else 128 - code
        except KeyboardInterrupt:
            continue
