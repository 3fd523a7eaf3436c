"""The shelf label: where a picker stops. People read the large text, the scanner reads the bars."""

from dataclasses import dataclass
from typing import ClassVar, Self

from labels import lettercode
from labels.media import LABEL_100X50, Media
from labels.pen import Direction
from labels.view import Personal, require


@dataclass(frozen=True, slots=True)
class ShelfLabel:
    """One place: `place` as people say it ("A 03 2"), `code` its L code, and the way an arrow points to the shelf."""

    kind: ClassVar[str] = "shelf"
    personal: ClassVar[Personal] = "none"
    media: ClassVar[Media] = LABEL_100X50

    code: str
    place: str
    arrow: Direction = ""
    identity: str = ""

    @property
    def grouped_code(self) -> str:
        """The code as people read it aloud."""
        return lettercode.grouped(self.code)

    @property
    def place_alone(self) -> str:
        """The place, if it has the whole width of the label."""
        return "" if self.arrow else self.place

    @property
    def place_beside_arrow(self) -> str:
        """The place, if it shares the width with an arrow."""
        return self.place if self.arrow else ""

    def check(self) -> None:
        """Refuse a code of another kind."""
        require("code", lettercode.check, self.code, kinds="L")

    @classmethod
    def longest(cls) -> Self:
        """The longest values that must fit."""
        return cls(code="LXXXXXXX", place="WW 888 88", arrow="left", identity="J8888888 888/888 R88")
