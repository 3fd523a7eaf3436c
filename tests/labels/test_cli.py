"""The command line: JSON or CSV in, PDF, ZPL or PNG out; after a refusal nothing is written."""

import json
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest

from labels import KINDS, View, records, render, sheets, shipped_template_text
from labels.cli import main
from labels.errors import Unprintable
from labels.seal import SealTag
from tests.labels.documents import payslip
from tests.labels.examples import ORDINARY, TOKEN, parcel
from tests.labels.reading import words

HEAD = "token,dock,carton"


def data(folder: Path, text: str, *, name: str = "data.csv") -> str:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return str(file)


def ask(folder: Path, kind: str, source: str, out: str = "out.pdf", *more: str) -> int:
    return main([kind, "--from", source, "--to", str(folder / out), "--quiet", *more])


def made(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("data"))


def test_a_csv_becomes_the_same_pdf_as_the_views(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = data(tmp_path, f"{HEAD},words.dock,generation\n{TOKEN},3,C4,Quai,2\n{TOKEN},4,C5,,\n")

    code = ask(tmp_path, "parcel", source)

    assert code == 0
    shown = words((tmp_path / "out.pdf").read_bytes())
    assert "Quai" in shown
    assert "R2" in shown
    assert shown.count("PBCD FGHJ") == 2
    assert "2 parcel labels in" in capsys.readouterr().err


@pytest.mark.parametrize("view", [view for view, _ in ORDINARY], ids=lambda view: view.kind)
def test_every_kind_is_made_from_json(view: View, tmp_path: Path) -> None:
    source = data(tmp_path, json.dumps(records.sample(view)), name="data.json")

    assert ask(tmp_path, view.kind, source) == 0

    assert (tmp_path / "out.pdf").read_bytes() == render([view]).data


def test_a_resolution_and_an_own_layout_are_used(tmp_path: Path) -> None:
    source = data(tmp_path, f"{HEAD}\n{TOKEN},3,C4\n")
    layout = data(tmp_path, shipped_template_text("parcel", 1).replace("size = 30", "size = 24"), name="data.toml")

    assert ask(tmp_path, "parcel", source, "usual.pdf", "--dpi", "300") == 0
    assert ask(tmp_path, "parcel", source, "own.pdf", "--template", layout, "--dpi", "300") == 0

    assert (tmp_path / "usual.pdf").read_bytes() == render([parcel(identity="")], dpi=300).data
    assert (tmp_path / "own.pdf").read_bytes() != (tmp_path / "usual.pdf").read_bytes()


def test_zpl_and_png_come_out_too(tmp_path: Path) -> None:
    source = data(tmp_path, f"{HEAD}\n{TOKEN},3,C4\n{TOKEN},4,C4\n")

    assert ask(tmp_path, "parcel", source, "out.zpl") == 0
    assert ask(tmp_path, "parcel", source, "out.png") == 0

    assert made(tmp_path) == ["out-1.png", "out-2.png", "out.zpl"]
    assert (tmp_path / "out.zpl").read_bytes().startswith(b"^XA")
    assert (tmp_path / "out-1.png").read_bytes().startswith(b"\x89PNG")


def test_many_labels_go_into_several_documents(tmp_path: Path) -> None:
    source = data(tmp_path, "number\n" + "".join(f"{number:07d}\n" for number in range(1_001)))

    assert ask(tmp_path, "seal", source) == 0

    assert made(tmp_path) == ["out-1.pdf", "out-2.pdf"]
    assert [len(pdfium.PdfDocument(tmp_path / name)) for name in made(tmp_path)] == [1_000, 1]


def test_labels_go_on_sheets_that_were_begun(tmp_path: Path) -> None:
    source = data(tmp_path, "number\n" + "0048211\n" * 26)

    assert ask(tmp_path, "seal", source, "out.pdf", "--sheet", "3x8", "--used", "23", "--dpi", "300") == 0

    views = [SealTag("0048211")] * 26
    assert (tmp_path / "out.pdf").read_bytes() == sheets.render(views, stock="3x8", start_at=23, dpi=300).data
    assert len(pdfium.PdfDocument(tmp_path / "out.pdf")) == 3


def test_a_thousand_labels_on_sheets_leave_no_place_free_between(tmp_path: Path) -> None:
    source = data(tmp_path, "number\n" + "0048211\n" * 1_000)

    assert ask(tmp_path, "seal", source, "out.pdf", "--sheet", "3x8", "--used", "4") == 0

    assert [len(pdfium.PdfDocument(tmp_path / name)) for name in made(tmp_path)] == [41, 1]


def test_an_address_stands_in_one_cell_with_bars_between(tmp_path: Path) -> None:
    source = data(tmp_path, "code,shop,address\nRBCDFGHJKLNPRSTVC,Fern & Flint,Office 12|1000 Teststad\n")

    assert ask(tmp_path, "return", source) == 0

    assert "Office 12\r\n1000 Teststad" in words((tmp_path / "out.pdf").read_bytes())


@pytest.mark.parametrize(
    ("kind", "name", "text", "says"),
    [
        ("parcel", "data.csv", f"{HEAD}\n{TOKEN},3,C4\nPXX,3,C4\n", "row 2: parcel, token: a code starting with P has"),
        ("parcel", "data.csv", f"{HEAD},street\n{TOKEN},3,C4,X\n", "row 1, street: there is no such field; there are"),
        ("parcel", "data.csv", f"token,dock\n{TOKEN},3\n", "row 1, carton: it is missing"),
        ("parcel", "data.csv", f"{HEAD}\n{TOKEN},3\n", "line 2: it has more or fewer cells than the first line"),
        (
            "parcel",
            "data.csv",
            f"{HEAD},generation\n{TOKEN},3,C4,two\n",
            "row 1, generation: it must be a whole number",
        ),
        ("parcel", "data.csv", "token,token\n", "data.csv: its first line must name the fields, each once"),
        ("parcel", "data.csv", "", "data.csv: its first line must name the fields, each once"),
        ("parcel", "data.csv", f"{HEAD}\n", "data.csv: there is nothing to print"),
        ("parcel", "data.csv", f'{HEAD}\n"{TOKEN}"x,3,C4\n', "data.csv: it is not CSV in UTF-8"),
        ("parcel", "data.json", "{", "data.json: it is not JSON"),
        ("parcel", "data.json", "[]", "data.json: there is nothing to print"),
        ("parcel", "data.json", '["x"]', "row 1: it must be an object with fields"),
        ("parcel", "data.json", '{"token": 5, "dock": "3", "carton": "C"}', "row 1, token: it must be text"),
        ("shelf", "data.json", '{"code": "LBBBRRLS", "place": "A", "arrow": "north"}', "row 1, arrow: it is one of"),
        (
            "muster",
            "data.json",
            '{"area": "A", "session": "S", "printed_at": "1", "lines": {}}',
            "row 1, lines: it must be",
        ),
        (
            "muster",
            "data.json",
            '{"area": "A", "session": "S", "printed_at": "1", "lines": [{"name": "N", "cell": "C", "place": "P", '
            '"is_expected": "maybe"}]}',
            "row 1, lines 1, is_expected: it must be true or false",
        ),
        ("parcel", "data.txt", "x", "data.txt: the data are in a file that ends in .json or .csv"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_written(
    kind: str, name: str, text: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = ask(tmp_path, kind, data(tmp_path, text, name=name))

    assert code == 1
    assert f"Nothing was written. {says}" in capsys.readouterr().err
    assert made(tmp_path) == []


def test_a_wrong_label_after_many_right_ones_leaves_nothing_behind(tmp_path: Path) -> None:
    source = data(tmp_path, "number\n" + "0048211\n" * 1_100 + "48\n")

    for out in ("out.pdf", "out.zpl"):
        assert ask(tmp_path, "seal", source, out) == 1

    assert made(tmp_path) == []


def test_an_older_file_stays_when_the_new_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out.pdf").write_bytes(b"yesterday")

    assert ask(tmp_path, "seal", data(tmp_path, "number\n48\n")) == 1

    assert (tmp_path / "out.pdf").read_bytes() == b"yesterday"


@pytest.mark.parametrize(
    ("out", "more", "says"),
    [
        ("out.zpl", ("--sheet", "3x8"), "out.zpl: only PDF has sheets"),
        ("out.pdf", ("--sheet", "3x8", "--used", "24"), "a sheet 3x8 has the places 0 to 23"),
        ("out.pdf", ("--sheet", "3x8", "--used", "5000"), "a sheet 3x8 has the places 0 to 23"),
        ("out.doc", (), "out.doc: labels go into a file that ends in .pdf, .zpl or .png"),
        ("nowhere/out.pdf", (), "No such file or directory"),
        ("out.pdf", ("--template", "/nowhere/own.toml"), "/nowhere/own.toml: No such file or directory"),
    ],
)
def test_a_file_that_cannot_be_is_said(
    out: str, more: tuple[str, ...], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = ask(tmp_path, "seal", data(tmp_path, "number\n0048211\n"), out, *more)

    assert code == 1
    assert says in capsys.readouterr().err
    assert made(tmp_path) == []


@pytest.mark.parametrize(
    "asked", [[], ["flag"], ["seal"], ["seal", "--from", "a.csv"], ["seal", "--dpi", "96"], ["seal", "--fast"]]
)
def test_words_it_does_not_know_end_with_two(asked: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(asked)

    assert end.value.code == 2


def test_the_list_shows_every_kind_with_its_fields(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list"]) == 0

    shown = capsys.readouterr().out
    for name, view in KINDS.items():
        assert f"{name}: {view.media.name}, personal data: {view.personal}\n" in shown
    assert "    dock: text\n" in shown
    assert "    arrow: '' | 'left' | 'right' | 'up' | 'down' (may be left out)\n" in shown


def test_a_sample_is_data_to_start_from(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["payslip", "--sample"]) == 0

    source = data(tmp_path, capsys.readouterr().out, name="data.json")

    assert ask(tmp_path, "payslip", source) == 0


def test_whatever_a_row_says_a_view_comes_out_or_a_refusal() -> None:
    usual = records.sample(payslip())
    wrong: list[Any] = [None, [], {}, "x", -1, 1.5, True, [None], [{}], "\x00", {"money": {"decimal": 5}}]

    for name in usual:
        for value in wrong:
            try:
                view = records.make(KINDS["payslip"], usual | {name: value}, where="row 1")
                render([view])
            except Unprintable:
                continue
