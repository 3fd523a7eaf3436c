"""What can be asked of a measurement, and what is refused."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from backend.demo.bench import scratch
from backend.demo.bench.asked import Ask
from backend.demo.bench.catalogue import BENCHES, EVERY
from backend.demo.bench.processes import cpu_seconds

PROMISED = {
    "intake": {"orders_per_second", "ratio_to_bare", "cpu_ms_per_order", "queries_per_order", "errors"},
    "claim": {"claims_per_second", "double_claims", "lock_errors", "p99_ms"},
    "scan": {"p50_ms", "p95_ms", "queries_per_scan"},
    "freeze": {"p95_seconds", "max_seconds", "lost_scans"},
    "lists": {"queries", "first_page_ms", "deep_page_ms"},
    "races": {"rounds", "oversold_units"},
    "canary": {"orders", "places_read", "hits"},
    "codes": {"symbologies", "payloads", "wrong"},
    "printing": {"machine_duplicates", "missing"},
    "cartons": {"cases", "smallest_found_share", "p99_ms", "checker_failures"},
    "labels": {"pdf_labels_per_cpu_second", "ratio_to_docs_way", "decoded", "encoded"},
    "batching": {"muter", "henn", "faults", "by_file"},
    "waves": {"orders", "seconds", "peak_mb", "metres", "ratio_to_fcfs_sshape", "growth_exponent"},
    "routing": {"single_block", "two_block", "not_optimal", "faults", "by_class"},
}


def test_every_promised_key_is_explained():
    said = StringIO()

    call_command("bench", "--list", stdout=said)

    assert {name: PROMISED[name] - set(BENCHES[name].keys) for name in BENCHES} == {name: set() for name in PROMISED}
    assert [
        key for bench in BENCHES.values() for key in (*bench.keys, *EVERY) if f"  {key} " not in said.getvalue()
    ] == []


def test_what_must_be_zero_is_a_key():
    assert [zero for bench in BENCHES.values() for zero in bench.zeros if zero not in bench.keys] == []


def test_a_server_elsewhere_is_never_measured():
    with (
        pytest.raises(ValueError, match="Only a server on this computer"),
        scratch.databases("postgres://a@10.0.0.1/b"),
    ):
        pass


def test_a_database_of_another_kind_is_refused_in_words():
    with pytest.raises(CommandError, match="say sqlite, or postgres://"):
        call_command("bench", "claim", "--database=mysql://127.0.0.1/x")


@pytest.mark.parametrize("option", ["--seconds=0", "--seconds=100000", "--count=many", "--clients=65"])
def test_a_measurement_without_bounds_is_refused(option):
    with pytest.raises(CommandError):
        call_command("bench", "claim", option)


def test_nobody_asks_for_more_than_the_bounds():
    ask = Ask(seconds=10**9, count=10**9, clients=10**9).bounded(seconds=1, count=2, clients=3)

    assert (ask.seconds, ask.count, ask.clients) == (3600, 200_000, 64)


@pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="only Linux tells how much time a process used")
def test_the_time_of_a_child_counts():
    busy = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(20_000_000))']); input()"
    process = subprocess.Popen([sys.executable, "-c", busy], stdin=subprocess.PIPE)

    until = time.monotonic() + 60
    while cpu_seconds([process.pid]) < 0.2 and time.monotonic() < until:
        time.sleep(0.1)

    assert cpu_seconds([process.pid]) >= 0.2
    process.kill()
    process.wait()
