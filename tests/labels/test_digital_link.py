import random

import biip
import pytest

from backend.demo.bench import codes_asked
from labels import Unprintable, digital_link, gs1

GTIN = "09501101020917"
SSCC = "395212340000000007"


@pytest.mark.parametrize(
    ("elements", "address"),
    [
        ([("00", SSCC)], f"HTTPS://ID.GS1.ORG/00/{SSCC}"),
        ([("01", GTIN)], f"HTTPS://ID.GS1.ORG/01/{GTIN}"),
        (
            [("17", "261231"), ("21", "7"), ("10", "AB1"), ("01", GTIN)],
            f"HTTPS://ID.GS1.ORG/01/{GTIN}/10/AB1/21/7?17=261231",
        ),
        ([("01", GTIN), ("10", "A/B?C%D")], f"HTTPS://ID.GS1.ORG/01/{GTIN}/10/A%2FB%3FC%25D"),
        ([("00", SSCC), ("37", "12"), ("02", GTIN)], f"HTTPS://ID.GS1.ORG/00/{SSCC}?02={GTIN}&37=12"),
    ],
)
def test_elements_become_an_address(elements: list[tuple[str, str]], address: str) -> None:
    assert digital_link.build(elements) == address


def test_a_host_of_ours_may_stand_there() -> None:
    assert digital_link.build([("00", SSCC)], host="ob.example:8443") == f"HTTPS://ob.example:8443/00/{SSCC}"


def test_what_was_built_is_read_as_it_was_and_the_second_opinion_agrees() -> None:
    chance = random.Random(15)
    built = 0
    for _ in range(400):
        elements = gs1.parse(codes_asked.drawn("gs1-128", chance).value)
        if sum(name in ("00", "01") for name, _ in elements) != 1:
            continue
        built += 1

        address = digital_link.build(elements)

        assert sorted(digital_link.parse(address)) == sorted(elements)
        read = biip.parse(address.replace("HTTPS://ID.GS1.ORG", "https://id.gs1.org")).gs1_digital_link_uri
        assert read is not None
        assert sorted((each.ai.ai, each.value) for each in read.element_strings) == sorted(elements)
    assert built > 200


@pytest.mark.parametrize("host", ["", "a b", "a/b", "-a", "a?b", "a#", "a:b", "häuser.example"])
def test_a_host_that_is_none_is_refused(host: str) -> None:
    with pytest.raises(Unprintable, match="host of a Digital Link"):
        digital_link.build([("00", SSCC)], host=host)


@pytest.mark.parametrize(
    "elements",
    [
        [],
        [("10", "A")],
        [("00", SSCC), ("01", GTIN)],
        [("01", "09501101020918")],
        [("01", GTIN), ("420", "9999")],
        [("01", GTIN), ("17", "261301")],
    ],
)
def test_elements_that_are_no_link_are_refused(elements: list[tuple[str, str]]) -> None:
    with pytest.raises(Unprintable):
        digital_link.build(elements)


@pytest.mark.parametrize("scheme", ["https", "HTTPS", "http", "Https"])
def test_a_link_is_read_in_capitals_and_small_letters(scheme: str) -> None:
    assert digital_link.parse(f"{scheme}://id.gs1.org/00/{SSCC}") == [("00", SSCC)]


@pytest.mark.parametrize(
    "address",
    [
        "",
        SSCC,
        f"ftp://id.gs1.org/00/{SSCC}",
        f"https:///00/{SSCC}",
        f"https://id.gs1.org/00/{SSCC}/",
        f"https://id.gs1.org/00/{SSCC}#x",
        "https://id.gs1.org/00/395212340000000008",
        f"https://id.gs1.org/01/{GTIN}/21/7/10/AB",
        f"https://id.gs1.org/01/{GTIN}/10/A/10/B",
        f"https://id.gs1.org/01/{GTIN}/17/261231",
        f"https://id.gs1.org/01/{GTIN}/10/%ZZ",
        f"https://id.gs1.org/01/{GTIN}/10/%C3%A9",
        f"https://id.gs1.org/01/{GTIN}/10/%1D",
        f"https://id.gs1.org/01/{GTIN}?17=261301",
        f"https://id.gs1.org/01/{GTIN}?linkType=all",
        f"https://id.gs1.org/01/{GTIN}?17",
        f"https://id.gs1.org/01/{GTIN}?00={SSCC}",
        f"https://id.gs1.org/10/AB/01/{GTIN}",
        "https://id.gs1.org/10/AB",
        f"https://id.gs1.org/00/{SSCC}\n",
    ],
)
def test_an_address_that_is_no_link_is_refused(address: str) -> None:
    with pytest.raises(Unprintable):
        digital_link.parse(address)


def test_the_short_way_to_the_address_of_an_sscc_is_the_same_address() -> None:
    sscc = "395212340000000007"

    assert digital_link.of_sscc(sscc) == digital_link.build([("00", sscc)])
