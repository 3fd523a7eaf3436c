"""The parcel tag: what a packer sticks on a closed carton. It names nobody and decodes to nothing."""

from dataclasses import dataclass, field
from typing import ClassVar, Self

from labels import lettercode
from labels.errors import Unprintable
from labels.media import LABEL_100X50, Media
from labels.view import Personal, require


@dataclass(frozen=True, slots=True)
class ParcelWords:
    """The words on a parcel tag, in the language of the floor."""

    dock: str = "Dock"
    carton: str = "Carton"


@dataclass(frozen=True, slots=True)
class ParcelTag:
    """A blind tag: random token, dock, carton, generation. No name, address, order or tracking number exists here.

    `token` is a P code of 17 letters. `link` is the text of the square, in capitals and ending in the token; without
    it the square holds the token itself. A reprint has the next `generation`.
    """

    kind: ClassVar[str] = "parcel"
    personal: ClassVar[Personal] = "none"
    media: ClassVar[Media] = LABEL_100X50

    token: str
    dock: str
    carton: str
    generation: int = 0
    link: str = ""
    identity: str = ""
    words: ParcelWords = field(default_factory=ParcelWords)

    @property
    def generation_mark(self) -> str:
        """How often it was printed before, as it stands on the tag."""
        return f"R{self.generation}"

    @property
    def grouped_token(self) -> str:
        """The token as people read it aloud."""
        return lettercode.grouped(self.token)

    @property
    def square(self) -> str:
        """What the square holds."""
        return self.link or self.token

    def check(self) -> None:
        """Refuse a token of another kind, and a link that does not end in it."""
        require("token", lettercode.check, self.token, kinds="P")
        if self.link and (self.link != self.link.upper() or not self.link.endswith(f"/{self.token}")):
            raise Unprintable("the link must be in capitals and end in the token", element="link")

    @classmethod
    def longest(cls) -> Self:
        """The longest values that must fit."""
        return cls(
            token="P" + "X" * 16,
            dock="DOCK 88 WEST",
            carton="CARTON 888 LARGE",
            generation=99,
            link="HTTPS://OUTBOUND.EXAMPLE.ORG/P/P" + "X" * 16,
            identity="J8888888 888/888 R88",
            words=ParcelWords("Quai de chargement", "Emballage"),
        )
