"""The floor as robots find it: what lies on each shelf and in each tote, which carts are free, what labels say.

None of it is known to the house: it is the world outside the books, where a shelf may hold less than it should.
"""

from __future__ import annotations

import queue
import re
import threading
import time
import zlib
from collections import Counter, deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

TAG: Final = re.compile(rb"\((P[BCDFGHJKLNPRSTVX ]{16,24})\) Tj")
STREAM: Final = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


@dataclass
class Shelf:
    """A place with one kind of goods: the label on it, and how many units really lie there."""

    code: str
    sku: str
    units: int


@dataclass
class Floor:
    """Everything that can be touched."""

    shelves: dict[str, Shelf]
    totes: dict[str, str]
    carts: dict[int, str]
    bench: str
    weights: dict[str, int]
    tares: dict[str, int]
    papers: dict[int, Path]
    contents: dict[str, Counter[str]] = field(default_factory=dict)
    dropped: queue.Queue[str] = field(default_factory=queue.Queue)
    belt: queue.Queue[str] = field(default_factory=queue.Queue)
    _free_totes: deque[str] = field(default_factory=deque)
    _free_carts: deque[int] = field(default_factory=deque)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._free_totes.extend(self.totes)
        self._free_carts.extend(self.carts)

    def take_cart(self) -> int:
        """A cart that stands free; waits for one."""
        while True:
            with self._lock:
                if self._free_carts:
                    return self._free_carts.popleft()
            time.sleep(0.1)

    def bring_back(self, cart: int) -> None:
        """A cart stands free again."""
        with self._lock:
            if cart not in self._free_carts:
                self._free_carts.append(cart)

    def take_tote(self) -> str:
        """An empty tote from the stack; waits for one."""
        while True:
            with self._lock:
                if self._free_totes:
                    return self._free_totes.popleft()
            time.sleep(0.1)

    def stack(self, tote: str) -> None:
        """An empty tote goes back on the stack."""
        with self._lock:
            self.contents.pop(tote, None)
            if tote not in self._free_totes:
                self._free_totes.append(tote)

    def take_units(self, shelf: str, wanted: int) -> int:
        """Take units off a shelf; as many as are there."""
        with self._lock:
            place = self.shelves[shelf]
            taken = min(wanted, place.units)
            place.units -= taken
            return taken

    def put(self, tote: str, sku: str, units: int) -> None:
        """Units go into a tote."""
        with self._lock:
            self.contents.setdefault(tote, Counter())[sku] += units


class Papers:
    """The tray of one printer: the tags that came out of it since somebody last looked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: set[str] = set()

    def tag(self) -> str | None:
        """The newest tag that was not taken yet, None if nothing came out."""
        if not self._folder.exists():
            return None
        for paper in sorted(self._folder.glob("*.pdf"), reverse=True):
            if paper.name in self._seen:
                continue
            self._seen.add(paper.name)
            return read_tag(paper.read_bytes())
        return None


def read_tag(data: bytes) -> str | None:
    """The readable line of a parcel tag, from the text that its PDF draws."""
    for stream in STREAM.findall(data):
        try:
            drawn = zlib.decompressobj().decompress(stream)
        except zlib.error:
            continue
        found = TAG.search(drawn)
        if found:
            return found[1].replace(b" ", b"").decode()
    return None
