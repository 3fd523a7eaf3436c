"""The fingerprints of fifty labels of each kind; `python -m tests.labels.goldens` writes them anew.

A line of `goldens.txt` is a kind, a backend and fifty fingerprints of twelve hexadecimal digits. Papers are written as
PDF, labels that a template lays out as ZPL too. Whoever writes them anew says in the changelog why other bytes print.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tqdm import tqdm

from labels import KINDS, View, render
from labels.printed import Backend
from tests.labels import many
from tests.labels.golden import fingerprint

FILE = Path(__file__).with_suffix(".txt")
DIGITS = 12


def read() -> dict[tuple[str, Backend], list[str]]:
    """What is kept: the fingerprints by kind and backend."""
    kept: dict[tuple[str, Backend], list[str]] = {}
    for line in FILE.read_text(encoding="ascii").splitlines():
        kind, backend, prints = line.split()
        assert backend in ("pdf", "zpl")
        kept[kind, backend] = [prints[at : at + DIGITS] for at in range(0, len(prints), DIGITS)]
    return kept


def of(view: View, backend: Backend) -> str:
    """The fingerprint of one label."""
    return fingerprint(render([view], backend=backend).data, backend=backend)[:DIGITS]


def pairs() -> Iterator[tuple[str, Backend]]:
    """Every kind with every backend that is kept of it."""
    for kind, view in KINDS.items():
        yield kind, "pdf"
        if not hasattr(view, "draw"):
            yield kind, "zpl"


def main() -> None:
    """Write the file."""
    lines = [
        f"{kind} {backend} {''.join(of(view, backend) for view in many.views(kind))}"
        for kind, backend in tqdm(list(pairs()), unit=" kinds", file=sys.stderr)
    ]
    FILE.write_text("\n".join(lines) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
