"""The ways to a printer: a line to port 9100, the spooler of CUPS, a folder; each says honestly how far bytes came.

`ready` may fail as often as it likes: nothing has left, so trying again is safe (`Away`). From `put` on, any fault
leaves it unknown what printed (`Torn`), and nobody tries again.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
from pathlib import Path
from typing import Final, Protocol

from django.conf import settings

from backend.printing import status
from backend.printing.models import Printer
from backend.printing.status import HostStatus, Unreadable

CONNECT_SECONDS: Final = 2.0
WRITE_SECONDS: Final = 4.0
STALL_SECONDS: Final = 5.0
ANSWER_SECONDS: Final = 1.0
GOODBYE_SECONDS: Final = 0.2
POLL_SECONDS: Final = 0.05
# Without an answering printer one label at a time; with one, never more than this beyond the last it has taken.
WINDOW: Final = 2
QUEUE: Final = re.compile(r"(?P<queue>[A-Za-z0-9][\w.+-]*)(@(?P<server>[A-Za-z0-9][\w.-]*(:\d{1,5})?))?")
NUMBER: Final = re.compile(rb"request id is \S+-(\d{1,10})[\s(]")
HOST_AND_PORT: Final = re.compile(r"[A-Za-z0-9][\w.-]*:\d{1,5}")


class Away(Exception):
    """The printer cannot be reached or takes nothing now; nothing has left, so trying again later is safe."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why: Final = why


class Torn(Exception):
    """Something went wrong after the first byte: what the printer has not acknowledged is unknown for ever."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why: Final = why


class Wire(Protocol):
    """One run of a consumer to one printer."""

    window: int

    def ready(self) -> None:
        """Make sure that the next label can leave; Away if not."""

    def put(self, data: bytes, *, name: str) -> str:
        """Let one label leave; Torn if it may be half gone. The number that a spooler gave it, "" without one."""

    def wait_for_room(self, in_flight: int, *, room: int) -> int:
        """Wait until at most `room` of the labels in flight are not taken yet; how many are taken. Torn on a fault."""

    def clear(self) -> None:
        """Empty the printer's memory after a hold."""

    def close(self) -> None:
        """Hang up."""


def open_to(printer: Printer) -> Wire:
    """The wire for the way that a printer is reached."""
    if printer.way == Printer.Way.RAW:
        return AnsweringLine(printer) if printer.tells_status else SilentLine(printer)
    return Spooler(printer) if printer.way == Printer.Way.CUPS else Folder(printer)


class _OneAtATime:
    """A wire whose labels are taken as soon as they are put: nothing tells more."""

    window = 1

    def wait_for_room(self, in_flight: int, *, room: int) -> int:
        """All of them."""
        return in_flight

    def clear(self) -> None:
        """Nothing can be done."""

    def close(self) -> None:
        """Nothing is open."""


class SilentLine(_OneAtATime):
    """Port 9100 of a printer that never answers: one connection for each label, closed behind it."""

    def __init__(self, printer: Printer) -> None:
        self._address = printer.address
        self._line: socket.socket | None = None

    def ready(self) -> None:
        """Connect."""
        self._line = _connect(self._address)

    def put(self, data: bytes, *, name: str) -> str:
        """Write all of it, say that this was all, and hear whether the printer slams the door."""
        assert self._line is not None
        try:
            with self._line as line:
                line.sendall(data)
                line.shutdown(socket.SHUT_WR)
                line.settimeout(GOODBYE_SECONDS)
                try:
                    line.recv(1)
                except TimeoutError:
                    return ""
        except OSError as fault:
            raise Torn("line") from fault
        return ""

    def close(self) -> None:
        """Hang up if a label never left."""
        if self._line is not None:
            self._line.close()


class AnsweringLine:
    """Port 9100 of a printer that answers `~HS`: one connection for the whole run, two labels in flight at most."""

    window = WINDOW

    def __init__(self, printer: Printer) -> None:
        self._address = printer.address
        self._line: socket.socket | None = None

    def ready(self) -> None:
        """Connect once, and ask whether anything is wrong before the first label leaves."""
        if self._line is not None:
            return
        self._line = _connect(self._address)
        try:
            said = self._ask()
        except (OSError, Unreadable) as fault:
            raise Away("no_answer") from fault
        if said.trouble:
            raise Away(said.trouble)

    def put(self, data: bytes, *, name: str) -> str:
        """Write all of it."""
        assert self._line is not None
        try:
            self._line.settimeout(WRITE_SECONDS)
            self._line.sendall(data)
        except OSError as fault:
            raise Torn("line") from fault
        return ""

    def wait_for_room(self, in_flight: int, *, room: int) -> int:
        """Ask until the printer has at most `room` labels inside; a fault or five silent seconds are an incident."""
        until = time.monotonic() + STALL_SECONDS
        while in_flight:
            try:
                said = self._ask()
            except (OSError, Unreadable) as fault:
                raise Torn("no_answer") from fault
            if said.trouble:
                raise Torn(said.trouble)
            if said.inside <= room:
                return in_flight - said.inside
            if time.monotonic() >= until:
                raise Torn("stalled")
            time.sleep(POLL_SECONDS)
        return 0

    def clear(self) -> None:
        """Cancel what it holds, delete stored formats, and hear that it did: nothing of a held shift stays in it."""
        assert self._line is not None
        try:
            self._line.sendall(status.CLEAR)
            self._ask()
        except (OSError, Unreadable) as fault:
            raise Away("no_answer") from fault

    def close(self) -> None:
        """Hang up."""
        if self._line is not None:
            self._line.close()

    def _ask(self) -> HostStatus:
        assert self._line is not None
        self._line.settimeout(ANSWER_SECONDS)
        self._line.sendall(status.ASK)
        answer = b""
        while not status.is_whole(answer):
            more = self._line.recv(1024)
            if not more or len(answer) > 4096:
                raise Unreadable("the line ended")
            answer += more
        return status.parse(answer)


class Spooler(_OneAtATime):
    """A queue of CUPS, fed by `lp`; what the spooler has taken prints once, or is seen in its own list."""

    def __init__(self, printer: Printer) -> None:
        found = QUEUE.fullmatch(printer.address)
        if found is None:
            raise Away("address")
        self._queue, self._server = found["queue"], found["server"]

    def ready(self) -> None:
        """Ask whether the queue is there, takes jobs, and goes on."""
        try:
            done = self._run("lpstat", ["-a", self._queue, "-p", self._queue])
        except (OSError, subprocess.TimeoutExpired) as fault:
            raise Away("spooler") from fault
        if done.returncode:
            raise Away("spooler")
        if not done.stdout.startswith(f"{self._queue} accepting ".encode()):
            raise Away("closed")
        if f"\nprinter {self._queue} disabled ".encode() in done.stdout:
            raise Away("stopped")

    def put(self, data: bytes, *, name: str) -> str:
        """Hand it over, one copy; the name holds a number and nothing else."""
        try:
            done = self._run("lp", ["-d", self._queue, "-n", "1", "-t", name, "-"], told=data)
        except (OSError, subprocess.TimeoutExpired) as fault:
            raise Torn("spooler") from fault
        if done.returncode:
            raise Torn("spooler")
        number = NUMBER.search(done.stdout)
        return number[1].decode() if number else ""

    def _run(self, program: str, arguments: list[str], *, told: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        server = ["-h", self._server] if self._server else []
        seconds = WRITE_SECONDS if told else CONNECT_SECONDS
        return subprocess.run(  # noqa: S603 - a fixed program, arguments checked by a pattern, no shell
            [program, *server, *arguments],
            input=told,
            capture_output=True,
            timeout=seconds,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )


class Folder(_OneAtATime):
    """A folder of files, for a printer that another program feeds, and for trying the house out."""

    SUFFIXES: Final = {Printer.Language.PDF: ".pdf", Printer.Language.ZPL: ".zpl", Printer.Language.RASTER: ".png"}

    def __init__(self, printer: Printer) -> None:
        self._folder = Path(settings.PRINT_FOLDER) / f"printer-{printer.pk}"
        self._suffix = self.SUFFIXES[Printer.Language(printer.language)]

    def ready(self) -> None:
        """Make the folder."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as fault:
            raise Away("folder") from fault

    def put(self, data: bytes, *, name: str) -> str:
        """Write a file that appears whole or not at all."""
        target = self._folder / f"{name}{self._suffix}"
        draft = target.with_suffix(".part")
        try:
            draft.write_bytes(data)
            os.replace(draft, target)
        except OSError as fault:
            raise Torn("folder") from fault
        return ""


def _connect(address: str) -> socket.socket:
    host, _, port = address.rpartition(":")
    try:
        line = socket.create_connection((host, int(port)), timeout=CONNECT_SECONDS)
    except (OSError, ValueError, OverflowError) as fault:
        raise Away("line") from fault
    line.settimeout(WRITE_SECONDS)
    return line
