"""The codes that a stream of ZPL would print, read from its field data and its pictures: a small part of ZPL, ours."""

import re
from collections.abc import Iterator

import zxingcpp
from PIL import Image, ImageChops

FIELD = re.compile(r"\^FO(?P<x>\d+),(?P<y>\d+)(?:\^BY\d+)?\^(?P<code>BC|BQ)[^^]*(?P<hex>\^FH_)?\^FD(?P<data>[^^]*)\^FS")
PICTURE = re.compile(r"\^FO(\d+),(\d+)\^GFA,(\d+),\d+,(\d+),([^^]*)\^FS")


def codes(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Symbology identifier (first two letters) and data of each code."""
    text = data.decode("ascii")
    for field in FIELD.finditer(text):
        said = _unescaped(field["data"]) if field["hex"] else field["data"]
        if field["code"] == "BQ":
            assert said[:3] in ("LA,", "MA,", "QA,", "HA,")
            yield "]Q", said[3:].encode()
        else:
            yield "]C", _bars(said).encode()
    for picture in PICTURE.finditer(text):
        for code in zxingcpp.read_barcodes(graphic(picture[0])):
            yield code.symbology_identifier[:2], bytes(code.bytes)


def graphic(field: str) -> Image.Image:
    """The picture of a ^GF field, as the printer unpacks it."""
    found = PICTURE.fullmatch(field)
    assert found is not None
    total, across, packed = int(found[3]), int(found[4]), found[5]
    rows: list[str] = []
    row = ""
    for letter in packed:
        if letter == ":":
            assert not row
            rows.append(rows[-1])
        elif letter == ",":
            rows.append(row.ljust(across * 2, "0"))
            row = ""
        else:
            row += letter
            if len(row) == across * 2:
                rows.append(row)
                row = ""
    assert not row
    data = bytes.fromhex("".join(rows))
    assert len(data) == total
    image = Image.frombytes("1", (across * 8, total // across), data)
    framed = Image.new("1", (image.width + 80, image.height + 80), 1)
    framed.paste(ImageChops.invert(image), (40, 40))
    return framed.convert("L")


def _unescaped(said: str) -> str:
    return re.sub(r"_([0-9A-F]{2})", lambda code: chr(int(code[1], 16)), said)


def _bars(said: str) -> str:
    """Field data of ^BC in mode N: which text the bars hold, a leading FNC1 dropped as a scanner does."""
    start, rest = said[:2], said[2:]
    in_c, text = {">;": True, ">:": False}[start], ""
    while rest:
        if rest.startswith(">8"):
            text, rest = text + "\x1d", rest[2:]
        elif rest.startswith(">6"):
            assert in_c, "a change to the set it is in"
            in_c, rest = False, rest[2:]
        elif in_c:
            assert re.match(r"\d\d", rest), "set C holds pairs of digits; a printer drops anything else"
            text, rest = text + rest[:2], rest[2:]
        else:
            assert rest[0] != ">", "another change of set"
            text, rest = text + rest[0], rest[1:]
    return text.removeprefix("\x1d")
