"""A printer that is none: it listens on loopback, keeps a journal of what reached paper, and fails as printers do.

It understands as much ZPL as it needs: labels between `^XA` and `^XZ`, stored formats (`^DF`, `^ID`), `~HS`, `~JA`.
Anything else that comes over a connection is one label when the connection ends.
"""

from __future__ import annotations

import hashlib
import re
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Self

RESET: Final = struct.pack("ii", 1, 0)
STORE: Final = re.compile(rb"\^DF[^\^]*")
DELETE: Final = re.compile(rb"\^ID")
LOOK_SECONDS: Final = 0.02
PATIENCE_SECONDS: Final = 1.0


class _Cut(Exception):
    """The printer slams the line shut."""


@dataclass
class Troubles:
    """What is wrong with the printer now; change it while it runs."""

    paper_left: int | None = None
    head_open: bool = False
    paused: bool = False
    is_silent: bool = False
    is_garbled: bool = False
    lies: bool = False
    stalls: bool = False
    cut_after: int | None = None
    doubles_next: bool = False
    seconds_each: float = 0.0
    capacity: int = 50

    @property
    def is_stuck(self) -> bool:
        """Whether nothing comes out."""
        return self.head_open or self.paused or self.paper_left == 0


@dataclass
class Journal:
    """What happened on the printer's side: SHA-256 of each label in the order in which it came out or came in."""

    paper: list[str] = field(default_factory=list)
    received: list[str] = field(default_factory=list)
    halves: int = 0
    lost: int = 0
    cleared: int = 0
    stored: int = 0
    most_inside: int = 0


class FakePrinter:
    """A printer on a port of this computer; a context manager that ends with all its threads."""

    def __init__(self, port: int = 0) -> None:
        self.troubles = Troubles()
        self.journal = Journal()
        self._lock = threading.RLock()
        self._inside: deque[bytes] = deque()
        self._formats: set[bytes] = set()
        self._lines: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._server: socket.socket | None = None
        self._printed_at = 0.0
        self._port = port
        self.plan: dict[int, Callable[[], None]] = {}

    @property
    def address(self) -> str:
        """Where it listens, as a printer's address in the house."""
        return f"127.0.0.1:{self._port}"

    @property
    def inside(self) -> int:
        """Labels that came in and have not come out."""
        with self._lock:
            return len(self._inside)

    @property
    def formats(self) -> int:
        """Stored formats in its memory."""
        return len(self._formats)

    def __enter__(self) -> Self:
        self.switch_on()
        return self

    def __exit__(self, *_: object) -> None:
        self.switch_off()
        for thread in self._threads:
            thread.join(5)

    def switch_on(self) -> None:
        """Listen, on the same port as before."""
        self._server = socket.create_server(("127.0.0.1", self._port), backlog=8)
        self._port = int(self._server.getsockname()[1])
        self._start(self._accept, self._server)

    def switch_off(self) -> None:
        """Power cut: lines end, and what was inside is lost."""
        with self._lock:
            if self._server is not None:
                # Closing alone does not wake a thread that waits for a caller.
                self._server.shutdown(socket.SHUT_RDWR)
                self._server.close()
                self._server = None
            self.journal.lost += len(self._inside)
            self._inside.clear()
            self._formats.clear()
            for line in self._lines:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                line.close()
            self._lines.clear()

    def restart(self) -> None:
        """Off and on again."""
        self.switch_off()
        self.switch_on()

    def repair(self) -> None:
        """Somebody loads paper, closes the head, waits until it answers again; what is inside comes out."""
        with self._lock:
            self.troubles = Troubles()
            self._print()
            if self._server is None:
                self.switch_on()
        # What still lies in a line that the house has left comes in before anybody looks into the tray.
        until = time.monotonic() + PATIENCE_SECONDS
        while self._lines and time.monotonic() < until:
            time.sleep(LOOK_SECONDS)

    def _start(self, work: object, *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)  # type: ignore[arg-type]
        self._threads = [each for each in self._threads if each.is_alive()] + [thread]
        thread.start()

    def _accept(self, server: socket.socket) -> None:
        while True:
            try:
                line, _address = server.accept()
            except OSError:
                return
            with self._lock:
                if self._server is not server:
                    line.close()
                    return
                self._lines.add(line)
            self._start(self._serve, line)

    def _serve(self, line: socket.socket) -> None:
        line.settimeout(LOOK_SECONDS)
        waiting = b""
        try:
            while True:
                if self.troubles.stalls or self._is_full():
                    time.sleep(LOOK_SECONDS)
                    continue
                try:
                    more = line.recv(4096)
                except TimeoutError:
                    continue
                if not more:
                    self._end_of_line(waiting)
                    return
                waiting = self._read(waiting + more, line)
        except _Cut:
            with self._lock:
                self.journal.halves += 1
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        except OSError:
            return
        finally:
            with self._lock:
                self._lines.discard(line)
            line.close()

    def _is_full(self) -> bool:
        with self._lock:
            self._print()
            return len(self._inside) >= self.troubles.capacity

    def _read(self, data: bytes, line: socket.socket) -> bytes:
        """Do what stands in the data; what is left over."""
        while data := data.lstrip(b"\r\n"):
            cut = self.troubles.cut_after
            if cut is not None and not data.startswith(b"~") and len(data) > cut:
                self.troubles.cut_after = None
                raise _Cut
            if data.startswith(b"~HS"):
                self._answer(line)
                data = data[3:]
            elif data.startswith(b"~JA"):
                with self._lock:
                    self._inside.clear()
                    self.journal.cleared += 1
                data = data[3:]
            elif data.startswith(b"^XA") and (end := data.find(b"^XZ")) >= 0:
                # A label is a line: the line feed behind it belongs to it, even while it is still on its way.
                self._take(data[: end + 3] + b"\n")
                data = data[end + 3 :]
            else:
                return data
        return data

    def _end_of_line(self, waiting: bytes) -> None:
        with self._lock:
            if waiting.startswith((b"^XA", b"~")):
                self.journal.halves += 1
            elif waiting:
                self._let_in(waiting)

    def _take(self, block: bytes) -> None:
        with self._lock:
            if found := STORE.search(block):
                self._formats.add(found[0])
                self.journal.stored += 1
            elif DELETE.search(block):
                self._formats.clear()
            else:
                self._let_in(block)

    def _let_in(self, label: bytes) -> None:
        self.journal.received.append(_digest(label))
        self._inside.append(label)
        self.journal.most_inside = max(self.journal.most_inside, len(self._inside))
        # What is planned for this label happens before anything comes out.
        self.plan.pop(len(self.journal.received), _nothing)()
        self._print()

    def _print(self) -> None:
        """Let out what could have come out by now."""
        now = time.monotonic()
        while self._inside and not self.troubles.is_stuck and now - self._printed_at >= self.troubles.seconds_each:
            self._printed_at = now
            digest = _digest(self._inside.popleft())
            self.journal.paper.append(digest)
            if self.troubles.doubles_next:
                self.troubles.doubles_next = False
                self.journal.paper.append(digest)
            if self.troubles.paper_left is not None:
                self.troubles.paper_left -= 1

    def _answer(self, line: socket.socket) -> None:
        if self.troubles.is_silent:
            return
        with self._lock:
            self._print()
            honest = not self.troubles.lies
            paper_out = int(honest and self.troubles.paper_left == 0)
            inside = len(self._inside) if honest else 0
            first = f"030,{paper_out},{int(honest and self.troubles.paused)},1223,{inside:03d},0,0,0,000,0,0,0"
            second = f"000,0,{int(honest and self.troubles.head_open)},0,0,2,4,0,00000000,1,000"
        strings = ("what?",) if self.troubles.is_garbled else (first, second, "1234,0")
        line.sendall(b"".join(b"\x02" + each.encode() + b"\x03\r\n" for each in strings))


def _nothing() -> None:
    """No accident today."""


def _digest(label: bytes) -> str:
    return hashlib.sha256(label).hexdigest()
