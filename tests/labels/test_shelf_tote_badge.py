from dataclasses import fields

import pytest

from labels import Badge, Unprintable, View, render
from labels.drawing import Shape
from labels.printed import draw
from tests.labels.examples import badge, shelf, tote
from tests.labels.reading import scan, words


def test_a_shelf_says_its_place_and_code() -> None:
    assert words(render([shelf()]).data).split() == ["A", "03", "2", "LBBB", "RRLS"]


def test_a_shelf_without_arrow_has_none() -> None:
    assert [command for command in draw(shelf(arrow=""), dpi=203).pages[0] if isinstance(command, Shape)] == []
    assert len([command for command in draw(shelf(arrow="up"), dpi=203).pages[0] if isinstance(command, Shape)]) == 1


def test_a_cart_is_labelled_like_a_tote() -> None:
    [page] = scan(render([tote(code="CBBBBBKB", name="Cart 7")]), dpi=203)

    assert [text for _, text, _ in page] == ["CBBBBBKB", "CBBBBBKB"]


def test_a_badge_has_no_room_for_a_person() -> None:
    assert [field.name for field in fields(Badge)] == ["code", "identity", "words"]


def test_a_badge_shows_its_code_to_be_typed() -> None:
    assert "NBCD FGHJ KLNP RSTV C" in words(render([badge()]).data)


@pytest.mark.parametrize(
    ("view", "says"),
    [
        (shelf(code="TBBBBKJD"), "shelf, code: the code must start with L"),
        (shelf(place="A" * 80), "shelf, place: it is too long to fit"),
        (tote(code="LBBBRRLS"), "tote, code: the code must start with T or C"),
        (badge(code="PBCDFGHJKLNPRSTVC"), "badge, code: the code must start with N"),
        (badge(code="N1234"), "badge, code: a code starting with N has 17 letters, not 5"),
    ],
)
def test_a_wrong_code_is_refused_by_element(view: View, says: str) -> None:
    with pytest.raises(Unprintable) as refusal:
        render([view])

    assert str(refusal.value) == says
