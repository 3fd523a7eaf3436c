"""QR codes: a text in, a square of modules out. The mask is fixed, so one text always gives one picture.

Any mask is read by any scanner; scoring the eight masks is what costs time. For one shape (mode, length, version,
level) a QR code is affine over GF(2) in the bits of its text: error correction is linear, the mask a constant. So the
square is the one of an empty text XOR one square per group of characters, and all of these come from segno, the
first time they are needed. A shape that is asked for only a few times is left to segno.
Source: ISO/IEC 18004, sections 7.4 (modes) and 7.8 (masks).
"""

import string
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import segno

from labels.errors import Unprintable

QUIET_MODULES = 4
LEVELS = ("L", "M", "Q", "H")
LARGEST_VERSION = 40

_MASK = 2
_ALPHANUMERIC = string.digits + string.ascii_uppercase + " $%*+-./:"
_SHAPES = 8
_RARE = 24  # a table costs as much as about a hundred squares by segno
_LARGEST_TABLE = 10  # the version above which a table would take more memory than it is worth
_ROOM = 16_384  # squares of one group kept for a shape: a few megabytes


def matrix(text: str, *, largest_version: int = 10, version: int | None = None, level: str = "M") -> tuple[str, ...]:
    """The rows of the QR code of `text`, top to bottom, each a string of "1" (black) and "0"; no quiet zone.

    `text` is printable ASCII; keep it in capitals and digits and the code stays small. `level` is the error
    correction: L 7 %, M 15 %, Q 25 %, H 30 %. `version` 1 to 40 fixes the size (17 + 4 x version modules wide), none
    takes the smallest up to `largest_version`. Raises Unprintable for other characters, another version or level, or
    when the text does not fit.
    """
    bits, width = square(text, largest_version=largest_version, version=version, level=level)
    row = f"{bits:0{width * width}b}"
    return tuple(row[at : at + width] for at in range(0, width * width, width))


def square(
    text: str, *, largest_version: int = LARGEST_VERSION, version: int | None = None, level: str = "M"
) -> tuple[int, int]:
    """The QR code of `text` as one number and its width in modules: the same as `matrix`, without cutting it up.

    The number has width x width bits, row after row, the most significant bit at the top left, 1 for black.
    """
    mode, size = _fit(text, version or largest_version, version, level)
    shape = _shape(mode, len(text), size, level)
    return shape.bits(text), shape.width


def check(text: str, *, version: int, level: str = "M") -> None:
    """Refuse what `matrix` would refuse, without drawing it."""
    _fit(text, version, version, level)


def _fit(text: str, largest: int, version: int | None, level: str) -> "tuple[_Mode, int]":
    """The mode of `text` and the version it gets. Raises Unprintable for what no QR code up to `largest` holds."""
    if not text:
        raise Unprintable("a QR code needs at least one character")
    if not (text.isascii() and text.isprintable()):
        stranger = next(each for each in text if not " " <= each <= "~")
        raise Unprintable(f"a QR code of ours cannot hold the character {stranger!r} (U+{ord(stranger):04X})")
    if level not in LEVELS:
        raise Unprintable(f"a QR code has the level {', '.join(LEVELS[:-1])} or {LEVELS[-1]}")
    if version is not None:
        side(version)
    mode = _mode(text)
    least = _smallest_version(mode, len(text), level)
    if least > largest:
        raise Unprintable(f"{len(text)} characters need a larger QR code than fits here")
    return mode, version or least


def side(version: int) -> int:
    """Width and height in modules of a QR code of `version` 1 to 40. Raises Unprintable for another version."""
    if not 1 <= version <= LARGEST_VERSION:
        raise Unprintable(f"a QR code has a version of 1 to {LARGEST_VERSION}")
    return 17 + 4 * version


@dataclass(frozen=True, slots=True, eq=False)
class _Mode:
    """How many characters form one group, their value, the characters of a value, and the bits a group takes."""

    name: str
    group: int
    bits: tuple[int, ...]  # of a group of 1, 2 ... characters
    zero: str
    value: Callable[[str], int]
    spell: Callable[[int, int], str]


def _pair(characters: str) -> int:
    value = 0
    for character in characters:
        value = 45 * value + _ALPHANUMERIC.index(character)
    return value


def _spell_pair(value: int, length: int) -> str:
    return _ALPHANUMERIC[value] if length == 1 else _ALPHANUMERIC[value // 45] + _ALPHANUMERIC[value % 45]


_NUMERIC_MODE = _Mode("numeric", 3, (4, 7, 10), "0", int, lambda value, length: f"{value:0{length}d}")
_ALPHANUMERIC_MODE = _Mode("alphanumeric", 2, (6, 11), "0", _pair, _spell_pair)
_BYTE_MODE = _Mode("byte", 1, (7,), "\0", ord, lambda value, _: chr(value))  # ASCII: the eighth bit is never set


class _Shape:
    """All QR codes of one mode, length, version and level."""

    def __init__(self, mode: _Mode, length: int, version: int, level: str) -> None:
        self.width = side(version)
        self._mode = mode
        self._length = length
        self._version = version
        self._level = level
        self._asked = self._kept = 0
        self._empty = -1
        self._places = range(0, length, mode.group)
        self._basis: dict[tuple[int, int], int] = {}
        self._squares: dict[int, dict[str, int]] = {place: {} for place in self._places}

    def bits(self, text: str) -> int:
        """The modules of `text` as one number."""
        if self._asked < _RARE or self._version > _LARGEST_TABLE:
            self._asked += 1
            return self._by_segno(text)
        bits, group = self._of_nothing(), self._mode.group
        for place, squares in self._squares.items():
            characters = text[place : place + group]
            bits ^= squares[characters] if characters in squares else self._learn(place, characters)
        return bits

    def _learn(self, place: int, characters: str) -> int:
        value, bits = self._mode.value(characters), 0
        for number in range(self._mode.bits[len(characters) - 1]):
            if value >> number & 1:
                bits ^= self._of_one_bit(place, number, len(characters))
        if self._kept < _ROOM:
            self._kept += 1
            self._squares[place][characters] = bits
        return bits

    def _of_one_bit(self, place: int, number: int, length: int) -> int:
        """What one bit of the group at `place` changes."""
        key = (place, number)
        if key not in self._basis:
            characters = self._mode.spell(1 << number, length)
            zero = self._mode.zero
            text = zero * place + characters + zero * (self._length - place - length)
            self._basis[key] = self._by_segno(text) ^ self._of_nothing()
        return self._basis[key]

    def _of_nothing(self) -> int:
        if self._empty < 0:
            self._empty = self._by_segno(self._mode.zero * self._length)
        return self._empty

    def _by_segno(self, text: str) -> int:
        code = _segno(text, self._mode.name, self._level, self._version)
        return int("".join(row.translate(_SIGNS).decode() for row in code.matrix), 2)


_SIGNS = bytes.maketrans(b"\0\1", b"01")


@lru_cache(maxsize=_SHAPES)
def _shape(mode: _Mode, length: int, version: int, level: str) -> _Shape:
    return _Shape(mode, length, version, level)


@lru_cache(maxsize=1024)
def _smallest_version(mode: _Mode, length: int, level: str) -> int:
    try:
        return int(_segno(mode.zero * length, mode.name, level, None).version)
    except segno.DataOverflowError:
        raise Unprintable(f"{length} characters are too many for a QR code") from None


def _segno(text: str, mode: str, level: str, version: int | None) -> segno.QRCode:
    return segno.make(text, error=level.lower(), mode=mode, version=version, micro=False, mask=_MASK, boost_error=False)


def _mode(text: str) -> _Mode:
    if text.isdigit():
        return _NUMERIC_MODE
    return _BYTE_MODE if text.strip(_ALPHANUMERIC) else _ALPHANUMERIC_MODE
