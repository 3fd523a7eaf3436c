"""Fifty labels of each kind print the bytes of yesterday; a few of them each time, all of them among the slow tests."""

from __future__ import annotations

import random

import pytest

from labels import KINDS
from labels.printed import Backend
from tests.labels import goldens, many

SAMPLE = 2
KEPT = goldens.read()


@pytest.mark.parametrize(("kind", "backend"), KEPT)
def test_a_sample_prints_the_bytes_of_yesterday(kind: str, backend: Backend) -> None:
    numbers = random.SystemRandom().sample(range(many.COUNT), k=SAMPLE)
    views = many.views(kind)

    found = {number: goldens.of(views[number], backend) for number in numbers}

    assert found == {number: KEPT[kind, backend][number] for number in numbers}


@pytest.mark.slow
def test_all_of_them_do() -> None:
    found = {
        (kind, backend): [goldens.of(view, backend) for view in many.views(kind)] for kind, backend in goldens.pairs()
    }

    assert found == KEPT


def test_every_kind_has_fifty_and_no_two_kinds_share_them() -> None:
    assert list(KEPT) == list(goldens.pairs())
    assert {kind for kind, _backend in KEPT} == set(KINDS) == set(many.MAKERS)
    assert {len(prints) for prints in KEPT.values()} == {many.COUNT}
    for (kind, backend), prints in KEPT.items():
        # Sheets without data differ in their small print only.
        assert len(set(prints)) > (2 if kind == "scanner-setup" else 40), (kind, backend)


def test_the_same_number_is_always_the_same_label() -> None:
    for kind in KINDS:
        assert many.views(kind, count=3) == many.views(kind)[:3]
