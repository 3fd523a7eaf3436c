"""A process inside the measured house: prepares and counts what HTTP cannot, one request after the other."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from backend.command.places import ROOT
from backend.demo.houses import House

PATIENCE_SECONDS: Final = 120.0
LOG_CHARACTERS: Final = 6000

Within = Callable[[str, dict[str, Any]], dict[str, Any]]


@contextmanager
def inside(house: House) -> Iterator[Within]:
    """Have things done inside the house by name; RuntimeError with its words when one fails.

    Between two requests the process holds no connection to any database.
    """
    house.data.joinpath("logs").mkdir(exist_ok=True)
    with house.data.joinpath("logs", "inside.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, str(ROOT / "manage.py"), "bench_within"],
            env=house.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )

    def within(what: str, asked: dict[str, Any]) -> dict[str, Any]:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("The process inside the house has no ears.")
        process.stdin.write(json.dumps({"what": what, "asked": asked}) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        answer: dict[str, Any] = json.loads(line) if line else {"fault": "it ended; its log says why"}
        if "fault" in answer:
            log = house.data.joinpath("logs", "inside.log").read_text(errors="replace")
            raise RuntimeError(f"{what}: {answer['fault']}\n{log[-LOG_CHARACTERS:]}")
        return answer

    try:
        yield within
        if process.stdin is not None:
            process.stdin.close()
        process.wait(PATIENCE_SECONDS)
    finally:
        process.kill()
        process.wait()
