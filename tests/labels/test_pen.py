import pytest

from labels import Unprintable
from labels.drawing import Ink, Shape, Text
from labels.media import Media, grid
from labels.pen import Pen
from labels.typeset import Line

PAPER = Media("test", 100, 50, 1.5)


def pen() -> Pen:
    return Pen(PAPER, grid(203), kind="test")


def test_bars_lie_on_whole_dots_of_every_printer() -> None:
    for dpi, dots in ((203, 4), (300, 6)):
        drawn = Pen(PAPER, grid(dpi), kind="test")
        drawn.code128("12345678", x=20, y=10, h=20, module=0.5, element="code")

        [bars] = drawn.finish().pages[0]

        assert isinstance(bars, Ink)
        left = bars.boxes[0][0]
        assert {(box[0] - left) % dots for box in bars.boxes} == {0}
        assert {box[2] % dots for box in bars.boxes} == {0}


def test_long_text_shrinks_then_refuses() -> None:
    shrunk = pen()
    shrunk.text("A longer line of text", x=5, y=20, w=40, size=20, element="name")

    [text] = shrunk.finish().pages[0]

    assert isinstance(text, Text)
    assert text.width <= 40 * 8
    with pytest.raises(Unprintable, match=r"^test, name: it is too long to fit$"):
        pen().text("W" * 80, x=5, y=20, w=40, size=20, element="name")


def test_text_that_may_be_cut_shows_that_it_is() -> None:
    cut = pen()
    cut.text("W" * 80, x=5, y=20, w=40, size=10, element="name", fit="clip", smallest=8)

    [text] = cut.finish().pages[0]

    assert isinstance(text, Text)
    assert text.words.endswith("W…")
    assert text.width <= 40 * 8


def test_text_that_may_not_change_is_refused() -> None:
    with pytest.raises(Unprintable, match=r"^test, name: it is too long to fit$"):
        pen().text("A longer line of text", x=5, y=20, w=40, size=20, element="name", fit="error")


def test_a_block_wraps_between_words_and_loses_none() -> None:
    wrapped = pen()
    wrapped.block([Line("one two three four five six seven", 14)], x=5, y=5, w=40, h=40, element="address")

    rows = [command.words for command in wrapped.finish().pages[0] if isinstance(command, Text)]

    assert len(rows) > 1
    assert " ".join(rows) == "one two three four five six seven"


def test_a_block_breaks_a_word_wider_than_the_paper() -> None:
    wrapped = pen()
    wrapped.block([Line("W" * 60, 14)], x=5, y=5, w=40, h=40, element="address")

    rows = [command.words for command in wrapped.finish().pages[0] if isinstance(command, Text)]

    assert "".join(rows) == "W" * 60


def test_a_block_that_cannot_fit_is_refused() -> None:
    with pytest.raises(Unprintable, match=r"^test, address: it is too long to fit$"):
        pen().block([Line("word " * 400, 14)], x=5, y=5, w=40, h=20, element="address")


def test_nothing_may_stand_in_the_white_beside_the_bars() -> None:
    crossed = pen()
    crossed.code128("12345678", x=20, y=10, h=20, module=0.5, element="code")
    crossed.rule(17, 5, h=30)

    with pytest.raises(Unprintable, match=r"^test, code: the white zone around the code is crossed by test, rule$"):
        crossed.finish()


def test_no_rule_may_cross_a_square() -> None:
    crossed = pen()
    crossed.qr("TBBBBKJD", x=20, y=10, module=1, element="code")
    crossed.rule(5, 20, w=60)

    with pytest.raises(Unprintable, match=r"^test, code: the white zone around the code is crossed by test, rule$"):
        crossed.finish()


def test_bars_wider_than_the_paper_are_refused() -> None:
    wide = pen()
    wide.code128("A" * 40, x=5, y=10, h=20, module=0.5, element="code")

    with pytest.raises(Unprintable, match=r"^test, code: it is outside the printable area$"):
        wide.finish()


def test_a_square_at_the_edge_keeps_its_white_zone_on_the_paper() -> None:
    edge = pen()
    edge.qr("TBBBBKJD", x=2, y=20, module=1, element="code")

    with pytest.raises(Unprintable, match=r"^test, code: the white zone around the code does not fit on the paper$"):
        edge.finish()


def test_text_off_the_paper_is_refused() -> None:
    outside = pen()
    outside.text("word", x=0.2, y=20, w=40, size=10, element="name")

    with pytest.raises(Unprintable, match=r"^test, name: it is outside the printable area$"):
        outside.finish()


@pytest.mark.parametrize(
    ("direction", "tip"), [("right", (30, 20)), ("left", (10, 20)), ("up", (20, 10)), ("down", (20, 30))]
)
def test_an_arrow_points_where_it_says(direction: str, tip: tuple[int, int]) -> None:
    drawn = pen()
    drawn.arrow(direction, x=10, y=10, side=20)  # type: ignore[arg-type]

    [shape] = drawn.finish().pages[0]

    assert isinstance(shape, Shape)
    assert (tip[0] * 8, tip[1] * 8) in shape.corners


def test_an_arrow_to_nowhere_is_refused() -> None:
    with pytest.raises(Unprintable, match=r"^test, arrow: an arrow points left, right, up or down$"):
        pen().arrow("north", x=10, y=10, side=20)  # type: ignore[arg-type]
