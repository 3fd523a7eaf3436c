"""A card or account is found wherever it stands and however it is grouped; the numbers of the trade are still none."""

from __future__ import annotations

import string
from typing import Final

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backend.kit.personal_data import IBAN_LENGTHS, Kind, find, passes_luhn

BETWEEN: Final = [" ", "\u00a0", "\u2009", "\u202f", "  ", "\t", ".", "-", "\u2011", "\u2013", "/"]
BEFORE: Final = ["", "to ", "2 ", "call me, ", "IBAN: ", "(", "x=", "zażółć\u00a0", "1234 ", "\n"]
AFTER: Final = ["", " please", " now", " 123", " 12/27", ".", ", thanks", ")", " abcd efgh", "\u00a0thx", "\n2 boxes"]
ALNUM: Final = string.digits + string.ascii_uppercase
ARABIC: Final = str.maketrans(string.digits, "٠١٢٣٤٥٦٧٨٩")


@st.composite
def accounts(draw: st.DrawFn) -> str:
    country = draw(st.sampled_from(sorted(IBAN_LENGTHS)))
    own = draw(st.text(ALNUM, min_size=IBAN_LENGTHS[country] - 4, max_size=IBAN_LENGTHS[country] - 4))
    digits = "".join(str(int(sign, 36)) for sign in own + country + "00")
    return f"{country}{98 - int(digits) % 97:02}{own}"


@st.composite
def cards(draw: st.DrawFn) -> str:
    front, length = draw(st.sampled_from([("4", 16), ("51", 16), ("2223", 16), ("34", 15), ("6011", 16), ("4", 19)]))
    body = front + draw(st.text(string.digits, min_size=length - 1 - len(front), max_size=length - 1 - len(front)))
    return next(body + check for check in string.digits if passes_luhn(body + check))


def in_groups(number: str, between: str) -> str:
    if len(number) == 15 and number.isdigit():
        return between.join((number[:4], number[4:10], number[10:]))
    return between.join(number[place : place + 4] for place in range(0, len(number), 4))


@pytest.mark.parametrize(
    "text",
    [
        "BE68 5390 0754 7034 please", "BE68539007547034 now", "BE68\u00a05390\u00a00754\u00a07034",
        "BE68.5390.0754.7034", "BE68-5390-0754-7034 thanks", "BE68/5390/0754/7034", "BE 68 5390 0754 7034",
        "BE68 539 0075470 34", "DE89 37040044 0532013000 abc", "FR14 20041 01005 0500013M026 06 merci",
        "IBANBE68539007547034",
        "GB29 NWBK 60 16 13 31926819", "be68\u202f5390\u202f0754\u202f7034", "BE68\u200b539007547034",
    ],
)  # fmt: skip
def test_a_bank_account_among_words_is_found(text: str) -> None:
    assert find(text) == Kind.IBAN


@pytest.mark.parametrize(
    "text",
    [
        "4111.1111.1111.1111", "4111\u00a01111\u00a01111\u00a01111", "4111/1111/1111/1111", "4111 1111 1111 1111 123",
        "2 4111 1111 1111 1111", "1234 4111 1111 1111 1111", "4111\u20111111\u20111111\u20111111",
        "４１１１１１１１１１１１１１１１",
        "3782.822463.10005 12/27", "4111  1111  1111  1111", "4111\u00ad1111\u00ad1111\u00ad1111",
    ],
)  # fmt: skip
def test_a_card_number_among_words_is_found(text: str) -> None:
    assert find(text) == Kind.CARD


@settings(max_examples=400, deadline=None)
@given(accounts(), st.sampled_from(["", *BETWEEN]), st.sampled_from(BEFORE), st.sampled_from(AFTER))
def test_every_account_is_found_wherever_it_stands(account: str, between: str, before: str, after: str) -> None:
    for written in (account, account.lower()):
        assert find(before + in_groups(written, between) + after) in (Kind.IBAN, Kind.CARD)


@settings(max_examples=400, deadline=None)
@given(cards(), st.sampled_from(["", *BETWEEN]), st.sampled_from(BEFORE), st.sampled_from(AFTER), st.booleans())
def test_every_card_is_found_wherever_it_stands(card: str, between: str, before: str, after: str, arabic: bool) -> None:
    written = in_groups(card, between).translate(ARABIC if arabic else {})

    assert find(before + written + after) == Kind.CARD


@settings(max_examples=400, deadline=None)
@given(accounts(), st.integers(min_value=1, max_value=96), st.sampled_from(["", " ", ".", "-", "/"]))
def test_an_account_with_another_check_number_is_none(account: str, step: int, between: str) -> None:
    wrong = f"{account[:2]}{(int(account[2:4]) + step) % 97:02}{account[4:]}"
    assume((int(wrong[2:4]) - int(account[2:4])) % 97)

    assert find(in_groups(wrong, between)) != Kind.IBAN


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(
        st.from_regex(r"[0-9]{8}|[0-9]{12,13}", fullmatch=True),  # EAN-8, UPC-A, EAN-13
        st.from_regex(r"[0-9]{13}( [0-9]{13}){1,3}", fullmatch=True),
        st.from_regex(r"[A-Z]{2,4}-?20[0-9]{2}[-/][0-9]{3,6}", fullmatch=True),
        st.from_regex(r"(\+32|0)[1-9][0-9]{1,2}([ ./-][0-9]{2,3}){3}", fullmatch=True),
        st.from_regex(r"20[0-9]{2}-[01][0-9]-[0-3][0-9]( [0-9]{2}:[0-9]{2})?", fullmatch=True),
    )
)
def test_the_numbers_of_the_trade_are_no_card_and_no_account(text: str) -> None:
    assert find(text) not in (Kind.IBAN, Kind.CARD)


@settings(max_examples=300, deadline=None)
@given(st.uuids(version=4), st.sampled_from(sorted(IBAN_LENGTHS)), st.integers(min_value=0, max_value=99))
def test_a_uuid_that_begins_like_an_account_is_none(number: object, country: str, check: int) -> None:
    text = f"{country}{check:02}{str(number)[4:]}".lower()

    assert find(text) not in (Kind.IBAN, Kind.CARD)
    assert find(f"{str(number)[:9]}{country}{check:02}{str(number)[13:]}") not in (Kind.IBAN, Kind.CARD)
