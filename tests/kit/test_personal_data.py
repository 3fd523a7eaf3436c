"""What is taken for personal data, and what is somebody's own order number."""

from __future__ import annotations

import random
import uuid

import pytest

from backend.kit.personal_data import Kind, find, passes_luhn


@pytest.mark.parametrize(
    "text",
    [
        "4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "5555555555554444", "2223003122003222",
        "378282246310005", "3782 822463 10005", "6011111111111117", "3530111333300000", "30569309025904",
        "6200000000000005", "paid with 4111111111111111.", "ORD-4111111111111111", "5018000000000009",
    ],
)  # fmt: skip
def test_a_card_number_is_found(text: str) -> None:
    assert find(text) == Kind.CARD


@pytest.mark.parametrize(
    "text",
    [
        "BE68539007547034", "BE68 5390 0754 7034", "nl91abna0417164300", "FR1420041010050500013M02606",
        "DE89370400440532013000", "ES9121000418450200051332", "GB29 NWBK 6016 1331 9268 19", "to: BE68539007547034!",
        "NO9386011117947", "MT84MALT011000012345MTLCAST001S",
    ],
)  # fmt: skip
def test_a_bank_account_is_found(text: str) -> None:
    assert find(text) == Kind.IBAN


@pytest.mark.parametrize(
    "text",
    [
        "93.05.18-223.61", "93051822361", "17073003384", "40.00.00-953.81",  # Belgium: before 2000, after, unknown day
        "111222333", "BSN 111222333", "1112.22.333",  # Netherlands
        "255081416802538", "2 55 08 14 168 025 38", "1 84 12 2A 451 089 33",  # France, Corsica
        "12345678Z", "12345678-Z", "X1234567L", "y-7654321-g",  # Spain
    ],
)  # fmt: skip
def test_a_national_number_is_found(text: str) -> None:
    assert find(text) == Kind.NATIONAL


@pytest.mark.parametrize("text", ["jan@example.com", "Mail jan.jansen+x@mail.example.be now", "é@exämple.org"])
def test_an_email_address_is_found(text: str) -> None:
    assert find(text) == Kind.EMAIL


@pytest.mark.parametrize(
    "text",
    ["+32 470 12 34 56", "+32470123456", "+1 (555) 123-4567", "0032470123456", "0470/12.34.56", "06-12345678",
     "01 42 68 53 00", "call 0470 12 34 56"],
)  # fmt: skip
def test_a_telephone_number_is_found(text: str) -> None:
    assert find(text) == Kind.PHONE


@pytest.mark.parametrize(
    "text",
    [
        "536365", "C536391", "85123A", "SO-20417", "100000024", "ORD-111222333", "#111222333", "2026-03-02",
        "0000012345", "5412345678908", "4012345678901", "5123456789012", "4111111111111112", "BE68539007547035",
        "93.05.18-223.62", "12345678A", "PO/2026/000123", "a@b", "6x6", "00000000", "1Z999AA10123456784",
        "2026-03-02T16:00:00+01:00", "550e8400-e29b-41d4-a716-446655440000", "",
    ],
)  # fmt: skip
def test_plain_numbers_of_the_trade_pass(text: str) -> None:
    assert find(text) is None


def test_contact_may_stand_where_it_is_allowed_but_a_card_may_not() -> None:
    assert find("+32 470 12 34 56", allows_contact=True) is None
    assert find("jan@example.com", allows_contact=True) is None
    assert find("4111111111111111", allows_contact=True) == Kind.CARD


def test_no_uuid_is_taken_for_a_person() -> None:
    draw = random.Random(7)

    found = [text for _ in range(50_000) if find(text := str(uuid.UUID(int=draw.getrandbits(128), version=4)))]

    assert found == []


def test_the_check_digit_of_luhn() -> None:
    assert passes_luhn("79927398713")
    assert not passes_luhn("79927398710")
