"""Each measurement in small: it ends by itself, says everything that it promises, and what must be zero is zero."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from backend.demo.bench.catalogue import BENCHES, EVERY

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


@pytest.fixture
def database():
    if not settings.DATABASE_URL.startswith("postgres"):
        return "sqlite"
    return settings.DATABASE_URL


def _bench(name, database, *options):
    command = [sys.executable, "manage.py", "bench", name, f"--database={database}", "--json", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    result = json.loads(done.stdout.splitlines()[-1])
    assert set(result) == {*BENCHES[name].keys, *EVERY}
    assert result["good"] is True
    return result


def test_every_order_that_was_taken_in_is_there(database):
    result = _bench("intake", database, "--seconds=2", "--count=300", "--clients=4")

    assert (result["errors"], result["bare_errors"], result["commits_per_order"]) == (0, 0, 1)
    assert 0 < result["queries_per_order"] <= 12
    assert result["orders"] > 0


def test_no_batch_is_claimed_twice(database):
    result = _bench("claim", database, "--seconds=10", "--count=40")

    assert (result["double_claims"], result["lock_errors"], result["processes"]) == (0, 0, 8)
    assert result["claims"] == result["batches"]


def test_no_scan_is_lost_at_a_human_pace(database):
    result = _bench("scan", database, "--seconds=8", "--clients=4")

    assert result["lost_scans"] == 0
    assert result["queries_when_goods_move"] <= 18
    assert result["scans"] > 0


def test_a_freeze_reaches_every_station(database):
    result = _bench("freeze", database, "--seconds=8", "--clients=6")

    assert (result["lost_scans"], result["late_scans"], result["unreached"]) == (0, 0, 0)
    assert result["freezes"] > 0


def test_a_deep_page_asks_no_more_than_the_first(database):
    result = _bench("lists", database, "--seconds=1", "--count=2000")

    assert result["queries"] <= 10
    assert (result["orders"], result["page"]) == (2000, 39)


def test_the_last_unit_is_promised_once(database):
    result = _bench("races", database, "--count=6", "--seconds=60")

    assert (result["rounds"], result["oversold_units"], result["stock_drift"]) == (6, 0, 0)


@pytest.mark.canary
def test_nothing_about_an_addressee_is_read_where_workers_are(database):
    result = _bench("canary", database, "--count=12", "--seconds=240")

    assert (result["orders"], result["hits"], result["not_packed"]) == (12, 0, 0)
    assert {"worker pages", "error pages", "papers", "bar codes", "log lines", "job rows", "ledger rows"} <= set(
        result["read"]
    )
    assert result["control_hits"] > 0


def test_every_bar_code_at_the_edge_is_read_as_it_was_asked():
    result = _bench("codes", "sqlite", "--count=5")

    assert (result["symbologies"], result["wrong"], result["dpi"]) == (10, 0, [203, 300])
    assert result["payloads"] == result["edges"] + 50
    assert result["reads"] == 2 * result["payloads"]
