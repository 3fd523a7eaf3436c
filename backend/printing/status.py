"""What a ZPL printer says of itself: the three strings that answer `~HS`.

Source: Zebra's ZPL II programming guide, host status return. Every string stands between STX and ETX; the first has 12
fields (paper out, pause, labels received and not begun, buffer full, ...), the second 11 (head open, ribbon out,
labels of the running batch still to come, ...), the third the password and whether memory is installed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

ASK: Final = b"~HS"
CLEAR: Final = b"~JA^XA^IDR:*.ZPL^FS^XZ"
_STRINGS: Final = re.compile(rb"\x02([^\x02\x03]*)\x03")
_FIELDS: Final = (12, 11, 2)
_NUMBER: Final = re.compile(r"\d{1,8}")


class Unreadable(Exception):
    """What came is no answer to `~HS`."""


@dataclass(frozen=True)
class HostStatus:
    """One answer: what is wrong, and how many labels are in the printer and not out of it yet."""

    paper_out: bool
    paused: bool
    buffer_full: bool
    corrupt_memory: bool
    too_hot: bool
    head_open: bool
    ribbon_out: bool
    formats_waiting: int
    labels_remaining: int

    @property
    def inside(self) -> int:
        """Labels that the printer has and has not printed."""
        return self.formats_waiting + self.labels_remaining

    @property
    def trouble(self) -> str:
        """The gravest thing that a person must see to, empty if there is none."""
        signs = {
            "head_open": self.head_open,
            "paper_out": self.paper_out,
            "ribbon_out": self.ribbon_out,
            "too_hot": self.too_hot,
            "memory": self.corrupt_memory,
            "halted": self.paused,
            "full": self.buffer_full,
        }
        return next((name for name, is_set in signs.items() if is_set), "")


def is_whole(answer: bytes) -> bool:
    """Whether all three strings have come."""
    return len(_STRINGS.findall(answer)) >= len(_FIELDS)


def parse(answer: bytes) -> HostStatus:
    """Read the three strings; Unreadable if one is missing, too short, or has letters where numbers belong."""
    strings = [text.decode("ascii", "replace").split(",") for text in _STRINGS.findall(answer)]
    if [len(fields) for fields in strings] != list(_FIELDS):
        raise Unreadable("the answer does not have 12, 11 and 2 fields")
    first, second = strings[0], strings[1]
    return HostStatus(
        paper_out=_flag(first[1]),
        paused=_flag(first[2]),
        buffer_full=_flag(first[5]),
        corrupt_memory=_flag(first[9]),
        too_hot=_flag(first[11]),
        head_open=_flag(second[2]),
        ribbon_out=_flag(second[3]),
        formats_waiting=_count(first[4]),
        labels_remaining=_count(second[8]),
    )


def _flag(text: str) -> bool:
    if text not in ("0", "1"):
        raise Unreadable("a flag is neither 0 nor 1")
    return text == "1"


def _count(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise Unreadable("a count is no number")
    return int(text)
