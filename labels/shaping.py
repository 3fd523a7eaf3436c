"""Letters that join, stack or run leftwards: shaped by HarfBuzz and drawn as outlines, with any font on the machine.

As outlines a text needs no embedding, so fonts that ReportLab refuses (Noto Sans CJK has PostScript outlines) serve
too. Lengths are in ems: parts of the text size, y pointing up. Shapes are kept per text, names repeat in a batch.
"""

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import uharfbuzz as harfbuzz

from labels import bidi
from labels.errors import Unprintable

Point = tuple[float, float]

_JOINERS = ("\u200c", "\u200d")
_LATIN = ("NotoSans", "DejaVuSans", "LiberationSans")
# The first word of a letter's Unicode name, and the fonts that have it, best first.
_SCRIPTS = {
    "ARABIC": ("NotoSansArabic", "NotoNaskhArabic", "NotoKufiArabic", "DejaVuSans"),
    "CJK": ("NotoSansCJK", "NotoSansSC", "NotoSansTC", "DroidSansFallbackFull", "DroidSansFallback", "wqy-zenhei"),
    "IDEOGRAPHIC": ("NotoSansCJK", "DroidSansFallbackFull"),
    "FULLWIDTH": ("NotoSansCJK", "DroidSansFallbackFull"),
    "HIRAGANA": ("NotoSansCJK", "DroidSansFallbackFull"),
    "KATAKANA": ("NotoSansCJK", "DroidSansFallbackFull"),
    "HANGUL": ("NotoSansCJK", "DroidSansFallbackFull"),
    "BENGALI": ("NotoSansBengali",),
    "DEVANAGARI": ("NotoSansDevanagari",),
    "ETHIOPIC": ("NotoSansEthiopic",),
    "GURMUKHI": ("NotoSansGurmukhi",),
    "HEBREW": ("NotoSansHebrew", "DejaVuSans"),
    "TAMIL": ("NotoSansTamil",),
    "TELUGU": ("NotoSansTelugu",),
    "THAI": ("NotoSansThai",),
}
_ENDINGS = {False: ("-Regular", "-Medium", ""), True: ("-Bold", "-Regular", "")}
_KINDS = (".ttf", ".otf", ".ttc")

_SHAPING = Lock()


class Glyph(NamedTuple):
    """One shape of a line: its closed contours, moved to where it stands. Each piece of a contour is a point (line
    to) or three points (curve to)."""

    contours: tuple[tuple[tuple[Point, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class ShapedFace:
    """The typefaces for scripts that need shaping, in one weight; stands where a `labels.fonts.Face` may stand."""

    is_bold: bool
    family: str = "shaped"

    def width(self, words: str, size: float) -> float:
        """The width of `words` in the unit of `size`. Raises Unprintable naming a character no font has."""
        return shape(words, self.is_bold)[0] * size

    def glyphs(self, words: str) -> tuple[Glyph, ...]:
        """The shapes of `words`, from the left, in ems from the left end of the baseline."""
        return shape(words, self.is_bold)[1]


@lru_cache(maxsize=4096)
def shape(words: str, bold: bool) -> tuple[float, tuple[Glyph, ...]]:
    """The width of a line and its shapes, both in ems. Raises Unprintable naming a character no font has."""
    pen, glyphs = 0.0, []
    with _SHAPING:
        for run in bidi.runs(words):
            pieces = list(_by_font(words, run, bold))
            for start, end, path in reversed(pieces) if run.is_leftwards else pieces:
                for glyph, x, y, advance in _shape_run(words, start, end, path, leftwards=run.is_leftwards):
                    glyphs.append(Glyph(_contours(path, glyph, pen + x, y)))
                    pen += advance
    return pen, tuple(glyphs)


def missing_from(words: str, *, bold: bool) -> str:
    """The first character of `words` that no font for shaping has, or "" if there is none."""
    return next((letter for letter in words if _font_for(letter, bold) is None), "")


def _by_font(words: str, run: bidi.Run, bold: bool) -> Iterator[tuple[int, int, str]]:
    start, current = run.start, ""
    for at in range(run.start, run.end):
        if current and _goes_along(words[at]) and ord(words[at]) in _characters(current):
            continue
        wanted = _font_for(words[at], bold)
        if wanted is None:
            raise Unprintable(f"no font here has the character {words[at]!r} (U+{ord(words[at]):04X})")
        if wanted != current:
            if current:
                yield start, at, current
            start, current = at, wanted
    if current:
        yield start, run.end, current


def _goes_along(letter: str) -> bool:
    """Whether a letter is best set in the font of the one before it: a mark, a space, a joiner, a full stop."""
    return letter in _JOINERS or letter in ".,-'/" or unicodedata.category(letter)[0] in "MZ"


def _shape_run(
    words: str, start: int, end: int, path: str, *, leftwards: bool
) -> Iterator[tuple[int, float, float, float]]:
    buffer = harfbuzz.Buffer()
    buffer.add_str(words, start, end - start)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if leftwards else "ltr"
    font = _font(path)
    harfbuzz.shape(font, buffer)
    unit = font.face.upem
    for found, place in zip(buffer.glyph_infos or (), buffer.glyph_positions or (), strict=True):
        if not found.codepoint:
            raise Unprintable("no font here has all its characters")
        yield found.codepoint, place.x_offset / unit, place.y_offset / unit, place.x_advance / unit


def _contours(path: str, glyph: int, dx: float, dy: float) -> tuple[tuple[tuple[Point, ...], ...], ...]:
    return tuple(
        tuple(tuple((x + dx, y + dy) for x, y in piece) for piece in contour) for contour in _drawn(path, glyph)
    )


@lru_cache(maxsize=4096)
def _drawn(path: str, glyph: int) -> tuple[tuple[tuple[Point, ...], ...], ...]:
    font = _font(path)
    pen = _Pen(font.face.upem)
    font.draw_glyph_with_pen(glyph, pen)
    return tuple(tuple(contour) for contour in pen.contours)


class _Pen:
    """Takes the outline of one glyph, the way fontTools pens are called; quadratic curves become cubic."""

    def __init__(self, unit: int) -> None:
        self.contours: list[list[tuple[Point, ...]]] = []
        self._unit = unit
        self._at: Point = (0.0, 0.0)

    def moveTo(self, to: Point) -> None:  # noqa: N802 - the names are those of the pen protocol
        self.contours.append([])
        self._add(to)

    def lineTo(self, to: Point) -> None:  # noqa: N802
        self._add(to)

    def curveTo(self, *points: Point) -> None:  # noqa: N802
        self._add(*points)

    def qCurveTo(self, *points: Point) -> None:  # noqa: N802
        (cx, cy), (x, y) = points
        (ax, ay) = self._at
        self._add(
            (ax + (cx - ax) * 2 / 3, ay + (cy - ay) * 2 / 3), (x + (cx - x) * 2 / 3, y + (cy - y) * 2 / 3), (x, y)
        )

    def closePath(self) -> None:  # noqa: N802
        self._at = (0.0, 0.0)

    def endPath(self) -> None:  # noqa: N802
        self._at = (0.0, 0.0)

    def _add(self, *points: Point) -> None:
        self._at = points[-1]
        self.contours[-1].append(tuple((x / self._unit, y / self._unit) for x, y in points))


@lru_cache(maxsize=4096)
def _font_for(letter: str, bold: bool) -> str | None:
    script = unicodedata.name(letter, "").partition(" ")[0].partition("-")[0]
    for stem in (*_SCRIPTS.get(script, ()), *_LATIN, *_SCRIPTS["CJK"]):
        path = next((path for ending in _ENDINGS[bold] for path in _named(stem + ending)), None)
        if path and (ord(letter) in _characters(path) or letter in _JOINERS):
            return path
    return None


def _named(name: str) -> tuple[str, ...]:
    found = _files()
    return tuple(found[name + kind] for kind in _KINDS if name + kind in found)


@lru_cache(maxsize=1)
def _files() -> dict[str, str]:
    """Every font file of this machine by its name; looked up once per process."""
    return {
        name: os.path.join(place, name)
        for folder in folders()
        for place, _, names in os.walk(folder)
        for name in sorted(names)
        if name.endswith(_KINDS)
    }


def folders() -> tuple[Path, ...]:
    """Where this machine keeps its fonts."""
    return (
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        Path.home() / ".local/share/fonts",
        Path("/Library/Fonts"),
        Path(os.environ.get("WINDIR", "/nowhere")) / "Fonts",
    )


@lru_cache(maxsize=64)
def _font(path: str) -> Any:
    return harfbuzz.Font(harfbuzz.Face(harfbuzz.Blob.from_file_path(path), _collection_index(path)))


def _collection_index(path: str) -> int:
    """Which face of a collection: the simplified Chinese one of Noto Sans CJK, the first of any other."""
    return 2 if "CJK" in os.path.basename(path) and path.endswith(".ttc") else 0


@lru_cache(maxsize=64)
def _characters(path: str) -> frozenset[int]:
    return frozenset(_font(path).face.unicodes)
