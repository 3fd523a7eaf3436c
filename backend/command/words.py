"""How the command speaks: short lines, and a clear next step when it has to stop."""

import os
import sys


class Stop(Exception):
    """The command cannot go on; the words say what to do next."""

    def __init__(self, words: str, *, code: int = 1) -> None:
        super().__init__(words)
        self.code = code


def say(words: str) -> None:
    """Tell the person at the terminal what happens now."""
    print(words, flush=True)


def warn(words: str) -> None:
    """Say loudly what was left out, so that nobody takes it for done."""
    line = "!" * 78
    print(f"{line}\n{words}\n{line}", file=sys.stderr, flush=True)


def in_ci() -> bool:
    """Tell whether nobody is reading: what would be a warning must then fail."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def as_root(command: str) -> str:
    """Write an install line as this person has to type it."""
    return command if os.geteuid() == 0 else f"sudo {command}"
