from dataclasses import fields

import pytest

from labels import MaskedPackingSlip, PackingSlip, SlipLine, Unprintable, View, render
from tests.labels.examples import TOKEN, masked_slip, slip
from tests.labels.reading import scan, words

PERSONAL = ("Jo", "Voorbeeld", "Proefstraat", "9999", "WEB-10042")


def test_the_full_slip_names_the_addressee() -> None:
    shown = words(render([slip()]).data)

    for piece in PERSONAL:
        assert piece in shown


def test_the_masked_slip_has_no_word_of_the_addressee() -> None:
    printed = render([masked_slip()])

    for piece in PERSONAL:
        assert piece not in words(printed.data)
        assert piece.encode() not in printed.data
    assert "Lavender soap bar, 100 g" in words(printed.data)


def test_the_masked_slip_has_no_field_for_it_either() -> None:
    personal = {field.name for field in fields(PackingSlip)} - {field.name for field in fields(MaskedPackingSlip)}

    assert personal == {"address", "reference"}
    assert MaskedPackingSlip.personal == "none"
    assert PackingSlip.personal == "yes"


def test_every_line_is_on_the_slip_once_however_many_pages_it_takes() -> None:
    for count in (1, 15, 16, 37, 38, 60, 120):
        lines = tuple(SlipLine(number, f"SKU-{number:03d}-X", f"Thing {number}") for number in range(1, count + 1))

        printed = render([slip(lines=lines)])
        shown = words(printed.data).split()

        assert [shown.count(f"SKU-{number:03d}-X") for number in range(1, count + 1)] == [1] * count
        assert printed.count == 1
        assert printed.pages == words(printed.data).count("Page ")
        assert str(count * (count + 1) // 2) in shown


def test_only_the_first_page_carries_the_square() -> None:
    lines = tuple(SlipLine(1, f"S{number}", "Thing") for number in range(40))

    pages = scan(render([masked_slip(lines=lines)]), dpi=203)

    assert [[text for _, text, _ in page] for page in pages] == [[TOKEN], [], []]


def test_a_long_item_name_is_cut_and_shows_it() -> None:
    assert "…" in words(render([slip(lines=(SlipLine(1, "S", "An item with a long name " * 6),))]).data)


@pytest.mark.parametrize(
    ("view", "says"),
    [
        (slip(token="X"), "packing, token: the code must start with P or D or H"),
        (slip(lines=()), "packing, lines: a packing slip needs at least one line"),
        (slip(lines=(SlipLine(0, "S", "Thing"),)), "packing, lines: a quantity is 1 or more"),
        (slip(address=("", " ")), "packing, address: a full slip needs an address"),
        (masked_slip(lines=()), "packing-masked, lines: a packing slip needs at least one line"),
    ],
)
def test_a_wrong_slip_is_refused_by_element(view: View, says: str) -> None:
    with pytest.raises(Unprintable) as refusal:
        render([view])

    assert str(refusal.value) == says
