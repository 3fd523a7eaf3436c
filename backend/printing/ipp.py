"""What became of a job that a queue of CUPS took: two questions of the Internet Printing Protocol, asked over HTTP.

`lpstat` lists a job that was cancelled like one that printed, so the state is read where it is a number.
Source: RFC 8010 (encoding), RFC 8011 5.3.7 (job-state) and 5.4.11 (printer-state).
"""

from __future__ import annotations

import http.client
import socket
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

SECONDS: Final = 2.0
PORT: Final = 631
LOCAL: Final = Path("/run/cups/cups.sock")
LARGEST: Final = 100_000
COMPLETED, ABORTED, CANCELED = 9, 8, 7
STOPPED: Final = 5
GET_JOB, GET_PRINTER = 0x0009, 0x000B
OPERATION, END = b"\x01", b"\x03"
INTEGER, ENUM, KEYWORD, URI, CHARSET, LANGUAGE = 0x21, 0x23, 0x44, 0x45, 0x47, 0x48


class Silent(Exception):
    """The server does not answer, or not with what was asked; nothing is known then."""


def job_state(queue: str, job: int, *, server: str = "") -> int:
    """The state of a job: 3 pending, 4 held, 5 processing, 6 stopped, 7 canceled, 8 aborted, 9 completed."""
    return _asked(
        GET_JOB, queue, "job-state", server=server, extra=_attribute(INTEGER, "job-id", struct.pack(">i", job))
    )


def printer_state(queue: str, *, server: str = "") -> int:
    """The state of a queue: 3 idle, 4 processing, 5 stopped."""
    return _asked(GET_PRINTER, queue, "printer-state", server=server)


def _asked(operation: int, queue: str, wanted: str, *, server: str, extra: bytes = b"") -> int:
    body = struct.pack(">HHI", 0x0101, operation, 1) + OPERATION
    body += _attribute(CHARSET, "attributes-charset", b"utf-8")
    body += _attribute(LANGUAGE, "attributes-natural-language", b"en")
    body += _attribute(URI, "printer-uri", f"ipp://localhost/printers/{queue}".encode())
    body += extra + _attribute(KEYWORD, "requested-attributes", wanted.encode()) + END
    answer = _posted(body, server=server)
    try:
        status = struct.unpack_from(">H", answer, 2)[0]
        if status < 0x0100:
            return next(value for name, value in _numbers(answer) if name == wanted)
    except (struct.error, StopIteration, IndexError, UnicodeDecodeError):
        raise Silent("no such answer") from None
    raise Silent(f"status {status:#06x}")


def _attribute(tag: int, name: str, value: bytes) -> bytes:
    return struct.pack(">BH", tag, len(name)) + name.encode() + struct.pack(">H", len(value)) + value


def _numbers(answer: bytes) -> Iterator[tuple[str, int]]:
    """The numbers of an answer with their names; other values are passed over."""
    at = 8
    while answer[at] != END[0]:
        tag = answer[at]
        at += 1
        if tag < 0x10:
            continue
        (length,) = struct.unpack_from(">H", answer, at)
        name = answer[at + 2 : at + 2 + length].decode("ascii")
        at += 2 + length
        (length,) = struct.unpack_from(">H", answer, at)
        if tag in (INTEGER, ENUM) and length == 4:
            yield name, int(struct.unpack_from(">i", answer, at + 2)[0])
        at += 2 + length


def _posted(body: bytes, *, server: str) -> bytes:
    connection = _connection(server)
    try:
        connection.request("POST", "/", body, {"Content-Type": "application/ipp"})
        response = connection.getresponse()
        if response.status != http.HTTPStatus.OK:
            raise Silent(f"HTTP {response.status}")
        return response.read(LARGEST)
    except (OSError, http.client.HTTPException) as fault:
        raise Silent("away") from fault
    finally:
        connection.close()


class _Local(http.client.HTTPConnection):
    """The socket of the spooler on this machine."""

    def connect(self) -> None:
        """Open it."""
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(SECONDS)
        self.sock.connect(str(LOCAL))


def _connection(server: str) -> http.client.HTTPConnection:
    if not server and LOCAL.exists():
        return _Local("localhost")
    host, _colon, port = (server or "localhost").partition(":")
    return http.client.HTTPConnection(host, int(port or PORT), timeout=SECONDS)
