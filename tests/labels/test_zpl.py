"""What goes to a label printer: nothing it could take for a command, nothing it would drop."""

import re

import pytest

from labels import code128, load_template, render
from labels.drawing import Bars, Drawing, Squares
from labels.media import grid
from labels.zpl import STORED, write
from tests.labels import zpl_reading
from tests.labels.examples import carrier, parcel, shelf
from tests.labels.layouts import LAYOUT, Sample


def zpl(*views: object) -> str:
    return render(views, backend="zpl").data.decode("ascii")  # type: ignore[arg-type]


def bars(value: str, name: str = "code-128") -> bytes:
    code = Bars(40, 40, 3, 80, name, value)
    return write([Drawing(1600, 400, grid(203), ((code,),))])


def test_a_label_is_one_format_with_the_size_of_its_paper() -> None:
    label = zpl(shelf())

    assert label.startswith("^XA^CI28^PW800^LL400^LH0,0")
    assert label.endswith("^XZ\n")
    assert label.count("^XA") == label.count("^XZ") == 1


def test_an_sscc_is_sent_in_the_code_set_for_digits() -> None:
    assert "^FO88,812^BY4^BCN,256,N,N,N^FD>;>800395212340000000007^FS" in zpl(carrier())


@pytest.mark.parametrize("name", ["^XA^XZ", "~JA", "a_b", "^FS^FD", "\\&", "^~_"])
def test_a_name_cannot_become_a_command(name: str) -> None:
    label = zpl(carrier(name=name))

    [said] = re.findall(r"\^FH_\^FD([^^~]*)\^FS", label) or re.findall(r"\^A0N,45\^FD([^^~]*)\^FS", label)
    assert re.sub(r"_([0-9A-F]{2})", lambda code: chr(int(code[1], 16)), said) == name
    assert "~" not in label
    assert label.count("^XA") == label.count("^XZ") == 1


@pytest.mark.parametrize(
    ("value", "sent_as_text"),
    [
        ("12345678", True),
        ("ABC-123", True),
        ("1234ABC", True),
        ("AB123456CD", False),  # a change from B to C and back
        ("a>b", False),
        ("a^b", False),
        ("a~b", False),
        ("a_b", False),
        ("A\x00B", False),
        ("A\x1dB", False),
    ],
)
def test_bars_are_field_data_only_where_one_change_of_set_is_enough(value: str, sent_as_text: bool) -> None:
    data = bars(value)

    assert (b"^BC" in data) is sent_as_text
    assert (b"^GF" in data) is not sent_as_text
    assert list(zpl_reading.codes(data)) == [("]C", value.encode())]


def test_field_data_never_changes_into_the_set_for_digits() -> None:
    for number in range(100_000, 100_400):
        for value in (f"{number}", f"A{number}", f"{number}B", f"{number}B{number}"):
            data = bars(value)

            assert b">5" not in data
            if b"^BC" in data:
                assert list(zpl_reading.codes(data)) == [("]C", value.encode())]


def test_gs1_bars_keep_their_separators() -> None:
    data = bars("(01)09501101020917(10)ABC12(21)12345", "gs1-128")

    read = [text for _, text in zpl_reading.codes(data)]

    assert read == [b"010950110102091710ABC12\x1d2112345"]
    assert code128.values("010950110102091710ABC12\x1d2112345", gs1=True)[1] == 102


def test_other_codes_are_sent_as_the_dots_we_drew() -> None:
    codes = (
        Bars(80, 40, 3, 200, "ean-13", "4006381333931"),
        Squares(600, 40, 6, "data-matrix", "TBBBBKJD", 5, "M"),
        Squares(80, 600, 12, "qr", "TBBBBKJD", 1, "M"),  # larger than a printer magnifies
    )

    data = write([Drawing(1200, 1200, grid(203), (codes,))])

    assert data.count(b"^GF") == 3
    assert sorted(text for _, text in zpl_reading.codes(data)) == [b"4006381333931", b"TBBBBKJD", b"TBBBBKJD"]


def test_the_four_sides_of_a_box_are_one_command() -> None:
    label = zpl(carrier())

    assert "^FO24,24^GB752,1152,3^FS" in label
    assert label.count("^GB") == 4, "the box and three rules"
    assert len(label) <= 900


def test_a_batch_stores_frame_and_fields_once_and_deletes_them_at_the_end() -> None:
    labels = [carrier(name=f"Jo Voorbeeld {number}") for number in range(10)]

    lines = zpl(*labels).splitlines()

    assert lines[0].startswith(f"^XA^DF{STORED}^FS")
    assert lines[-1] == f"^XA^ID{STORED}^FS^XZ"
    assert len(lines) == 12
    assert "Voorbeeld" not in lines[0], "nothing personal is stored"
    for number, line in enumerate(lines[1:-1]):
        assert line.startswith(f"^XA^XF{STORED}^FS^FN1^FD")
        assert f"^FDJo Voorbeeld {number}^FS" in line
        assert "^GB" not in line


def test_a_field_that_stands_elsewhere_is_sent_in_full() -> None:
    long = "Maximiliane-Wilhelmina Vandenbroucke-Oppenheimer"

    _, first, second, third, _ = zpl(carrier(), carrier(name=long), carrier()).splitlines()

    assert first == third
    assert re.search(r"\^FT\d+,\d+\^A0N,\d+\^FDMaximiliane", second)
    assert "^FDBE 9-04 / R 17^FS" in second


def test_a_batch_holds_what_its_labels_hold_alone() -> None:
    tags = [parcel(), parcel(dock="WEST 12"), parcel(carton="C" * 18)]

    batch = zpl(*tags)

    for tag in tags:
        fields = re.findall(r"\^FD([^^]*)\^FS", zpl(tag))
        assert all(f"^FD{words}^FS" in batch for words in fields)


def test_text_beside_the_right_edge_ends_there_in_the_printers_own_font() -> None:
    assert "^FT544,371^A0N,20^FB216,1,0,R^FDJ1042 07/24 R0^FS" in zpl(parcel())


def test_a_backslash_in_a_field_block_is_drawn_by_us() -> None:
    label = render([Sample(name="a\\b")], template=load_template(LAYOUT), backend="zpl").data
    right = load_template(
        LAYOUT.replace("w = 50, size = 14", 'w = 5, size = 14, align = "end"')
        .replace("x = 5, y = 16", "x = 55, y = 16")
        .replace("w = 5,", "w = 50,")
    )

    assert b"^FDa\\b^FS" in label
    assert b"\\" not in render([Sample(name="a\\b")], template=right, backend="zpl").data
