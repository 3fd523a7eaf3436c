import random

import pytest
import segno
import zxingcpp
from PIL import Image

from labels import Unprintable, qr

LETTERS = "BCDFGHJKLNPRSTVX"


def picture(rows: tuple[str, ...], *, dots: int) -> Image.Image:
    side = len(rows) + 2 * qr.QUIET_MODULES
    image = Image.new("L", (side, side), 255)
    for y, row in enumerate(rows, start=qr.QUIET_MODULES):
        for x, module in enumerate(row, start=qr.QUIET_MODULES):
            image.putpixel((x, y), 0 if module == "1" else 255)
    return image.resize((side * dots, side * dots), Image.Resampling.NEAREST)


def test_a_hundred_tokens_are_read_as_they_were_asked() -> None:
    chance = random.Random(8)
    for number in range(100):
        token = "P" + "".join(chance.choices(LETTERS, k=16))
        text = token if number % 2 else f"HTTPS://OB.EXAMPLE/P/{token}"

        codes = zxingcpp.read_barcodes(picture(qr.matrix(text), dots=3))

        assert [code.text for code in codes] == [text]


@pytest.mark.parametrize("text", ["000123", "a b~c", "HTTPS://OB.EXAMPLE/P/X", "0", "{}"])
def test_nothing_is_dropped_or_changed(text: str) -> None:
    assert [code.text for code in zxingcpp.read_barcodes(picture(qr.matrix(text), dots=4))] == [text]


def test_a_token_takes_version_1_and_a_link_version_2() -> None:
    assert len(qr.matrix("P" + "X" * 16)) == 21
    assert len(qr.matrix("HTTPS://OB.EXAMPLE/P/" + "P" + "X" * 16)) == 25


def test_the_same_text_gives_the_same_squares() -> None:
    assert qr.matrix("TBBBBKJD") == qr.matrix("TBBBBKJD")


@pytest.mark.parametrize("text", ["", "é", "a\nb", "\x1d", "漢", "A" * 5000])
def test_what_our_squares_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises(Unprintable):
        qr.matrix(text)


def test_a_square_too_large_for_its_place_is_refused() -> None:
    with pytest.raises(Unprintable, match=r"^26 characters need a larger QR code than fits here$"):
        qr.matrix("A" * 26, largest_version=1)


def by_segno(text: str, *, level: str = "M", version: int | None = None) -> tuple[str, ...]:
    code = segno.make(text, error=level.lower(), micro=False, mask=2, version=version, boost_error=False)
    return tuple("".join("1" if module else "0" for module in row) for row in code.matrix)


SHAPES = {
    "tokens": lambda chance: "P" + "".join(chance.choices(LETTERS, k=16)),
    "links": lambda chance: "HTTPS://OB.EXAMPLE/P/P" + "".join(chance.choices(LETTERS, k=16)),
    "sscc links": lambda chance: f"HTTPS://ID.GS1.ORG/00/{chance.randrange(10**18):018d}",
    "small letters": lambda chance: "https://ob.example/p/" + "".join(chance.choices("abcdef~ ", k=12)),
    "numbers": lambda chance: f"{chance.randrange(10**17):017d}",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_tables_give_the_squares_of_segno_bit_for_bit(shape: str) -> None:
    chance = random.Random(shape)
    texts = [SHAPES[shape](chance) for _ in range(400)]

    assert [text for text in texts if qr.matrix(text) != by_segno(text)] == []


@pytest.mark.parametrize(("level", "version"), [("L", 2), ("M", 3), ("Q", 3), ("H", 5)])
def test_the_tables_hold_for_every_level_and_a_version_larger_than_needed(level: str, version: int) -> None:
    chance = random.Random(level)
    texts = ["".join(chance.choices(LETTERS, k=21)) for _ in range(60)]

    found = [qr.matrix(text, version=version, level=level) for text in texts]

    assert found == [by_segno(text, level=level, version=version) for text in texts]


def test_a_full_table_still_gives_the_right_squares(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qr, "_ROOM", 40)
    chance = random.Random(21)
    texts = ["FULL" + "".join(chance.choices(LETTERS, k=19)) for _ in range(60)]

    assert [text for text in texts if qr.matrix(text) != by_segno(text)] == []


def test_a_large_code_is_left_to_segno() -> None:
    texts = [f"{number:03d}" + "A" * 400 for number in range(30)]

    assert [text for text in texts if qr.matrix(text, largest_version=40) != by_segno(text)] == []


def test_a_square_as_one_number_is_the_same_square() -> None:
    for number in range(60):
        text = f"TBBBB{number:03d}"

        bits, width = qr.square(text)

        assert f"{bits:0{width * width}b}" == "".join(qr.matrix(text))


@pytest.mark.parametrize("level", ["", "m", "X", "LM"])
def test_a_level_that_does_not_exist_is_refused(level: str) -> None:
    with pytest.raises(Unprintable, match=r"^a QR code has the level L, M, Q or H$"):
        qr.matrix("A", level=level)


def test_a_text_too_long_for_its_version_is_refused() -> None:
    assert len(qr.matrix("A" * 20, version=1)) == 21

    with pytest.raises(Unprintable, match=r"^21 characters need a larger QR code than fits here$"):
        qr.matrix("A" * 21, version=1)


@pytest.mark.parametrize("version", [0, 41, -1])
def test_a_version_that_does_not_exist_is_refused(version: int) -> None:
    with pytest.raises(Unprintable, match=r"^a QR code has a version of 1 to 40$"):
        qr.matrix("A", version=version)
