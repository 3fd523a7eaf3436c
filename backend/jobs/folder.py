"""A folder that carries messages between processes: every step is one rename within one file system.

    messages/<queue>/.<name>          being written
    messages/<queue>/<name>           waiting; the name begins with the time in nanoseconds, so order survives a restart
    claimed/<holder>/<queue>~<name>   taken by one holder, who has the lock of that folder for as long as it lives
    bad/<queue>~<name>                cannot be read

Whoever can take a holder's lock knows that it is dead, and moves its files back. Nothing is synced to disk: the job
rows are the truth.
"""

from __future__ import annotations

import fcntl
import os
import time
import uuid
import weakref
from contextlib import suppress
from pathlib import Path
from typing import Final
from urllib.parse import quote

AGAIN: Final = ".again"
STALE_SECONDS: Final = 300.0


class Folder:
    """The messages of all queues, as one process sees them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lay_out()
        self._holder: Holder | None = None

    def put(self, queue: str, text: str) -> None:
        """Let a message wait in a queue; whole or not at all."""
        name = f"{time.time_ns():020d}_{uuid.uuid4().hex}.msg"
        folder = self._queue(queue)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = folder / f".{name}"
        draft.write_text(text)
        draft.rename(folder / name)

    def make(self, queue: str) -> None:
        """Have a queue, empty if it is new."""
        self._queue(queue).mkdir(mode=0o700, parents=True, exist_ok=True)

    def has(self, queue: str) -> bool:
        """Whether there is such a queue."""
        return self._queue(queue).is_dir()

    def waiting(self, queue: str) -> list[str]:
        """The names of the messages that wait, oldest first."""
        try:
            names = os.listdir(self._queue(queue))
        except FileNotFoundError:
            return []
        return sorted(name for name in names if name.endswith(".msg") and not name.startswith("."))

    def claim(self, queue: str, name: str) -> Path | None:
        """Take a waiting message for this holder; None if another was faster."""
        if self._holder is None or not self._holder.folder.exists():
            self._lay_out()  # somebody may have removed everything
            self._holder = Holder(self.root / "claimed")
        taken = self._holder.folder / f"{quote(queue, safe='@')}~{name}"
        try:
            (self._queue(queue) / name).rename(taken)
        except FileNotFoundError:
            return None
        return taken

    def put_aside(self, taken: Path) -> None:
        """Keep a message that cannot be read where it disturbs nobody."""
        taken.replace(self.root / "bad" / taken.name)

    def give_back(self, taken: Path) -> None:
        """Let a taken message wait again in its old place, marked as taken once before."""
        queue, _, name = taken.name.partition("~")
        folder = self.root / "messages" / queue
        folder.mkdir(mode=0o700, exist_ok=True)
        with suppress(FileNotFoundError):
            taken.rename(folder / (name if AGAIN in name else name.replace(".msg", f"{AGAIN}.msg")))

    def purge(self, queue: str) -> int:
        """Remove all that waits in a queue; how many went."""
        gone = 0
        for name in self.waiting(queue):
            with suppress(FileNotFoundError):
                (self._queue(queue) / name).unlink()
                gone += 1
        return gone

    def remove(self, queue: str) -> None:
        """Remove a queue with all that waits in it."""
        self.purge(queue)
        with suppress(OSError):
            self._queue(queue).rmdir()

    def recover(self) -> None:
        """Give back what dead holders had taken."""
        self._lay_out()
        mine = self._holder.folder if self._holder else None
        for folder in self._folders("claimed"):
            if folder != mine:
                self._empty_if_dead(folder)

    def tidy(self, *passing: str) -> None:
        """Remove what nobody will read: half-written files, and messages in queues whose name holds a word of `passing`
        (answers for processes that are gone), after five minutes."""
        for folder in self._folders("messages"):
            is_passing = any(word in folder.name for word in passing)
            for path in folder.iterdir():
                with suppress(OSError):
                    is_old = time.time() - path.stat().st_mtime > STALE_SECONDS
                    if is_old and (is_passing or path.name.startswith(".")):
                        path.unlink()

    def close(self) -> None:
        """Give up the own lock; what is still taken goes back."""
        if self._holder is None:
            return
        for taken in self._holder.folder.glob("*~*.msg"):
            self.give_back(taken)
        self._holder.close()
        self._holder = None

    def _empty_if_dead(self, folder: Path) -> None:
        try:
            lock = os.open(folder / ".lock", os.O_RDWR)
        except OSError:
            return
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for taken in sorted(folder.glob("*~*.msg")):
                self.give_back(taken)
            (folder / ".lock").unlink()
            folder.rmdir()
        except OSError:
            return
        finally:
            os.close(lock)

    def _lay_out(self) -> None:
        for name in ("messages", "claimed", "bad"):
            (self.root / name).mkdir(mode=0o700, parents=True, exist_ok=True)

    def _folders(self, name: str) -> list[Path]:
        return [path for path in (self.root / name).iterdir() if path.is_dir() and not path.name.startswith(".")]

    def _queue(self, queue: str) -> Path:
        return self.root / "messages" / quote(queue, safe="@")


class Holder:
    """A folder for what one process has taken, locked as long as that process lives."""

    def __init__(self, claimed: Path) -> None:
        name = uuid.uuid4().hex
        draft = claimed / f".{name}"
        draft.mkdir(mode=0o700)
        # Locked before it gets its name, so that nobody finds it unlocked.
        self._lock = os.open(draft / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self.folder = claimed / name
        draft.rename(self.folder)
        self._process = os.getpid()
        _holders.add(self)

    def close(self) -> None:
        """Remove the folder, which must be empty by now, and give up the lock."""
        if os.getpid() == self._process:
            with suppress(OSError):
                (self.folder / ".lock").unlink()
                self.folder.rmdir()
        self.let_go()

    def let_go(self) -> None:
        """Close this process's copy of the lock; a forked child thereby leaves its parent's in force."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


_holders: weakref.WeakSet[Holder] = weakref.WeakSet()


def _let_go_of_the_parents_locks() -> None:
    """A child that outlives its killed parent must not keep the parent's folder locked."""
    for holder in list(_holders):
        holder.let_go()


os.register_at_fork(after_in_child=_let_go_of_the_parents_locks)
