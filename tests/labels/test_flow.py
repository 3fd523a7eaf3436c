from labels import render
from labels.flow import Body, Piece, paginate
from tests.labels.documents import PICKS, invoice, movement, muster, picking
from tests.labels.reading import words

BODY = Body(0, 100, first=50, later=10, end=100)


def piece(height: float, *, heading: Piece | None = None, is_kept: bool = False) -> Piece:
    return Piece(height, lambda _top: None, heading=heading, is_kept=is_kept)


def test_nothing_is_one_empty_page() -> None:
    assert paginate([], body=BODY) == [[]]


def test_later_pages_begin_higher_than_the_first() -> None:
    pages = paginate([piece(30), piece(30), piece(30)], body=BODY)

    assert [[top for top, _ in page] for page in pages] == [[50], [10, 40]]


def test_a_table_that_goes_on_repeats_its_heading() -> None:
    heading = piece(10, is_kept=True)
    rows = [piece(20, heading=heading) for _ in range(4)]

    pages = paginate([heading, *rows], body=BODY)

    assert [[(top, each is heading) for top, each in page] for page in pages] == [
        [(50, True), (60, False), (80, False)],
        [(10, True), (20, False), (40, False)],
    ]


def test_a_heading_is_never_the_last_thing_on_a_page() -> None:
    pages = paginate([piece(35), piece(10, is_kept=True), piece(20)], body=BODY)

    assert [len(page) for page in pages] == [1, 2]


def test_a_piece_taller_than_a_page_is_placed_all_the_same() -> None:
    pages = paginate([piece(200), piece(5)], body=BODY)

    assert [len(page) for page in pages] == [1, 1]


def test_every_row_is_on_paper_once_and_each_page_says_which_it_is() -> None:
    lines = tuple(muster().lines[0].__class__(f"Person {n:03d},", "B-1", "Hall", f"N{n:03d}") for n in range(80))

    printed = render([muster(lines=lines)])
    shown = words(printed.data)

    assert [shown.split().count(f"N{number:03d}") for number in range(80)] == [1] * 80
    assert printed.pages == 4
    assert [shown.count(f"Page {number} of 4") for number in range(1, 5)] == [1] * 4
    assert shown.count("Found at") == 4
    assert shown.count("Two signatures") == 1


def test_the_total_of_an_invoice_is_on_the_page_of_its_last_line() -> None:
    line = invoice().lines[0].__class__("Parcels", 1, 100, 100, 0)
    vat = invoice().vat[0].__class__(0, 2_300, 0)

    printed = render([invoice(lines=(line,) * 23, vat=(vat,), total_cents=2_300)])
    shown = words(printed.data)

    assert printed.pages == 2
    assert shown.count("Description") == 2
    assert shown.index("To pay") > shown.index("Page 1 of 2")


def test_a_long_pick_list_and_a_long_movement_list_go_on() -> None:
    assert render([picking(lines=PICKS * 20)]).pages == 3
    assert words(render([movement(lines=movement().lines * 60)]).data).count("Arrived") == 3
