import pypdfium2 as pdfium
import pytest
import zxingcpp

from labels import Unprintable, sheets
from tests.labels.examples import badge, carrier, masked_slip
from tests.labels.reading import pictures

LETTERS = "BCDFGHJKLNPRSTVX"


def badges(count: int) -> list:  # type: ignore[type-arg]
    return [badge(code="N" + LETTERS[number] * 16) for number in range(count)]


def test_labels_fill_a_sheet_row_by_row() -> None:
    printed = sheets.render(badges(12), stock="2x5")

    assert (printed.count, printed.pages, printed.kind) == (12, 2, "badge")
    first, second = pictures(printed.data, dpi=300)
    assert first.size == (2480, 3507)
    codes = [(code.position.top_left.y, code.position.top_left.x, code.text) for code in zxingcpp.read_barcodes(first)]
    rows = sorted((round(y, -2), x, text[1]) for y, x, text in codes)
    assert [letter for _, _, letter in rows] == list(LETTERS[:10])
    assert sorted(code.text[1] for code in zxingcpp.read_barcodes(second)) == sorted(LETTERS[10:12])


def test_a_sheet_that_was_begun_is_finished() -> None:
    whole, begun = sheets.render(badges(1), stock="2x5"), sheets.render(badges(1), stock="2x5", start_at=3)

    [[first]] = [zxingcpp.read_barcodes(page) for page in pictures(whole.data, dpi=300)]
    [[fourth]] = [zxingcpp.read_barcodes(page) for page in pictures(begun.data, dpi=300)]

    # One place to the right (103 mm) and one down (54 mm), at 300 dots an inch.
    assert round((fourth.position.top_left.x - first.position.top_left.x) * 25.4 / 300) == 103
    assert round((fourth.position.top_left.y - first.position.top_left.y) * 25.4 / 300) == 54


def test_the_same_labels_are_the_same_sheet() -> None:
    assert sheets.render(badges(3), stock="2x5").data == sheets.render(badges(3), stock="2x5").data


def test_what_labels_share_is_in_the_file_once() -> None:
    one, ten = sheets.render(badges(1), stock="2x5"), sheets.render(badges(10), stock="2x5")

    assert len(ten.data) - len(one.data) < 9 * 700
    assert len(pdfium.PdfDocument(ten.data)) == 1


@pytest.mark.parametrize("stock", sheets.STOCKS)
def test_every_place_of_every_stock_is_on_the_paper(stock: str) -> None:
    sheet = sheets.STOCKS[stock]

    assert sheet.left_mm + (sheet.across - 1) * sheet.step_x_mm + sheet.width_mm <= sheet.paper.width_mm + 0.01
    assert sheet.top_mm + (sheet.down - 1) * sheet.step_y_mm + sheet.height_mm <= sheet.paper.height_mm + 0.01
    assert sheet.step_x_mm >= sheet.width_mm
    assert sheet.step_y_mm >= sheet.height_mm


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"views": [badge()], "stock": "9x9"}, "there is no stock '9x9'; there are "),
        ({"views": [badge()], "stock": "2x5", "start_at": 10}, "a sheet 2x5 has the places 0 to 9"),
        ({"views": [badge()], "stock": "3x8"}, "the label is larger than a place of the sheet 3x8"),
        ({"views": [carrier()], "stock": "2x4"}, "the label is larger than a place of the sheet 2x4"),
        ({"views": [masked_slip()], "stock": "2x4"}, "the label is larger than a place of the sheet 2x4"),
        ({"views": [], "stock": "2x5"}, "there is nothing to print"),
        ({"views": [badge(code="X")], "stock": "2x5"}, "badge, code: "),
    ],
)
def test_what_does_not_go_on_a_sheet_is_refused(asked: dict, says: str) -> None:  # type: ignore[type-arg]
    views = asked.pop("views")

    with pytest.raises(Unprintable) as refusal:
        sheets.render(views, **asked)

    assert str(refusal.value).startswith(says)
