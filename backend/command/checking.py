"""./outbound check: the only gate. What passes here may land, what fails here may not."""

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from backend.command import environment
from backend.command.places import ROOT, TEST_LOCK
from backend.command.words import Stop, say

# What a real house sets; Django's own deployment check must find nothing to say about it.
PRODUCTION = {
    "OUTBOUND_BEHIND_PROXY": "1",
    "OUTBOUND_DEBUG": "0",
    "OUTBOUND_HOSTS": "outbound.example",
    "OUTBOUND_STAFF_NEED_TOTP": "1",
    "OUTBOUND_TLS": "1",
}


@dataclass(frozen=True)
class Step:
    """One thing that is looked at."""

    name: str
    command: Sequence[str]
    settings: Mapping[str, str] = field(default_factory=dict)


STEPS = (
    Step("types", ["-m", "mypy"]),
    Step("format", ["-m", "ruff", "format", "--check", "."]),
    Step("lint", ["-m", "ruff", "check", "."]),
    Step("layers", ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]),
    Step("migrations", ["manage.py", "makemigrations", "--check", "--dry-run"]),
    Step("deployment", ["manage.py", "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    Step("api", ["manage.py", "openapi", "--check"]),
    Step("house", ["-m", "pytest", "-q", "tests/house", "tests/command/test_templates.py"]),
)


def check(arguments: Sequence[str]) -> int:
    """Look at everything, or at the steps named, and say at the end what failed."""
    unknown = set(arguments) - {step.name for step in STEPS}
    if unknown:
        raise Stop(f"Not a step: {', '.join(sorted(unknown))}. Steps: {', '.join(step.name for step in STEPS)}", code=2)
    python = environment.ensure(TEST_LOCK)
    steps = [step for step in STEPS if not arguments or step.name in arguments]

    with tempfile.TemporaryDirectory(prefix="outbound-check-") as folder, ThreadPoolExecutor(max_workers=2) as pool:
        looked = pool.map(lambda step: _look(step, python=python, folder=Path(folder)), steps)
        failed = [step.name for step, passed in zip(steps, looked, strict=True) if not passed]
    if failed:
        say(f"\nFailed: {', '.join(failed)}. See it again with ./outbound check {failed[0]}")
        return 1
    say(f"\nAll {len(steps)} checks passed.")
    return 0


def _look(step: Step, *, python: Path, folder: Path) -> bool:
    began = time.monotonic()
    settings = {**os.environ, "OUTBOUND_DATA": str(folder / step.name), **step.settings}
    done = subprocess.run(
        [python, *step.command], cwd=ROOT, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    passed = done.returncode == 0
    say(f"{'ok  ' if passed else 'FAIL'} {step.name} ({time.monotonic() - began:.1f} s)")
    if not passed or step.name == "house":
        say(done.stdout.rstrip())
    return passed
