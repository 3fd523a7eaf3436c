"""The measurement of bar codes counts every fault there can be: a refusal, another dot, another value."""

from __future__ import annotations

import pytest

from backend.demo.bench import codes_read
from backend.demo.bench.asked import Ask
from backend.demo.bench.codes import run
from backend.demo.bench.codes_asked import Asked
from labels import Unprintable, symbology

FEW = Ask(count=1, seconds=60)


@pytest.fixture(autouse=True)
def _no_edges(monkeypatch):
    monkeypatch.setattr("backend.demo.bench.codes_asked.edges", lambda name: [])


def test_what_is_right_is_counted_once_at_each_resolution():
    result = run(FEW)

    assert (result["symbologies"], result["payloads"], result["reads"], result["wrong"]) == (10, 10, 20, 0)
    assert result["by_symbology"] == dict.fromkeys((*symbology.LINEAR, *symbology.MATRIX), 1)


def test_a_value_that_is_refused_is_wrong(monkeypatch):
    def refuse(value, version, level):
        raise Unprintable("not today")

    monkeypatch.setitem(symbology._MATRIX, "qr", refuse)

    result = run(FEW)

    assert result["wrong"] == 2
    assert all("refused: not today" in each for each in result["examples"])


def test_another_value_than_asked_is_wrong(monkeypatch):
    monkeypatch.setattr("backend.demo.bench.codes_asked.drawn", lambda name, chance: Asked(VALUES[name]))
    other = symbology.linear("code-128", "ABC")
    monkeypatch.setitem(symbology._LINEAR, "code-128", lambda value: other)

    result = run(FEW)

    assert result["wrong"] == 2
    assert all(each.startswith("code-128 at ") for each in result["examples"])


def test_another_dot_than_the_modules_say_is_wrong(monkeypatch):
    right = codes_read.picture

    def smudged(drawn, *, dpi, module_mm):
        paper = right(drawn, dpi=dpi, module_mm=module_mm)
        paper.putpixel((0, 0), 0)
        return paper

    monkeypatch.setattr("backend.demo.bench.codes_read.picture", smudged)

    result = run(FEW)

    # An ITF-14 is black in the corner already.
    assert result["wrong"] == 18
    assert all("has other dots on paper" in each for each in result["examples"])


VALUES = {
    "ean-13": "4006381333931",
    "ean-8": "96385074",
    "upc-a": "036000291452",
    "itf-14": "09501101020917",
    "code-39": "AB-12",
    "code-128": "PRINTED-OTHERWISE",
    "gs1-128": "(00)395212340000000007",
    "qr": "TBBBBKJD",
    "data-matrix": "TBBBBKJD",
    "gs1-data-matrix": "(01)09501101020917",
}
