import random
import re

import biip
import pytest
from biip.checksums import gs1_standard_check_digit
from biip.gs1_messages import GS1Message

from backend.demo.bench import codes_asked
from labels import Unprintable, code128, gs1
from tests.labels.reading import read_bars

SSCC = "395212340000000007"


def test_check_digits_agree_with_the_second_opinion() -> None:
    chance = random.Random(5)
    for length in (7, 11, 12, 13, 17):
        for _ in range(200):
            digits = "".join(chance.choices("0123456789", k=length))

            assert gs1.check_digit(digits) == str(gs1_standard_check_digit(digits))


def test_an_sscc_is_made_from_its_parts() -> None:
    assert gs1.make_sscc(extension=3, prefix="9521234", serial=0) == SSCC
    assert gs1.make_sscc(extension=0, prefix="9521", serial=123) == "095210000000001237"


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"extension": 10, "prefix": "9521234", "serial": 0}, "the extension digit of an SSCC is 0 to 9"),
        ({"extension": 0, "prefix": "952", "serial": 0}, "a GS1 company prefix has 4 to 12 digits, not 3"),
        ({"extension": 0, "prefix": "952A", "serial": 0}, "company prefix must be digits only"),
        (
            {"extension": 0, "prefix": "952123456789", "serial": 10_000},
            "the SSCC serial number must have at most 4 digits behind this prefix",
        ),
        (
            {"extension": 0, "prefix": "9521234", "serial": -1},
            "the SSCC serial number must have at most 9 digits behind this prefix",
        ),
    ],
)
def test_an_sscc_that_does_not_fit_is_not_made(parts: dict[str, int | str], says: str) -> None:
    with pytest.raises(Unprintable, match=f"^{re.escape(says)}$"):
        gs1.make_sscc(**parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sscc", "says"),
    [
        ("395212340000000008", "SSCC check digit is 7, not 8"),
        ("39521234000000007", "SSCC has 18 digits, not 17"),
        ("39521234000000000７", "SSCC must be digits only"),
        ("(00)395212340000000007", "SSCC must be digits only"),
        ("", "SSCC must be digits only"),
    ],
)
def test_a_wrong_sscc_is_refused_not_mended(sscc: str, says: str) -> None:
    with pytest.raises(Unprintable, match=f"^{re.escape(says)}$"):
        gs1.check_sscc(sscc)


def test_a_gtin_with_an_altered_check_digit_is_refused() -> None:
    assert gs1.check_gtin("4006381333931") == "4006381333931"

    with pytest.raises(Unprintable, match=r"^GTIN check digit is 1, not 2$"):
        gs1.check_gtin("4006381333932")


def test_brackets_are_read_by_people_and_never_become_bars() -> None:
    elements = [("00", SSCC)]

    data = gs1.element_string(elements)

    assert data == f"00{SSCC}"
    assert gs1.readable(elements) == f"(00){SSCC}"
    assert read_bars(code128.modules(data, gs1=True)) == f"]C100{SSCC}"


def test_a_separator_follows_only_what_has_no_fixed_length() -> None:
    elements = [("01", "09501101020917"), ("10", "12ABC"), ("17", "261231"), ("21", "12345")]

    assert gs1.element_string(elements) == "01095011010209171012ABC\x1d172612312112345"


def test_the_second_opinion_reads_the_same_elements() -> None:
    chance = random.Random(6)
    for _ in range(150):
        elements = random_elements(chance)

        data = gs1.element_string(elements)
        bars = read_bars(code128.modules(data, gs1=True))
        read = biip.parse(bars)

        assert bars == "]C1" + data
        assert read.gs1_message is not None
        assert [(element.ai.ai, element.value) for element in read.gs1_message.element_strings] == elements
        assert GS1Message.parse_hri(gs1.readable(elements)).as_hri() == gs1.readable(elements)


def test_a_changed_digit_of_an_sscc_never_gets_through() -> None:
    chance = random.Random(7)
    for _ in range(500):
        sscc = gs1.make_sscc(extension=chance.randrange(10), prefix="9521234", serial=chance.randrange(10**9))
        place = chance.randrange(18)
        other = chance.choice([digit for digit in "0123456789" if digit != sscc[place]])
        changed = sscc[:place] + other + sscc[place + 1 :]

        with pytest.raises(Unprintable):
            gs1.element_string([("00", changed)])
        assert biip.parse(f"]C100{changed}").sscc is None


@pytest.mark.parametrize(
    "elements",
    [
        [],
        [("420", "9999")],  # the postcode: personal
        [("99", "ABC")],
        [("00", SSCC), ("00", SSCC)],
        [("02", "09501101020917")],
        [("37", "12")],
        [("01", "4006381333931")],  # 13 digits where 14 are due
        [("01", "09501101020918")],
        [("10", "")],
        [("10", "A" * 21)],
        [("10", "A B")],
        [("10", "LÖT")],
        [("10", "12\x1d21X")],
        [("17", "261301")],
        [("17", "260231")],
        [("30", "1234567890")],
        [("400", "A" * 30), ("10", "B" * 20)],  # 55 characters
    ],
)
def test_what_gs1_does_not_allow_is_refused(elements: list[tuple[str, str]]) -> None:
    with pytest.raises(Unprintable):
        gs1.element_string(elements)


def test_day_00_means_the_last_day_of_the_month() -> None:
    assert gs1.element_string([("17", "260200")]) == "17260200"


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        (f"(00){SSCC}", [("00", SSCC)]),
        (f"00{SSCC}", [("00", SSCC)]),
        ("(10)AB(21)7", [("10", "AB"), ("21", "7")]),
        ("10AB\x1d217", [("10", "AB"), ("21", "7")]),
        ("0109501101020917400Z\x1d17261231", [("01", "09501101020917"), ("400", "Z"), ("17", "261231")]),
        ("10A(21)B", [("10", "A(21)B")]),
        ("020950110102091737012", [("02", "09501101020917"), ("37", "012")]),
    ],
)
def test_both_forms_of_a_gs1_text_are_read(text: str, elements: list[tuple[str, str]]) -> None:
    assert gs1.parse(text) == elements


@pytest.mark.parametrize(
    "text",
    [
        "",
        "(",
        "()",
        "(10)",
        "(10)A)B",
        "(10)A(B",
        "(10)A(420)9999",
        "(1)A",
        "x(10)A",
        "10A\x1d",
        "\x1d10A",
        "]C110A",
        "10A\x1d\x1d217",
        f"00{SSCC}\x1d10A",
        f"00{SSCC[:-1]}",
        f"00{SSCC}1",
        "99A",
        "10A\x1d4209999",
        "37012",
        "(01)09501101020917(02)09501101020917(37)5",
    ],
)
def test_a_gs1_text_that_would_not_come_back_as_given_is_refused(text: str) -> None:
    with pytest.raises(Unprintable):
        gs1.parse(text)


@pytest.mark.parametrize(("date", "is_one"), [("280229", True), ("000229", True), ("260229", False), ("260431", False)])
def test_a_leap_day_is_a_date_in_a_leap_year_only(date: str, is_one: bool) -> None:
    if is_one:
        assert gs1.element_string([("17", date)]) == f"17{date}"
    else:
        with pytest.raises(Unprintable, match=r"^the expiry date is not a date in the form YYMMDD$"):
            gs1.element_string([("17", date)])


def test_no_mutated_gs1_text_is_printed_as_something_else() -> None:
    chance = random.Random(9)
    accepted, changed = 0, []
    for number in range(10_000):
        text = mutated(codes_asked.drawn("gs1-128", chance).value, chance, as_people_write_it=number % 2 == 1)
        try:
            elements = gs1.parse(text)
            data = gs1.element_string(elements)
        except Unprintable:
            continue
        accepted += 1
        read = biip.parse("]C1" + data).gs1_message
        second = [(each.ai.ai, each.value) for each in read.element_strings] if read else []
        if second != elements or text not in (data, gs1.readable(elements)):
            changed.append(text)

    assert changed == []
    assert 500 < accepted < 5_000


def mutated(text: str, chance: random.Random, *, as_people_write_it: bool) -> str:
    """A GS1 text with one to three characters lost, added, replaced, doubled or exchanged."""
    if as_people_write_it and not set(text) & set("()"):
        text = gs1.readable(gs1.parse(text))
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(text))
        stranger = chance.choice("0123456789ABz()\x1d %]é" + text)
        before, here, after = text[:at], text[at], text[at + 1 :]
        ways = [before + after, before + stranger + here + after, before + stranger + after, before + here * 2 + after]
        text = chance.choice([*ways, before + after[:1] + here + after[1:]]) or stranger
    return text


def random_elements(chance: random.Random) -> list[tuple[str, str]]:
    batch = "".join(chance.choices("ABCxyz0129-/%&", k=chance.randint(1, 12)))
    body = "".join(chance.choices("0123456789", k=13))
    known = [
        ("01", body + gs1.check_digit(body)),
        ("10", batch),
        ("17", f"{chance.randint(20, 40)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"),
        ("21", str(chance.randrange(10**6))),
    ]
    return [element for element in known if chance.random() < 0.7] or known[:1]
