"""How to sign in to the demo as each role: drawn at random when it is founded, kept in a file that only we can read."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass

from django.conf import settings


@dataclass(frozen=True)
class SignIn:
    """One way in: a badge with its PIN, a user name with its password, or a shop with its key."""

    role: str
    who: str
    name: str
    secret: str


def keep(sign_ins: tuple[SignIn, ...]) -> None:
    """Write them down for `./outbound run`, which shows them at every start of the demo."""
    path = settings.DATA / "demo-sign-ins.json"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump([asdict(each) for each in sign_ins], file, indent=1)


def kept() -> tuple[SignIn, ...]:
    """What was written down; empty if this is no demo."""
    path = settings.DATA / "demo-sign-ins.json"
    if not path.exists():
        return ()
    return tuple(SignIn(**each) for each in json.loads(path.read_text()))
