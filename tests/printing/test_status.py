"""What a printer says of itself is read exactly, and nonsense is never taken for an answer."""

from __future__ import annotations

import pytest

from backend.printing import status

GOOD = b"\x02030,0,0,1223,000,0,0,0,000,0,0,0\x03\r\n\x02000,0,0,0,0,2,4,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n"


def test_a_printer_that_is_well_has_nothing_inside() -> None:
    said = status.parse(GOOD)

    assert (said.trouble, said.inside) == ("", 0)


@pytest.mark.parametrize(
    ("old", "new", "trouble"),
    [
        (b"030,0,", b"030,1,", "paper_out"),
        (b"030,0,0", b"030,0,1", "halted"),
        (b"000,0,0,0,0,2", b"000,0,1,0,0,2", "head_open"),
        (b"000,0,0,0,0,2", b"000,0,0,1,0,2", "ribbon_out"),
        (b"000,0,0,0,000", b"000,1,0,0,000", "full"),
        (b"000,0,0,0\x03", b"000,0,0,1\x03", "too_hot"),
        (b"000,0,0,0\x03", b"000,1,0,0\x03", "memory"),
    ],
)
def test_each_trouble_has_its_name(old: bytes, new: bytes, trouble: str) -> None:
    assert old in GOOD

    assert status.parse(GOOD.replace(old, new, 1)).trouble == trouble


def test_labels_that_wait_or_are_being_printed_are_inside() -> None:
    busy = GOOD.replace(b"1223,000", b"1223,003").replace(b"00000000", b"00000002")

    assert status.parse(busy).inside == 5


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x02what?\x03",
        GOOD[:60],
        GOOD.replace(b"1223,000", b"1223,abc"),
        GOOD.replace(b"030,0,", b"030,7,"),
        GOOD.replace(b",0,0,0\x03", b",0,0\x03"),
        GOOD + GOOD,
    ],
)
def test_nonsense_is_no_answer(answer: bytes) -> None:
    with pytest.raises(status.Unreadable):
        status.parse(answer)
