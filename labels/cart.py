"""The cart label: which cart it is, read from across the floor, and how many totes it takes."""

from dataclasses import dataclass, field
from typing import ClassVar, Self

from labels import lettercode
from labels.errors import Unprintable
from labels.media import LABEL_100X75, Media
from labels.view import Personal, require


@dataclass(frozen=True, slots=True)
class CartWords:
    """The words on a cart, in the language of the floor."""

    slots: str = "totes"


@dataclass(frozen=True, slots=True)
class CartLabel:
    """One cart with its C code; `slots` is how many totes it takes."""

    kind: ClassVar[str] = "cart"
    personal: ClassVar[Personal] = "none"
    media: ClassVar[Media] = LABEL_100X75

    code: str
    name: str
    slots: int
    identity: str = ""
    words: CartWords = field(default_factory=CartWords)

    @property
    def capacity(self) -> str:
        """How many totes, in words."""
        return f"{self.slots} {self.words.slots}"

    @property
    def grouped_code(self) -> str:
        """The code as people read it aloud."""
        return lettercode.grouped(self.code)

    def check(self) -> None:
        """Refuse a code of another kind, and a cart for no tote."""
        require("code", lettercode.check, self.code, kinds="C")
        if not 1 <= self.slots <= 99:
            raise Unprintable("a cart takes 1 to 99 totes", element="slots")

    @classmethod
    def longest(cls) -> Self:
        """The longest values that must fit."""
        return cls("CXXXXXXX", "CART 88", 88, "J8888888 888/888 R88", CartWords("compartiments"))
