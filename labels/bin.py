"""The bin label: a shelf label for a box, small enough for its front."""

from dataclasses import dataclass
from typing import ClassVar, Self

from labels import lettercode
from labels.media import LABEL_57X32, Media
from labels.view import Personal, require


@dataclass(frozen=True, slots=True)
class BinLabel:
    """One place: `place` as people say it ("A 03 2 B"), `code` its L code."""

    kind: ClassVar[str] = "bin"
    personal: ClassVar[Personal] = "none"
    media: ClassVar[Media] = LABEL_57X32

    code: str
    place: str
    identity: str = ""

    def check(self) -> None:
        """Refuse a code of another kind."""
        require("code", lettercode.check, self.code, kinds="L")

    @classmethod
    def longest(cls) -> Self:
        """The longest values that must fit."""
        return cls(code="LXXXXXXX", place="WW 888 88", identity="J8888888 888/888 R88")
