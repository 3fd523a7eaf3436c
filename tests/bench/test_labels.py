"""The measurement of labels, with a few of them."""

from __future__ import annotations

import pytest

from backend.demo.bench import labels as bench
from backend.demo.bench import labels_others
from backend.demo.bench.asked import Ask
from backend.demo.bench.catalogue import BENCHES
from backend.demo.bench.labels_asked import labels, lines


def test_a_few_labels_are_measured_and_every_code_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "ROUNDS", 1)
    monkeypatch.setattr(bench, "SINGLES", 20)
    monkeypatch.setattr(bench, "JOB", 20)
    monkeypatch.setattr(labels_others, "HAS_WEASYPRINT", False)

    found = bench.run(Ask(count=4))

    assert (found["encoded"], found["decoded"]) == (16, 16)
    assert (found["labels"], found["job_labels"]) == (4, 20)
    assert found["ratio_to_weasyprint"] is None
    assert bench.NO_WEASYPRINT in found["note"]
    assert set(found) == set(BENCHES["labels"].keys)


def test_every_label_differs_and_a_seed_gives_the_same_ones() -> None:
    first = labels(20, seed=1)

    assert first == labels(20, seed=1)
    assert first != labels(20, seed=2)
    assert len({(label.sscc, label.link, label.identity) for label in first}) == 20


def test_the_other_ways_print_at_least_twelve_lines_and_both_codes() -> None:
    [label] = labels(1, seed=1)

    printed = labels_others.as_documented([label])

    assert len(lines(label)) >= 12
    assert printed.startswith(b"%PDF")
    assert printed.count(b"/Subtype /Image") == 2
