"""Lines of both directions; the orders were compared with the reference implementation of unicode-bidi."""

import pytest

from labels import bidi


def shown(words: str) -> list[str]:
    """The pieces from left to right, each as it is stored."""
    return [words[run.start : run.end] for run in bidi.runs(words)]


@pytest.mark.parametrize(
    ("words", "pieces"),
    [
        ("Jo Voorbeeld", ["Jo Voorbeeld"]),
        ("محمد", ["محمد"]),
        ("Jo محمد 12", ["Jo ", "12", "محمد "]),
        ("محمد Jo 12", ["Jo 12", "محمد "]),
        ("شارع 12, الطابق 3", ["3", ", الطابق ", "12", "شارع "]),
        ("דוד (Jo) 3-4", ["3-4", ") ", "Jo", "דוד ("]),
        ("Jo (דוד) x", ["Jo (", "דוד", ") x"]),
        ("12% של 5$", ["5$", " של ", "12%"]),
        ("א[ב(c)ד]ה", [")ד]ה", "c", "א[ב("]),
        (" abc אבג ", [" abc ", "אבג", " "]),
        ("٣٤-٥ abc", ["٥", "-", "٣٤", " abc"]),
        ("", []),
    ],
)
def test_pieces_stand_in_the_order_in_which_people_read_them(words: str, pieces: list[str]) -> None:
    assert shown(words) == pieces


def test_every_letter_stands_somewhere_once() -> None:
    words = "אב ab ١٢ (גד, 3%) [x] ה"

    places = sorted(place for run in bidi.runs(words) for place in range(run.start, run.end))

    assert places == list(range(len(words)))


def test_a_run_knows_its_direction() -> None:
    assert [run.is_leftwards for run in bidi.runs("Jo דוד")] == [False, True]
