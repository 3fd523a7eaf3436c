"""How much memory a job of labels takes, in a process of its own: python -m backend.demo.bench.labels_memory COUNT."""

from __future__ import annotations

import json
import sys

from backend.demo.bench.labels_asked import drawn
from backend.demo.bench.memory import peak_kb
from labels import render, render_chunks

IN_ONE_DOCUMENT = 1_000
WARM_UP = 10


def main(count: int) -> dict[str, float]:
    """Peak memory over that of a warm process, in KB: a label of one full document, and the whole job."""
    render(list(drawn(WARM_UP, seed=1)))
    before = peak_kb()
    render(list(drawn(IN_ONE_DOCUMENT, seed=1)))
    one = peak_kb() - before
    made = sum(printed.count for printed in render_chunks(drawn(count, seed=1)))
    return {"labels": made, "peak_kb_per_label": one / IN_ONE_DOCUMENT, "job_peak_kb": peak_kb() - before}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))))
