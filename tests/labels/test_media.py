import pytest

from labels import Unprintable
from labels.media import LABEL_100X150, grid


def test_a_bar_of_half_a_millimetre_is_four_dots_or_six() -> None:
    assert grid(203).module(0.5) == 4
    assert grid(300).module(0.5) == 6


def test_a_bar_is_never_nothing() -> None:
    assert grid(203).module(0.01) == 1


def test_paper_is_whole_dots() -> None:
    assert grid(203).paper(LABEL_100X150) == (800, 1200)
    assert grid(300).paper(LABEL_100X150) == (1181, 1771)


def test_another_resolution_is_refused() -> None:
    with pytest.raises(Unprintable, match=r"^labels are drawn for 203 or 300 dpi, not 600$"):
        grid(600)
