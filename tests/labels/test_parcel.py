from dataclasses import fields

import pytest

from labels import ParcelTag, ParcelWords, Unprintable, render
from tests.labels.examples import TOKEN, parcel
from tests.labels.reading import scan, words


def test_a_tag_has_no_field_but_these() -> None:
    assert [field.name for field in fields(ParcelTag)] == [
        "token",
        "dock",
        "carton",
        "generation",
        "link",
        "identity",
        "words",
    ]
    assert ParcelTag.personal == "none"


def test_a_tag_says_token_dock_carton_and_generation_and_no_more() -> None:
    printed = render([parcel(generation=2, identity="")])

    assert words(printed.data).split() == [*["Dock", "3", "Carton", "C4", "R2"], *["PBCD", "FGHJ", "KLNP", "RSTV", "C"]]


def test_the_words_are_those_of_the_floor() -> None:
    printed = render([parcel(words=ParcelWords("Laadkade", "Doos"))])

    assert "Laadkade" in words(printed.data)
    assert "Dock" not in words(printed.data)


def test_the_square_may_hold_a_link_that_ends_in_the_token() -> None:
    link = f"HTTPS://OB.EXAMPLE/P/{TOKEN}"

    [page] = scan(render([parcel(link=link)]), dpi=203)

    assert [text for _, text, _ in page] == [TOKEN, link]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"token": "PBCD"}, "parcel, token: a code starting with P has 17 letters, not 4"),
        ({"token": "L" + TOKEN[1:]}, "parcel, token: the code must start with P"),
        ({"token": "P" + "A" * 16}, "parcel, token: a code has only the letters BCDFGHJKLNPRSTVX"),
        ({"link": "HTTPS://OB.EXAMPLE/P/OTHER"}, "parcel, link: the link must be in capitals and end in the token"),
        ({"link": f"https://ob.example/p/{TOKEN}"}, "parcel, link: the link must be in capitals and end in the token"),
        (
            {"link": f"HTTPS://{'LONG' * 12}.EXAMPLE/P/{TOKEN}"},
            "parcel, link: 84 characters need a larger QR code than fits here",
        ),
    ],
)
def test_a_wrong_tag_is_refused_by_element(changes: dict[str, str], says: str) -> None:
    with pytest.raises(Unprintable) as refusal:
        render([parcel(**changes)])

    assert str(refusal.value) == says
