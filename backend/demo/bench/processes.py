"""How much processor time processes have used, with all they started: read from /proc, so on Linux only."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final

PROC: Final = Path("/proc")


def cpu_seconds(roots: Iterable[int]) -> float:
    """User and system time of these processes and their living and ended children, in seconds; 0.0 without /proc."""
    spent: dict[int, float] = {}
    children: defaultdict[int, list[int]] = defaultdict(list)
    for folder in PROC.glob("[0-9]*"):
        try:
            # The name of a process stands in brackets and may hold anything, even brackets.
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children[int(fields[1])].append(int(folder.name))
        spent[int(folder.name)] = sum(int(ticks) for ticks in fields[11:15]) / os.sysconf("SC_CLK_TCK")
    waiting, total = list(roots), 0.0
    while waiting:
        each = waiting.pop()
        total += spent.get(each, 0.0)
        waiting += children[each]
    return total
