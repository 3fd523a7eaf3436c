"""Our PDF as poppler and Ghostscript print it, at the dots of real printers. Skipped where they are not installed."""

import io
import shutil
import subprocess
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from labels import View, render
from tests.labels.examples import ORDINARY
from tests.labels.reading import PRINTER_DPI, scan

LAID_OUT = [view for view, _ in ORDINARY if not hasattr(view, "draw")]


def by_poppler(file: Path, dpi: float) -> bytes:
    command = ["pdftoppm", "-mono", "-aa", "no", "-aaVector", "no", "-r", f"{dpi}", str(file)]
    return subprocess.run(command, capture_output=True, check=True).stdout


def by_ghostscript(file: Path, dpi: float) -> bytes:
    command = [
        "gs",
        "-q",
        "-dSAFER",
        "-dBATCH",
        "-dNOPAUSE",
        "-sDEVICE=pngmono",
        f"-r{dpi}",
        "-sOutputFile=-",
        str(file),
    ]
    return subprocess.run(command, capture_output=True, check=True).stdout


READERS = {"pdftoppm": by_poppler, "gs": by_ghostscript}


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("program", READERS)
@pytest.mark.parametrize("view", LAID_OUT, ids=lambda view: view.kind)
def test_another_program_prints_codes_that_scan_the_same(view: View, program: str, dpi: int, tmp_path: Path) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed (Debian: poppler-utils, ghostscript)")
    printed = render([view], dpi=dpi)
    file = tmp_path / "label.pdf"
    file.write_bytes(printed.data)

    picture = Image.open(io.BytesIO(READERS[program](file, PRINTER_DPI[dpi]))).convert("L")

    [asked] = scan(printed, dpi=dpi)
    assert (
        sorted((code.symbology_identifier, code.text, bytes(code.bytes)) for code in zxingcpp.read_barcodes(picture))
        == asked
    )
