"""The last check of a template: its longest sample is drawn as the print head will draw it, and scanned.

A scanner must read every code exactly as asked, and nothing else: a picture that is a code itself would be scanned by
somebody. Reads by zxing-cpp, which has no part in drawing.
"""

from collections import Counter
from typing import cast

import zxingcpp

from labels import gs1, raster
from labels.compiled import compile_template
from labels.drawing import Bars, Command, Squares
from labels.errors import Unprintable
from labels.fonts import DEFAULT, Fonts
from labels.template import Template
from labels.view import TemplateView, View

_GS1 = ("gs1-128", "gs1-data-matrix")


def prove(layout: Template, *, view: type[View], dpi: int, fonts: Fonts = DEFAULT) -> None:
    """Compile a template and scan what it draws. Raises Unprintable naming the code that reads wrong or not at all."""
    asked = cast(type[TemplateView], view)
    drawing = compile_template(layout, view=asked, dpi=dpi, fonts=fonts).drawing(asked.longest())
    wanted = {_data(command): command.symbology for command in drawing.pages[0] if isinstance(command, Bars | Squares)}
    found = Counter(bytes(code.bytes) for code in zxingcpp.read_barcodes(raster.picture(drawing).convert("L")))
    for data, name in wanted.items():
        if data not in found:
            raise Unprintable(f"a scanner does not read its {name} code as it was asked", element=layout.kind)
    if set(found) - set(wanted):
        raise Unprintable("a scanner reads a code on it that is none of its fields", element=layout.kind)


def _data(code: Command) -> bytes:
    """What a scanner returns for a code; a UPC-A is an EAN-13 that starts with 0."""
    assert isinstance(code, Bars | Squares)
    if code.symbology in _GS1:
        return gs1.element_string(gs1.parse(code.value)).encode()
    return f"0{code.value}".encode() if code.symbology == "upc-a" else code.value.encode()
