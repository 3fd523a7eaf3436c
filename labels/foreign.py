"""Labels that carriers send us: hostile until read. Bytes in; clean bytes and what their codes say out.

ZPL passes an allow-list of commands (`foreign_zpl`). PDF and PNG become pixels and nothing else (`foreign_pages`, in a
process of its own): no script, link, form or file inside survives. What the codes say is compared with the order
before anything prints.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from labels import foreign_apart, foreign_zpl, gs1
from labels.errors import Unprintable
from labels.foreign_code import Code

PDF, PNG, ZPL = "application/pdf", "image/png", "application/zpl"
MOST_BYTES = 2_000_000
SHORTEST_TRACKING = 6
SHORTEST_NAME = 3

_SAME = {"x-application/zpl": ZPL, "text/zpl": ZPL, "application/x-zpl": ZPL, "image/zpl": ZPL}
Whose = Literal["same", "other", "unclear", "unread"]

_LOOKS = {PDF: b"%PDF-", PNG: b"\x89PNG\r\n\x1a\n"}


@dataclass(frozen=True, slots=True)
class Foreign:
    """A carrier's label that may be printed: PDF of pixels or plain ZPL, how many labels, what was taken out of it.

    `text` is what stood in the file as text ("" in a picture). Bytes, codes and text do not show in a log.
    """

    data: bytes = field(repr=False)
    media_type: str
    labels: int
    codes: tuple[Code, ...] = field(repr=False)
    dropped: tuple[str, ...]
    digest: str
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Expected:
    """What the order knows of the label: the carrier's tracking number, the SSCC, or both."""

    tracking: str = field(default="", repr=False)
    sscc: str = field(default="", repr=False)


def clean(data: bytes, media_type: str) -> Foreign:
    """The same label without anything but the label.

    Raises Unprintable for an unknown media type, bytes that are something else, too many or too large pages, a
    command that changes the printer's language or recalls what it stores, a code that would not print as it is
    written, or anything that cannot be read whole.
    """
    kind = _SAME.get(media_type.partition(";")[0].strip().lower(), media_type.partition(";")[0].strip().lower())
    if kind not in (PDF, PNG, ZPL):
        raise Unprintable("only PDF, PNG or ZPL can be printed; ask the carrier for one of them", element="label")
    if not data:
        raise Unprintable("the carrier sent an empty file", element="label")
    if len(data) > MOST_BYTES:
        raise Unprintable(f"it is larger than {MOST_BYTES // 1_000_000} MB", element="label")
    if kind in _LOOKS and not data.startswith(_LOOKS[kind]):
        raise Unprintable(f"the file is not what it is said to be ({kind})", element="label")
    if kind == ZPL:
        stream = foreign_zpl.clean(data)
        return _foreign(stream.data, ZPL, stream.labels, stream.codes, stream.dropped, stream.text)
    pages = foreign_apart.read(data, is_pdf=kind == PDF)
    return _foreign(pages.data, PDF, pages.count, pages.codes, (), pages.text)


def differences(codes: Sequence[Code], expected: Expected) -> tuple[str, ...]:
    """Why the label is not the one of the order, in words without any value; empty if they agree.

    Raises Unprintable when there is nothing to compare with, or the order's own numbers are wrong.
    """
    if not expected.tracking and not expected.sscc:
        raise Unprintable("there is nothing to compare the label with", element="order")
    if not codes:
        return ("the label has no code that can be read",)
    found = []
    if expected.tracking:
        wanted = _plain(expected.tracking)
        if len(wanted) < SHORTEST_TRACKING:
            raise Unprintable(f"it has at least {SHORTEST_TRACKING} letters or digits", element="tracking number")
        if not any(wanted in _plain(code.text) for code in codes):
            found.append("no code holds the tracking number of the order")
    if expected.sscc:
        gs1.check_sscc(expected.sscc)
        read = {code.text[2:20] for code in codes if code.is_gs1 and re.match(r"00\d{18}", code.text, re.ASCII)}
        if expected.sscc not in read:
            found.append("no code holds the SSCC of the order")
        if read - {expected.sscc}:
            found.append("a code holds another SSCC")
    return tuple(found)


def whose(text: str, *, names: Sequence[str], postcode: str) -> Whose:
    """Whether the text of a label names this addressee: the longest word of one of `names`, and the postcode.

    "same" if both stand there (the names alone where there is no postcode), "other" if neither does, "unclear" if one
    does, "unread" if the label has no text. Accents, capitals, hyphens and blanks do not count.
    """
    plain = _folded(text)
    if not plain.strip():
        return "unread"
    words = set(re.findall(r"\w+", plain))
    parts = [max(found, key=len) for name in names if (found := re.findall(r"\w+", _folded(name)))]
    # In scripts without blanks the name is a piece of a longer word.
    is_named = any(part in words or (not part.isascii() and part in plain) for part in parts if _is_telling(part))
    signs = re.findall(r"\w", _folded(postcode))
    if not signs:
        return "same" if is_named else "unclear"
    is_there = re.search(r"(?<!\d)" + r"[\W_]?".join(signs) + r"(?!\d)", plain) is not None
    if is_named and is_there:
        return "same"
    return "unclear" if is_named or is_there else "other"


def _is_telling(part: str) -> bool:
    return len(part) >= SHORTEST_NAME or not part.isascii()


def _folded(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _foreign(
    data: bytes, media_type: str, labels: int, codes: Sequence[Code], dropped: Sequence[str], text: str
) -> Foreign:
    return Foreign(data, media_type, labels, tuple(codes), tuple(dropped), hashlib.sha256(data).hexdigest(), text)


def _plain(text: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", text.upper())
