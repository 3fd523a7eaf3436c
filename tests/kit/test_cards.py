from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from backend.kit import cards


class Shape(enum.StrEnum):
    ROUND = "round"


@dataclass(frozen=True)
class Line:
    sku: str
    units: int


@dataclass(frozen=True)
class Parcel:
    code: str
    shape: Shape
    at: datetime
    on: date
    lines: tuple[Line, ...]
    size: tuple[int, int]
    counts: dict[str, int]
    names: list[str]
    is_open: bool
    next: Line | None
    note: str | None


FULL = Parcel(
    "PB",
    Shape.ROUND,
    datetime(2026, 11, 21, 17, 5, 1, 123456, tzinfo=UTC),
    date(2026, 11, 21),
    (Line("a", 1), Line("é", 2)),
    (3, 4),
    {"b": 1, "a": 2},
    ["x"],
    True,
    Line("c", 3),
    None,
)


def test_a_card_is_drawn_again_exactly_from_its_text() -> None:
    assert cards.decode(Parcel, cards.encode(FULL)) == FULL


def test_the_text_is_the_same_for_the_same_card() -> None:
    assert cards.encode(Line("é", 2)) == '{"sku":"é","units":2}'
    assert cards.encode(FULL) == cards.encode(cards.decode(Parcel, cards.encode(FULL)))


def test_no_card_and_plain_values_are_kept_too() -> None:
    assert cards.encode(None) == "null"
    assert cards.decode(type(None), "null") is None
    assert cards.decode(int, cards.encode(5)) == 5


@pytest.mark.parametrize("value", [1.5, object(), {1, 2}, b"x", Line])
def test_what_would_not_come_back_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="plain values only"):
        cards.encode(value)


def test_an_unknown_word_of_an_enum_is_an_error() -> None:
    with pytest.raises(ValueError, match="square"):
        cards.decode(Shape, '"square"')
