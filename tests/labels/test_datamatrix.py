import random

import pytest
import zxingcpp

from backend.demo.bench import codes_asked
from backend.demo.bench.codes_read import Drawn, picture
from labels import Unprintable, datamatrix, gs1

try:
    from pylibdmtx.pylibdmtx import decode as read_by_libdmtx
except ImportError:  # the package, or the system's library libdmtx behind it
    read_by_libdmtx = None

GTIN = "09501101020917"


def _paper(rows: tuple[str, ...]):  # type: ignore[no-untyped-def]
    return picture(Drawn(rows, datamatrix.QUIET_MODULES), dpi=203, module_mm=0.5)


@pytest.mark.parametrize("version", range(1, 25))
def test_every_size_is_square_with_its_finder(version: int) -> None:
    rows = datamatrix.matrix("A1", version=version)
    side = datamatrix.SIDES[version - 1]

    assert len(rows) == side == datamatrix.side(version)
    assert {len(row) for row in rows} == {side}
    assert rows[-1] == "1" * side
    assert "".join(row[0] for row in rows) == "1" * side
    assert rows[0] == "10" * (side // 2)


def test_the_smallest_square_that_holds_the_text_is_taken() -> None:
    assert [len(datamatrix.matrix(text)) for text in ("123456", "1234567", "A" * 3, "A" * 4)] == [10, 12, 10, 12]


def test_the_same_text_gives_the_same_square() -> None:
    assert datamatrix.matrix("TBBBBKJD") == datamatrix.matrix("TBBBBKJD")


def test_gs1_comes_with_its_symbology_identifier_and_separators() -> None:
    (code,) = zxingcpp.read_barcodes(_paper(datamatrix.gs1_matrix(f"(10)A%B(01){GTIN}(21)7")))

    assert code.symbology_identifier == "]d2"
    assert bytes(code.bytes) == f"10A%B\x1d01{GTIN}217".encode()


def test_both_forms_of_a_gs1_text_give_the_same_square() -> None:
    assert datamatrix.gs1_matrix(f"(01){GTIN}(10)AB(21)7") == datamatrix.gs1_matrix(f"01{GTIN}10AB\x1d217")


def test_brackets_in_a_value_stay_in_the_value() -> None:
    (code,) = zxingcpp.read_barcodes(_paper(datamatrix.gs1_matrix("10A(21)B\x1d217")))

    assert bytes(code.bytes) == b"10A(21)B\x1d217"


@pytest.mark.parametrize("text", ["", "é", "a\nb", "\x1d", "漢", "[)>\x1e05\x1dA\x1e\x04", "0" * 3117, "z" * 3000])
def test_what_a_square_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises(Unprintable):
        datamatrix.matrix(text)


@pytest.mark.parametrize("text", ["", "(01)09501101020918", "01" + GTIN + "\x1d10A", "(99)A", "(01)123"])
def test_what_is_no_gs1_is_refused(text: str) -> None:
    with pytest.raises(Unprintable):
        datamatrix.gs1_matrix(text)


@pytest.mark.parametrize("version", [0, 25, 30, -1])
def test_a_size_that_does_not_exist_is_refused(version: int) -> None:
    with pytest.raises(Unprintable, match=r"^a Data Matrix has a version of 1 to 24$"):
        datamatrix.matrix("A", version=version)


def test_a_text_too_long_for_its_size_is_refused() -> None:
    with pytest.raises(Unprintable, match=r"^the text needs a larger Data Matrix than fits here$"):
        datamatrix.matrix("ABCDEFGH", version=1)


@pytest.mark.skipif(read_by_libdmtx is None, reason="no second reader: libdmtx0b and pylibdmtx are not installed")
def test_a_second_reader_reads_the_same() -> None:
    chance = random.Random(14)
    for _ in range(30):
        value = codes_asked.drawn("data-matrix", chance).value

        (code,) = read_by_libdmtx(_paper(datamatrix.matrix(value)), max_count=1)

        assert code.data == value.encode()


@pytest.mark.skipif(read_by_libdmtx is None, reason="no second reader: libdmtx0b and pylibdmtx are not installed")
def test_a_second_reader_reads_the_same_gs1() -> None:
    chance = random.Random(15)
    for _ in range(30):
        data = gs1.element_string(gs1.parse(codes_asked.drawn("gs1-data-matrix", chance).value))

        (code,) = read_by_libdmtx(_paper(datamatrix.gs1_matrix(data)), max_count=1)

        assert code.data == data.replace("\x1d", "").encode()  # this reader leaves FNC1 out
