"""Every kind of label, printed at printer resolution in black and white, then scanned."""

from itertools import combinations

import pytest

from labels import KINDS, View, render
from labels.drawing import Box, Text
from labels.printed import draw
from tests.labels.examples import ORDINARY
from tests.labels.reading import scan

DPI = [203, 300]
LONGEST = [kind.longest() for kind in KINDS.values()]


def name(view: object) -> str:
    return getattr(view, "kind", "")


def text_boxes(view: View, dpi: int) -> list[list[Box]]:
    """Where black may fall: from the capitals' height down to the baseline."""
    return [
        [
            (text.x, round(text.y - text.size * 0.72), int(text.width), round(text.size * 0.72))
            for text in page
            if isinstance(text, Text)
        ]
        for page in draw(view, dpi=dpi).pages
    ]


def overlap(one: Box, other: Box) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )


def test_every_kind_has_an_ordinary_sample() -> None:
    assert [view.kind for view, _ in ORDINARY] == list(KINDS)


@pytest.mark.parametrize("dpi", DPI)
@pytest.mark.parametrize(("view", "codes"), ORDINARY, ids=name)
def test_a_scanner_reads_exactly_what_was_asked(view: View, codes: list[tuple[str, str]], dpi: int) -> None:
    [page] = scan(render([view], dpi=dpi), dpi=dpi)

    assert [(identifier, text) for identifier, text, _ in page] == codes


@pytest.mark.parametrize("dpi", DPI)
@pytest.mark.parametrize("view", LONGEST, ids=name)
def test_the_longest_sample_fits_and_scans(view: View, dpi: int) -> None:
    [first_page] = scan(render([view], dpi=dpi), dpi=dpi, most=1)

    usual = next(codes for sample, codes in ORDINARY if sample.kind == view.kind)
    assert {identifier for identifier, _, _ in first_page} == {identifier for identifier, _ in usual}


@pytest.mark.parametrize("dpi", DPI)
@pytest.mark.parametrize("view", [*(view for view, _ in ORDINARY), *LONGEST], ids=name)
def test_no_two_texts_lie_on_each_other(view: View, dpi: int) -> None:
    for boxes in text_boxes(view, dpi):
        assert [pair for pair in combinations(boxes, 2) if overlap(*pair)] == []


def test_kinds_declare_who_may_see_them() -> None:
    assert {kind: view.personal for kind, view in KINDS.items()} == {
        "parcel": "none",
        "shelf": "none",
        "tote": "none",
        "badge": "internal",
        "carrier": "yes",
        "product": "none",
        "item": "none",
        "batch": "none",
        "bin": "none",
        "cart": "none",
        "pallet": "none",
        "return": "none",
        "seal": "none",
        "tool": "none",
        "packing": "yes",
        "packing-masked": "none",
        "picking": "none",
        "picking-a5": "none",
        "picking-100x150": "none",
        "muster": "internal",
        "unlock": "internal",
        "movement": "internal",
        "movement-slip": "internal",
        "payslip": "internal",
        "invoice": "internal",
        "certificate": "internal",
        "scanner-setup": "none",
    }
