import biip
import pytest

from labels import CarrierWords, Unprintable, render
from tests.labels.examples import SSCC, carrier
from tests.labels.reading import scan, words


def test_the_label_shows_addressee_route_service_weight_and_sscc() -> None:
    shown = words(render([carrier(parcel=1, parcels=2, reference="S-20418", identity="J1042 07/24 R0")]).data)

    for piece in (
        *("PARCEL+", "0.85 kg", "1 of 2", "TO", "Jo Voorbeeld", "Proefstraat 14 bus 2", "9999 Voorbeeldegem"),
        *("BELGIUM", "BE 9-04 / R 17", "S-20418", "FROM", "Return office 12", f"(00){SSCC}", "J1042 07/24 R0"),
    ):
        assert piece in shown


def test_the_bars_are_a_gs1_sscc_for_the_second_opinion_too() -> None:
    [page] = scan(render([carrier()]), dpi=203)

    identifier, _, data = page[0]
    read = biip.parse(identifier + data.decode())

    assert read.sscc is not None
    assert read.sscc.value == SSCC


def test_the_words_are_those_of_the_country() -> None:
    shown = words(render([carrier(words=CarrierWords("EMPFÄNGER", "ABSENDER", "von"))]).data)

    assert "EMPFÄNGER" in shown
    assert "1 von 1" in shown


def test_a_label_without_sender_has_no_empty_caption() -> None:
    assert "FROM" not in words(render([carrier(sender=())]).data)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"sscc": "395212340000000008"}, "carrier, SSCC: SSCC check digit is 7, not 8"),
        ({"sscc": "(00)395212340000000007"}, "carrier, SSCC: SSCC must be digits only"),
        ({"name": " "}, "carrier, address: an address needs a name and a town"),
        ({"town": ""}, "carrier, address: an address needs a name and a town"),
        ({"weight_grams": 0}, "carrier, weight: a parcel weighs more than 0 g and at most 1000 kg"),
        ({"weight_grams": 1_000_001}, "carrier, weight: a parcel weighs more than 0 g and at most 1000 kg"),
        ({"parcel": 3, "parcels": 2}, "carrier, parcel count: the parcel is not one of its parcels"),
        ({"lines": ("very long street " * 200,)}, "carrier, address: it is too long to fit"),
        ({"link": "é"}, "carrier, link: a QR code of ours cannot hold the character 'é' (U+00E9)"),
        ({"name": "Jo\tVoorbeeld"}, "carrier, address: it holds an invisible character (U+0009)"),
    ],
)
def test_a_wrong_label_is_refused_by_element(changes: dict[str, object], says: str) -> None:
    with pytest.raises(Unprintable) as refusal:
        render([carrier(**changes)])

    assert str(refusal.value) == says


def test_a_name_from_another_keyboard_is_printed_as_it_is() -> None:
    assert "<b>&amp; O'Neill" in words(render([carrier(name="<b>&amp; O'Neill")]).data)
