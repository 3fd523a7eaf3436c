import hashlib
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from labels import KINDS, MOST_IN_ONE_DOCUMENT, Unprintable, View, identity, make_sscc, render, render_chunks
from tests.labels.examples import ORDINARY, badge, carrier, parcel, shelf
from tests.labels.reading import words

ROOT = Path(__file__).parents[2]
DIGESTS = """
from labels import KINDS, render
print(*(render([kind.longest()], dpi=dpi).digest for kind in KINDS.values() for dpi in (203, 300)))
"""


@pytest.mark.parametrize("view", [view for view, _ in ORDINARY], ids=lambda view: view.kind)
def test_the_same_label_is_the_same_bytes(view: View) -> None:
    first, second = render([view]), render([view])

    assert first.data == second.data
    assert first.digest == hashlib.sha256(first.data).hexdigest() == second.digest


def test_another_process_makes_the_same_bytes() -> None:
    here = [render([kind.longest()], dpi=dpi).digest for kind in KINDS.values() for dpi in (203, 300)]

    there = subprocess.run([sys.executable, "-c", DIGESTS], cwd=ROOT, capture_output=True, text=True, check=True)

    assert there.stdout.split() == here


def test_labels_printed_at_once_do_not_disturb_each_other() -> None:
    views = [carrier(name=f"Jo Voorbeeld {number}") for number in range(24)]
    alone = [render([view]).digest for view in views]

    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(lambda view: render([view]).digest, views))

    assert together == alone


def test_a_batch_keeps_its_order() -> None:
    views = [carrier(sscc=make_sscc(extension=3, prefix="9521234", serial=number)) for number in range(30)]

    printed = render(views)

    assert (printed.count, printed.pages, printed.kind) == (30, 30, "carrier")
    document = pdfium.PdfDocument(printed.data)
    for page, view in zip(document, views, strict=True):
        assert f"(00){view.sscc}" in page.get_textpage().get_text_bounded()


def test_the_documents_own_data_names_nobody() -> None:
    document = pdfium.PdfDocument(render([carrier()]).data)

    assert document.get_metadata_dict(skip_empty=True) | {"CreationDate": "", "ModDate": "", "Producer": ""} == {
        "Title": "carrier label",
        "Author": "labels",
        "Creator": "labels",
        "Subject": "unspecified",
        "CreationDate": "",
        "ModDate": "",
        "Producer": "",
    }


def test_fonts_are_embedded_and_nothing_is_ascii85() -> None:
    data = render([carrier()]).data

    assert b"/FontFile2" in data
    assert b"/ASCII85Decode" not in data


def test_one_wrong_label_stops_the_whole_batch() -> None:
    with pytest.raises(Unprintable, match=r"^badge, code: a code starting with N has 17 letters, not 2$"):
        render([badge(), badge(code="NB"), badge()])


@pytest.mark.parametrize(
    ("views", "says"),
    [
        ([], "there is nothing to print"),
        ([parcel(), shelf()], "one document holds one kind of label"),
        ([shelf()] * (MOST_IN_ONE_DOCUMENT + 1), "one document holds at most 1000 labels"),
    ],
)
def test_what_is_no_document_is_refused(views: list[View], says: str) -> None:
    with pytest.raises(Unprintable) as refusal:
        render(views)

    assert str(refusal.value) == says


def test_a_job_of_any_size_is_made_in_documents_of_its_chunks() -> None:
    def views() -> Iterator[View]:
        for number in range(25):
            taken.append(number)
            yield shelf(place=f"A {number:02d}")

    taken: list[int] = []
    chunks = render_chunks(views(), size=10)

    assert next(chunks).count == 10
    assert len(taken) == 10, "no label is drawn before its document is asked for"
    assert [chunk.count for chunk in chunks] == [10, 5]


def test_chunks_are_the_documents_that_their_labels_are_alone() -> None:
    views = [shelf(place=f"A {number:02d}") for number in range(5)]

    chunks = list(render_chunks(views, size=2, backend="zpl"))

    assert [chunk.digest for chunk in chunks] == [render(views[at : at + 2], backend="zpl").digest for at in (0, 2, 4)]


def test_a_chunk_of_no_or_too_many_labels_is_refused() -> None:
    for size in (0, MOST_IN_ONE_DOCUMENT + 1):
        with pytest.raises(Unprintable, match=r"^one document holds at most 1000 labels$"):
            next(render_chunks([shelf()], size=size))


def test_an_unknown_printer_language_or_resolution_is_refused() -> None:
    with pytest.raises(Unprintable, match=r"^there is no backend 'fax'$"):
        render([shelf()], backend="fax")  # type: ignore[arg-type]
    with pytest.raises(Unprintable, match=r"^labels are drawn for 203 or 300 dpi, not 96$"):
        render([shelf()], dpi=96)


def test_every_label_carries_its_own_identity() -> None:
    corner = identity(job=1042, copy=7, of=24, generation=0)

    assert corner == "J1042 07/24 R0"
    for kind in KINDS.values():
        assert "J8" in words(render([kind.longest()]).data)
