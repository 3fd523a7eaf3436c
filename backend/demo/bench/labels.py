"""How fast and how small labels are, beside the ways their libraries document, in one process and CPU seconds."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import pypdfium2 as pdfium
import zxingcpp
from tqdm import tqdm

from backend.demo.bench import labels_others
from backend.demo.bench.asked import Ask
from backend.demo.bench.labels_asked import labels
from labels import CarrierLabel, render

ROOT: Final = Path(__file__).resolve().parents[3]
ROUNDS: Final = 5
DOCUMENTED: Final = 40
WEASYPRINT: Final = 6
SINGLES: Final = 1_000
JOB: Final = 10_000
DECODED: Final = 100
PRINTER_DPI: Final = {203: 203.2, 300: 300.0}
NO_WEASYPRINT: Final = "weasyprint is not installed (dependency group bench)"
NO_QRCODE: Final = (
    "qrcode is not installed (dependency group bench): segno, which is faster, drew the compared QR codes"
)


def run(ask: Ask) -> dict[str, Any]:
    """Print `count` labels a document, in turns with the other ways; the best of five rounds of each counts."""
    ask = ask.bounded(seconds=600, count=1_000, clients=1)
    views = labels(min(ask.count, 1_000), seed=ask.seed)
    ways: dict[str, tuple[Callable[[], object], int]] = {
        "pdf": (lambda: render(views), len(views)),
        "zpl": (lambda: render(views, backend="zpl"), len(views)),
        "docs": (lambda: labels_others.as_documented(views[:DOCUMENTED]), min(DOCUMENTED, len(views))),
    }
    if labels_others.HAS_WEASYPRINT:
        ways["weasyprint"] = (lambda: labels_others.by_weasyprint(views[:WEASYPRINT]), min(WEASYPRINT, len(views)))
    rates = _rates(ways)
    weasyprint = rates.get("weasyprint")
    encoded, decoded = _read_back(views[: min(DECODED, len(views))])
    memory = _memory()
    return {
        "pdf_labels_per_cpu_second": round(rates["pdf"]),
        "ratio_to_docs_way": round(rates["pdf"] / rates["docs"], 1),
        "ratio_to_weasyprint": round(rates["pdf"] / weasyprint, 1) if weasyprint else None,
        "zpl_labels_per_cpu_second": round(rates["zpl"]),
        "bytes_per_label": round(len(render(views).data) / len(views)),
        "peak_kb_per_label": round(memory["peak_kb_per_label"], 1),
        "decoded": decoded,
        "encoded": encoded,
        "zpl_bytes_per_label": round(len(render(views, backend="zpl").data) / len(views)),
        "zpl_bytes_of_one_label": len(render(views[:1], backend="zpl").data),
        "single_pdf_p95_cpu_ms": _single_p95(views, "pdf"),
        "single_zpl_p95_cpu_ms": _single_p95(views, "zpl"),
        "job_labels": int(memory["labels"]),
        "job_peak_mb": round(memory["job_peak_kb"] / 1024, 1),
        "docs_labels_per_cpu_second": round(rates["docs"], 1),
        "weasyprint_labels_per_cpu_second": round(weasyprint, 2) if weasyprint else None,
        "note": "; ".join(_notes()),
        "labels": len(views),
        "machine": _machine(),
    }


def _notes() -> list[str]:
    lacking = ((labels_others.HAS_WEASYPRINT, NO_WEASYPRINT), (labels_others.HAS_QRCODE, NO_QRCODE))
    return [note for there, note in lacking if not there]


def _rates(ways: dict[str, tuple[Callable[[], object], int]]) -> dict[str, float]:
    """Labels a CPU second of each way, its best round; the ways take turns so that a busy machine hits all."""
    best = dict.fromkeys(ways, 0.0)
    with tqdm(total=ROUNDS * len(ways), unit=" rounds", disable=None) as bar:
        for _ in range(ROUNDS):
            for name, (way, count) in ways.items():
                began = time.process_time()
                way()
                best[name] = max(best[name], count / (time.process_time() - began))
                bar.update()
    return best


def _single_p95(views: Sequence[CarrierLabel], backend: Any) -> float:
    """95 of 100 single labels cost less, in CPU milliseconds, font and template warm."""
    costs = []
    for number in range(SINGLES):
        began = time.process_time()
        render([views[number % len(views)]], backend=backend)
        costs.append(time.process_time() - began)
    return round(sorted(costs)[SINGLES * 95 // 100] * 1000, 3)


def _read_back(views: Sequence[CarrierLabel]) -> tuple[int, int]:
    """How many codes were printed, at both resolutions, and how many of them a scanner reads as exactly that."""
    encoded = decoded = 0
    for dpi, real in PRINTER_DPI.items():
        document = pdfium.PdfDocument(render(views, dpi=dpi).data)
        for view, page in zip(views, document, strict=True):
            picture = page.render(scale=real / 72, grayscale=True).to_pil().point(lambda grey: 255 * (grey >= 128))
            asked = {("]C1", f"(00){view.sscc}"), ("]Q1", view.square)}
            read = [(code.symbology_identifier, code.text) for code in zxingcpp.read_barcodes(picture)]
            encoded += len(asked)
            decoded += len(asked & set(read)) if len(read) == len(asked) else 0
        document.close()
    return encoded, decoded


def _memory() -> dict[str, float]:
    done = subprocess.run(  # noqa: S603 - our own module, in a process whose memory is its own
        [sys.executable, "-m", "backend.demo.bench.labels_memory", str(JOB)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def _machine() -> str:
    """The processor and the Python, to judge the figures by."""
    cpu = platform.processor() or platform.machine()
    about = Path("/proc/cpuinfo")
    if about.exists():
        names = (line.partition(":")[2].strip() for line in about.read_text().splitlines() if "model name" in line)
        cpu = next(names, cpu)
    return f"{cpu}, Python {platform.python_version()}"
