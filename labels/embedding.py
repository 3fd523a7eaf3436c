"""Fonts and other objects for ReportLab's documents, made once per process: most of the time of a single label.

ReportLab cuts a subset out of the font file and packs it anew for every document. Here the packed subset, its widths
and its character map are kept for each set of characters; ASCII text always asks for the same set.
"""

import zlib
from functools import lru_cache
from typing import Any, NamedTuple

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import FF_NONSYMBOLIC, FF_SYMBOLIC, SUBSETN, TTFont, makeToUnicodeCMap

Part = Any  # bytes, or a reference of ReportLab


class Raw(pdfdoc.PDFObject):  # type: ignore[misc]
    """A PDF object given as bytes, with references to others between them."""

    __RefOnly__ = 1

    def __init__(self, *parts: Part) -> None:
        self.parts: tuple[Part, ...] = parts

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        """The object as it stands in the file."""
        return b"".join(part if isinstance(part, bytes) else part.format(document) for part in self.parts)


def stream(data: bytes, more: bytes = b"") -> Raw:
    """A compressed stream; `more` are further entries of its dictionary."""
    return Raw(_packed(data, more))


def _packed(data: bytes, more: bytes) -> bytes:
    body = zlib.compress(data)
    return b"<< /Filter /FlateDecode /Length %d%s >>\nstream\n%s\nendstream" % (len(body), more, body)


class _Subset(NamedTuple):
    """What a document holds of a font, but for its name and its references."""

    name: bytes
    file: bytes
    characters: bytes
    widths: bytes
    descriptor: bytes


class KeptFont(TTFont):  # type: ignore[misc]
    """A TrueType font whose subsets are kept."""

    def __init__(self, name: str, file: str) -> None:
        super().__init__(name, file)
        self._subset = lru_cache(maxsize=32)(self._cut)

    def addObjects(self, document: pdfdoc.PDFDocument) -> None:  # noqa: N802 - ReportLab calls it
        """Put the subsets that `document` uses into it."""
        state = self.state[document]
        state.frozen = 1
        names = document.idToObject["BasicFonts"].dict
        for number, characters in enumerate(state.subsets):
            kept = self._subset(number, tuple(characters))
            name = self.getSubsetInternalName(number, document)[1:]
            file = document.Reference(Raw(kept.file))
            descriptor = document.Reference(Raw(kept.descriptor, b" /FontFile2 ", file, b" >>"))
            font = Raw(
                b"<< /Type /Font /Subtype /TrueType /Name /%s /BaseFont /%s" % (name.encode(), kept.name),
                b" /FirstChar 0 /LastChar %d /Widths %s" % (len(characters) - 1, kept.widths),
                b" /FontDescriptor ",
                descriptor,
                b" /ToUnicode ",
                document.Reference(Raw(kept.characters)),
                b" >>",
            )
            document.Reference(font, name)
            names[name] = font
        del self.state[document]

    def _cut(self, number: int, characters: tuple[int, ...]) -> _Subset:
        face = self.face
        name = SUBSETN(number) + b"+" + face.name + face.subfontNameX
        file = face.makeSubset(list(characters))
        codes = makeToUnicodeCMap(name.decode(), list(characters))
        widths = " ".join(f"{face.getCharWidth(code):g}" for code in characters)
        box = " ".join(f"{edge:g}" for edge in face.bbox)
        flags = (face.flags & ~FF_NONSYMBOLIC) | FF_SYMBOLIC
        descriptor = (
            f"<< /Type /FontDescriptor /FontName /{name.decode()} /Flags {flags} /FontBBox [{box}]"
            f" /Ascent {face.ascent:g} /Descent {face.descent:g} /CapHeight {face.capHeight:g}"
            f" /ItalicAngle {face.italicAngle:g} /StemV {face.stemV:g} /MissingWidth {face.defaultWidth:g}"
        )
        return _Subset(
            name,
            _packed(file, b" /Length1 %d" % len(file)),
            _packed(codes.encode("latin-1"), b""),
            f"[{widths}]".encode(),
            descriptor.encode(),
        )
