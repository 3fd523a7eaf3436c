"""Robots see what people see: the card on the screen, the tag on the paper."""

from __future__ import annotations

import labels
from backend.demo.robots.floor import read_tag
from backend.demo.robots.report import Report
from backend.demo.robots.screens import look
from backend.demo.robots.timing import spread
from backend.kit import codes


def test_the_tag_is_read_off_the_paper_that_was_printed() -> None:
    token = codes.draw("P")

    printed = labels.render([labels.ParcelTag(token=token, dock="EXPRESS", carton="Box M")])

    assert read_tag(printed.data) == token


def test_a_page_without_a_card_shows_none() -> None:
    assert look("<main></main>") is None
    assert look('<main id="card" data-tone="hold" data-seen="7"></main>') is None


def test_percentiles_take_the_nearest_rank() -> None:
    times = spread([0.001 * n for n in range(1, 101)])

    assert (times.count, times.p50, times.p95, times.p99, times.most) == (100, 51.0, 96.0, 100.0, 100.0)
    assert spread([]).most == 0.0


def test_a_report_is_good_only_if_everything_adds_up() -> None:
    good = Report(accepted=3, shipped=2, short=1, ledger_verified=True)

    assert good.is_good
    for fault in (
        {"lost": 1},
        {"doubled": 1},
        {"stock_drift": 1},
        {"open": 1},
        {"ledger_verified": False},
        {"short": 0},
    ):
        assert not Report(**{**vars(good), **fault}).is_good
