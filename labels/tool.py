"""The tool tag: what hangs on a tool, and what its place on the shadow board shows while it is out."""

from dataclasses import dataclass
from typing import ClassVar, Self

from labels import lettercode
from labels.errors import Unprintable
from labels.media import LABEL_57X32, Media
from labels.view import Personal, require


@dataclass(frozen=True, slots=True)
class ToolTag:
    """One tool with its J code; `board` is its place on the shadow board ("B 12")."""

    kind: ClassVar[str] = "tool"
    personal: ClassVar[Personal] = "none"
    media: ClassVar[Media] = LABEL_57X32

    code: str
    name: str
    board: str = ""
    identity: str = ""

    def check(self) -> None:
        """Refuse a code of another kind, and a tool without a name."""
        require("code", lettercode.check, self.code, kinds="J")
        if not self.name.strip():
            raise Unprintable("a tool needs a name", element="name")

    @classmethod
    def longest(cls) -> Self:
        """The longest values that must fit."""
        return cls(code="JXXXXXXX", name="Carton knife, safety, 88 mm", board="WW 888", identity="J8888888 888/888 R88")
