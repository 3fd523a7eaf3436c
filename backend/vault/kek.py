"""The key of the house: a file that only we can read, under which every data key is wrapped.

Each line of the file is one key in base64; the first wraps, the others only unwrap what a changed key has not reached.
"""

from __future__ import annotations

import base64
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from backend.kit import envelope


@dataclass(frozen=True)
class Kek:
    """A key of the house and the short name by which rows say which one wrapped them."""

    name: str
    key: bytes


def current() -> Kek:
    """The key that wraps from now on; made at the first need."""
    return _all()[0]


def named(name: str) -> Kek:
    """The key that wrapped a row; `Unreadable` when its line is gone from the file."""
    for kek in _all():
        if kek.name == name:
            return kek
    raise envelope.Unreadable(f"the key file no longer holds {name}")


def add() -> Kek:
    """Put a new key first; the old ones stay until nothing is wrapped under them."""
    keys = [envelope.new_key(), *(kek.key for kek in _all())]
    _write(keys)
    return current()


def forget_old() -> None:
    """Keep only the first key; nothing may be wrapped under the others any more."""
    _write([current().key])


def _all() -> list[Kek]:
    path: Path = settings.VAULT_KEY_FILE
    try:
        lines = path.read_text().split()
    except FileNotFoundError:
        _make_once(path)
        lines = path.read_text().split()
    return [_kek(base64.b64decode(line)) for line in lines]


def _kek(key: bytes) -> Kek:
    if len(key) != envelope.KEY_BYTES:
        raise envelope.Unreadable("the key file holds something that is not a key")
    return Kek(hashlib.sha256(b"kek" + key).hexdigest()[:16], key)


def _make_once(path: Path) -> None:
    """Written aside and linked into place: of two processes that start at once one wins, neither reads half a key."""
    aside = _aside(path, [envelope.new_key()])
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()


def _write(keys: list[bytes]) -> None:
    path: Path = settings.VAULT_KEY_FILE
    _aside(path, keys).replace(path)


def _aside(path: Path, keys: list[bytes]) -> Path:
    aside = path.with_name(f"{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(handle, "wb") as file:
        file.write(b"".join(base64.b64encode(key) + b"\n" for key in keys))
        file.flush()
        os.fsync(file.fileno())
    return aside
