"""Reads a place as somebody would who wants to know whom a parcel goes to: text, paper, bars."""

from __future__ import annotations

import re
import threading
import zlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

import pypdfium2
import zxingcpp

from backend.demo.bench.tokens import Tokens
from backend.demo.robots.floor import STREAM

MOST_EXAMPLES: Final = 20
DOTS_PER_INCH: Final = 300
NUMBERS: Final = re.compile(r"\d+")


@dataclass
class Reader:
    """Counts what was read, by the kind of place, and remembers where a marked word stood."""

    tokens: Tokens
    read: Counter[str] = field(default_factory=Counter)
    hits: int = 0
    examples: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def look(self, kind: str, where: str, what: str | bytes, *, known: frozenset[str] = frozenset()) -> None:
        """Read one place; a field in `known` may stand there."""
        found = self.tokens.find(what) - known
        with self._lock:
            self.read[kind] += 1
            if found:
                self.hits += 1
                if len(self.examples) < MOST_EXAMPLES:
                    self.examples.append(f"{', '.join(sorted(found))} in {kind}: {NUMBERS.sub('N', where)}")

    def look_at_paper(self, kind: str, where: str, data: bytes) -> None:
        """Read a PDF: its bytes, what its streams draw, its text, and every bar code on it."""
        self.look(kind, where, data)
        for text in texts_of(data):
            self.look(kind, where, text)
        for text in codes_on(data):
            self.look("bar codes", where, text)

    def add(self, other: dict[str, Any]) -> None:
        """What was read inside the house counts too."""
        self.read.update(other["read"])
        self.hits += other["hits"]
        self.examples += other["examples"]


def texts_of(data: bytes) -> list[str | bytes]:
    """The drawing instructions of a PDF unpacked, and its text."""
    texts: list[str | bytes] = []
    for stream in STREAM.findall(data):
        try:
            texts.append(zlib.decompressobj().decompress(stream))
        except zlib.error:
            texts.append(stream)
    document = pypdfium2.PdfDocument(data)
    texts += [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return texts


def codes_on(data: bytes) -> list[str]:
    """The text of every bar code on every page, as a scanner reads it."""
    document = pypdfium2.PdfDocument(data)
    found = [
        code.text
        for page in document
        for code in zxingcpp.read_barcodes(page.render(scale=DOTS_PER_INCH / 72, grayscale=True).to_pil())
    ]
    document.close()
    return found
