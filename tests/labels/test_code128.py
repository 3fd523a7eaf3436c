import random
import string

import pytest
from barcode.codex import Code128 as BareCode128
from barcode.codex import Gs1_128 as BareGs1

from labels import Unprintable, code128, steady
from tests.labels.reading import read_bars

ANY_ASCII = [chr(point) for point in range(128)]
NEAR_DIGITS = "0123456789" * 3 + "ABab-\x1d\x00"


def random_texts(count: int, *, seed: int, letters: str | list[str], longest: int = 24) -> list[str]:
    chance = random.Random(seed)
    return ["".join(chance.choices(letters, k=chance.randint(1, longest))) for _ in range(count)]


@pytest.mark.parametrize("text", ["99", "990", "9912345678", "99ABC", "9999", "99\x00", "99a"])
def test_a_leading_99_is_printed(text: str) -> None:
    assert read_bars(code128.modules(text)) == text


def test_every_two_digits_after_99_are_printed() -> None:
    for rest in range(1000):
        text = f"99{rest}"

        assert read_bars(code128.modules(text)) == text


def test_asking_twice_gives_the_same_bars() -> None:
    assert code128.modules("AB1234") == code128.modules("AB1234")


@pytest.mark.parametrize("letters", [ANY_ASCII, NEAR_DIGITS, string.digits, string.ascii_letters + string.digits])
def test_what_is_read_is_what_was_asked(letters: str | list[str]) -> None:
    for text in random_texts(2_500, seed=1, letters=letters):
        assert read_bars(code128.modules(text)) == text


def test_gs1_starts_with_fnc1_and_separates_with_it() -> None:
    for text in random_texts(2_000, seed=2, letters=string.digits * 2 + "ABcd\x1d"):
        assert read_bars(code128.modules(text, gs1=True)) == "]C1" + text


def test_no_symbol_is_longer_than_the_librarys() -> None:
    plain = random_texts(2_000, seed=3, letters=NEAR_DIGITS)

    for text in plain:
        assert len(code128.modules(text)) <= len(steady.modules(text))
        assert len(code128.modules(text, gs1=True)) <= len(steady.modules(text, gs1=True))


def test_the_mended_library_reads_the_same_and_stays_the_same() -> None:
    for text in ["99", "9912345678", "990", *random_texts(1_500, seed=4, letters=NEAR_DIGITS)]:
        maker = steady.SteadyCode128(text)

        first, second = maker.build()[0], maker.build()[0]

        assert first == second
        assert read_bars(first) == text


def test_the_bare_library_is_still_wrong_so_the_wrapper_stays() -> None:
    bare = BareCode128("9912345678")

    assert read_bars(bare.build()[0]) == "12345678"


def test_the_bare_library_makes_brackets_into_data_so_we_never_hand_it_any() -> None:
    with_brackets = BareGs1("(00)395212340000000007").build()[0]

    assert read_bars(with_brackets) == "]C1(00)395212340000000007"


@pytest.mark.parametrize(
    ("text", "modules"),
    [
        ("12", 11 * 3 + 13),  # start C, pair, check, stop
        ("A1234", 11 * 6 + 13),  # start B, A, to C, two pairs, check
        ("12345", 11 * 6 + 13),  # start C, two pairs, to B, one digit, check
        ("aB\x00c", 11 * 7 + 13),  # one shift instead of two changes of set
    ],
)
def test_the_shortest_sequence_is_taken(text: str, modules: int) -> None:
    assert len(code128.modules(text)) == modules


def test_an_sscc_symbol_is_156_modules() -> None:
    assert len(code128.modules("00395212340000000007", gs1=True)) == 156


@pytest.mark.parametrize("text", ["", "é", "ñ12", "12\xf1", "½", "٣", "A\u200bB"])
def test_what_code_128_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises(Unprintable):
        code128.modules(text)


def test_the_symbol_characters_and_their_bars_draw_the_same() -> None:
    for text in random_texts(500, seed=8, letters=NEAR_DIGITS):
        drawn = ["0"] * len(code128.modules(text))
        found = [*((code128.BARS[each], 11 * place) for place, each in enumerate(code128.symbols(text)))]
        found.append((code128.STOP_BARS, 11 * len(found)))

        for bars, start in found:
            for offset, width in bars:
                drawn[start + offset : start + offset + width] = "1" * width

        assert "".join(drawn) == code128.modules(text)


@pytest.mark.parametrize("letters", [string.digits, string.digits + "A", "0123aZ ~", string.ascii_letters + "12"])
def test_the_short_ways_end_where_the_long_way_does(letters: str) -> None:
    for text in random_texts(1_500, seed=9, letters=letters, longest=10):
        assert code128.values(text) == code128._shortest(text)


def test_an_sscc_has_thirteen_symbol_characters_before_the_stop() -> None:
    assert code128.symbols("00395212340000000007", gs1=True) == [105, 102, 0, 39, 52, 12, 34, 0, 0, 0, 0, 7, 49]


def test_the_longest_barcode_has_80_characters() -> None:
    assert read_bars(code128.modules("a\x00" * 40)) == "a\x00" * 40

    with pytest.raises(Unprintable, match=r"^a Code 128 barcode of ours holds 80 characters, not 81$"):
        code128.modules("9" * 81)
