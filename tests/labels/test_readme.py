"""What the page of the package shows is what it does."""

import re
from pathlib import Path

import pytest

import labels
from labels import elements
from labels.template import load

PAGE = (Path(labels.__file__).parent / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_python_on_the_page_runs() -> None:
    code = blocks("python")[0]

    known: dict[str, object] = {}
    exec(code, known)

    assert isinstance(known["tag"], labels.ParcelTag)


@pytest.mark.parametrize("dpi", [203, 300])
def test_the_template_on_the_page_prints_a_tag_that_scans(dpi: int) -> None:
    [text] = blocks("toml")

    labels.proving.prove(load(text), view=labels.ParcelTag, dpi=dpi)


def test_every_key_of_every_element_is_on_the_page() -> None:
    told = set(re.findall(r"[a-z_]+", PAGE))

    for element in (elements.Text, elements.Block, elements.Line, elements.Box, elements.Barcode, elements.Matrix):
        assert set(element.__slots__) - {"label"} <= told


def test_every_public_function_is_on_the_page_or_in_the_docstring() -> None:
    told = PAGE + (labels.__doc__ or "")

    for name in ("render", "render_chunks", "preview_svg", "load_template", "compile_template", "shipped_template"):
        assert name in labels.__all__
        assert name in told
    assert labels.sheets.render([labels.Badge(code="N" + "X" * 16)], stock="2x5").pages == 1
