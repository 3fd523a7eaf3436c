"""What the codes of a foreign label say: the data of a ZPL code command as a scanner would return it.

Source: Zebra ZPL II Programming Guide, commands ^BC, ^BQ, ^BX, ^B3, ^BE, ^BU, ^B2 and ^FH.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from labels import gs1
from labels.code128 import GS
from labels.errors import Unprintable


@dataclass(frozen=True, slots=True)
class Code:
    """One code: its AIM symbology identifier ("]C1", or "" if there is none known) and its data, GS between values."""

    symbology: str
    text: str = field(repr=False)

    @property
    def is_gs1(self) -> bool:
        """Whether its data are GS1 element strings."""
        return self.symbology in ("]C1", "]d2", "]Q3", "]e0")


def read(command: str, options: str, data: str) -> Code:
    """The code that a ZPL command ("BC", its options, its field data) prints. Raises Unprintable where a printer would
    print something else than what is written there.
    """
    reader = _READERS.get(command)
    return reader(options.split(","), data) if reader else Code("", data)


def _code128(options: list[str], data: str) -> Code:
    mode = (options[5:6] or [""])[0].strip().upper() or "N"
    if mode == "U":
        return _sscc(data)
    if mode == "D":
        text = re.sub(r"[() ]", "", data).replace(">8", GS)
        return Code("]C1", text.removeprefix(GS).rstrip(GS))
    if mode == "A":
        return _marked(data.replace(">8", GS))
    return _marked(_invoked(data))


def _sscc(data: str) -> Code:
    """Mode U: the printer adds FNC1 and the check digit to "00" and 17 digits."""
    if not re.fullmatch(r"00\d{17}", data, re.ASCII):
        raise Unprintable("an SSCC that the printer completes has 19 digits")
    return Code("]C1", data + gs1.check_digit(data[2:]))


def _marked(data: str) -> Code:
    return Code("]C1", data[1:]) if data.startswith(GS) else Code("]C0", data)


_STARTS = {">9": "A", ">:": "B", ">;": "C"}
_SWITCHES = {">7": "A", ">6": "B", ">5": "C"}
_SIGNS = {">0": ">", "><": "^", ">=": "~", ">8": GS}


def _invoked(data: str) -> str:
    """Mode N: invocation codes resolved. Letters in set C vanish on the printer, so they are refused here."""
    current = _STARTS.get(data[:2], "B")
    rest = data[2:] if data[:2] in _STARTS else data
    text = ""
    while rest:
        pair = rest[:2]
        if pair in _SWITCHES:
            current = _SWITCHES[pair]
        elif pair in _SIGNS:
            text += _SIGNS[pair]
        elif current == "C":
            if not re.fullmatch(r"\d\d", pair, re.ASCII):
                raise Unprintable("a Code 128 holds letters or a single digit where only pairs of digits print")
            text += pair
        elif pair[0] == ">":
            raise Unprintable("a Code 128 holds an instruction that we do not know")
        else:
            text += pair[0]
            rest = rest[1:]
            continue
        rest = rest[2:]
    return text


def _qr(_options: list[str], data: str) -> Code:
    form = re.fullmatch(r"[HQML](A|M),(.*)", data, re.DOTALL)
    if form is None:
        raise Unprintable("a QR code does not begin with its error correction and its mode")
    if form[1] == "A":
        return Code("]Q1", form[2])
    parts = [re.fullmatch(r"(?:B\d{4}|[NAK])(.*)", part, re.DOTALL) for part in form[2].split(",N,")]
    if len(parts) != 1 or parts[0] is None:
        raise Unprintable("a QR code is written in a manual form that we do not know")
    return Code("]Q1", parts[0][1])


def _data_matrix(options: list[str], data: str) -> Code:
    escape = (options[6:7] or [""])[0].strip() or "~"
    text = re.sub(re.escape(escape) + "1", GS, data)
    text = re.sub(re.escape(escape) + r"d(\d{3})", lambda match: chr(int(match[1]) % 256), text)
    return Code("]d2", text[1:]) if text.startswith(GS) else Code("]d1", text)


def _ean13(_options: list[str], data: str) -> Code:
    digits = _digits(data, "an EAN-13")[:12].zfill(12)
    return Code("]E0", digits + gs1.check_digit(digits))


def _upca(_options: list[str], data: str) -> Code:
    digits = _digits(data, "a UPC-A")[:11].zfill(11)
    return Code("]E0", "0" + digits + gs1.check_digit(digits))


def _itf(_options: list[str], data: str) -> Code:
    digits = _digits(data, "an Interleaved 2 of 5")
    return Code("]I0", digits if len(digits) % 2 == 0 else "0" + digits)


def _digits(data: str, name: str) -> str:
    if not (data.isascii() and data.isdigit()):
        raise Unprintable(f"{name} holds something that is not a digit")
    return data


_READERS: dict[str, Callable[[list[str], str], Code]] = {
    "BC": _code128,
    "BQ": _qr,
    "BX": _data_matrix,
    "B3": lambda _options, data: Code("]A0", data.upper()),
    "BE": _ean13,
    "BU": _upca,
    "B2": _itf,
}
