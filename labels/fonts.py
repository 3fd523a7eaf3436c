"""Typefaces: every character on a label is really in the font that is used, or the label is refused.

The first choice is Bitstream Vera, which comes with ReportLab, so a label looks the same on every machine. A text
that needs more (Polish, Romanian, Greek, Cyrillic names) takes the first wider family that is on the system, and is
embedded too. What no family has, and scripts that need shaping or run right to left (Arabic, Hebrew, Thai), is drawn
as outlines by `labels.shaping`; Chinese, Japanese and Korean letters as well, whose fonts rarely are TrueType.
"""

import math
import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError

from labels import shaping
from labels.embedding import KeptFont
from labels.errors import Unprintable
from labels.shaping import ShapedFace

# Unicode names of letters that are drawn one after the other, as they are stored.
_UNSHAPED = (
    *("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN", "CJK", "HIRAGANA", "KATAKANA", "HANGUL SYLLABLE"),
    *("MODIFIER LETTER APOSTROPHE", "MODIFIER LETTER TURNED COMMA", "FEMININE", "MASCULINE", "MICRO SIGN"),
)
_JOINERS = "\u200c\u200d"
_WIDER = (
    ("DejaVu Sans", "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("Noto Sans", "NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    ("Liberation Sans", "LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    ("Arial", "arial.ttf", "arialbd.ttf"),
)

_LOADING = Lock()
_LOADED: dict[tuple["Family", bool], "Face"] = {}


@dataclass(frozen=True, slots=True)
class Family:
    """A typeface in two weights, as TrueType files."""

    name: str
    regular: Path
    bold: Path

    def __hash__(self) -> int:
        return hash(self.name)  # looked up for every line of text; paths are slow to hash


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One weight of a family, loaded; `key` is the name ReportLab knows it by.

    `steps` holds the width of every ASCII character in 200ths of the text size, rounded up; empty for a family that
    lacks one of them or has a very wide one. `widths` has them exactly, in parts of the text size.
    """

    family: str
    is_bold: bool
    key: str
    characters: frozenset[int]
    steps: bytes
    widths: tuple[float, ...]

    def width(self, words: str, size: float) -> float:
        """The width of `words` in the unit of `size`."""
        if words.isascii():
            return size * sum(map(self.widths.__getitem__, words.encode()))
        return float(pdfmetrics.stringWidth(words, self.key, size))


@dataclass(frozen=True, slots=True)
class Fonts:
    """The families to try, in this order, for each piece of text."""

    families: tuple[Family, ...]
    with_system: bool = True

    def face(self, words: str, *, bold: bool) -> Face | ShapedFace:
        """The first face that has every character of `words`. Raises Unprintable naming the missing character."""
        plain = self.plain(bold=bold)
        if plain.steps and words.isascii():
            return plain
        missing = next((letter for letter in words if _needs_shaping(letter)), "")
        if not missing:
            for family in self._all():
                face = load(family, bold=bold)
                missing = next((letter for letter in words if ord(letter) not in face.characters), "")
                if not missing:
                    return face
        if self.with_system:
            missing = shaping.missing_from(words, bold=bold)
            if not missing:
                return ShapedFace(bold)
        raise Unprintable(
            f"no font here has the character {missing!r} (U+{ord(missing):04X}); install {_fonts_for(missing)}"
        )

    def plain(self, *, bold: bool) -> Face:
        """The face that ASCII text is set in."""
        return load(next(self._all()), bold=bold)

    def _all(self) -> Iterator[Family]:
        yield from self.families
        if self.with_system:
            yield from system_families()


VERA = Family(
    "Bitstream Vera Sans",
    Path(reportlab.__file__).parent / "fonts" / "Vera.ttf",
    Path(reportlab.__file__).parent / "fonts" / "VeraBd.ttf",
)
DEFAULT = Fonts((VERA,))


def check_text(words: str) -> str:
    """`words` in composed form (NFC), one line. Raises Unprintable for what could not be printed faithfully.

    Refused: control and formatting characters, line breaks, and a separate accent on a letter of a script whose
    letters do not stack.
    """
    if words.isascii() and words.isprintable():
        return words
    composed = unicodedata.normalize("NFC", words)
    shaped = any(_needs_shaping(letter) for letter in composed)
    for letter in composed:
        _check_letter(letter, shaped=shaped)
    return composed


def _check_letter(letter: str, *, shaped: bool) -> None:
    category = unicodedata.category(letter)
    point = f"U+{ord(letter):04X}"
    if (category[0] == "C" or category in ("Zl", "Zp")) and not (shaped and letter in _JOINERS):
        raise Unprintable(f"it holds an invisible character ({point})")
    if category[0] == "M" and not shaped:
        raise Unprintable(f"it holds a separate accent ({point}) that cannot be printed")


def _needs_shaping(letter: str) -> bool:
    if letter.isascii():
        return False
    return unicodedata.category(letter)[0] == "L" and not unicodedata.name(letter, "").startswith(_UNSHAPED)


def _fonts_for(letter: str) -> str:
    if unicodedata.category(letter)[0] == "L" and unicodedata.east_asian_width(letter) in "WF":
        return "Noto Sans CJK"
    return "Noto Sans for its script" if _needs_shaping(letter) else "DejaVu Sans or Noto Sans"


@lru_cache(maxsize=1)
def system_families() -> tuple[Family, ...]:
    """The wider families installed on this machine, best first; looked up once per process."""
    files = {path.name: path for folder in shaping.folders() for path in _files_below(folder)}
    return tuple(
        Family(name, files[regular], files[bold])
        for name, regular, bold in _WIDER
        if regular in files and bold in files
    )


def _files_below(folder: Path) -> Iterator[Path]:
    wanted = {name for _, regular, bold in _WIDER for name in (regular, bold)}
    for place, _, names in os.walk(folder):
        yield from (Path(place) / name for name in names if name in wanted)


def load(family: Family, *, bold: bool) -> Face:
    """One weight of a family, read once per process. Raises Unprintable for a file that is no TrueType font."""
    face = _LOADED.get((family, bold))
    if face is None:
        with _LOADING:
            face = _LOADED[family, bold] = _load_once(family, bold)
    return face


def _load_once(family: Family, bold: bool) -> Face:
    path = family.bold if bold else family.regular
    try:
        font = KeptFont(str(path), str(path))
    except (TTFError, OSError) as fault:
        raise Unprintable(f"the font {family.name} cannot be read") from fault
    pdfmetrics.registerFont(font)
    return Face(family.name, bold, str(path), frozenset(font.face.charToGlyph), _steps(font), _widths(font))


def _widths(font: KeptFont) -> tuple[float, ...]:
    return tuple(font.face.getCharWidth(code) / 1000 for code in range(128))


def _steps(font: KeptFont) -> bytes:
    if any(code not in font.face.charToGlyph for code in range(32, 127)):
        return b""
    steps = [math.ceil(font.face.getCharWidth(code) / 5) for code in range(128)]
    return bytes(steps) + bytes(128) if max(steps) < 256 else b""
