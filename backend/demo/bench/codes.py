"""Whether every bar code we can print is read back as what was asked, at the dots of real printers."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Iterator
from typing import Any, Final

from tqdm import tqdm

from backend.demo.bench import codes_asked, codes_read
from backend.demo.bench.asked import Ask
from backend.demo.bench.codes_asked import Asked
from labels import symbology
from labels.errors import Unprintable

RESOLUTIONS: Final = (203, 300)
PAGES: Final = 100
MOST_EXAMPLES: Final = 10
LONGEST_EXAMPLE: Final = 200


def run(ask: Ask) -> dict[str, Any]:
    """Encode, print and read `count` random values of each symbology and all the edges of each."""
    ask = ask.bounded(seconds=3600, count=10_000, clients=1)
    until = time.monotonic() + ask.seconds
    names = (*symbology.LINEAR, *symbology.MATRIX)
    edges = {name: codes_asked.edges(name) for name in names}
    payloads = dict.fromkeys(names, 0)
    wrong: list[str] = []
    began = time.process_time()
    with tqdm(total=sum(map(len, edges.values())) + ask.count * len(names), unit=" codes", disable=None) as bar:
        for name in names:
            values = itertools.chain(edges[name], _drawn(name, ask))
            while time.monotonic() < until and (sheet := list(itertools.islice(values, PAGES))):
                for dpi in RESOLUTIONS:
                    wrong += [f"{name} at {dpi} dpi: {fault}"[:LONGEST_EXAMPLE] for fault in _faults(name, sheet, dpi)]
                payloads[name] += len(sheet)
                bar.update(len(sheet))
    return {
        "symbologies": sum(1 for count in payloads.values() if count),
        "payloads": sum(payloads.values()),
        "wrong": len(wrong),
        "dpi": list(RESOLUTIONS),
        "reads": sum(payloads.values()) * len(RESOLUTIONS),
        "edges": sum(map(len, edges.values())),
        "by_symbology": payloads,
        "unfinished": int(time.monotonic() > until),
        "cpu_seconds": round(time.process_time() - began, 1),
        "examples": wrong[:MOST_EXAMPLES],
    }


def _drawn(name: str, ask: Ask) -> Iterator[Asked]:
    chance = random.Random(f"{ask.seed} {name}")
    return (codes_asked.drawn(name, chance) for _ in range(ask.count))


def _faults(name: str, sheet: list[Asked], dpi: int) -> list[str]:
    """What is wrong with the values of one document: refused, another dot than the modules say, or read otherwise."""
    module_mm = codes_read.MODULE_MM[name]
    faults, printable = [], []
    for asked in sheet:
        try:
            printable.append((asked, codes_read.encode(name, asked, module_mm=module_mm)))
        except Unprintable as refusal:  # every value asked for here must be printable
            faults.append(f"{asked.value!r} was refused: {refusal}")
    if not printable:
        return faults
    pages = codes_read.papers(name, printable, dpi=dpi, module_mm=module_mm)
    for (asked, drawn), paper in zip(printable, pages, strict=True):
        if paper.tobytes() != codes_read.picture(drawn, dpi=dpi, module_mm=module_mm).tobytes():
            faults.append(f"{asked.value!r} has other dots on paper")
        elif not codes_read.is_read(name, asked, paper):
            faults.append(f"{asked.value!r} was read as something else")
    return faults
