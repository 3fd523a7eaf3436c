"""Token buckets: so many per period, refilled evenly, shared out over the web processes."""

from __future__ import annotations

import time

import pytest
from pytest_django import Settings

from backend.partners import buckets
from backend.partners.buckets import Buckets


def test_a_bucket_refills_evenly(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.API_PER_MINUTE = 60
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    full = Buckets("API_PER_MINUTE", period_seconds=60)
    for _ in range(60):
        assert full.take("a") == 0

    assert full.take("a") == 1
    now += 1.0
    assert full.take("a") == 0
    assert full.take("a") == 1


def test_a_bucket_never_holds_more_than_its_size(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.API_PER_MINUTE = 2
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    full = Buckets("API_PER_MINUTE", period_seconds=60)
    full.take("a")
    now += 10_000.0

    assert [full.take("a") for _ in range(3)] == [0, 0, 30]


def test_the_share_of_one_process_is_its_part_of_the_whole(settings: Settings) -> None:
    settings.API_PER_MINUTE, settings.WEB_PROCESSES = 8, 4
    full = Buckets("API_PER_MINUTE", period_seconds=60)

    assert [full.take("a") == 0 for _ in range(3)] == [True, True, False]


def test_callers_seen_long_ago_are_forgotten(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.API_PER_MINUTE = 1
    monkeypatch.setattr(buckets, "REMEMBERED", 2)
    full = Buckets("API_PER_MINUTE", period_seconds=3600)
    for caller in ("a", "b", "c"):
        full.take(caller)

    assert full.take("a") == 0
    assert full.take("c") > 0
