"""Hundreds of random codes through the whole way: encoded, drawn, printed at printer resolution, scanned."""

import random

import pytest

from labels import Printed, gs1
from labels.media import Media, grid
from labels.pdf import write
from labels.pen import Pen
from tests.labels.reading import scan

STRIP = Media("strip", 220, 20, 1)
SQUARE = Media("square", 50, 50, 1)
PRINTABLE = [chr(point) for point in range(32, 127)]
ANY_ASCII = [chr(point) for point in range(128)]


def plain_texts() -> list[str]:
    chance = random.Random(9)
    texts = [f"99{number}" for number in range(0, 1000, 10)]
    texts += ["".join(chance.choices("0123456789", k=chance.randint(1, 20))) for _ in range(80)]
    texts += ["".join(chance.choices(PRINTABLE, k=chance.randint(1, 18))) for _ in range(80)]
    return texts + ["".join(chance.choices(ANY_ASCII, k=chance.randint(2, 12))) for _ in range(40)]


def strips(data: list[str], *, dpi: int, gs1_symbols: bool) -> Printed:
    drawings = []
    for text in data:
        pen = Pen(STRIP, grid(dpi), kind="strip")
        pen.code128(text, x=110, y=4, h=12, module=0.375, align="center", gs1=gs1_symbols, element="code")
        drawings.append(pen.finish())
    return Printed(write(drawings, title="strip"), "", len(data), len(data), "strip")


@pytest.mark.parametrize("dpi", [203, 300])
def test_three_hundred_plain_codes_scan_as_asked(dpi: int) -> None:
    texts = plain_texts()

    pages = scan(strips(texts, dpi=dpi, gs1_symbols=False), dpi=dpi)

    assert [[data for _, _, data in page] for page in pages] == [[text.encode("ascii")] for text in texts]


@pytest.mark.parametrize("dpi", [203, 300])
def test_a_hundred_ssccs_scan_as_asked(dpi: int) -> None:
    chance = random.Random(10)
    ssccs = [
        gs1.make_sscc(extension=chance.randrange(10), prefix="9521234", serial=chance.randrange(10**9))
        for _ in range(100)
    ]

    pages = scan(strips([f"00{sscc}" for sscc in ssccs], dpi=dpi, gs1_symbols=True), dpi=dpi)

    assert [[(identifier, text) for identifier, text, _ in page] for page in pages] == [
        [("]C1", f"(00){sscc}")] for sscc in ssccs
    ]


@pytest.mark.parametrize("dpi", [203, 300])
def test_a_hundred_tokens_scan_as_asked(dpi: int) -> None:
    chance = random.Random(11)
    texts = ["HTTPS://OB.EXAMPLE/P/P" + "".join(chance.choices("BCDFGHJKLNPRSTVX", k=16)) for _ in range(100)]
    drawings = []
    for text in texts:
        pen = Pen(SQUARE, grid(dpi), kind="square")
        pen.qr(text, x=25, y=8, module=0.75, align="center", element="code")
        drawings.append(pen.finish())

    pages = scan(Printed(write(drawings, title="square"), "", 100, 100, "square"), dpi=dpi)

    assert [[(identifier, text) for identifier, text, _ in page] for page in pages] == [
        [("]Q1", text)] for text in texts
    ]
