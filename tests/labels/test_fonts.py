import unicodedata

import pytest

from labels import Family, Fonts, Unprintable, render
from labels.fonts import DEFAULT, VERA, check_text, system_families
from tests.labels.examples import carrier
from tests.labels.reading import words

ONLY_VERA = Fonts((VERA,), with_system=False)
NAMES_OF_EUROPE = [
    "Łukasz Żółć",
    "Ștefan Brânză",
    "Őry Ödön",
    "Şükrü İğdır",
    "Ģirts Ķīlis",
    "Ærø Ñandú",
    "Ελένη",
    "Юлія",
]


def needs_wider_font() -> None:
    if not system_families():
        pytest.skip("no wider font (DejaVu Sans, Noto Sans) is on this machine")


@pytest.mark.parametrize("name", NAMES_OF_EUROPE)
def test_the_names_of_europe_print_with_a_wider_font(name: str) -> None:
    needs_wider_font()

    printed = render([carrier(name=name)])

    assert name in unicodedata.normalize("NFC", words(printed.data))


def test_without_a_wider_font_the_missing_character_is_named() -> None:
    with pytest.raises(Unprintable) as refusal:
        render([carrier(name="Ștefan Proef")], fonts=ONLY_VERA)

    assert str(refusal.value) == (
        "carrier, address: no font here has the character 'Ș' (U+0218); install DejaVu Sans or Noto Sans"
    )


def test_plain_western_text_needs_no_font_of_the_machine() -> None:
    assert render([carrier(name="José Müller-Ærø")], fonts=ONLY_VERA) == render([carrier(name="José Müller-Ærø")])


def test_a_family_given_by_the_caller_is_used() -> None:
    needs_wider_font()
    given = Fonts((system_families()[0],), with_system=False)

    assert "Ștefan" in words(render([carrier(name="Ștefan Proef")], fonts=given).data)


@pytest.mark.parametrize("name", ["Jo\u202eVoorbeeld", "Jo\nVoorbeeld", "Jo\u200bV", "Jo\u200cV", "x\u0331", "\x00"])
def test_what_would_print_wrongly_is_refused(name: str) -> None:
    with pytest.raises(Unprintable):
        check_text(name)


def test_an_accent_typed_separately_is_joined_to_its_letter() -> None:
    assert check_text("Rene\u0301") == "René"


def test_a_refusal_never_quotes_the_name() -> None:
    with pytest.raises(Unprintable) as refusal:
        render([carrier(name="Mohamed محمد")], fonts=ONLY_VERA)

    assert "Mohamed" not in str(refusal.value)


def test_a_font_that_cannot_be_read_is_refused() -> None:
    broken = Family("Broken", VERA.regular.with_name("00readme.txt"), VERA.bold)

    with pytest.raises(Unprintable, match="the font Broken cannot be read"):
        render([carrier()], fonts=Fonts((broken,)))


def test_the_usual_fonts_start_with_the_one_that_is_always_there() -> None:
    assert DEFAULT.face("Jo Voorbeeld", bold=True).family == "Bitstream Vera Sans"
