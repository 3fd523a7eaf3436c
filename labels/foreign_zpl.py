"""A carrier's ZPL, command by command: what draws a label stays, what touches the printer goes, what lies is refused.

Kept: positions, fonts, fields, lines, pictures in the stream, code commands. Dropped: everything that sets the printer
up (^MM, ^PR, ^JU, ^JZ, ^MD, ...), its copies (^PQ), comments, and every ~ command; a picture that the stream brings
along (~DG) is put in its place (^GF), so that nothing stays in the printer. Refused: other control characters, stored
formats and pictures, serial numbers the printer counts, data outside a label.
Source: Zebra ZPL II Programming Guide.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from labels import foreign_code
from labels.errors import Hostile, Unprintable
from labels.foreign_code import Code

MOST_BYTES = 600_000
MOST_COMMANDS = 5_000
MOST_LABELS = 12
MOST_PICTURE_BYTES = 300_000
LONGEST_OPTIONS = 60

_CODES = frozenset("B0 B1 B2 B3 B4 B5 B7 B8 B9 BA BB BC BD BE BF BI BJ BK BL BM BO BP BQ BR BS BT BU BX BZ".split())
_KEPT = _CODES | frozenset("A BY CF CI FB FD FH FO FR FS FT FW GB GC GD GE GF GS LH LL LR PO PW TB XG".split())
_REFUSED = {
    **dict.fromkeys(("DF", "XF", "FN", "FV"), "it uses a format that the printer stores"),
    **dict.fromkeys(("IM", "IL", "IS"), "it uses a picture that the printer stores"),
    **dict.fromkeys(("SN", "SF", "FC"), "it lets the printer count or tell the time"),
    **dict.fromkeys(("CC", "CT", "CD"), "it changes the signs that commands begin with"),
}
# Kept because the label needs them, and undone behind it: upside down, turned, white on black.
_LASTING = {"PO": "^PON", "FW": "^FWN", "LR": "^LRN"}
_OPTIONS = re.compile(rf"[A-Za-z0-9,.:_@\- ]{{0,{LONGEST_OPTIONS}}}")
_PICTURE = re.compile(r"A,(\d{1,7}),(\d{1,7}),(\d{1,4}),([0-9A-Za-z,:!+/=\s]+)")
_DOWNLOAD = re.compile(
    r"(?:[A-Z]:)?([^,.:]{1,16})(?:\.[A-Z]{3})?,(\d{1,7}),(\d{1,4}),([0-9A-Za-z,:!+/=\s]+)", re.IGNORECASE
)
_RECALL = re.compile(r"(?:[A-Z]:)?([^,.:]{1,16})(?:\.[A-Z]{3})?(?:,1?)?(?:,1?)?", re.IGNORECASE)
_USUAL_SIGNS = re.compile(r"[\^~]CC\^|[\^~]CT~|[\^~]CD,|^CT~")  # a driver's head that sets them to what they are
_HEX = re.compile(r"[0-9A-Fa-f]{2}")


@dataclass(frozen=True, slots=True)
class Stream:
    """Clean ZPL, its number of labels, what its codes and texts say, and the names of commands that were dropped."""

    data: bytes
    labels: int
    codes: tuple[Code, ...]
    dropped: tuple[str, ...]
    text: str = field(default="", repr=False)


@dataclass(slots=True)
class _Label:
    """One ^XA ... ^XZ while it is read: clean commands, and the field that is open."""

    commands: list[str] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    code: tuple[str, str] | None = None
    escape: str = ""
    text: str | None = None
    has_ink: bool = False
    lasting: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Reading:
    """The stream while it is read: finished labels, the one that is open, pictures it brought, commands left out."""

    labels: list[_Label] = field(default_factory=list)
    current: _Label | None = None
    pictures: dict[str, str] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)


def clean(data: bytes) -> Stream:
    """The stream without anything that outlives its labels. Raises Unprintable, naming label and command."""
    if len(data) > MOST_BYTES:
        raise Unprintable(f"ZPL of more than {MOST_BYTES // 1000} KB is not a label", element="label")
    text = _USUAL_SIGNS.sub("", data.decode("latin-1"))
    if found := re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text):
        raise Hostile(f"it holds a control character (U+{ord(found[0]):04X})", element="label")
    reading = _Reading()
    for sign, name, options in _commands(text):
        try:
            _read_command(reading, sign, name, options)
        except Unprintable as refusal:
            raise refusal.on(f"label {len(reading.labels) + 1}, {sign}{name}") from None
    return _stream(reading)


def _read_command(reading: _Reading, sign: str, name: str, options: str) -> None:
    if name in _REFUSED:
        raise Hostile(_REFUSED[name])
    if sign == "~":
        _read_order(reading, name, options)
    elif name == "XA":
        if reading.current is not None:
            raise Unprintable("it begins before the one before has ended")
        reading.current = _Label()
    elif reading.current is None:
        reading.dropped.add(f"^{name}")
    elif name == "XZ":
        _close_field(reading.current)
        if reading.current.has_ink:
            reading.labels.append(reading.current)
        reading.current = None
    else:
        _take(reading, reading.current, name, options)


def _read_order(reading: _Reading, name: str, options: str) -> None:
    """A ~ command: the printer would act on it at once, so none goes through."""
    if reading.current is not None and reading.current.text is not None:
        raise Hostile("a text holds a ~")
    if name == "DG":
        form = _DOWNLOAD.fullmatch(options)
        if form is None:
            raise Unprintable("its picture is not written in plain ASCII")
        reading.pictures[form[1].upper()] = _picture(f"A,{form[2]},{form[2]},{form[3]},{form[4]}")
    reading.dropped.add(f"~{name}")


def _stream(reading: _Reading) -> Stream:
    if reading.current is not None:
        raise Unprintable("it ends in the middle of a label", element="label")
    if not reading.labels:
        raise Unprintable("there is no label in it", element="label")
    if len(reading.labels) > MOST_LABELS:
        raise Unprintable(f"it holds more than {MOST_LABELS} labels", element="label")
    data = "".join(f"^XA{''.join(label.commands)}^XZ\n" for label in reading.labels)
    lasting = set().union(*(label.lasting for label in reading.labels))
    if lasting:
        data += f"^XA{''.join(undo for name, undo in _LASTING.items() if name in lasting)}^XZ\n"
    codes = tuple(code for label in reading.labels for code in label.codes)
    text = "\n".join(text for label in reading.labels for text in label.texts)
    return Stream(data.encode("latin-1"), len(reading.labels), codes, tuple(sorted(reading.dropped)), text)


def _commands(text: str) -> Iterator[tuple[str, str, str]]:
    """(sign, name, options) of each command; text before the first one is refused unless it is white."""
    head, *rest = re.split(r"(?=[\^~])", text)
    if head.strip():
        raise Unprintable("it does not begin with a command", element="label")
    if len(rest) > MOST_COMMANDS:
        raise Hostile(f"it holds more than {MOST_COMMANDS} commands", element="label")
    for part in rest:
        sign, body = part[0], part[1:]
        length = 1 if sign == "^" and body[:1].upper() == "A" else 2
        name = body[:length].upper()
        if not re.fullmatch(r"[A-Z@][A-Z0-9@]?", name):
            raise Unprintable("it holds a command that we cannot read", element="label")
        yield sign, name, body[length:].replace("\r", "").replace("\n", "")


def _take(reading: _Reading, label: _Label, name: str, options: str) -> None:
    """Put one command of a label where it belongs."""
    if name not in _KEPT:
        reading.dropped.add(f"^{name}")
        return
    if label.text is not None or name == "FS":
        _close_field(label)
    if name == "FD":
        label.text = options
    elif name in ("GF", "XG"):
        options = _picture(options) if name == "GF" else _recall(options, reading.pictures)
        name = "GF"
    elif name == "FH":
        options = label.escape = _escape(options)
    elif name == "BX" and len(options) < LONGEST_OPTIONS and options.isprintable():
        options = options.strip()
    elif not _OPTIONS.fullmatch(options := options.strip()):
        raise Unprintable("its options are not plain letters and numbers")
    if name in _CODES:
        label.code = name, options
    if name in _LASTING:
        label.lasting.add(name)
    label.has_ink = label.has_ink or name.startswith("G")
    label.commands.append(f"^{name}{options}")


def _escape(options: str) -> str:
    sign = options.strip()[:1] or "_"
    if not sign.isascii() or not sign.isprintable():
        raise Unprintable("its sign for hex digits is not a plain one")
    return sign


def _close_field(label: _Label) -> None:
    """The field ends: read its code, if it is one."""
    if label.text is not None:
        text = _unescaped(label.text, label.escape)
        label.has_ink = label.has_ink or bool(text.strip())
        if label.code is not None:
            label.codes.append(foreign_code.read(*label.code, text))
        else:
            label.texts.append(text.replace("\\&", "\n"))
    label.text, label.code, label.escape = None, None, ""


def _unescaped(text: str, sign: str) -> str:
    """Hex digits after the sign become bytes; the whole is read as UTF-8 where it is that."""
    if sign:
        first, *rest = text.split(sign)
        parts = [first]
        for part in rest:
            if not _HEX.match(part):
                raise Unprintable("its sign for hex digits stands before something else")
            parts.append(chr(int(part[:2], 16)) + part[2:])
        text = "".join(parts)
    raw = text.encode("latin-1")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return text


def _picture(options: str) -> str:
    form = _PICTURE.fullmatch(options)
    if form is None:
        raise Unprintable("its picture is not written in plain ASCII")
    if int(form[2]) > MOST_PICTURE_BYTES or int(form[1]) > MOST_PICTURE_BYTES or not int(form[3]):
        raise Unprintable("its picture is too large, or has no width")
    return options


def _recall(options: str, pictures: dict[str, str]) -> str:
    form = _RECALL.fullmatch(options.strip())
    if form is None or form[1].upper() not in pictures:
        raise Unprintable("it shows a picture that it does not bring along, or enlarges it")
    return pictures[form[1].upper()]
