"""The tote label: the permanent name of a tote or a cart, riveted on for years."""

from dataclasses import dataclass
from typing import ClassVar, Self

from labels import lettercode
from labels.media import LABEL_100X75, Media
from labels.view import Personal, require


@dataclass(frozen=True, slots=True)
class ToteLabel:
    """A tote (T code) or cart (C code): `name` as people say it ("T 118"), `serial` its permanent number, if any."""

    kind: ClassVar[str] = "tote"
    personal: ClassVar[Personal] = "none"
    media: ClassVar[Media] = LABEL_100X75

    code: str
    name: str
    serial: str = ""
    identity: str = ""

    @property
    def grouped_code(self) -> str:
        """The code as people read it aloud."""
        return lettercode.grouped(self.code)

    def check(self) -> None:
        """Refuse a code of another kind."""
        require("code", lettercode.check, self.code, kinds="TC")

    @classmethod
    def longest(cls) -> Self:
        """The longest values that must fit."""
        return cls(code="TXXXXXXX", name="CART 888", serial="SN 88888888-8888-8888", identity="J8888888 888/888 R88")
